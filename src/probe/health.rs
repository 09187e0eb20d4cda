//! Whether the service on this machine says that it is well: for container engines and scripts.

use reqwest::{Client, redirect::Policy};
use serde_json::Value;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

/// Those who ask wait five seconds; the service itself takes two at most to find out.
const PATIENCE: Duration = Duration::from_secs(4);
/// The service's own word for itself when all is well.
const WELL: &str = "ok";

/// What was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// All is well.
    Well,
    /// It says itself that this part of it does not answer.
    Unwell(String),
    /// It answers with this status, as to a stranger or as somebody else.
    Refused(u16),
    /// Nobody answers.
    Silent,
}

/// Asks the service that listens on `listen`, on this machine only. `tls`: the door has its own
/// lock. Whose certificate it is does not matter here: what is asked is no secret.
pub async fn health(listen: SocketAddr, tls: bool) -> Health {
    let scheme = if tls { "https" } else { "http" };
    let address = SocketAddr::new(near(listen.ip()), listen.port());
    let client = Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .danger_accept_invalid_certs(true)
        .timeout(PATIENCE)
        .build();
    let Ok(client) = client else { return Health::Silent };
    let Ok(answer) = client.get(format!("{scheme}://{address}/health")).send().await else {
        return Health::Silent;
    };
    let status = answer.status().as_u16();
    let body = answer.text().await.unwrap_or_default();
    let said: Option<Value> = serde_json::from_str(&body).ok();
    let said = said.as_ref().and_then(|said| said.get("status")?.as_str());
    match (status, said) {
        (200, Some(WELL)) => Health::Well,
        (503, Some(part)) => Health::Unwell(part.to_owned()),
        (status, _) => Health::Refused(status),
    }
}

/// Who listens everywhere is asked on loopback.
fn near(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        IpAddr::V4(_) | IpAddr::V6(_) => ip,
    }
}
