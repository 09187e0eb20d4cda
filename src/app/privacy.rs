//! One's own data: told, handed out, erased; the consent; a chat in which little is left.

use super::{
    App, Error, Letter, Parcel,
    audit::note,
    perform::{Done, Performer},
    turn::{Scene, chat_mark, door_name, post, post_parcel},
};
use crate::{
    domain::{
        archive::Archive,
        audit::{Action, Deed},
        notice::Notice,
        person::{Account, AccountId, Door, Language},
        privacy::{self, Agreement, GRACE_MS, Instant, PrivacyAct, PrivacyReply, Told, Wanted},
        reply::Reply,
    },
    interchange,
    seal::Seal,
    store::Tx,
};

/// Accounts that are erased in one transaction.
const LEAVERS: u32 = 20;

/// A file that is handed out.
pub struct File {
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl App {
    /// Erases those whose time to think it over has passed, and tells their chats; how many they
    /// were. Afterwards nothing of them is left in the log of the file either.
    pub async fn erase_due(&self, now_ms: i64) -> Result<u32, Error> {
        let mut erased = self.erase_parted(now_ms).await?;
        loop {
            let app = self.clone();
            let some = self.0.store.write(move |tx| {
                let leavers = tx.leavers(now_ms, LEAVERS)?;
                for leaver in &leavers {
                    let seal = app.0.store.seal();
                    let reply = Reply::Erased;
                    let letter = Letter { reply, language: leaver.language, back: None };
                    note(tx, seal, Some(leaver.id), &Deed::of(Action::Erased), now_ms)?;
                    erase(tx, seal, leaver.id, leaver.chat, Some(&letter), now_ms)?;
                }
                Ok(leavers.len() as u32)
            });
            match some.await? {
                0 => break,
                some => erased += some,
            }
        }
        if erased > 0 {
            self.0.bell.notify_one();
        }
        self.0.store.read(|view| view.empty_log()).await?;
        Ok(erased)
    }

    /// Everything of the account of this chat, put together now; nothing when there is none.
    pub async fn export(&self, chat: i64, now_ms: i64) -> Result<Option<File>, Error> {
        let peer = self.0.store.seal().identity(door_name(Door::Chat), &chat.to_string());
        let zone = self.0.rules.zone.clone();
        self.0
            .store
            .read(move |view| {
                let Some(archive) = view.archive(&peer, now_ms)? else { return Ok(None) };
                let archive = Archive { zone: archive.zone.or(Some(zone)), ..archive };
                let day = archive.zone.as_ref().map(|zone| zone.at(now_ms).date().to_string());
                let name = format!("tonolog-{}.json", day.unwrap_or_default());
                let bytes = interchange::write(&archive).ok_or(Error::Content("export"))?;
                Ok(Some(File { name, bytes }))
            })
            .await
    }

    /// The card of a tidy chat, if it has one: a message of ours that is edited.
    pub async fn card_of(&self, chat: i64) -> Result<Option<i64>, Error> {
        let peer = self.0.store.seal().identity(door_name(Door::Chat), &chat.to_string());
        self.0.store.read(move |view| view.card_of(&peer)).await
    }

    /// A card was delivered as this message.
    pub async fn card_is(&self, chat: i64, message: i64) -> Result<(), Error> {
        let peer = self.0.store.seal().identity(door_name(Door::Chat), &chat.to_string());
        self.0.store.write(move |tx| tx.set_card(&peer, message)).await
    }
}

/// Everything of this account goes, with what waits in the queues for its chat; then the chat is
/// told, unless it has blocked us.
fn erase(
    tx: &Tx<'_>,
    seal: &Seal,
    account: AccountId,
    chat: Option<i64>,
    letter: Option<&Letter>,
    at_ms: i64,
) -> Result<(), Error> {
    let Some(chat) = chat else { return tx.erase_account(account, None) };
    let mark = chat_mark(seal, chat);
    let blocked = tx.chat_closed(&mark)?;
    tx.erase_account(account, Some((chat, &mark)))?;
    match letter.filter(|_| !blocked) {
        Some(letter) => post(tx, seal, chat, letter, at_ms),
        None => Ok(()),
    }
}

impl Scene<'_> {
    /// The account of this peer. One whose time to think it over has passed is gone.
    pub(super) fn account(&self) -> Result<Option<Account>, Error> {
        let mut account = self.tx.account(&self.peer, &self.rules.consent_version)?;
        account.as_mut().map_or(Ok(()), |account| self.end_silence(account))?;
        let due = |at_ms: i64| at_ms <= self.incoming.at_ms;
        let Some(gone) = account.as_ref().filter(|one| one.leaving_ms.is_some_and(due)) else {
            return Ok(account);
        };
        let chat = match &self.incoming.reach {
            Some(reach) => Some(reach.chat),
            None => self.tx.chat_of(gone.id)?,
        };
        let at_ms = self.incoming.at_ms;
        note(self.tx, self.seal, Some(gone.id), &Deed::of(Action::Erased), at_ms)?;
        erase(self.tx, self.seal, gone.id, chat, None, at_ms)?;
        Ok(None)
    }

    /// Answers in a tidy chat: a card takes the place of the last one, and the messages that led
    /// to it go.
    pub(super) fn send_tidily(&self, done: &Done, language: Language) -> Result<(), Error> {
        let Some(reach) = &self.incoming.reach else { return Ok(()) };
        let at_ms = self.incoming.at_ms;
        let put = |parcel| post_parcel(self.tx, self.seal, reach.chat, &parcel, at_ms);
        if privacy::is_quiet(&done.reply) {
            self.tx.reopen_chat(&chat_mark(self.seal, reach.chat))?;
            let (reply, back) = (done.reply.clone(), reach.back.clone());
            put(Parcel::Card { card: Letter { reply, language, back } })?;
        } else {
            self.send(&done.reply, language)?;
        }
        let mut origins = done.origins.clone();
        origins.push(self.incoming.origin.clone());
        origins.sort();
        origins.dedup();
        origins.into_iter().try_for_each(|sweep| put(Parcel::Sweep { sweep }))
    }

