//! The webhook as the platform meets it: called from outside, looked at with its eyes; and what the
//! running service says of its own health. Nothing is stored by it, and nothing it says holds the
//! secret.

mod call;
mod health;
mod limits;

pub use health::{Health, health};
pub use limits::faults;

use crate::seal::Secret;
use call::{Answer, Caller};
use serde_json::{Value, json};
use std::{net::IpAddr, time::Duration};
use url::{Host, Url};

/// Where the voice door is when an address names no path.
const WEBHOOK: &str = "/alice_webhook";
/// The platform hangs up at 4.5 s (documentation, page "wait-response").
const LATE: Duration = Duration::from_millis(4_500);
/// People begin to wonder; a private server answers within tenths of a second.
const SLOW: Duration = Duration::from_millis(1_000);
/// Nobody's secret.
const WRONG_SECRET: &str = "this-is-not-the-secret";
/// The reading that is rehearsed: upper and lower number, pulse.
pub const REHEARSED: [u16; 3] = [131, 84, 70];

/// Why there is nothing that could be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is no address of a web server.
    Malformed,
    /// The platform calls over HTTPS only. Plain HTTP is for the same machine.
    Plain,
    /// Neither the address nor the settings hold the secret.
    NoSecret,
}

/// How good a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// As it should be.
    Good,
    /// It works, and is worth a look.
    Doubtful,
    /// The skill does not work like this, or is open to strangers.
    Bad,
}

/// One thing that was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The certificate and its chain are trusted.
    Trusted,
    /// Called without TLS, on this machine.
    Unencrypted,
    /// The name of the server is not known.
    NoName,
    /// Nobody listens there.
    NoAnswer,
    /// The certificate is not trusted: self-signed, or its chain is not whole.
    Untrusted,
    /// The certificate has run out, or does not hold yet.
    Expired,
    /// The certificate belongs to another name.
    OtherName,
    /// The connection breaks off.
    Broken,
    /// It sends its callers elsewhere; the platform is not known to follow. The status.
    Redirected(u16),
    /// There is no webhook at this address, or its door is closed. The status.
    NoWebhook(u16),
    /// What stands in front of the program does not reach it. The status.
    Unreached(u16),
    /// Something else is wrong. The status.
    Refused(u16),
    /// It answers, but not as a skill.
    NotASkill,
    /// The platform's ping is answered.
    Alive,
    /// The secret is not the right one.
    SecretRefused,
    /// A wrong secret is turned away.
    Guarded,
    /// A wrong secret opens the door as well.
    Open,
    /// Only another skill is served.
    OtherSkill,
    /// A reading was heard and not stored.
    Rehearsed,
    /// The reading was not heard: another program, an older one, or one that cannot work now.
    Misheard,
    /// The platform would not take these fields of the answers.
    Unfit(Vec<String>),
    /// Every answer is within the platform's limits.
    Fits,
    /// The slowest answer, ms.
    Quick(u64),
    /// The slowest answer, ms: people notice.
    Slow(u64),
    /// The slowest answer, ms: the platform does not wait so long.
    Late(u64),
}

impl Finding {
    /// How good this is.
    pub fn grade(&self) -> Grade {
        match self {
            Finding::Trusted
            | Finding::Alive
            | Finding::Guarded
            | Finding::Rehearsed
            | Finding::Fits
            | Finding::Quick(_) => Grade::Good,
            Finding::Unencrypted | Finding::Slow(_) => Grade::Doubtful,
            Finding::NoName
            | Finding::NoAnswer
            | Finding::Untrusted
            | Finding::Expired
            | Finding::OtherName
            | Finding::Broken
            | Finding::Redirected(_)
            | Finding::NoWebhook(_)
            | Finding::Unreached(_)
            | Finding::Refused(_)
            | Finding::NotASkill
            | Finding::SecretRefused
            | Finding::Open
            | Finding::OtherSkill
            | Finding::Misheard
            | Finding::Unfit(_)
            | Finding::Late(_) => Grade::Bad,
        }
    }
}

/// A webhook of one's own.
pub struct Webhook {
    address: Url,
    secret: Secret,
    skill: String,
}

