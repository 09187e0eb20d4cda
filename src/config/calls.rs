//! Who may call over HTTP, with what, and where the instruments are read.

use super::{Environment, Fault, WEBHOOK_SECRET_MIN, monotonous};
use crate::{domain::network::Networks, seal::Secret};
use std::net::SocketAddr;

/// The machine itself.
const LOOPBACK: &str = "127.0.0.0/8, ::1";

/// Who may call.
#[derive(Clone, Default)]
pub struct Calls {
    /// Proxies whose word is taken for whom they speak.
    pub trusted: Networks,
    /// From where the webhook may be called; from everywhere without.
    pub webhook: Option<Networks>,
    /// From where the health answer may be asked for; from everywhere without.
    pub health: Option<Networks>,
    /// Where the instruments are read, and from where.
    pub metrics: Option<(SocketAddr, Networks)>,
    /// What calls of the webhook have to be signed with.
    pub signing: Option<Secret>,
}

impl Calls {
    pub(super) fn new(environment: &Environment) -> Result<Calls, Fault> {
        let networks = |name: &'static str| {
            let text = environment.text(name);
            let read = |text: String| Networks::parse(&text).filter(|read| !read.is_empty());
            text.map(|text| read(text).ok_or(Fault::Malformed(name))).transpose()
        };
        let metrics = match environment.text("METRICS_LISTEN") {
            None => None,
            Some(address) => {
                let address: SocketAddr =
                    address.parse().map_err(|_| Fault::Malformed("METRICS_LISTEN"))?;
                let readers = match networks("METRICS_NETWORKS")? {
                    Some(readers) => readers,
                    // Who wants the world to read them has to say who the world is.
                    None if !address.ip().is_loopback() => {
                        return Err(Fault::Missing("METRICS_NETWORKS"));
                    }
                    None => Networks::parse(LOOPBACK).unwrap_or_default(),
                };
                Some((address, readers))
            }
        };
        let signing = environment.secret("WEBHOOK_SIGNING_KEY")?;
        let weak = |key: &Secret| {
            key.reveal().chars().count() < WEBHOOK_SECRET_MIN || monotonous(key.reveal())
        };
        if signing.as_ref().is_some_and(weak) {
            return Err(Fault::Weak("WEBHOOK_SIGNING_KEY"));
        }
        Ok(Calls {
            trusted: networks("TRUSTED_PROXIES")?.unwrap_or_default(),
            webhook: networks("ALICE_NETWORKS")?,
            health: networks("HEALTH_NETWORKS")?,
            metrics,
            signing,
        })
    }
}
