//! Reminders as they are set in the chat.

use super::{perform::Performer, turn::Scene};
use crate::{
    domain::{
        person::Account,
        reminder::{
            REMINDERS_MAX, Reminder, ReminderId, Reminders, SNOOZE_MS, TimeOfDay, Weekdays,
            paused_for,
        },
        reminding::{Board, ReminderAct, ReminderChoice, ReminderReply},
        reply::Reply,
    },
    seal,
    store::Error,
};

/// A pause lasts so many days, today included.
const PAUSE_DAYS: u8 = 7;

impl Performer<'_> {
    /// Does what is asked of the reminders of the account's holder.
    pub(super) fn reminding(&self, act: ReminderAct) -> Result<Reply, Error> {
        let Some(account) = self.account else { return Ok(Reply::Stale) };
        let Scene { tx, incoming, .. } = self.scene;
        let (person, now_ms) = (account.person, incoming.at_ms);
        let now = self.scene.zone(self.account).at(now_ms);
        match act {
            ReminderAct::Add(schedule) => {
                return self.add_reminders(account, &schedule.times, schedule.days);
            }
            ReminderAct::Quiet(quiet) => tx.set_quiet(person, Some(quiet))?,
            ReminderAct::Tapped(choice) => match choice {
                ReminderChoice::Show | ReminderChoice::Add | ReminderChoice::Quiet => {}
                ReminderChoice::Switch { id, on, .. } => {
                    tx.switch_reminder(person, id, on, now_ms)?;
                    self.keep_or_forget_chat(account, on)?;
                }
                ReminderChoice::Drop { id, .. } => {
                    tx.drop_reminder(person, id)?;
                    tx.forget_chat(account.id)?;
                }
                ReminderChoice::Pair => {
                    return self.add_reminders(account, &Reminder::PAIR, Weekdays::ALL);
                }
                ReminderChoice::Pause => {
                    tx.pause_reminders(person, Some(paused_for(PAUSE_DAYS, &now)), now_ms)?;
                }
                ReminderChoice::Resume => tx.pause_reminders(person, None, now_ms)?,
                ReminderChoice::Loud => tx.set_quiet(person, None)?,
                ReminderChoice::Snooze(id) => return self.snooze(account, id),
                ReminderChoice::SkipToday => {
                    tx.pause_reminders(person, Some(paused_for(1, &now)), now_ms)?;
                    return Ok(Reply::Reminder(ReminderReply::Silent));
                }
            },
        }
        self.board(account)
    }

    fn snooze(&self, account: &Account, id: ReminderId) -> Result<Reply, Error> {
        let Scene { tx, incoming, .. } = self.scene;
        let again_ms = incoming.at_ms + SNOOZE_MS;
        let reply = if tx.snooze_reminder(account.person, id, again_ms)? {
            let at = self.scene.zone(self.account).at(again_ms);
            ReminderReply::Snoozed { minute: at.hour() as u16 * 60 + at.minute() as u16 }
        } else {
            ReminderReply::Gone
        };
        Ok(Reply::Reminder(reply))
    }

    fn add_reminders(
        &self,
        account: &Account,
        times: &[TimeOfDay],
        days: Weekdays,
    ) -> Result<Reply, Error> {
        let Scene { tx, incoming, .. } = self.scene;
        let there = tx.reminders(account.person)?;
        let new = times.iter().filter(|time| !there.iter().any(|one| one.time == **time));
        if there.len() + new.count() > REMINDERS_MAX {
            return Ok(Reply::Reminder(ReminderReply::TooMany));
        }
        for time in times {
            let id = ReminderId(seal::random_id()?);
            tx.add_reminder(account.person, id, *time, days, incoming.at_ms)?;
        }
        self.keep_or_forget_chat(account, true)?;
        self.board(account)
    }

    fn keep_or_forget_chat(&self, account: &Account, on: bool) -> Result<(), Error> {
        match self.chat() {
            Some(chat) if on => self.scene.tx.keep_chat(account.id, chat),
            Some(_) | None => self.scene.tx.forget_chat(account.id),
        }
    }

    fn board(&self, account: &Account) -> Result<Reply, Error> {
        let Scene { tx, incoming, .. } = self.scene;
        let (person, now_ms) = (account.person, incoming.at_ms);
        let list = tx.reminders(person)?;
        let pauses = list.iter().filter(|one| one.on).filter_map(|one| one.paused_until_ms);
        let paused_until_ms = pauses.filter(|until_ms| *until_ms > now_ms).max();
        let zone = self.scene.zone(self.account);
        let board = Board {
            reminders: Reminders { list, reachable: self.chat().is_some() },
            paused_until_ms,
            quiet: tx.quiet(person)?,
            week: super::week::reminds(tx, person, &zone, now_ms)?,
            now_ms,
            zone,
        };
        Ok(Reply::Reminder(ReminderReply::List(Box::new(board))))
    }
}
