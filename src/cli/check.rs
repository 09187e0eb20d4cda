//! `tonolog check`: whether everything is ready; with `--alice` only one's own webhook, called from
//! outside as the platform calls it; with `--health` only whether the running service is well.

use super::{
    FAILED, Operator, USAGE, health,
    ready::{self, Manner},
    refuse_settings, start, unknown,
};
use crate::{
    config::{Caller, Environment},
    phrases::Arguments,
    probe::{Finding, Grade, REHEARSED, Unfit, Webhook},
};
use lexopt::{Arg, Parser, ValueExt};
use std::process::ExitCode;

pub(super) fn run(operator: &Operator, mut parser: Parser, environment: &Environment) -> ExitCode {
    let refuse = |key| {
        operator.complain(key, &Arguments::new());
        ExitCode::from(USAGE)
    };
    let (mut asked, mut well) = (false, false);
    let mut address = None;
    let mut manner = Manner::default();
    loop {
        match parser.next() {
            Ok(Some(Arg::Long("alice"))) => {
                asked = true;
                let given = parser.optional_value().map(ValueExt::string);
                address = given.and_then(Result::ok).or(address);
            }
            Ok(Some(Arg::Long("health"))) => well = true,
            Ok(Some(Arg::Long("strict"))) => manner.strict = true,
            Ok(Some(Arg::Long("json"))) => manner.json = true,
            Ok(Some(Arg::Value(given))) if address.is_none() => address = given.into_string().ok(),
            Ok(Some(other)) => return unknown(operator, other),
            Ok(None) => break,
            Err(_) => return refuse("usage"),
        }
    }
    if well && !asked && address.is_none() && !manner.strict && !manner.json {
        return health::run(operator, environment);
    }
    if !asked && !well && address.is_none() {
        return ready::run(operator, environment, manner);
    }
    // A word alone is most likely meant to be the address of the webhook.
    if !asked || well || manner.strict || manner.json {
        return refuse("check-needs");
    }
    let caller = match Caller::new(environment) {
        Ok(caller) => caller,
        Err(fault) => return refuse_settings(operator, &fault),
    };
    let Some(address) = address.or(caller.public_url) else {
        return refuse("check-no-address");
    };
    match Webhook::new(&address, caller.secret, caller.skill) {
        Ok(webhook) => start(operator, |runtime| runtime.block_on(examine(operator, &webhook))),
        Err(Unfit::Malformed) => refuse("check-malformed"),
        Err(Unfit::Plain) => refuse("check-plain"),
        Err(Unfit::NoSecret) => refuse("check-no-secret"),
    }
}

async fn examine(operator: &Operator, webhook: &Webhook) -> ExitCode {
    let mut about = Arguments::new();
    about.set("place", webhook.place());
    operator.say("check-begins", &about);
    let mut passed = true;
    for finding in webhook.examine(&phrase(operator)).await {
        let key = match finding.grade() {
            Grade::Good => "check-good",
            Grade::Doubtful => "check-doubtful",
            Grade::Bad => {
                passed = false;
                "check-bad"
            }
        };
        let mut line = Arguments::new();
        line.set("finding", sentence(operator, &finding));
        operator.say(key, &line);
    }
    if passed {
        operator.say("check-passed", &Arguments::new());
        ExitCode::SUCCESS
    } else {
        operator.say("check-failed", &Arguments::new());
        ExitCode::from(FAILED)
    }
}

/// The reading that is rehearsed, in words.
pub(super) fn phrase(operator: &Operator) -> String {
    let [systolic, diastolic, pulse] = REHEARSED;
    let mut reading = Arguments::new();
    reading.set("systolic", systolic);
    reading.set("diastolic", diastolic);
    reading.set("pulse", pulse);
    operator.phrases.with("check-phrase", operator.language, &reading)
}

pub(super) fn sentence(operator: &Operator, finding: &Finding) -> String {
    let mut about = Arguments::new();
    let key = match finding {
        Finding::Trusted => "check-trusted",
        Finding::Unencrypted => "check-unencrypted",
        Finding::NoName => "check-no-name",
        Finding::NoAnswer => "check-no-answer",
        Finding::Untrusted => "check-untrusted",
        Finding::Expired => "check-expired",
        Finding::OtherName => "check-other-name",
        Finding::Broken => "check-broken",
        Finding::Redirected(status) => {
            about.set("status", *status);
            "check-redirected"
        }
        Finding::NoWebhook(status) => {
            about.set("status", *status);
            "check-no-webhook"
        }
        Finding::Unreached(status) => {
            about.set("status", *status);
            "check-unreached"
        }
        Finding::Refused(status) => {
            about.set("status", *status);
            "check-refused"
        }
        Finding::NotASkill => "check-not-a-skill",
        Finding::Alive => "check-alive",
        Finding::SecretRefused => "check-secret-refused",
        Finding::Guarded => "check-guarded",
        Finding::Open => "check-open",
        Finding::OtherSkill => "check-other-skill",
        Finding::Rehearsed => "check-rehearsed",
        Finding::Misheard => "check-misheard",
        Finding::Unfit(fields) => {
            about.set("fields", fields.join(", "));
            "check-unfit"
        }
        Finding::Fits => "check-fits",
        Finding::Quick(ms) => {
            about.set("ms", *ms);
            "check-quick"
        }
        Finding::Slow(ms) => {
            about.set("ms", *ms);
            "check-slow"
        }
        Finding::Late(ms) => {
            about.set("ms", *ms);
            "check-late"
        }
    };
    operator.phrases.with(key, operator.language, &about)
}