    fn instant(&self, at_ms: i64, account: &Account) -> Instant {
        Instant { at_ms, now_ms: self.incoming.at_ms, zone: self.zone(Some(account)) }
    }
}

impl Performer<'_> {
    pub(super) fn privacy(&self, act: PrivacyAct) -> Result<Reply, Error> {
        let Some(account) = self.account else { return Ok(Reply::Erased) };
        let Scene { tx, incoming, .. } = self.scene;
        let reply = match act {
            PrivacyAct::Tell => {
                PrivacyReply::Told(Told::new(account.wanted, &self.scene.rules.keeping))
            }
            PrivacyAct::Journal(before) => self.journal(account, before)?,
            PrivacyAct::Export => self.export(account)?,
            PrivacyAct::Consents => {
                let instant = |one: Agreement| {
                    let when = self.scene.instant(one.at_ms, account);
                    (one, when)
                };
                let list = tx.consents(account.id)?.into_iter().map(instant).collect();
                PrivacyReply::Consents { list, stands: account.consented }
            }
            PrivacyAct::Withdraw => self.withdraw(account)?,
            PrivacyAct::PlanErasing => self.plan_erasing(account)?,
            PrivacyAct::Erase => return self.erase(account),
            PrivacyAct::StopErasing => {
                tx.plan_erasing(account.id, None)?;
                tx.forget_chat(account.id)?;
                PrivacyReply::Stays
            }
            PrivacyAct::Tidy(on) => {
                // Who asks for it without more wants it.
                let wanted = Wanted { tidy: on.unwrap_or(true), ..account.wanted };
                tx.set_wanted(account.id, wanted)?;
                PrivacyReply::Tidy(wanted.tidy)
            }
            PrivacyAct::Notices(on) => {
                let notices = on.unwrap_or(account.wanted.notices);
                tx.set_wanted(account.id, Wanted { notices, ..account.wanted })?;
                match &incoming.reach {
                    Some(reach) if notices => tx.keep_chat(account.id, reach.chat)?,
                    Some(_) | None => tx.forget_chat(account.id)?,
                }
                PrivacyReply::Notices(notices)
            }
        };
        Ok(Reply::Privacy(reply))
    }

    /// The file comes in the chat, wherever it was asked for.
    fn export(&self, account: &Account) -> Result<PrivacyReply, Error> {
        let Scene { tx, seal, incoming, .. } = self.scene;
        if incoming.peer.door == Door::Chat {
            self.scene.notify(account, Notice::Exported)?;
            return Ok(PrivacyReply::Export);
        }
        let Some(chat) = tx.chat_of(account.id)? else {
            return Ok(PrivacyReply::InChat { linked: account.chats > 0 });
        };
        let language = account.language.unwrap_or(self.language);
        let letter = Letter { reply: Reply::Privacy(PrivacyReply::Export), language, back: None };
        post(tx, seal, chat, &letter, incoming.at_ms)?;
        // The chat sees the file; the other speakers are told.
        let peer = &self.scene.peer;
        tx.notify_speakers(account.id, [peer, peer], Notice::Exported, incoming.at_ms)?;
        Ok(PrivacyReply::ExportComes)
    }

    fn withdraw(&self, account: &Account) -> Result<PrivacyReply, Error> {
        let Scene { tx, rules, incoming, .. } = self.scene;
        let (at_ms, door) = (incoming.at_ms, incoming.peer.door);
        if !account.withdrawn {
            let version = rules.consent_version.clone();
            let language = self.language;
            let taken = Agreement { at_ms, given: false, version, language, door };
            tx.note_consent(account.id, &taken)?;
            tx.withdraw_consent(account.id, at_ms)?;
            self.scene.notify(account, Notice::Withdrawn)?;
        }
        self.close_offer(account)?;
        Ok(PrivacyReply::Withdrawn)
    }

    /// Nobody can join any more with a code that was issued before.
    fn close_offer(&self, account: &Account) -> Result<(), Error> {
        match self.scene.tx.offer_of(account.id)? {
            Some(offer) => self.scene.tx.withdraw(offer.id),
            None => Ok(()),
        }
    }

    fn plan_erasing(&self, account: &Account) -> Result<PrivacyReply, Error> {
        let Scene { tx, incoming, .. } = self.scene;
        let at_ms = account.leaving_ms.unwrap_or(incoming.at_ms + GRACE_MS);
        tx.plan_erasing(account.id, Some(at_ms))?;
        if account.leaving_ms.is_none() {
            self.scene.notify(account, Notice::Leaving)?;
        }
        self.close_offer(account)?;
        // Where it is told that everything is gone.
        if let Some(reach) = &incoming.reach {
            tx.keep_chat(account.id, reach.chat)?;
        }
        let when = self.scene.instant(at_ms, account);
        Ok(PrivacyReply::Leaving { when, new: true })
    }

    fn erase(&self, account: &Account) -> Result<Reply, Error> {
        let Scene { tx, seal, incoming, .. } = self.scene;
        let chat = match self.chat() {
            Some(chat) => Some(chat),
            None => tx.chat_of(account.id)?,
        };
        erase(tx, seal, account.id, chat, None, incoming.at_ms)?;
        Ok(Reply::Erased)
    }
}
