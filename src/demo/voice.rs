//! The speaker of the demo: a real webhook request to the process's own HTTP door.

use serde_json::{Value, json};
use std::{io, net::SocketAddr};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What a speaker does with a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// For the eye.
    pub text: String,
    /// For the ear.
    pub tts: String,
    /// Whether the skill has ended.
    pub ended: bool,
}

/// The device that a request comes from.
#[derive(Clone, Debug)]
pub struct Device {
    /// Its user.
    pub user: String,
    /// Its language, such as `ru-RU`.
    pub locale: String,
    /// Its IANA zone.
    pub zone: String,
}

/// A request in the platform's shape. `said` is what is left of the phrase after the skill's name;
/// the first message of a session opens it.
pub fn request(device: &Device, session: &str, message: u64, said: &str) -> Value {
    let Device { user, locale, zone } = device;
    let command: String = said
        .to_lowercase()
        .chars()
        .map(|c| if matches!(c, ',' | '.' | '!' | '?') { ' ' } else { c })
        .collect();
    let tokens: Vec<&str> = command.split_whitespace().collect();
    json!({
        "meta": {"locale": locale, "timezone": zone, "interfaces": {"screen": {}}},
        "session": {
            "message_id": message,
            "session_id": session,
            "skill_id": "demo",
            "user": {"user_id": user},
            "application": {"application_id": format!("{user}-device")},
            "new": message == 0,
        },
        "request": {
            "type": "SimpleUtterance",
            "command": tokens.join(" "),
            "original_utterance": said,
            "nlu": {"tokens": tokens, "entities": [], "intents": {}},
        },
        "version": "1.0",
    })
}

/// Sends a request to the webhook; returns the status and the body.
pub async fn call(address: SocketAddr, token: &str, body: &Value) -> io::Result<(u16, Value)> {
    let body = body.to_string();
    let head = format!(
        "POST /alice_webhook?token={token} HTTP/1.1\r\nhost: {address}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    let broken = || io::Error::from(io::ErrorKind::InvalidData);
    let (head, body) = answer.split_once("\r\n\r\n").ok_or_else(broken)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Ok((status.ok_or_else(broken)?, serde_json::from_str(body).unwrap_or(Value::Null)))
}

impl Spoken {
    /// What is heard: the speech without its marks for pauses.
    pub fn aloud(&self) -> String {
        let mut parts = self.tts.split(" sil <[");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |aloud, part| match part.split_once("]>") {
            Some((_, rest)) => aloud + rest,
            None => aloud + part,
        })
    }

    /// What a response says, if it is one.
    pub fn of(response: &Value) -> Option<Spoken> {
        let said = response.get("response")?;
        let text = said.get("text")?.as_str()?.to_owned();
        let tts = said.get("tts").and_then(Value::as_str).unwrap_or(&text).to_owned();
        Some(Spoken { text, tts, ended: said.get("end_session")?.as_bool()? })
    }
}
