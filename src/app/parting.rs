//! The diary of one person goes after a day to think it over, at once, or stays.

use super::{App, Error, Letter, audit::note, perform::Performer, turn::Scene, turn::post};
use crate::{
    domain::{
        audit::{Action, Deed, Subject},
        parting::{PartingAct, PartingReply},
        person::{Account, Name, PersonId},
        privacy::{GRACE_MS, Instant},
        reply::Reply,
    },
    store::Parted,
};

/// People whose diaries are erased in one transaction.
const LEAVERS: u32 = 20;

impl App {
    /// Erases the diaries of people whose time to think it over has passed, and tells the chats;
    /// how many they were.
    pub(super) async fn erase_parted(&self, now_ms: i64) -> Result<u32, Error> {
        let app = self.clone();
        let some = self.0.store.write(move |tx| {
            let parted = tx.parted(now_ms, LEAVERS)?;
            for Parted { person, name, account, chat, language } in &parted {
                let subject = Subject::Person(*person);
                let deed = Deed { subject, ..Deed::of(Action::PersonErased) };
                note(tx, app.0.store.seal(), Some(*account), &deed, now_ms)?;
                tx.erase_person(*account, *person)?;
                tx.forget_chat(*account)?;
                if let Some((chat, name)) = chat.zip(name.clone()) {
                    let reply = Reply::Parting(PartingReply::Gone { name });
                    let letter = Letter { reply, language: *language, back: None };
                    post(tx, app.0.store.seal(), chat, &letter, now_ms)?;
                }
            }
            Ok(parted.len() as u32)
        });
        some.await
    }
}

impl Performer<'_> {
    pub(super) fn parting(&self, act: PartingAct) -> Result<Reply, Error> {
        let (PartingAct::Plan(person) | PartingAct::Erase(person) | PartingAct::Stop(person)) = act;
        let named = |account: &Account| account.name_of(person).cloned();
        let Some((account, name)) = self.account.and_then(|one| Some((one, named(one)?))) else {
            return Ok(Reply::Stale);
        };
        let tx = self.scene.tx;
        Ok(Reply::Parting(match act {
            PartingAct::Plan(_) => self.plan_parting(account, person, name)?,
            PartingAct::Erase(_) => {
                tx.erase_person(account.id, person)?;
                tx.forget_chat(account.id)?;
                PartingReply::Gone { name }
            }
            PartingAct::Stop(_) => {
                tx.plan_parting(account.id, person, None)?;
                tx.forget_chat(account.id)?;
                PartingReply::Stays { name }
            }
        }))
    }

    fn plan_parting(
        &self,
        account: &Account,
        person: PersonId,
        name: Name,
    ) -> Result<PartingReply, Error> {
        let Scene { tx, incoming, .. } = self.scene;
        let at_ms = incoming.at_ms + GRACE_MS;
        tx.plan_parting(account.id, person, Some(at_ms))?;
        // Where it is told that it is gone.
        if let Some(chat) = self.chat() {
            tx.keep_chat(account.id, chat)?;
        }
        let zone = self.scene.zone(Some(account));
        let when = Instant { at_ms, now_ms: incoming.at_ms, zone };
        Ok(PartingReply::Leaving { name, person, when, new: true })
    }
}
