//! One call, as the platform makes it: a connection of its own, no redirects, no proxy.

use super::Finding;
use reqwest::{Client, redirect::Policy};
use serde_json::Value;
use std::{
    error::Error,
    time::{Duration, Instant},
};
use url::Url;

/// Longer than the platform waits: how late an answer is can only be told when it comes.
const PATIENCE: Duration = Duration::from_secs(8);
/// More is not read of any answer, bytes; the platform takes 5000 characters.
const ANSWER_MAX: usize = 64 * 1024;

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) took: Duration,
    body: Vec<u8>,
}

impl Answer {
    pub(super) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// What a speaker would show, if this is a response of a skill.
    pub(super) fn spoken(&self) -> Option<String> {
        Some(self.json()?.pointer("/response/text")?.as_str()?.to_owned())
    }
}

pub(super) struct Caller(Client);

impl Caller {
    /// It trusts the roots that browsers trust, whatever this machine trusts beyond them.
    pub(super) fn new() -> Option<Caller> {
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            // The deadline counts the connection as well, so each call makes its own.
            .pool_max_idle_per_host(0)
            .timeout(PATIENCE)
            .build();
        client.ok().map(Caller)
    }

    pub(super) async fn post(&self, url: &Url, body: &Value) -> Result<Answer, Finding> {
        let started = Instant::now();
        let request = self
            .0
            .post(url.clone())
            .header("content-type", "application/json")
            .body(body.to_string());
        let failed = |error: reqwest::Error| failure(&error, started.elapsed());
        let mut response = request.send().await.map_err(failed)?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            body.extend_from_slice(&chunk);
            if body.len() > ANSWER_MAX {
                break;
            }
        }
        Ok(Answer { status: response.status().as_u16(), took: started.elapsed(), body })
    }
}

/// The library tells causes apart by their words only. None of them is passed on: they hold the
/// address, and with it the secret.
fn failure(error: &reqwest::Error, took: Duration) -> Finding {
    if error.is_timeout() {
        return Finding::Late(u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
    }
    let mut causes = String::new();
    let mut cause = error.source();
    while let Some(inner) = cause {
        causes.push_str(&inner.to_string());
        causes.push('\n');
        cause = inner.source();
    }
    named(&causes, error.is_connect())
}

fn named(causes: &str, connecting: bool) -> Finding {
    let says = |words: &[&str]| words.iter().any(|words| causes.contains(words));
    if says(&["invalid peer certificate"]) {
        if says(&["certificate expired", "Expired", "not valid yet", "NotValidYet"]) {
            Finding::Expired
        } else if says(&["not valid for name", "NotValidForName"]) {
            Finding::OtherName
        } else {
            Finding::Untrusted
        }
    } else if says(&["dns error"]) {
        Finding::NoName
    } else if connecting && says(&["tcp connect error"]) {
        Finding::NoAnswer
    } else {
        Finding::Broken
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokio_rustls::rustls::{
        CertificateError,
        Error::InvalidCertificate,
        pki_types::{ServerName, UnixTime},
    };

    #[test]
    fn the_words_of_the_library_are_told_apart() {
        let at = |seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let other = ServerName::try_from("other.example.org").unwrap();
        for (error, finding) in [
            (CertificateError::Expired, Finding::Expired),
            (
                CertificateError::ExpiredContext { time: at(20), not_after: at(10) },
                Finding::Expired,
            ),
            (CertificateError::NotValidYet, Finding::Expired),
            (
                CertificateError::NotValidYetContext { time: at(10), not_before: at(20) },
                Finding::Expired,
            ),
            (CertificateError::NotValidForName, Finding::OtherName),
            (
                CertificateError::NotValidForNameContext {
                    expected: other,
                    presented: vec!["DnsName(\"diary.example.org\")".to_owned()],
                },
                Finding::OtherName,
            ),
            (CertificateError::UnknownIssuer, Finding::Untrusted),
            (CertificateError::BadSignature, Finding::Untrusted),
        ] {
            let causes = InvalidCertificate(error).to_string();
            assert_eq!(named(&causes, true), finding, "{causes}");
        }
        assert_eq!(named("dns error\nfailed to lookup address information", true), Finding::NoName);
        assert_eq!(named("tcp connect error\nConnection refused", true), Finding::NoAnswer);
        assert_eq!(named("connection closed before message completed", false), Finding::Broken);
    }
}