impl Webhook {
    /// `address` may be the server alone, or the whole of what the platform is given; a secret in
    /// it counts before `secret`. `skill` is the id to call as.
    pub fn new(
        address: &str,
        secret: Option<Secret>,
        skill: Option<String>,
    ) -> Result<Webhook, Unfit> {
        let mut url = Url::parse(address).map_err(|_| Unfit::Malformed)?;
        let local = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
            Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
            None => return Err(Unfit::Malformed),
        };
        match url.scheme() {
            "https" => {}
            "http" if local => {}
            "http" => return Err(Unfit::Plain),
            _ => return Err(Unfit::Malformed),
        }
        let given = url.query_pairs().find(|(name, _)| name == "token");
        let mut given = given.map(|(_, value)| value.into_owned());
        if let Some(segment) = url.path().strip_prefix(WEBHOOK) {
            let segment = segment.trim_matches('/');
            given = given.or_else(|| Some(segment.to_owned()).filter(|given| !given.is_empty()));
            url.set_path(WEBHOOK);
        } else if url.path() == "/" {
            url.set_path(WEBHOOK);
        }
        url.set_query(None);
        url.set_fragment(None);
        let secret = given.map(Secret::new).or(secret).ok_or(Unfit::NoSecret)?;
        Ok(Webhook { address: url, secret, skill: skill.unwrap_or_else(|| "check".to_owned()) })
    }

    /// Where it is, without the secret.
    pub fn place(&self) -> String {
        self.address.origin().ascii_serialization()
    }

    /// Calls it and says what was found, in the order in which it is best mended. `phrase` says
    /// the reading [`REHEARSED`].
    pub async fn examine(&self, phrase: &str) -> Vec<Finding> {
        let Some(caller) = Caller::new() else {
            return vec![Finding::Broken];
        };
        let mut findings = Vec::new();
        let ping = match caller.post(&self.opened_by(self.secret.reveal()), &self.ping()).await {
            Ok(ping) => ping,
            Err(finding) => return vec![finding],
        };
        findings.push(if self.address.scheme() == "https" {
            Finding::Trusted
        } else {
            Finding::Unencrypted
        });
        if ping.status != 200 {
            findings.push(refusal(&ping, Finding::SecretRefused));
            return findings;
        }
        if ping.spoken().is_none() {
            findings.push(Finding::NotASkill);
            return findings;
        }
        findings.push(Finding::Alive);
        let wrong = caller.post(&self.opened_by(WRONG_SECRET), &self.ping()).await;
        findings.push(match &wrong {
            Ok(wrong) if wrong.status == 200 => Finding::Open,
            Ok(wrong) if matches!(wrong.status, 401 | 403 | 404) => Finding::Guarded,
            Ok(wrong) => refusal(wrong, Finding::Guarded),
            Err(finding) => finding.clone(),
        });
        let said =
            caller.post(&self.opened_by(self.secret.reveal()), &self.rehearsal(phrase)).await;
        let said = match said {
            Ok(said) => said,
            Err(finding) => {
                findings.push(finding);
                return findings;
            }
        };
        findings.push(rehearsed(&said));
        let mut unfit: Vec<String> = [&ping, &said]
            .into_iter()
            .filter_map(Answer::json)
            .flat_map(|response| faults(&response))
            .collect();
        unfit.sort();
        unfit.dedup();
        findings.push(if unfit.is_empty() { Finding::Fits } else { Finding::Unfit(unfit) });
        let slowest = ping.took.max(said.took);
        let ms = u64::try_from(slowest.as_millis()).unwrap_or(u64::MAX);
        findings.push(if slowest > LATE {
            Finding::Late(ms)
        } else if slowest > SLOW {
            Finding::Slow(ms)
        } else {
            Finding::Quick(ms)
        });
        findings
    }

    fn opened_by(&self, secret: &str) -> Url {
        let mut url = self.address.clone();
        url.query_pairs_mut().append_pair("token", secret);
        url
    }

    /// The platform's own check, as it was seen.
    fn ping(&self) -> Value {
        self.request("", "ping", json!([]))
    }

    /// A reading said by nobody: without an identity there is no diary to put it into, and the
    /// mark tells our own program that it is only rehearsed.
    fn rehearsal(&self, phrase: &str) -> Value {
        let tokens: Vec<&str> = phrase.split_whitespace().collect();
        let mut request = self.request(phrase, phrase, json!(tokens));
        if let Some(session) = request.get_mut("session").and_then(Value::as_object_mut) {
            session.insert("tonolog_check".to_owned(), json!("rehearsal"));
        }
        request
    }

    fn request(&self, command: &str, original: &str, tokens: Value) -> Value {
        json!({
            "meta": {"locale": "ru-RU", "timezone": "Europe/Moscow", "interfaces": {"screen": {}}},
            "session": {"message_id": 0, "session_id": "check", "skill_id": self.skill, "new": true},
            "request": {"type": "SimpleUtterance", "command": command,
                        "original_utterance": original,
                        "nlu": {"tokens": tokens, "entities": [], "intents": {}}},
            "version": "1.0",
        })
    }
}

