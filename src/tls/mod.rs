//! The lock of the HTTP door: TLS ended in this process, with certificates from an ACME authority
//! (RFC 8555, proven by TLS-ALPN-01, RFC 8737, on the very port that is served) or from PEM files.
//!
//! A handshake happens in the task of its connection, has a time limit, and gives way to newer ones
//! when there are many, so nobody waits for a stranger's. Before the first certificate is there a handshake is refused rather than answered
//! with a certificate of our own making: the webhook's secret is never to be sent to somebody who
//! cannot prove a name, and nobody is to get used to overriding a warning.

mod acceptor;
mod authority;
mod certificate;
mod client;
mod keeper;
mod pace;
mod queue;

pub use crate::domain::certification::Source;
pub use acceptor::{Acceptor, Stream};
pub use certificate::{Certificate, Fault, Pair};
pub use keeper::{Keeper, known, open};
pub use pace::Pace;
