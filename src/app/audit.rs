//! The audit chain: what a turn did is written down in the turn's own transaction; what the
//! program does by itself, in that one.

use super::{
    App, Error, Letter,
    perform::{Done, Performer},
    turn::{Scene, chat_mark, post},
};
use crate::{
    domain::{
        admin::AdminReply,
        audit::{self, Action, Deed, Journal, Line, PAGE, Subject, Via},
        dialogue::Act,
        person::{Account, AccountId},
        privacy::{Instant, PrivacyReply},
        reply::Reply,
    },
    seal::{Mark, Seal},
    store::{Anchor, Broken, Entry, Tx, Verified},
};
use std::sync::atomic::Ordering;

/// The head of the chain goes to the owner's chat this often, ms: once a day.
const HEAD_TOLD_EVERY_MS: i64 = 24 * 60 * 60 * 1000;

/// An account in the chain: a hash of the name that goes when the account goes.
fn mark_of(seal: &Seal, name: &[u8]) -> Mark {
    seal.audit("account", &[name])
}

/// A deed as it is written down. Without the name of an account nobody can be told from its hashes,
/// and so there are none.
fn entry(
    seal: &Seal,
    name: Option<&[u8]>,
    (via, peer): (Via, Option<&Mark>),
    deed: &Deed,
    at_ms: i64,
) -> Entry {
    let subject = |name: &[u8]| {
        let (kind, id) = match deed.subject {
            Subject::Account => return None,
            Subject::Reading(id) => ("reading", id.0),
            Subject::Person(id) => ("person", id.0),
            Subject::Invitation(id) => ("invitation", id.0),
        };
        Some(seal.audit(kind, &[name, &id.to_le_bytes()]))
    };
    Entry {
        at_ms,
        action: deed.action,
        via,
        who: name.zip(peer).map(|(name, peer)| seal.audit("who", &[name, &peer.0])),
        account: name.map(|name| mark_of(seal, name)),
        subject: name.and_then(subject),
        count: deed.count,
    }
}

/// Writes down what the program itself does with somebody's data, or does at all.
pub(super) fn note(
    tx: &Tx<'_>,
    seal: &Seal,
    account: Option<AccountId>,
    deed: &Deed,
    at_ms: i64,
) -> Result<(), Error> {
    note_via(tx, seal, Via::Service, account, deed, at_ms)
}

/// The same, done which way.
pub(super) fn note_via(
    tx: &Tx<'_>,
    seal: &Seal,
    via: Via,
    account: Option<AccountId>,
    deed: &Deed,
    at_ms: i64,
) -> Result<(), Error> {
    let name = match account {
        Some(account) => tx.audit_name(account)?,
        None => None,
    };
    tx.append_audit(seal, &entry(seal, name.as_deref(), (via, None), deed, at_ms))
}

impl Scene<'_> {
    /// What this account is called in the chain. It is asked for before the act, which may be the
    /// end of the account.
    pub(super) fn audit_name(&self, account: Option<&Account>) -> Result<Option<Vec<u8>>, Error> {
        account.map_or(Ok(None), |account| self.tx.audit_name(account.id))
    }

    /// Writes down what was done. Whoever was silent and is heard again keeps the diary, and is
    /// told so when the message meant nothing else.
    pub(super) fn settle(
        &self,
        account: Option<&Account>,
        name: Option<Vec<u8>>,
        act: &Act,
        mut done: Done,
    ) -> Result<Done, Error> {
        let Scene { tx, seal, rules, incoming, peer, .. } = self;
        let at_ms = incoming.at_ms;
        let name = match name {
            Some(name) => Some(name),
            // It may have begun just now.
            None => self.audit_name(tx.account(peer, &rules.consent_version)?.as_ref())?,
        };
        let by = (Via::from(incoming.peer.door), Some(peer));
        for deed in audit::deeds(act, &done.reply) {
            tx.append_audit(seal, &entry(seal, name.as_deref(), by, &deed, at_ms))?;
        }
        if let Some(action) = audit::refusal(&done.reply) {
            tx.count_refused(action, at_ms, 1)?;
        }
        if self.heard_again.get() && matches!(done.reply, Reply::Hint { .. }) {
            done.reply = Reply::Privacy(PrivacyReply::DiaryStays);
        }
        account.map_or(Ok(()), |account| self.learn_chat_to_ask(account))?;
        Ok(done)
    }
}

