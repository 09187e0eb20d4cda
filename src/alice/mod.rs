//! Alice's translator: bytes in, bytes out. It knows the platform's shapes and nothing of HTTP.

mod heard;
mod said;
mod wire;

use crate::{
    app::{Answer, App, Clock, Error},
    domain::reply::Reply,
    phrases::Phrases,
};
use heard::Call;
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// The platform hangs up at 4.5 s, its network included; past this we say so ourselves.
const ANSWER_WITHIN: Duration = Duration::from_millis(2_500);

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
    turns: AtomicU64,
}

impl Skill {
    /// `clock` gives the time in ms UTC; `skill_id` is the only skill to be served, if given.
    pub fn new(app: App, phrases: Arc<Phrases>, skill_id: Option<String>, clock: Clock) -> Skill {
        Skill { app, phrases, skill_id, clock, turns: AtomicU64::new(0) }
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
        let screen = request.has_screen();
        let turn = request.message_id().unwrap_or_default();
        let answer = match heard::call(&request, (self.clock)()) {
            Call::Nobody => Answer { reply: Reply::LinkFirst, language },
            Call::Turn(incoming) => {
                let number = self.turns.fetch_add(1, Ordering::Relaxed);
                let started = Instant::now();
                let turn = tokio::time::timeout(ANSWER_WITHIN, self.app.turn(*incoming)).await;
                let elapsed_ms = started.elapsed().as_millis();
                let apology = |reply| Answer { reply, language };
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
        };
        Ok(said::response(&self.phrases, &answer, screen, turn))
    }
}
