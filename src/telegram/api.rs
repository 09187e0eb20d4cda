//! Calls to the Bot API. The payloads are teloxide's; the transport is ours, because every
//! failure has to be told apart, and no text of a failure may carry the token or a message.

use super::egress::{Egress, Request};
use crate::app::File;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::{fmt, time::Duration};
use teloxide::requests::Payload;

/// Establishing a connection, also through a proxy.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// Sending a file, also over a slow line.
const UPLOAD_WITHIN: Duration = Duration::from_secs(120);

/// We wait no longer than a day, whatever we are asked for: more is a fault of who asks.
const FLOOD_SECONDS_MAX: u64 = 24 * 60 * 60;

/// Why a call failed, as far as we act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Too many requests: come back after this time.
    Flood(Duration),
    /// The chat will not hear us: blocked, deleted, left.
    Gone,
    /// An edit that changes nothing.
    NotModified,
    /// The message to edit or the button to answer is not there any more.
    TooLate,
    /// Somebody else polls with this token, or a webhook is set.
    Conflict,
    /// The token is not valid.
    Unauthorized,
    /// The platform refuses for another reason: its code.
    Refused(u16),
    /// No connection, a broken one, a server error, or an answer that is not JSON.
    Unavailable,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Flood(after) => write!(f, "asked to wait {} s", after.as_secs()),
            Failure::Gone => f.write_str("the chat is gone"),
            Failure::NotModified => f.write_str("nothing to change"),
            Failure::TooLate => f.write_str("too late for this message"),
            Failure::Conflict => f.write_str("another process polls with this token"),
            Failure::Unauthorized => f.write_str("the token is not valid"),
            Failure::Refused(code) => write!(f, "refused with code {code}"),
            Failure::Unavailable => f.write_str("not reachable"),
        }
    }
}

impl std::error::Error for Failure {}

/// The HTTP client of this door; a proxy may carry a password.
pub fn client(proxy: Option<&str>) -> Result<reqwest::Client, Failure> {
    built(proxy, CONNECT_WITHIN)
}

/// The same with this time for connecting, through the proxy as well.
pub(super) fn built(proxy: Option<&str>, connect: Duration) -> Result<reqwest::Client, Failure> {
    let mut builder =
        reqwest::Client::builder().connect_timeout(connect).tcp_nodelay(true).no_proxy();
    if let Some(proxy) = proxy {
        let proxy = reqwest::Proxy::all(proxy).map_err(|_| Failure::Unavailable)?;
        builder = builder.proxy(proxy);
    }
    builder.build().map_err(|_| Failure::Unavailable)
}

/// The Bot API of one bot.
#[derive(Clone)]
pub(super) struct Api(Egress);

#[derive(Deserialize)]
struct Envelope<'a> {
    ok: bool,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    #[serde(default)]
    error_code: u16,
    #[serde(default)]
    description: String,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
}

impl Api {
    pub(super) fn new(egress: Egress) -> Api {
        Api(egress)
    }

    /// Calls a method; returns the JSON text of its result.
    pub(super) async fn call<P: Payload + serde::Serialize>(
        &self,
        payload: &P,
    ) -> Result<String, Failure> {
        self.call_within(payload, self.0.call_within()).await
    }

    /// The same with a time limit of its own.
    pub(super) async fn call_within<P: Payload + serde::Serialize>(
        &self,
        payload: &P,
        within: Duration,
    ) -> Result<String, Failure> {
        let body = serde_json::to_vec(payload).map_err(|_| Failure::Refused(0))?;
        self.post(P::NAME, "application/json", body, within).await
    }

    /// Sends a file to a chat, with a text below it.
    pub(super) async fn document(
        &self,
        chat: i64,
        file: &File,
        caption: &str,
    ) -> Result<String, Failure> {
        let boundary = crate::seal::random_hex::<16>().map_err(|_| Failure::Unavailable)?;
        let mut body = Vec::with_capacity(file.bytes.len() + 1024);
        for (name, value) in [("chat_id", chat.to_string().as_str()), ("caption", caption)] {
            let part = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"document\"; \
             filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
            file.name,
            content_type(&file.name)
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(&file.bytes);
        body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        let form = format!("multipart/form-data; boundary={boundary}");
        self.post("sendDocument", &form, body, UPLOAD_WITHIN).await
    }

    async fn post(
        &self,
        method: &str,
        content_type: &str,
        body: Vec<u8>,
        within: Duration,
    ) -> Result<String, Failure> {
        let request = Request { method, content_type, body, within };
        result(&self.0.send(request).await?).map(str::to_owned)
    }
}

/// Whether this is an answer of the Bot API, of whatever content.
pub(super) fn is_answer(text: &str) -> bool {
    serde_json::from_str::<Envelope<'_>>(text).is_ok()
}

/// The JSON text of the result in an answer.
pub(super) fn result(text: &str) -> Result<&str, Failure> {
    let envelope: Envelope<'_> = serde_json::from_str(text).map_err(|_| Failure::Unavailable)?;
    match (envelope.ok, envelope.result) {
        (true, Some(result)) => Ok(result.get()),
        _ => Err(failure(&envelope)),
    }
}

fn content_type(name: &str) -> &'static str {
    if name.ends_with(".json") { "application/json" } else { "application/octet-stream" }
}

fn failure(envelope: &Envelope<'_>) -> Failure {
    let says = |part: &str| envelope.description.to_lowercase().contains(part);
    let after = envelope.parameters.as_ref().and_then(|parameters| parameters.retry_after);
    match (envelope.error_code, after) {
        (_, Some(seconds)) => Failure::Flood(Duration::from_secs(seconds.min(FLOOD_SECONDS_MAX))),
        (429, None) => Failure::Flood(Duration::from_secs(1)),
        (401 | 404, None) => Failure::Unauthorized,
        (403, None) => Failure::Gone,
        (409, None) => Failure::Conflict,
        (400, None) if says("message is not modified") => Failure::NotModified,
        (400, None) if says("chat not found") => Failure::Gone,
        (400, None) if says("query is too old") || says("message to edit not found") => {
            Failure::TooLate
        }
        (400, None) if says("message to delete not found") || says("can't be deleted") => {
            Failure::TooLate
        }
        (400, None) if says("message can't be edited") || says("message_id_invalid") => {
            Failure::TooLate
        }
        (500..=599, None) => Failure::Unavailable,
        (code, None) => Failure::Refused(code),
    }
}
