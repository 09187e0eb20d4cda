//! Reminding people: the chore that looks what is due, and what a turn does to reminders.

use super::{App, Letter, perform::Performer, turn::Scene, turn::chat_mark, turn::post};
use crate::{
    domain::{
        person::{Account, PersonId},
        reminder::{Reminder, ReminderId, Reminders, USEFUL_MS, Weekdays},
        reply::Reply,
    },
    seal::{self, Seal},
    store::{Error, Tx},
};
use std::collections::HashSet;

/// Reminders that are looked at in one go.
const PAGE: u32 = 1000;

impl App {
    /// Reminds everybody for whom something is due; how many letters went out. What is sent and
    /// what is marked as dealt with are one transaction for each person, so that a crash neither
    /// loses a reminder nor sends it twice.
    pub async fn remind(&self, now_ms: i64) -> Result<u32, Error> {
        let mut sent = 0;
        let mut failure = None;
        for person in self.somebody_due(now_ms).await? {
            let app = self.clone();
            let reminded = self.0.store.write(move |tx| app.remind_person(tx, person, now_ms));
            match reminded.await {
                Ok(true) => sent += 1,
                Ok(false) => {}
                // The others are not to wait for this one.
                Err(error) => failure = Some(error),
            }
        }
        match self.remind_weeks(now_ms).await {
            Ok(told) => sent += told,
            Err(error) => failure = Some(error),
        }
        if sent > 0 {
            self.0.bell.notify_one();
        }
        failure.map_or(Ok(sent), Err)
    }

    /// Those for whom something may be due; their transaction looks again.
    async fn somebody_due(&self, now_ms: i64) -> Result<HashSet<PersonId>, Error> {
        let mut found = HashSet::new();
        let mut after = ReminderId(i64::MIN);
        loop {
            let page = self.0.store.read(move |view| view.reminders_after(after, PAGE)).await?;
            let Some(last) = page.last() else {
                return Ok(found);
            };
            after = last.reminder.id;
            let due = page.iter().filter(|watched| {
                let zone = watched.zone.as_ref().unwrap_or(&self.0.rules.zone);
                watched.reminder.due(now_ms, zone, None).is_some()
            });
            found.extend(due.map(|watched| watched.person));
        }
    }

    /// Marks what is due for this person, and posts one letter for all of it unless a reading has
    /// come. A chat that has blocked us is left alone.
    fn remind_person(&self, tx: &Tx<'_>, person: PersonId, now_ms: i64) -> Result<bool, Error> {
        let Some(addressee) = tx.addressee(person)? else {
            return Ok(false);
        };
        let zone = addressee.zone.as_ref().unwrap_or(&self.0.rules.zone);
        let measured_ms = tx.newest_reading(person)?.map(|stored| stored.at_ms);
        let quiet = tx.quiet(person)?;
        let quiet = |at_ms| quiet.is_some_and(|quiet| quiet.holds(&zone.at(at_ms)));
        // A home week reminds in the place of everything else.
        let week = super::week::reminds(tx, person, zone, now_ms)?;
        let mut latest = None;
        for reminder in tx.reminders(person)? {
            let Some(due) = reminder.due(now_ms, zone, measured_ms) else { continue };
            tx.handle_reminder(reminder.id, due.at_ms)?;
            let asked = reminder.again_ms == Some(due.at_ms);
            let silent = week || quiet(now_ms) || quiet(due.at_ms);
            if due.speak && (asked || !silent) {
                latest = latest.max(Some((due.at_ms, reminder.id.0)));
            }
        }
        let seal: &Seal = self.0.store.seal();
        let Some((at_ms, id)) = latest else { return Ok(false) };
        if tx.chat_closed(&chat_mark(seal, addressee.chat))? {
            return Ok(false);
        }
        let reply = Reply::Remind { reminder: ReminderId(id), until_ms: at_ms + USEFUL_MS };
        let letter = Letter { reply, language: addressee.language, back: None };
        post(tx, seal, addressee.chat, &letter, now_ms)?;
        Ok(true)
    }
}

impl Scene<'_> {
    /// Somebody who wants to be reminded has asked for it at a speaker; now we see the chat.
    pub(super) fn learn_chat(&self, account: Option<&Account>) -> Result<(), Error> {
        match (account, &self.incoming.reach) {
            (Some(account), Some(reach)) => self.tx.learn_chat(account.id, reach.chat),
            _ => Ok(()),
        }
    }
}

impl Performer<'_> {
    /// Switches all reminders of the account's holder on or off, or leaves them as they are; the
    /// first time, "on" means mornings and evenings. What there is now; nothing when there is no
    /// chat to write to.
    pub(super) fn remind(&self, on: Option<bool>) -> Result<Option<Reminders>, Error> {
        let Some(account) = self.account.filter(|account| account.chats > 0) else {
            return Ok(None);
        };
        if let Some(on) = on {
            self.switch_reminders(account, on)?;
        }
        let tx = self.scene.tx;
        let reachable = tx.addressee(account.person)?.is_some();
        Ok(Some(Reminders { list: tx.reminders(account.person)?, reachable }))
    }

    fn switch_reminders(&self, account: &Account, on: bool) -> Result<(), Error> {
        let Scene { tx, incoming, .. } = self.scene;
        let there = tx.switch_reminders(account.person, on, incoming.at_ms)?;
        if on && there == 0 {
            for time in Reminder::PAIR {
                let id = ReminderId(seal::random_id()?);
                tx.add_reminder(account.person, id, time, Weekdays::ALL, incoming.at_ms)?;
            }
        }
        match &incoming.reach {
            Some(reach) if on => tx.keep_chat(account.id, reach.chat)?,
            Some(_) | None => {}
        }
        if on { Ok(()) } else { tx.forget_chat(account.id) }
    }
}
