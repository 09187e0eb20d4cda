//! Tonolog: a blood-pressure diary that its owner hosts. One process, one encrypted file, two
//! doors.
//!
//! # The map
//!
//! Two doors, one hallway, one kitchen, one cellar. A *door* ([`telegram`], [`alice`]) turns a
//! foreign message into our `Incoming` and our `Reply` into a foreign message, and does nothing
//! else. The *hallway* ([`app`]) takes one `Incoming` and returns one `Answer`; it is the only
//! place where deciding and remembering meet. The *kitchen* ([`domain`]) decides and never
//! touches anything. The *cellar* ([`store`]) remembers; one thread holds the key to writing.
//! Words are kept in a *cupboard* ([`phrases`], filled from `dialogs/`), and no other room may
//! speak.
//!
//! | room | who lives there | never |
//! |---|---|---|
//! | [`cli`] | one file a subcommand | knows a rule of the diary |
//! | [`demo`] | the Bot API stand-in on loopback, the terminal chat | is part of `serve` |
//! | [`backup`] | backups, bringing them back, another key | opens a backup without its key |
//! | [`probe`] | the webhook, called from outside; the health of the running service | stores, shows a secret |
//! | [`run`] | wiring, signals, draining | knows a rule of the diary |
//! | [`config`] | the only reader of the environment | is asked twice |
//! | [`telegram`] | inbox and outbox of the chat door | decides, formats a number |
//! | [`http`] | limits, secrets, routes | contains a rule, reads a body before its limit |
//! | [`tls`] | handshakes, certificates and who makes them | sees a request |
//! | [`alice`] | shapes of the voice platform | knows hyper |
//! | [`app`] | one method per thing a person can want | names a platform or a language |
//! | [`phrases`] | every word | decides |
//! | [`interchange`] | files in and out: bytes ↔ readings | reads the store, the clock or the network |
//! | [`store`] | one verb a statement | lets a type of its library out |
//! | [`metrics`] | what can be counted about the running program | has a label that a person could fill |
//! | [`seal`] | secrets, hashes, randomness | stores |
//! | [`domain`] | what is true | does I/O, knows the clock, fails |
//!
//! Arrows point down only: `main → cli → run → doors → app → store → domain`. `tests/it/house.rs`
//! reads the source and fails on an arrow that points up.
//!
//! # One reading, from mouth to disk and back
//!
//! 1. *Delivery.* Telegram: the fetcher asks for updates, commits them to the inbox, and only
//!    then asks for the next ones. Alice: limits and the secret come before the body.
//! 2. *Door.* The message becomes an [`app::Incoming`]: who, which message, what, when.
//! 3. *Hallway.* [`app::App::turn`] hands one closure to the writer. In one transaction: load the
//!    thread of this peer; if this message was answered, return that answer; hear what was meant
//!    ([`domain::utterance`], pure); take the next step ([`domain::dialogue`], pure); perform the
//!    act; save state, answer and outbox row, end the inbox row. Commit, sync.
//! 4. *Door.* Alice: words for eye and ear go back. Telegram: the sender delivers the outbox row.
//!
//! So a reading and the conversation's state can never disagree, a message that comes twice
//! changes nothing, and an answer means "on disk": each reading exactly once, each
//! acknowledgement at least once.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

pub mod alice;
pub mod app;
pub mod backup;
pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod http;
pub mod interchange;
pub mod metrics;
pub mod phrases;
pub mod probe;
pub mod run;
pub mod seal;
pub mod store;
pub mod telegram;
pub mod tls;
