//! What is on the other side of the network: the chat platform and its clock, and our own webhook
//! as the voice platform meets it. Everything at once, nothing for long.

use super::{Finding, Inspector, Level, diary::CLOCK_WRONG_MS};
use crate::{
    cli::check::{phrase, sentence},
    config::{Alice, Caller, Config, DIRECT, Telegram},
    phrases::Arguments,
    probe::{Grade, Unfit, Webhook},
    telegram::{self, Egress, Failure},
};
use std::time::Duration;
use tokio::time::timeout;

/// Nothing takes longer than this; what does not answer by then does not answer.
const WITHIN: Duration = Duration::from_secs(30);
/// A clock that is off by more is worth a look, ms; the platform tells whole seconds.
const CLOCK_OFF_MS: i64 = 30 * 1000;
/// So many updates do not wait where somebody fetches them.
const WAITING_MAX: u64 = 100;

/// Whether it was the platform that refused, so that the way there is open.
fn answered(failure: Failure) -> bool {
    failure == Failure::Unauthorized
}

impl Inspector<'_> {
    pub(super) async fn far(&self, config: Option<&Config>) -> Vec<Finding> {
        let Some(config) = config else { return Vec::new() };
        let telegram = async {
            match &config.telegram {
                Some(settings) => self.telegram(settings).await,
                None => vec![self.plain(Level::Note, "telegram-closed")],
            }
        };
        let alice = async {
            match &config.alice {
                Some(settings) => self.alice(settings).await,
                None => vec![self.plain(Level::Note, "alice-closed")],
            }
        };
        let (telegram, alice) = tokio::join!(timeout(WITHIN, telegram), timeout(WITHIN, alice));
        let mut findings =
            telegram.unwrap_or_else(|_| vec![self.plain(Level::Error, "telegram-unreachable")]);
        findings.extend(alice.unwrap_or_else(|_| vec![self.plain(Level::Error, "webhook-silent")]));
        findings
    }

    async fn telegram(&self, settings: &Telegram) -> Vec<Finding> {
        let Telegram { token, api_url, routes } = settings;
        let Ok(egress) = Egress::new(token.reveal(), api_url, routes) else {
            return vec![self.plain(Level::Error, "telegram-unreachable")];
        };
        let tried = egress.try_routes().await;
        let proxied = routes.iter().any(|route| route.reveal() != DIRECT);
        let works = tried.iter().find(|tried| tried.failure.is_none_or(answered));
        let Some(works) = works else {
            // Somebody answers there, though not as the platform does.
            let first = routes.first().map(|route| route.reveal()).filter(|way| *way != DIRECT);
            if let Ok(client) = telegram::client(first)
                && let Ok(time) = telegram::reach(&client, api_url).await
            {
                let mut findings = vec![self.plain(Level::Error, "telegram-unwell")];
                findings.extend(time.map(|there_ms| self.clock(there_ms)));
                return findings;
            }
            // A way that is not among them is tried only to say whether it would help.
            let untried = proxied && routes.iter().all(|route| route.reveal() != DIRECT);
            let direct = match telegram::client(None).ok().filter(|_| untried) {
                Some(direct) => telegram::reach(&direct, api_url).await.is_ok(),
                None => false,
            };
            return vec![match (proxied, direct) {
                (true, true) => self.plain(Level::Error, "proxy-dead"),
                (true, false) => self.plain(Level::Error, "telegram-unreachable-both"),
                (false, _) => self.plain(Level::Error, "telegram-unreachable"),
            }];
        };
        let mut findings = Vec::new();
        for tried in &tried {
            let mut about = Arguments::new();
            about.set("route", tried.route.to_string());
            about.set("ms", tried.ms.to_string());
            if !tried.failure.is_none_or(answered) {
                findings.push(self.finding(Level::Warning, "route-dead", &about));
            } else if routes.len() > 1 {
                findings.push(self.finding(Level::Ok, "route-good", &about));
            }
        }
        let way = routes.get(works.route - 1).map(|route| route.reveal());
        let client = telegram::client(way.filter(|route| *route != DIRECT));
        let time = async {
            match client {
                Ok(client) => telegram::reach(&client, api_url).await.ok().flatten(),
                Err(_) => None,
            }
        };
        let (time, inspected) = tokio::join!(time, telegram::inspect(egress, !self.running));
        findings.extend(time.map(|there_ms| self.clock(there_ms)));
        let mut about = Arguments::new();
        match inspected {
            Ok(inspected) => {
                about.set("bot", inspected.name);
                let way = if way.is_some_and(|route| route != DIRECT) {
                    "bot-good-proxy"
                } else {
                    "bot-good"
                };
                findings.push(self.finding(Level::Ok, way, &about));
                if inspected.webhook {
                    // The start of the service takes it away.
                    let level = if self.running { Level::Error } else { Level::Warning };
                    findings.push(self.plain(level, "bot-webhook"));
                }
                if inspected.poller == Some(true) {
                    findings.push(self.plain(Level::Error, "bot-poller"));
                }
                if self.running && !inspected.webhook {
                    // To ask would be to get into the way of the service.
                    findings.push(self.plain(Level::Note, "bot-poller-unseen"));
                }
                if self.running && inspected.waiting > WAITING_MAX {
                    about.set("count", inspected.waiting);
                    findings.push(self.finding(Level::Warning, "bot-waiting", &about));
                }
            }
            Err(Failure::Unauthorized) => findings.push(self.plain(Level::Error, "bot-refused")),
            Err(_) => findings.push(self.plain(Level::Error, "telegram-unwell")),
        }
        findings
    }

    fn clock(&self, there_ms: i64) -> Finding {
        let off_ms = (self.now_ms - there_ms).abs();
        let mut about = Arguments::new();
        about.set("seconds", off_ms / 1000);
        match off_ms {
            off if off > CLOCK_WRONG_MS => self.finding(Level::Error, "clock-off", &about),
            off if off > CLOCK_OFF_MS => self.finding(Level::Warning, "clock-off", &about),
            _ => self.plain(Level::Ok, "clock-good"),
        }
    }

    async fn alice(&self, settings: &Alice) -> Vec<Finding> {
        let address = Caller::new(self.environment).ok().and_then(|caller| caller.public_url);
        let Some(address) = address else {
            return vec![self.plain(Level::Warning, "webhook-unknown")];
        };
        if !self.running {
            return vec![self.plain(Level::Note, "webhook-later")];
        }
        let said = |level, id, text| Finding { level, id, text };
        let webhook = Webhook::new(&address, Some(settings.secret.clone()), settings.skill.clone());
        let webhook = match webhook {
            Ok(webhook) => webhook,
            Err(unfit) => {
                let key = match unfit {
                    Unfit::Malformed => "check-malformed",
                    Unfit::Plain => "check-plain",
                    Unfit::NoSecret => "check-no-secret",
                };
                let text = self.operator.phrases.plain(key, self.operator.language);
                return vec![said(Level::Error, "webhook-address", text)];
            }
        };
        let found = webhook.examine(&phrase(self.operator)).await;
        let bad: Vec<Finding> = found
            .iter()
            .filter_map(|finding| {
                let level = match finding.grade() {
                    Grade::Good => return None,
                    Grade::Doubtful => Level::Warning,
                    Grade::Bad => Level::Error,
                };
                Some(said(level, "webhook", sentence(self.operator, finding)))
            })
            .collect();
        let works = bad.iter().all(|finding| finding.level != Level::Error);
        let mut about = Arguments::new();
        about.set("address", webhook.place());
        let good = works.then(|| self.finding(Level::Ok, "webhook-good", &about));
        good.into_iter().chain(bad).collect()
    }
}