impl Performer<'_> {
    /// What was done with the data of this account before this entry of the chain.
    pub(super) fn journal(
        &self,
        account: &Account,
        before: Option<i64>,
    ) -> Result<PrivacyReply, Error> {
        let Scene { tx, seal, rules, incoming, .. } = self.scene;
        let mut found: Vec<(i64, Line)> = Vec::new();
        for name in tx.audit_names(account.id)? {
            let mark = mark_of(seal, &name);
            found.extend(tx.journal(&mark, before.unwrap_or(i64::MAX), PAGE + 1)?);
        }
        found.sort_by_key(|(seq, _)| std::cmp::Reverse(*seq));
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        let older = found.last().map(|(seq, _)| *seq).filter(|_| more);
        Ok(PrivacyReply::Journal(Box::new(Journal {
            lines: found.into_iter().map(|(_, line)| line).collect(),
            now_ms: incoming.at_ms,
            zone: self.scene.zone(Some(account)),
            turned: before.is_some(),
            newer: before.is_some_and(|before| before < i64::MAX),
            older,
            days: rules.keeping.audit_days,
        })))
    }
}

impl App {
    /// A call of the webhook that was refused: counted, and written down by
    /// [`note_refused`](App::note_refused), so that such calls cost no write each.
    pub fn refused(&self) {
        self.0.refused.fetch_add(1, Ordering::Relaxed);
    }

    /// Writes down who was turned away in minutes that are over; at the end also in this one.
    pub async fn note_refused(&self, now_ms: i64, end: bool) -> Result<(), Error> {
        let over_ms = if end { i64::MAX } else { now_ms };
        let calls = self.0.refused.swap(0, Ordering::Relaxed);
        if calls == 0 && !self.0.store.read(move |view| view.refused_before(over_ms)).await? {
            return Ok(());
        }
        let app = self.clone();
        let written = self.0.store.write(move |tx| {
            if calls > 0 {
                tx.count_refused(Action::WrongSecret, now_ms, calls)?;
            }
            tx.append_refused(app.0.store.seal(), over_ms)
        });
        written.await.inspect_err(|_| {
            self.0.refused.fetch_add(calls, Ordering::Relaxed);
        })
    }

    /// Walks the whole audit chain and looks for heads that are known elsewhere. The inner error
    /// names the first fault.
    pub async fn verify_audit(
        &self,
        anchors: Vec<Anchor>,
    ) -> Result<Result<Verified, Broken>, Error> {
        let app = self.clone();
        self.0.store.read(move |view| view.verify_audit(app.0.store.seal(), &anchors)).await
    }

    /// The head of the audit chain, to be kept elsewhere.
    pub async fn audit_head(&self) -> Result<Anchor, Error> {
        let app = self.clone();
        self.0.store.read(move |view| view.audit_head(app.0.store.seal())).await
    }

    /// Sends the head of the audit chain to the owner's chat, unless that was done within a day or
    /// there is no such chat. Whether it was sent.
    pub async fn tell_audit_head(&self, now_ms: i64) -> Result<bool, Error> {
        let told_ms = self.0.store.read(|view| view.audit_head_told_ms()).await?;
        if now_ms < told_ms + HEAD_TOLD_EVERY_MS {
            return Ok(false);
        }
        let app = self.clone();
        let told = self.0.store.write(move |tx| {
            let seal = app.0.store.seal();
            let Some((chat, language)) = tx.owner_chat()? else { return Ok(false) };
            if tx.chat_closed(&chat_mark(seal, chat))? {
                return Ok(false);
            }
            tx.audit_head_told(now_ms)?;
            let head = tx.view().audit_head(seal)?;
            let zone = app.0.rules.zone.clone();
            let when = Instant { at_ms: now_ms, now_ms, zone };
            let said = AdminReply::Head { seq: head.seq, mac: head.mac.hex(), when };
            let letter = Letter { reply: Reply::Admin(Box::new(said)), language, back: None };
            post(tx, seal, chat, &letter, now_ms)?;
            Ok(true)
        });
        let told = told.await?;
        if told {
            self.0.bell.notify_one();
        }
        Ok(told)
    }
}
