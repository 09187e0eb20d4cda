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
        period::{Borders, Period, Span},
        person::{Account, PersonId, ReadingId},
        reading::Extras,
        reply::{Card, Reply},
        when::{Day, When, Zone},
    },
    store::{Error, StoredReading},
};

/// Parts that one day can have: more readings a day nobody takes.
const PARTS_MAX: usize = 50;

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
                    return Ok(Reply::FixHow(stored.reading));
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
        let (zone, now_ms) = (self.scene.zone(self.account), self.scene.incoming.at_ms);
        let asked = std::mem::take(next);
        self.with(account, id, |stored| {
            let Ok(moment) = moved(when, &zone.at(stored.at_ms), &zone.at(now_ms)) else {
                *next = asked;
                return Ok(Reply::History(HistoryReply::NotYet(self.card(stored))));
            };
            let (at_ms, approximate) = (moment.at_ms, moment.approximate);
            self.scene.tx.move_reading(stored.person, id, at_ms, approximate)?;
            let stored = StoredReading { at_ms, approximate, ..stored };
            let from = Some(Place::of(at_ms, &zone));
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
        Place::of(stored.at_ms, &self.scene.zone(self.account))
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
        let to_ms = match place {
            Some(place) => match self.day(place, &zone) {
                Some(span) => span.to_ms,
                None => return Ok(Reply::Stale),
            },
            None => i64::MAX,
        };
        let before = Span { from_ms: i64::MIN, to_ms };
        let rows = (part + 1) * PAGE + 1;
        let found = self.scene.tx.readings_in(person, &before, rows as u32)?;
        let rows: Vec<StoredReading> = found.into_iter().skip(part * PAGE).collect();
        let days: Vec<i32> = rows.iter().map(|row| Place::of(row.at_ms, &zone).day).collect();
        let shown = match only {
            Some(span) => rows.iter().filter(|row| span.contains(row.at_ms)).count().min(PAGE),
            None => whole_days(&days),
        };
        let older = days.get(shown).map(|day| {
            let same = shown.checked_sub(1).and_then(|at| days.get(at)) == Some(day);
            let parts = if place.is_some_and(|place| place.day == *day) { part } else { 0 };
            let part = if same { parts + 1 } else { 0 };
            Place { day: *day, part: u8::try_from(part).unwrap_or(u8::MAX) }
        });
        let newer = match place {
            Some(place) => self.newer(person, place, to_ms, &zone)?,
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

    /// The page that ends right before this place.
    fn newer(
        &self,
        person: PersonId,
        place: Place,
        to_ms: i64,
        zone: &Zone,
    ) -> Result<Newer, Error> {
        if let Some(part) = place.part.checked_sub(1) {
            return Ok(Newer::From(Place { part, ..place }));
        }
        let found = self.scene.tx.readings_from(person, to_ms, PAGE as u32 + 1)?;
        if found.len() <= PAGE {
            return Ok(if found.is_empty() { Newer::None } else { Newer::Newest });
        }
        let days: Vec<i32> = found.iter().map(|row| Place::of(row.at_ms, zone).day).collect();
        let Some(day) = whole_days(&days).checked_sub(1).and_then(|at| days.get(at)) else {
            return Ok(Newer::None);
        };
        let day = Place { day: *day, part: 0 };
        let Some(span) = self.day(day, zone) else { return Ok(Newer::None) };
        let count = self.scene.tx.readings_in(person, &span, (PARTS_MAX * PAGE) as u32)?.len();
        let part = if days.iter().all(|other| *other == day.day) { (count - 1) / PAGE } else { 0 };
        Ok(Newer::From(Place { part: u8::try_from(part).unwrap_or(u8::MAX), ..day }))
    }

    /// The instants of the day that a place is in.
    fn day(&self, place: Place, zone: &Zone) -> Option<Span> {
        let now = zone.at(self.scene.incoming.at_ms);
        Period::Day(place.date()?).resolve(&now, &Borders::DEFAULT).ok()
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
