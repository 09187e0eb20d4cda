//! The home week: begun, changed and ended in a turn; reminded of and told by a chore.

use super::{
    App, Letter,
    audit::note,
    perform::Performer,
    pin::veiled,
    turn::{Scene, chat_mark, door_name, post},
};
use crate::{
    domain::{
        audit::{Action, Deed},
        period::{Borders, Rhythm, Span},
        person::{Account, Door, Language, PersonId},
        privacy::Instant,
        reading::SESSION_MS,
        reply::Reply,
        summary::Measured,
        threshold::{Profile, Target},
        timer::{Timer, TimerKind},
        week::{self, Outcome, PastWeek, Shown, Today, Week, WeekAct, WeekChoice, WeekReply},
        when::Zone,
    },
    seal::Seal,
    store::{Error, Running, Tx},
};

/// Weeks that are looked at in one go.
const PAGE: u32 = 1000;
/// Readings that a week is made of: more than anybody takes in two weeks.
const READINGS_MAX: u32 = 2000;

/// The readings that a week looks at: from its beginning on.
fn readings(
    tx: &Tx<'_>,
    person: PersonId,
    week: &Week,
    home: &Zone,
) -> Result<Vec<Measured>, Error> {
    let span = Span { from_ms: week.begun_ms, to_ms: i64::MAX };
    let found = tx.readings_in(person, &span, READINGS_MAX)?;
    Ok(found.iter().map(|stored| stored.measured(home)).collect())
}

/// A week as it is shown now.
fn shown(week: &Week, readings: &[Measured], rhythm: &Rhythm, now_ms: i64) -> Shown {
    let progress = week.progress(readings, rhythm, now_ms);
    Shown::new(week, progress, week.today(readings, &rhythm.zone, now_ms))
}

/// How a week came out.
fn outcome(shown: Shown, own: Option<Target>) -> Box<Outcome> {
    let comparisons = shown.progress.comparisons(shown.profile, own);
    Box::new(Outcome { shown, comparisons })
}

/// The week is over, and with it what it was going to ask for. One that has readings is kept.
fn end(
    tx: &Tx<'_>,
    person: PersonId,
    week: &Week,
    shown: &Shown,
    rhythm: &Rhythm,
    ended_ms: i64,
) -> Result<(), Error> {
    tx.drop_timer(person, TimerKind::Slot)?;
    tx.drop_timer(person, TimerKind::Second)?;
    if shown.progress.dates > 0 {
        let (week, rhythm) = (week.clone(), rhythm.clone());
        tx.keep_week(person, &PastWeek { week, rhythm, ended_ms })?;
    }
    tx.end_week(person)
}

impl App {
    /// Reminds those whose home week has a slot now, and tells those whose week is over how it
    /// came out; how many letters went out.
    pub(super) async fn remind_weeks(&self, now_ms: i64) -> Result<u32, Error> {
        let (mut sent, mut failure, mut after) = (0, None, PersonId(i64::MIN));
        loop {
            let page = self.0.store.read(move |view| view.weeks_after(after, PAGE)).await?;
            let Some(last) = page.last() else { return failure.map_or(Ok(sent), Err) };
            after = *last;
            for person in page {
                let app = self.clone();
                match self.0.store.write(move |tx| app.look_at_week(tx, person, now_ms)).await {
                    Ok(told) => sent += u32::from(told),
                    // The others are not to wait for this one.
                    Err(error) => failure = Some(error),
                }
            }
        }
    }

    /// The language of whoever this person belongs to, and how their days go.
    fn rhythm(&self, tx: &Tx<'_>, person: PersonId) -> Result<(Language, Rhythm), Error> {
        let (language, zone, borders) = tx.manner(person)?;
        let zone = zone.unwrap_or_else(|| self.0.rules.zone.clone());
        Ok((language, Rhythm { zone, borders }))
    }

