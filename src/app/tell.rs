//! What is stored, told again.

use super::perform::Performer;
use crate::{
    domain::{
        parting::PartingReply,
        period::Period,
        person::{Account, PersonId},
        query::Query,
        reply::{Over, Reply},
        summary::{Measured, Summary},
        when::Day,
    },
    store::{Error, StoredReading},
};

/// The newest few readings: what fits on a card of a speaker's screen.
const RECENT: u32 = 5;
/// Readings that are listed one by one; of a longer list the newest are.
const LISTED_MAX: usize = 12;
/// Readings that a mean is taken of: more than anybody takes in ten years at six a day.
pub(super) const WITHIN_MAX: u32 = 25_000;

impl Performer<'_> {
    pub(super) fn tell(&self, query: Query, person: PersonId) -> Result<Reply, Error> {
        let tx = self.scene.tx;
        let Some(account) = self.account else { return Ok(Reply::Last(None)) };
        // A person that a remembered question was about may have gone.
        let known = account.people.iter().any(|known| known.id == person);
        let person = if known { person } else { account.person };
        let none = || account.name_of(person).cloned().map_or(Reply::Last(None), Reply::NothingOf);
        let (period, apart) = match query {
            Query::Last => {
                let newest = tx.newest_reading(person)?.map(|stored| self.card(stored));
                return Ok(newest.map_or_else(none, |card| Reply::Last(Some(card))));
            }
            Query::Recent => {
                let newest = tx.newest_readings(person, RECENT)?;
                return Ok(match newest.is_empty() {
                    true => none(),
                    false => {
                        Reply::Recent(newest.into_iter().map(|stored| self.card(stored)).collect())
                    }
                });
            }
            Query::Readings(period) | Query::Count(period) => (period, false),
            Query::Mean { over, apart } => (over, apart),
        };
        let Some(over) = self.over(account, period, person) else { return Ok(Reply::Ahead) };
        let found = self.readings_over(person, &over, WITHIN_MAX)?;
        Ok(match query {
            Query::Count(_) => Reply::Count { over, count: found.len() as u32 },
            _ if found.is_empty() => Reply::NothingIn(over),
            Query::Mean { .. } => {
                let measured: Vec<Measured> =
                    found.iter().map(|stored| stored.measured(&over.zone)).collect();
                let borders = &account.settings.borders;
                match Summary::of(&measured, borders, &[]) {
                    Some(summary) => Reply::Mean { over, summary: Box::new(summary), apart },
                    None => Reply::NothingIn(over),
                }
            }
            Query::Last | Query::Recent | Query::Readings(_) => {
                let more = found.len().saturating_sub(LISTED_MAX) as u32;
                let newest = found.into_iter().take(LISTED_MAX).rev();
                let cards = newest.map(|stored| self.card(stored)).collect();
                Reply::Readings { over, cards, more }
            }
        })
    }

    /// What this person measured in a period, by the clock of the place where they did, at most
    /// `limit` of the newest, newest first.
    pub(super) fn readings_over(
        &self,
        person: PersonId,
        over: &Over,
        limit: u32,
    ) -> Result<Vec<StoredReading>, Error> {
        let found = self.scene.tx.readings_in(person, &over.span.anywhere(), limit)?;
        let within = |stored: &StoredReading| {
            over.span.holds(stored.at_ms, stored.zone_or(&over.zone), &over.zone)
        };
        Ok(found.into_iter().filter(within).collect())
    }

    pub(super) fn over(&self, account: &Account, period: Period, person: PersonId) -> Option<Over> {
        let zone = self.scene.zone(self.account);
        let now_ms = self.scene.incoming.at_ms;
        let borders = &account.settings.borders;
        let resolve = |period: Period| period.resolve(&zone.at(now_ms), borders).ok();
        // "In the evening", asked in the morning, is the evening before.
        let (period, span) = match (resolve(period), period) {
            (Some(span), period) => (period, span),
            (None, Period::Part(Day::Ago(0), part)) => {
                let before = Period::Part(Day::Ago(1), part);
                (before, resolve(before)?)
            }
            (None, _) => return None,
        };
        let whose = account.name_of(person).cloned();
        Some(Over { period, span, now_ms, zone, whose })
    }
}

/// An answer as it is remembered. A code is kept as its hash and nothing else; a chat is not
/// answered twice, so nobody misses it.
pub(super) fn storable(reply: &Reply) -> Reply {
    if let Reply::Code { .. } = reply {
        Reply::HowToLink
    } else if let Reply::Admin(reply) = reply {
        Reply::Admin(Box::new(reply.storable()))
    } else if let Reply::Parting(PartingReply::Gone { .. }) = reply.before().unwrap_or(reply) {
        // Whose diary it was is forgotten with it.
        Reply::Stale
    } else {
        reply.clone()
    }
}
