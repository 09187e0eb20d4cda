//! The diary by days, and one reading set right. Every id that a button brings is looked up
//! within the account, inside the transaction.

use super::perform::Performer;
use crate::{
    domain::{
        dialogue::State,
        history::{
            HistoryAct, HistoryChoice, HistoryReply, NOTE_MAX, Newer, PAGE, Page, Place,
            RESTORABLE_MS, Said, What, moved,
        },
        period::{Period, Span},
        person::{Account, PersonId, ReadingId},
        reading::Extras,
        reply::{Card, Reply},
        when::{Day, Moment, When, Zone},
    },
    store::{Error, StoredReading},
};
use std::cmp::Reverse;

/// Parts that one day can have: more readings a day nobody takes.
const PARTS_MAX: usize = 50;
/// Readings of a traveller whose day is another one than by the clock of the present zone, at most:
/// those of the two days by which the clocks of the world differ.
const ASTRAY_MAX: usize = 200;

impl Performer<'_> {
    pub(super) fn history(
        &self,
        act: HistoryAct,
        next: &mut State,
        last: &mut Option<ReadingId>,
    ) -> Result<Reply, Error> {
        let Some(account) = self.account else { return Ok(Reply::Stale) };
        let choice = match act {
            HistoryAct::Look(person, day) => return self.look(account, person, day),
            HistoryAct::Move(id, when) => return self.put_to(account, id, &when, next),
            HistoryAct::Note(id, note) => return self.note(account, id, note, next),
            HistoryAct::Restore(person) => return self.restore_last(account, person),
            HistoryAct::Tap(choice) => choice,
        };
        match choice {
            HistoryChoice::Page { person, place, .. } => match known(account, person) {
                Some(person) => self.page(account, person, place, None),
                None => Ok(Reply::Stale),
            },
            HistoryChoice::Open { id, from, .. } => {
                self.with(account, id, |stored| Ok(self.opened(Said::Open, stored, from)))
            }
            HistoryChoice::More { id, from } => {
                self.with(account, id, |stored| Ok(self.more(stored, from)))
            }
            HistoryChoice::Set { id, sign, on, from } => self.with(account, id, |stored| {
                let extras = sign.set(on, &stored.extras);
                Ok(self.more(self.beside(stored, extras)?, from))
            }),
            HistoryChoice::NoNote(id) => self.with(account, id, |stored| {
                let extras = Extras { note: None, ..stored.extras.clone() };
                let from = Some(self.place_of(&stored));
                Ok(self.opened(Said::Unnoted, self.beside(stored, extras)?, from))
            }),
            HistoryChoice::Fix { id, what } => {
                let Some(stored) = self.scene.tx.reading(account.id, id)? else {
                    *next = State::Idle;
                    return self.gone(account, id);
                };
                if what == What::Values {
                    *last = Some(id);
                    let whose = account.name_of(stored.person).cloned();
                    return Ok(Reply::FixHow { reading: stored.reading, whose });
                }
                let again = self.asked_before(id, what)?;
                Ok(Reply::History(HistoryReply::Ask { what, card: self.card(stored), again }))
            }
            HistoryChoice::Remove { id, from } => self.with(account, id, |stored| {
                self.remove(&stored)?;
                let person = stored.person;
                let card = self.card(stored);
                Ok(Reply::History(HistoryReply::Removed { card, person, from }))
            }),
            HistoryChoice::Restore { id, from } => self.restore(account, id, from),
            HistoryChoice::Keep => Ok(Reply::Stays),
        }
    }

    /// Removed, and kept aside for a day.
    pub(super) fn remove(&self, stored: &StoredReading) -> Result<(), Error> {
        let tx = self.scene.tx;
        tx.lay_aside(stored.person, stored.id, self.scene.incoming.at_ms)?;
        tx.forget_reading(stored.person, stored.id)?;
        Ok(())
    }

    fn restore(
        &self,
        account: &Account,
        id: ReadingId,
        from: Option<Place>,
    ) -> Result<Reply, Error> {
        let tx = self.scene.tx;
        if let Some(stored) = self.aside(account, id)? {
            tx.put_back(stored.person, id)?;
            tx.drop_removed(stored.person, id)?;
        }
        self.with(account, id, |stored| {
            let from = from.or(Some(self.place_of(&stored)));
            Ok(self.opened(Said::Restored, stored, from))
        })
    }

    /// Brings back what this person has removed last, if that is not too long ago.
    fn restore_last(&self, account: &Account, person: PersonId) -> Result<Reply, Error> {
        let removed = self.scene.tx.all_laid_aside(person)?.into_iter();
        match removed.max_by_key(|(_, removed_ms)| *removed_ms) {
            Some((stored, _)) => self.restore(account, stored.id, None),
            None => Ok(Reply::History(HistoryReply::Gone { person })),
        }
    }

    fn aside(&self, account: &Account, id: ReadingId) -> Result<Option<StoredReading>, Error> {
        let since_ms = self.scene.incoming.at_ms - RESTORABLE_MS;
        self.scene.tx.laid_aside(account.id, id, since_ms)
    }

    /// Does something with a reading of this account, if it is still there.
    fn with(
        &self,
        account: &Account,
        id: ReadingId,
        deed: impl FnOnce(StoredReading) -> Result<Reply, Error>,
    ) -> Result<Reply, Error> {
        match self.scene.tx.reading(account.id, id)? {
            Some(stored) => deed(stored),
            None => self.gone(account, id),
        }
    }

    /// It is not there; what was removed a short while ago can still be brought back.
    pub(super) fn gone(&self, account: &Account, id: ReadingId) -> Result<Reply, Error> {
        Ok(Reply::History(match self.aside(account, id)? {
            Some(stored) => {
                let person = stored.person;
                HistoryReply::Removed { card: self.card(stored), person, from: None }
            }
            None => HistoryReply::Gone { person: account.person },
        }))
    }

    fn opened(&self, said: Said, stored: StoredReading, from: Option<Place>) -> Reply {
        let person = stored.person;
        Reply::History(HistoryReply::Card { said, card: self.card(stored), person, from })
    }

    fn more(&self, stored: StoredReading, from: Option<Place>) -> Reply {
        Reply::History(HistoryReply::More { card: self.card(stored), from })
    }

    fn beside(&self, stored: StoredReading, extras: Extras) -> Result<StoredReading, Error> {
        self.scene.tx.set_extras(stored.person, stored.id, &extras)?;
        Ok(StoredReading { extras, ..stored })
    }

    /// Whether the same was asked for and the answer was not understood.
    fn asked_before(&self, id: ReadingId, what: What) -> Result<bool, Error> {
        let said = !matches!(self.scene.incoming.heard, super::Heard::Tap(_));
        let thread = self.scene.tx.thread(&self.scene.peer)?;
        Ok(said
            && matches!(thread.state, State::History(waits)
                if waits.reading == id && waits.what == what))
    }

    fn put_to(
        &self,
        account: &Account,
        id: ReadingId,
        when: &When,
        next: &mut State,
    ) -> Result<Reply, Error> {
        let (home, now_ms) = (self.scene.zone(self.account), self.scene.incoming.at_ms);
        let asked = std::mem::take(next);
        self.with(account, id, |stored| {
            let at = stored.zone_or(&home).at(stored.at_ms);
            let Ok(moment) = moved(when, &at, &home.at(now_ms)) else {
                *next = asked;
                return Ok(Reply::History(HistoryReply::NotYet(self.card(stored))));
            };
            // The time was said here and now.
            let zone = self.scene.known_zone(self.account);
            self.scene.tx.move_reading(stored.person, id, &moment, zone.as_ref())?;
            let Moment { at_ms, approximate } = moment;
            let stored = StoredReading { at_ms, zone, approximate, ..stored };
            let from = Some(self.place_of(&stored));
            Ok(self.opened(Said::Moved, stored, from))
        })
    }

    fn note(
        &self,
        account: &Account,
        id: ReadingId,
        note: String,
        next: &mut State,
    ) -> Result<Reply, Error> {
        let characters = note.chars().count();
        if characters > NOTE_MAX {
            let characters = u32::try_from(characters).unwrap_or(u32::MAX);
            return Ok(Reply::History(HistoryReply::NoteTooLong { characters }));
        }
        *next = State::Idle;
        self.with(account, id, |stored| {
            let extras = Extras { note: Some(note), ..stored.extras.clone() };
            let from = Some(self.place_of(&stored));
            Ok(self.opened(Said::Noted, self.beside(stored, extras)?, from))
        })
    }

    fn place_of(&self, stored: &StoredReading) -> Place {
        Place::of(stored.at_ms, stored.zone_or(&self.scene.zone(self.account)))
    }

    /// The newest page of this person, or one day.
    fn look(&self, account: &Account, person: PersonId, day: Option<Day>) -> Result<Reply, Error> {
        let person = known(account, person).unwrap_or(account.person);
        let Some(day) = day else { return self.page(account, person, None, None) };
        let (zone, now_ms) = (self.scene.zone(self.account), self.scene.incoming.at_ms);
        let borders = &account.settings.borders;
        let Ok(span) = Period::Day(day).resolve(&zone.at(now_ms), borders) else {
            return Ok(Reply::NotYet);
        };
        let place = Place::of(span.from_ms, &zone);
        self.page(account, person, Some(place), Some(span))
    }

    /// The page that begins at this place; `only`: nothing but this day.
    fn page(
        &self,
        account: &Account,
        person: PersonId,
        place: Option<Place>,
        only: Option<Span>,
    ) -> Result<Reply, Error> {
        let (zone, now_ms) = (self.scene.zone(self.account), self.scene.incoming.at_ms);
        let part = place.map_or(0, |place| usize::from(place.part).min(PARTS_MAX));
        let Some(rows) = self.up_to(person, place, &zone, (part + 1) * PAGE + 1)? else {
            return Ok(Reply::Stale);
        };
        let rows: Vec<StoredReading> = rows.into_iter().skip(part * PAGE).collect();
        let days: Vec<i32> = rows.iter().map(|row| self.place_of(row).day).collect();
        let asked = place.filter(|_| only.is_some());
        let shown = match asked {
            Some(asked) => days.iter().filter(|day| **day == asked.day).count().min(PAGE),
            None => whole_days(&days),
        };
        let older = days.get(shown).map(|day| {
            let same = shown.checked_sub(1).and_then(|at| days.get(at)) == Some(day);
            let parts = if place.is_some_and(|place| place.day == *day) { part } else { 0 };
            let part = if same { parts + 1 } else { 0 };
            Place { day: *day, part: u8::try_from(part).unwrap_or(u8::MAX) }
        });
        let newer = match place {
            Some(place) => self.newer(person, place, &zone)?,
            None => Newer::None,
        };
        if shown == 0 && place.is_some() && only.is_none() {
            // What stood here is gone.
            return self.page(account, person, None, None);
        }
        let cards: Vec<Card> = rows.into_iter().take(shown).map(|row| self.card(row)).collect();
        let whose = account.name_of(person).cloned();
        let others = account.people.iter().filter(|other| other.id != person);
        let others = others.filter_map(|other| other.name.clone()).collect();
        let only = only.map(|span| span.from_ms);
        Ok(Reply::History(HistoryReply::Page(Box::new(Page {
            person,
            whose,
            others,
            cards,
            only,
            now_ms,
            zone,
            place,
            newer,
            older,
        }))))
    }

    /// The newest readings of this day and of all before it, by days, at most `limit`. The days are
    /// those of the places where they were taken, so the instants that a day takes reach as far as
    /// the clocks of the world lie apart. Nothing when there is no such day.
    fn up_to(
        &self,
        person: PersonId,
        place: Option<Place>,
        zone: &Zone,
        limit: usize,
    ) -> Result<Option<Vec<StoredReading>>, Error> {
        let to_ms = match place {
            Some(place) => match place.span(zone) {
                Some(span) => span.anywhere().to_ms,
                None => return Ok(None),
            },
            None => i64::MAX,
        };
        let before = Span { from_ms: i64::MIN, to_ms };
        let mut rows = self.scene.tx.readings_in(person, &before, (limit + ASTRAY_MAX) as u32)?;
        rows.retain(|row| place.is_none_or(|place| self.place_of(row).day <= place.day));
        // A stable order: within a day they stay as they followed each other.
        rows.sort_by_key(|row| Reverse(self.place_of(row).day));
        rows.truncate(limit);
        Ok(Some(rows))
    }

    /// The page that ends right before this place.
    fn newer(&self, person: PersonId, place: Place, zone: &Zone) -> Result<Newer, Error> {
        if let Some(part) = place.part.checked_sub(1) {
            return Ok(Newer::From(Place { part, ..place }));
        }
        let Some(span) = place.span(zone) else { return Ok(Newer::None) };
        let from_ms = span.anywhere().from_ms;
        let limit = (PAGE + 1 + ASTRAY_MAX) as u32;
        let found = self.scene.tx.readings_from(person, from_ms, limit)?;
        let days = found.iter().map(|row| self.place_of(row).day);
        let mut days: Vec<i32> = days.filter(|day| *day > place.day).collect();
        days.sort_unstable();
        if days.len() <= PAGE {
            return Ok(if days.is_empty() { Newer::None } else { Newer::Newest });
        }
        days.truncate(PAGE + 1);
        let Some(day) = whole_days(&days).checked_sub(1).and_then(|at| days.get(at)) else {
            return Ok(Newer::None);
        };
        let day = Place { day: *day, part: 0 };
        let all_of_one = days.iter().all(|other| *other == day.day);
        let part = if all_of_one { (self.count_of(person, day, zone)? - 1) / PAGE } else { 0 };
        Ok(Newer::From(Place { part: u8::try_from(part).unwrap_or(u8::MAX), ..day }))
    }

    /// How many readings this day has; at least one is known.
    fn count_of(&self, person: PersonId, day: Place, zone: &Zone) -> Result<usize, Error> {
        let Some(span) = day.span(zone) else { return Ok(1) };
        let limit = (PARTS_MAX * PAGE + ASTRAY_MAX) as u32;
        let found = self.scene.tx.readings_in(person, &span.anywhere(), limit)?;
        let of_day = found.iter().filter(|row| self.place_of(row).day == day.day);
        Ok(of_day.count().max(1))
    }
}

/// How many of these rows make a page: whole days of them, or a part of a day that is too long.
/// One more row than a page holds shows whether there is more.
fn whole_days(days: &[i32]) -> usize {
    let (Some(last), Some(behind)) = (days.get(PAGE - 1), days.get(PAGE)) else {
        return days.len();
    };
    let whole = days.iter().take(PAGE).filter(|day| last != behind || *day != last).count();
    if whole == 0 { PAGE } else { whole }
}

fn known(account: &Account, person: PersonId) -> Option<PersonId> {
    account.people.iter().map(|known| known.id).find(|known| *known == person)
}