    fn look_at_week(&self, tx: &Tx<'_>, person: PersonId, now_ms: i64) -> Result<bool, Error> {
        let Some(running) = tx.week(person)? else { return Ok(false) };
        let (language, rhythm) = self.rhythm(tx, person)?;
        let zone = &rhythm.zone;
        let Running { week, chat, handled_ms } = &running;
        let readings = readings(tx, person, week, zone)?;
        let seal: &Seal = self.0.store.seal();
        let closed = tx.chat_closed(&chat_mark(seal, *chat))?;
        let shown = shown(week, &readings, &rhythm, now_ms);
        let reply = if week.to_be_told(&readings, zone, now_ms) {
            end(tx, person, week, &shown, &rhythm, now_ms)?;
            let outcome = outcome(shown, tx.target(person)?);
            Some(WeekReply::Done { before: None, outcome })
        } else {
            let Some((due, part)) = week.due(&readings, &rhythm, now_ms, *handled_ms) else {
                return Ok(false);
            };
            let (chat, week) = (*chat, week.clone());
            tx.save_week(person, &Running { week, chat, handled_ms: due.at_ms })?;
            let quiet = tx.quiet(person)?.is_some_and(|quiet| {
                quiet.holds(&zone.at(now_ms)) || quiet.holds(&zone.at(due.at_ms))
            });
            let until_ms = Week::reminder_lives(&due);
            let speak = due.speak && !quiet;
            let Shown { day, days, .. } = shown;
            day.filter(|_| speak).map(|day| WeekReply::Remind { day, days, part, until_ms })
        };
        let Some(reply) = reply.filter(|_| !closed) else { return Ok(false) };
        // In a private chat its number is that of the person.
        let peer = seal.identity(door_name(Door::Chat), &chat.to_string());
        let reply = veiled(tx, &peer, Reply::HomeWeek(reply), now_ms)?;
        if let Reply::HomeWeek(WeekReply::Done { .. }) = reply
            && let Some(account) = tx.account_of(person)?
        {
            note(tx, seal, Some(account), &Deed::of(Action::Week), now_ms)?;
        }
        post(tx, seal, *chat, &Letter { reply, language, back: None }, now_ms)?;
        Ok(true)
    }

    /// A reminder that was put off, if its slot is still open.
    pub(super) fn put_off(
        &self,
        tx: &Tx<'_>,
        person: PersonId,
        timer: &Timer,
        now_ms: i64,
        until_ms: i64,
    ) -> Result<Option<Reply>, Error> {
        let Some(running) = tx.week(person)? else { return Ok(None) };
        let rhythm = self.rhythm(tx, person)?.1;
        let readings = readings(tx, person, &running.week, &rhythm.zone)?;
        let shown = shown(&running.week, &readings, &rhythm, now_ms);
        let at = rhythm.zone.at(timer.set_ms);
        let part = rhythm.borders.part(at.time());
        let open = shown.progress.slot(at.date(), part).is_some_and(|slot| !slot.full());
        let Shown { day, days, .. } = shown;
        let remind = |day| Reply::HomeWeek(WeekReply::Remind { day, days, part, until_ms });
        Ok(day.filter(|_| open).map(remind))
    }
}

/// Whether a home week reminds today, so that other reminders keep silent.
pub(super) fn reminds(
    tx: &Tx<'_>,
    person: PersonId,
    zone: &Zone,
    now_ms: i64,
) -> Result<bool, Error> {
    let Some(running) = tx.week(person)? else { return Ok(false) };
    let readings = readings(tx, person, &running.week, zone)?;
    Ok(matches!(running.week.today(&readings, zone, now_ms), Today::Day(_)))
}