/// What a status other than 200 means.
fn refusal(answer: &Answer, forbidden: Finding) -> Finding {
    match answer.status {
        401 | 403 => forbidden,
        status @ (404 | 405) => Finding::NoWebhook(status),
        status @ 300..=399 => Finding::Redirected(status),
        status @ 500..=599 => Finding::Unreached(status),
        status => Finding::Refused(status),
    }
}

fn rehearsed(said: &Answer) -> Finding {
    if said.status != 200 {
        return refusal(said, Finding::OtherSkill);
    }
    let [systolic, diastolic, pulse] = REHEARSED;
    let expected = [format!("{systolic}/{diastolic}"), pulse.to_string()];
    match said.spoken() {
        Some(text) if expected.iter().all(|part| text.contains(part)) => Finding::Rehearsed,
        Some(_) => Finding::Misheard,
        None => Finding::NotASkill,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn webhook(address: &str, secret: Option<&str>) -> Result<(String, String), Unfit> {
        let secret = secret.map(|secret| Secret::new(secret.to_owned()));
        let webhook = Webhook::new(address, secret, None)?;
        Ok((webhook.address.to_string(), webhook.secret.reveal().to_owned()))
    }

    #[test]
    fn an_address_may_be_given_in_every_form_it_is_known_in() {
        let whole = "https://diary.example.org/alice_webhook";
        for (address, secret) in [
            ("https://diary.example.org", "settings"),
            ("https://diary.example.org/", "settings"),
            ("https://diary.example.org/alice_webhook", "settings"),
            ("https://diary.example.org/alice_webhook/", "settings"),
            ("https://diary.example.org/alice_webhook?token=own", "own"),
            ("https://diary.example.org/alice_webhook/own/", "own"),
            ("https://diary.example.org/#top", "settings"),
        ] {
            let expected = Ok((whole.to_owned(), secret.to_owned()));
            assert_eq!(webhook(address, Some("settings")), expected, "{address}");
        }
        let mapped = webhook("https://example.org/diary/hook", Some("s")).unwrap();
        assert_eq!(mapped.0, "https://example.org/diary/hook", "a proxy may call it otherwise");
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        for local in ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"] {
            assert!(webhook(local, Some("s")).is_ok(), "{local}");
        }
        assert_eq!(webhook("http://diary.example.org", Some("s")), Err(Unfit::Plain));
        assert_eq!(webhook("http://127.0.0.1.example.org", Some("s")), Err(Unfit::Plain));
        for odd in ["diary.example.org", "ftp://diary.example.org", "https://", "", "mailto:a@b"] {
            assert_eq!(webhook(odd, Some("s")), Err(Unfit::Malformed), "{odd}");
        }
        assert_eq!(webhook("https://diary.example.org", None), Err(Unfit::NoSecret));
    }

    #[test]
    fn where_it_is_can_be_told_without_the_secret() {
        let webhook = Webhook::new("https://diary.example.org/alice_webhook?token=own", None, None);
        assert_eq!(webhook.unwrap_or_else(|_| panic!()).place(), "https://diary.example.org");
    }
}
