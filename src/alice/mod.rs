//! Alice's translator: bytes in, bytes out. It knows the platform's shapes and nothing of HTTP.

mod heard;
mod pace;
mod said;
mod wire;

pub use pace::Pace;

use crate::{
    app::{Answer, App, Clock, Error, Incoming},
    domain::{
        person::Language,
        reading::{Doubt, Reading},
        reply::{Question, Reply},
        utterance::Intent,
    },
    metrics::{Door, Outcome},
    phrases::Phrases,
};
use heard::Call;
use pace::Gate;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// The platform hangs up at 4.5 s, its network included; past this we say so ourselves.
const ANSWER_WITHIN: Duration = Duration::from_millis(2_500);

/// Where a request asks, by any text, what would be heard: it is answered and leaves no trace.
/// `tonolog check` rehearses so; it names no identity, so that even a program that does not know
/// of rehearsals has nobody to keep a reading for.
const REHEARSAL: &str = "/session/tonolog_check";

/// Why a body gets no answer of the skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no request of the platform.
    NotARequest,
    /// It is meant for another skill.
    OtherSkill,
}

/// The skill.
pub struct Skill {
    app: App,
    phrases: Arc<Phrases>,
    skill_id: Option<String>,
    clock: Clock,
    gate: Gate,
    turns: AtomicU64,
}

impl Skill {
    /// `clock` gives the time in ms UTC; `skill_id` is the only skill to be served, if given.
    pub fn new(app: App, phrases: Arc<Phrases>, skill_id: Option<String>, clock: Clock) -> Skill {
        let gate = Gate::new(Pace::SPEECH);
        Skill { app, phrases, skill_id, clock, gate, turns: AtomicU64::new(0) }
    }

    /// The same skill at another pace.
    pub fn paced(self, pace: Pace) -> Skill {
        Skill { gate: Gate::new(pace), ..self }
    }

    /// Answers one request of the platform, within its limits of time and size. Whatever goes
    /// wrong inside is said in words; only what is no request is refused.
    pub async fn answer(&self, body: &[u8]) -> Result<Vec<u8>, Refusal> {
        let request = wire::Request::read(body).ok_or(Refusal::NotARequest)?;
        if request.is_ping() {
            return Ok(said::pong());
        }
        if self.skill_id.is_some() && request.skill_id() != self.skill_id.as_deref() {
            return Err(Refusal::OtherSkill);
        }
        let language = request.language();
        let answer = if request.text(REHEARSAL).is_some() {
            let words = [request.tokens(), request.spoken("/request/command")];
            let wordings: Vec<String> = words.into_iter().flatten().collect();
            Answer::plain(self.rehearse(&wordings).await, language)
        } else {
            match heard::call(&request, (self.clock)()) {
                Call::Nobody => Answer::plain(Reply::LinkFirst, language),
                Call::Turn(incoming) => self.turn(*incoming, language).await,
            }
        };
        let turn = request.message_id().unwrap_or_default();
        Ok(said::response(&self.phrases, &answer, request.has_screen(), turn))
    }

    async fn turn(&self, incoming: Incoming, language: Language) -> Answer {
        let apology = |reply| Answer::plain(reply, language);
        if !self.gate.admits(&incoming.peer.id) {
            // Not one line each: a flood must not fill the log as well.
            log::debug!("a voice turn came too fast");
            self.app.metrics().turn(Door::Voice, Outcome::Busy, Duration::ZERO);
            return apology(Reply::TryAgain);
        }
        let number = self.turns.fetch_add(1, Ordering::Relaxed);
        let started = Instant::now();
        let turn = tokio::time::timeout(ANSWER_WITHIN, self.app.turn(incoming)).await;
        let (elapsed, elapsed_ms) = (started.elapsed(), started.elapsed().as_millis());
        let outcome = match &turn {
            Ok(Ok(_)) => Outcome::Answered,
            Ok(Err(Error::Busy)) => Outcome::Busy,
            Ok(Err(_)) => Outcome::Failed,
            Err(_) => Outcome::Late,
        };
        self.app.metrics().turn(Door::Voice, outcome, elapsed);
        match turn {
            Ok(Ok(answer)) => {
                log::info!("voice turn {number}: answered in {elapsed_ms} ms");
                answer
            }
            Ok(Err(Error::Busy)) => {
                log::warn!("voice turn {number}: too busy");
                apology(Reply::TryAgain)
            }
            Ok(Err(error)) => {
                log::error!("voice turn {number}: {error}");
                apology(Reply::Sorry)
            }
            Err(_) => {
                log::warn!("voice turn {number}: no answer in {elapsed_ms} ms");
                apology(Reply::Slow)
            }
        }
    }

    /// What would have been heard, asked back; nothing is stored and nobody is known.
    async fn rehearse(&self, wordings: &[String]) -> Reply {
        if !self.gate.admits(REHEARSAL) {
            return Reply::TryAgain;
        }
        let heard = tokio::time::timeout(ANSWER_WITHIN, self.app.rehearse(wordings)).await;
        let drafts = match heard {
            Ok(Ok(Intent::Record(drafts))) => drafts,
            Ok(Ok(_)) => return Reply::Hint { full: false },
            Ok(Err(Error::Busy)) => return Reply::TryAgain,
            Ok(Err(error)) => {
                log::error!("rehearsal: {error}");
                return Reply::Sorry;
            }
            Err(_) => return Reply::Slow,
        };
        let reading =
            drafts.first().map(|draft| Reading::new(draft.systolic, draft.diastolic, draft.pulse));
        match reading {
            Some(Ok(reading)) => Reply::Ask(Question {
                number: 0,
                reading,
                doubt: Doubt::Context,
                also: Vec::new(),
                alert: false,
                whose: None,
            }),
            Some(Err(rejected)) => Reply::Rejected(rejected),
            None => Reply::Hint { full: false },
        }
    }
}