impl Performer<'_> {
    /// What is asked of the home week of the account's holder.
    pub(super) fn home_week(&self, act: WeekAct) -> Result<Reply, Error> {
        let Some((account, chat)) = self.account.zip(self.chat()) else { return Ok(Reply::Stale) };
        let Scene { tx, incoming, .. } = self.scene;
        let (person, now_ms) = (account.person, incoming.at_ms);
        let running = tx.week(person)?;
        let Some(mut running) = running else {
            return self.without_week(account, chat, act).map(Reply::HomeWeek);
        };
        let rhythm = self.rhythm(account);
        let zone = &rhythm.zone;
        let readings = readings(tx, person, &running.week, zone)?;
        let week = &mut running.week;
        let WeekAct(choice) = act;
        match choice {
            WeekChoice::Show | WeekChoice::New | WeekChoice::Rules(_) | WeekChoice::Begin(_) => {}
            WeekChoice::Past(place) => {
                let past = self.past(account, place)?.map(Reply::HomeWeek);
                return Ok(past.unwrap_or(Reply::HomeWeek(WeekReply::NonePast)));
            }
            WeekChoice::Pause => {
                week.pause(&readings, zone, now_ms);
                tx.drop_timer(person, TimerKind::Slot)?;
            }
            WeekChoice::Resume => week.resume(zone, now_ms),
            WeekChoice::Extend => {
                week.extend();
            }
            WeekChoice::Stop => return Ok(Reply::HomeWeek(WeekReply::AskStop)),
            WeekChoice::StopSure => {
                let shown = shown(week, &readings, &rhythm, now_ms);
                end(tx, person, week, &shown, &rhythm, now_ms)?;
                let outcome = outcome(shown, tx.target(person)?);
                return Ok(Reply::HomeWeek(WeekReply::Done { before: None, outcome }));
            }
            WeekChoice::Later => {
                tx.set_timer(person, chat, &Timer { kind: TimerKind::Slot, set_ms: now_ms })?;
                return Ok(Reply::HomeWeek(WeekReply::Later));
            }
            WeekChoice::Skip => {
                tx.drop_timer(person, TimerKind::Slot)?;
                return Ok(Reply::HomeWeek(WeekReply::Skipped));
            }
        }
        let shown = Box::new(shown(week, &readings, &rhythm, now_ms));
        tx.save_week(person, &running)?;
        Ok(Reply::HomeWeek(WeekReply::Progress { shown }))
    }

    /// The same while none is running.
    fn without_week(
        &self,
        account: &Account,
        chat: i64,
        WeekAct(choice): WeekAct,
    ) -> Result<WeekReply, Error> {
        let Scene { tx, incoming, .. } = self.scene;
        let person = account.person;
        let past = match choice {
            WeekChoice::Show => self.past(account, 0)?,
            WeekChoice::Past(place) => {
                Some(self.past(account, place)?.unwrap_or(WeekReply::NonePast))
            }
            WeekChoice::New
            | WeekChoice::Rules(_)
            | WeekChoice::Begin(_)
            | WeekChoice::Pause
            | WeekChoice::Resume
            | WeekChoice::Extend
            | WeekChoice::Stop
            | WeekChoice::StopSure
            | WeekChoice::Later
            | WeekChoice::Skip => None,
        };
        if let Some(past) = past {
            return Ok(past);
        }
        Ok(match choice {
            WeekChoice::Show | WeekChoice::New | WeekChoice::Past(_) => {
                let chosen = tx.profile(person)?;
                let profile = chosen.unwrap_or_else(|| Profile::of_language(self.language));
                WeekReply::Offer { profile }
            }
            WeekChoice::Rules(profile) => WeekReply::Offer { profile },
            WeekChoice::Begin(profile) => {
                let times = week::times(&tx.reminders(person)?, &account.settings.borders);
                let week = Week::new(profile, incoming.at_ms, times);
                tx.save_week(person, &Running { week, chat, handled_ms: incoming.at_ms })?;
                WeekReply::Begun { profile, times: times.map(|time| time.minutes()) }
            }
            WeekChoice::Pause
            | WeekChoice::Resume
            | WeekChoice::Extend
            | WeekChoice::Stop
            | WeekChoice::StopSure
            | WeekChoice::Later
            | WeekChoice::Skip => WeekReply::None,
        })
    }

    /// A reading of the holder's home week was stored: how far its slot is, and the second one in
    /// a minute; or the week is complete.
    pub(super) fn noted(&self, account: &Account, reply: Reply) -> Result<Reply, Error> {
        let Scene { tx, incoming, .. } = self.scene;
        let kept = matches!(reply, Reply::Kept { .. } | Reply::GuideDone { .. });
        let newest = reply.stored().iter().max_by_key(|card| card.at_ms).cloned();
        let Some(card) = newest.filter(|_| kept && reply.question().is_none()) else {
            return Ok(reply);
        };
        let person = account.person;
        let mine = tx.reading(account.id, card.id)?.is_some_and(|stored| stored.person == person);
        let Some((running, chat)) = tx.week(person)?.filter(|_| mine).zip(self.chat()) else {
            return Ok(reply);
        };
        let now_ms = incoming.at_ms;
        let (rhythm, week) = (self.rhythm(account), &running.week);
        let readings = readings(tx, person, week, &rhythm.zone)?;
        let shown = shown(week, &readings, &rhythm, now_ms);
        if week.complete(&readings, &rhythm, now_ms) {
            end(tx, person, week, &shown, &rhythm, now_ms)?;
            let (before, outcome) = (Some(Box::new(reply)), outcome(shown, tx.target(person)?));
            return Ok(Reply::HomeWeek(WeekReply::Done { before, outcome }));
        }
        let at = card.zone.at(card.at_ms);
        let part = rhythm.borders.part(at.time());
        let day = shown.progress.days.iter().position(|day| day.date == at.date());
        let Some((day, slot)) = day.zip(shown.progress.slot(at.date(), part)) else {
            return Ok(reply);
        };
        let fresh = (0..SESSION_MS).contains(&(now_ms - card.at_ms)) && !card.approximate;
        let timer = (slot.count == 1 || slot.wants_third) && fresh;
        if timer {
            tx.set_timer(person, chat, &Timer { kind: TimerKind::Second, set_ms: now_ms })?;
        }
        let (before, day, days) = (Box::new(reply), day as u8 + 1, week.days);
        Ok(Reply::HomeWeek(WeekReply::Noted { before, day, days, part, slot, timer }))
    }

    /// How the days of this account go.
    fn rhythm(&self, account: &Account) -> Rhythm {
        Rhythm { zone: self.scene.zone(Some(account)), borders: account.settings.borders }
    }

    /// How a week came out that is over, by the readings as they are now; 0 is the last one.
    fn past(&self, account: &Account, place: u8) -> Result<Option<WeekReply>, Error> {
        let Scene { tx, incoming, .. } = self.scene;
        let person = account.person;
        let weeks = tx.past_weeks(person)?;
        let at = usize::from(place);
        let Some(past) = weeks.get(at) else { return Ok(None) };
        let PastWeek { week, rhythm, ended_ms } = past;
        let span = Span { from_ms: week.begun_ms, to_ms: ended_ms.saturating_add(1) };
        let found = tx.readings_in(person, &span, READINGS_MAX)?;
        let readings: Vec<Measured> =
            found.iter().map(|stored| stored.measured(&rhythm.zone)).collect();
        let outcome = outcome(shown(week, &readings, rhythm, *ended_ms), tx.target(person)?);
        let zone = self.scene.zone(Some(account));
        let ended = Instant { at_ms: *ended_ms, now_ms: incoming.at_ms, zone };
        let older = weeks.len() > at + 1;
        Ok(Some(WeekReply::Past { outcome, ended, place, older }))
    }

    /// The day has other parts now: a home week that is running reminds within them.
    pub(super) fn refit_week(&self, account: &Account, borders: &Borders) -> Result<(), Error> {
        let tx = self.scene.tx;
        let Some(mut running) = tx.week(account.person)? else { return Ok(()) };
        if !running.week.fits(borders) {
            running.week.times = week::times(&tx.reminders(account.person)?, borders);
            tx.save_week(account.person, &running)?;
        }
        Ok(())
    }
}
