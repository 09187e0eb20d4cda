//! Very high readings in the chat: what was just stored or asked about gets its alarm, and what
//! the person answers to it is done.

use super::{perform::Performer, turn::Scene};
use crate::{
    domain::{
        alarm::{
            ALARM_MS, Alarm, AlarmAct, AlarmReply, AlarmStage, Verdict, judge, rested_between,
        },
        dialogue::{self, State},
        person::{Account, Door, PersonId},
        reply::{Card, Reply},
        timer::{Timer, TimerKind},
    },
    store::Error,
};

/// Readings that are looked at for one that an alarm was about.
const AROUND_MAX: u32 = 50;

/// Whether an alarm was given in the last half hour.
fn recent(alarm: &Alarm, now_ms: i64) -> bool {
    (0..ALARM_MS).contains(&(now_ms - alarm.told_ms))
}

impl Performer<'_> {
    /// What has to be said about readings that were just stored or asked about, behind or before
    /// the answer. A speaker says its one sentence and nothing of this.
    pub(super) fn minded(&self, mut reply: Reply, next: &mut State) -> Result<Reply, Error> {
        let Scene { tx, rules, incoming, peer, .. } = self.scene;
        if incoming.peer.door != Door::Chat {
            return Ok(reply);
        }
        let Some(account) = tx.account(peer, &rules.consent_version)? else { return Ok(reply) };
        if reply == Reply::NotKept {
            let person = dialogue::about(&tx.thread(peer)?.state).unwrap_or(account.person);
            self.forget_unkept(person)?;
            return Ok(reply);
        }
        let news = reply.take_alert();
        let high = reply.stored().iter().filter(|card| card.reading.very_high());
        let high: Option<Card> = high.max_by_key(|card| card.at_ms).cloned();
        let low: Option<Card> = reply.stored().iter().max_by_key(|card| card.at_ms).cloned();
        if !news && low.is_none() {
            return Ok(reply);
        }
        let whose = match high.as_ref().or(low.as_ref()) {
            Some(card) => tx.reading(account.id, card.id)?.map(|stored| stored.person),
            None => dialogue::about(next),
        };
        // A question whose it is leaves that open, and the alarm is nobody's yet.
        let open = matches!(reply, Reply::WhoseIs { .. } | Reply::AskAdd { .. });
        let person = whose.unwrap_or(account.person);
        let alarm = if open { None } else { tx.alarm(person)? };
        let at = |card: &Option<Card>| card.as_ref().map(|card| card.at_ms);
        let now_ms = incoming.at_ms;
        let low_ms = at(&low).filter(|_| high.is_none());
        let mut verdict = judge(alarm, at(&high), low_ms, news, now_ms);
        let corrected = |alarm: &Alarm| {
            matches!(reply, Reply::Amended { .. }) && at(&low) <= Some(alarm.told_ms)
        };
        if verdict == Verdict::Silent && alarm.as_ref().is_some_and(corrected) {
            // The reading that it was about was never so high.
            self.end_alarm(person)?;
        }
        if let (Verdict::Lower, Some(alarm)) = (verdict, &alarm)
            && self.high_kept(person, alarm)?.is_empty()
        {
            // The high one was only asked about: there are no two to speak of.
            self.end_alarm(person)?;
            verdict = Verdict::Silent;
        }
        let new = Alarm { told_ms: now_ms, stage: AlarmStage::Asked };
        let before = Box::new(reply);
        let reply = match verdict {
            Verdict::Silent => return self.noted(&account, *before),
            Verdict::Signs => AlarmReply::Signs { before, person },
            Verdict::Alarm if open => AlarmReply::Found { before, person: None },
            Verdict::Alarm => {
                tx.save_alarm(person, &new)?;
                AlarmReply::Found { before, person: Some(person) }
            }
            Verdict::Brief => {
                if alarm.is_none_or(|alarm| !recent(&alarm, now_ms)) {
                    tx.save_alarm(person, &new)?;
                }
                AlarmReply::Brief { before, person: Some(person) }
            }
            Verdict::Doctor => {
                let told_ms = alarm.map_or(now_ms, |alarm| alarm.told_ms);
                self.end_alarm(person)?;
                tx.save_alarm(person, &Alarm { told_ms, stage: AlarmStage::Told })?;
                AlarmReply::Doctor { before: Some(before), person: Some(person) }
            }
            Verdict::Lower => {
                self.end_alarm(person)?;
                AlarmReply::Lower { before }
            }
        };
        let asks = matches!(verdict, Verdict::Alarm | Verdict::Signs | Verdict::Brief);
        if asks && *next == State::Idle {
            *next = State::Alarm { person };
        }
        Ok(Reply::Alarm(reply))
    }

    /// An alarm about a reading that was not kept is over: there is no first one that a second one
    /// could be compared with.
    fn forget_unkept(&self, person: PersonId) -> Result<(), Error> {
        let tx = self.scene.tx;
        let Some(alarm) = tx.alarm(person)? else { return Ok(()) };
        if self.high_kept(person, &alarm)?.is_empty() {
            self.end_alarm(person)?;
        }
        Ok(())
    }

    /// When the very high readings were taken (ms UTC) that this alarm is about and that are
    /// stored. One may have been taken long before it was told.
    fn high_kept(&self, person: PersonId, alarm: &Alarm) -> Result<Vec<i64>, Error> {
        let since_ms = alarm.told_ms - ALARM_MS;
        let newest = self.scene.tx.newest_readings(person, AROUND_MAX)?;
        let about = newest.iter().filter(|stored| {
            stored.reading.very_high() && stored.said_ms.max(stored.at_ms) >= since_ms
        });
        Ok(about.map(|stored| stored.at_ms).collect())
    }

    fn end_alarm(&self, person: PersonId) -> Result<(), Error> {
        self.scene.tx.drop_timer(person, TimerKind::Rest)?;
        self.scene.tx.drop_alarm(person)
    }

    /// What the person answers. Whom to call is said whatever is stored.
    pub(super) fn alarm(&self, act: AlarmAct) -> Result<Reply, Error> {
        Ok(Reply::Alarm(match act {
            AlarmAct::Ask(person) => AlarmReply::Ask { person },
            AlarmAct::Signs(person) => {
                if let Some(alarm) = self.recent_alarm(person)? {
                    self.end_alarm(person)?;
                    let told = Alarm { stage: AlarmStage::Told, ..alarm };
                    self.scene.tx.save_alarm(person, &told)?;
                }
                AlarmReply::Call
            }
            AlarmAct::NoSigns(person) => {
                let alarm = self.recent_alarm(person)?;
                let Some((alarm, chat)) = alarm.zip(self.chat()) else { return Ok(Reply::Stale) };
                let Scene { tx, incoming, .. } = self.scene;
                if rested_between(&self.high_kept(person, &alarm)?) {
                    self.end_alarm(person)?;
                    tx.save_alarm(person, &Alarm { stage: AlarmStage::Told, ..alarm })?;
                    return Ok(Reply::Alarm(AlarmReply::Doctor {
                        before: None,
                        person: Some(person),
                    }));
                }
                tx.save_alarm(person, &Alarm { stage: AlarmStage::Resting, ..alarm })?;
                let timer = Timer { kind: TimerKind::Rest, set_ms: incoming.at_ms };
                tx.set_timer(person, chat, &timer)?;
                AlarmReply::Rest { person }
            }
        }))
    }

    /// The alarm of the last half hour of somebody whose diary is in this account.
    fn recent_alarm(&self, person: PersonId) -> Result<Option<Alarm>, Error> {
        let people = self.account.iter().flat_map(|account: &&Account| &account.people);
        if !people.into_iter().any(|known| known.id == person) {
            return Ok(None);
        }
        let now_ms = self.scene.incoming.at_ms;
        Ok(self.scene.tx.alarm(person)?.filter(|alarm| recent(alarm, now_ms)))
    }
}
