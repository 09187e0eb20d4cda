//! What the owner does: looks at counts, invites guests, announces something to everybody who
//! wants to hear it.

use super::{
    App, Error, Heard, Letter,
    audit::note,
    perform::{Performer, STRANGERS},
    turn::{Scene, chat_mark, post},
};
use crate::{
    domain::{
        admin::{
            ANNOUNCEMENT_MAX, AdminChoice, AdminReply, AdminWish, AnnouncementId,
            INVITATION_LIVES_MS, INVITATIONS_MAX, InvitationId, LABEL_MAX, Listed, Overview,
            Standing,
        },
        audit::{Action, Deed},
        person::{Account, Door},
        privacy::Instant,
        reply::Reply,
    },
    seal,
    store::{Announcement, Invitation, Tx},
};

/// Letters of an announcement in one transaction; the progress is shown after each.
const LETTERS: u32 = 25;
/// With more answers waiting than this an announcement waits: nobody's answer is to stand behind it.
const OUTBOX_MAX: i64 = 50;

impl App {
    /// Posts the next letters of the announcement that is under way; whether there may be more.
    /// What is posted and what is marked as dealt with are one transaction, so that a crash neither
    /// loses a letter nor sends one twice.
    pub async fn announce(&self, now_ms: i64) -> Result<bool, Error> {
        let app = self.clone();
        let more = self.0.store.write(move |tx| app.announce_some(tx, now_ms)).await?;
        if more {
            self.0.bell.notify_one();
        }
        Ok(more)
    }

    fn announce_some(&self, tx: &Tx<'_>, now_ms: i64) -> Result<bool, Error> {
        let Some(under_way) = tx.announcement_under_way()? else { return Ok(false) };
        if tx.tallies(STRANGERS)?.waiting.1 > OUTBOX_MAX {
            return Ok(false);
        }
        let seal = self.0.store.seal();
        let some = tx.addressees_after(under_way.reached, LETTERS)?;
        let (mut posted, mut reached) = (under_way.posted, under_way.reached);
        for (account, chat, language) in &some {
            let notice = AdminReply::Notice(under_way.text.clone());
            let reply = Reply::Admin(Box::new(notice));
            if !tx.chat_closed(&chat_mark(seal, *chat))? {
                let letter = Letter { reply, language: *language, back: None };
                post(tx, seal, *chat, &letter, now_ms)?;
                posted += 1;
            }
            reached = *account;
        }
        tx.advance_announcement(under_way.id, reached, posted)?;
        let ended = some.len() < LETTERS as usize;
        if ended {
            tx.end_announcement(under_way.id, now_ms)?;
            let deed = Deed { count: posted.max(1), ..Deed::of(Action::AnnouncementEnded) };
            note(tx, seal, None, &deed, now_ms)?;
        }
        let addressees = under_way.addressees.max(posted);
        let progress = AdminReply::Announcing { posted, addressees, ended };
        let reply = Reply::Admin(Box::new(progress));
        let letter = Letter { reply, language: under_way.language, back: under_way.back };
        post(tx, seal, under_way.chat, &letter, now_ms)?;
        Ok(!ended)
    }
}

impl Scene<'_> {
    /// Whether it is the owner who speaks, in the chat.
    pub(super) fn owns(&self, account: Option<&Account>) -> bool {
        self.incoming.peer.door == Door::Chat && account.is_some_and(|account| account.owner)
    }
}

impl Performer<'_> {
    pub(super) fn administer(&self, wish: AdminWish) -> Result<Reply, Error> {
        let reply = match wish {
            AdminWish::Overview => self.overview()?,
            AdminWish::Invite => self.invite()?,
            AdminWish::Announce => self.draft()?,
        };
        Ok(Reply::Admin(Box::new(reply)))
    }

    pub(super) fn admin_tap(&self, choice: AdminChoice) -> Result<Reply, Error> {
        let tx = self.scene.tx;
        let reply = match choice {
            AdminChoice::Overview => self.overview()?,
            AdminChoice::Invitations => self.invitations()?,
            AdminChoice::Revoke(id) => {
                tx.revoke_invitation(id)?;
                self.invitations()?
            }
            AdminChoice::Send(id) => self.begin(id)?,
            AdminChoice::Drop(id) if tx.drop_draft(id)? => AdminReply::Dropped,
            AdminChoice::Drop(_) => AdminReply::Gone,
        };
        Ok(Reply::Admin(Box::new(reply)))
    }

    fn overview(&self) -> Result<AdminReply, Error> {
        let Scene { tx, incoming, .. } = self.scene;
        let tallies = tx.tallies(STRANGERS)?;
        let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        let waited = |since_ms: Option<i64>| {
            count(since_ms.map_or(0, |since_ms| (incoming.at_ms - since_ms).max(0) / 1000))
        };
        // The message that is being answered waits as well; it is not counted.
        let inbox = tallies.waiting.0 - i64::from(incoming.reach.is_some());
        let oldest = if inbox > 0 { waited(tallies.inbox_since_ms) } else { 0 };
        Ok(AdminReply::Overview(Overview {
            accounts: count(tallies.accounts),
            people: count(tallies.people),
            readings: count(tallies.readings),
            speakers: count(tallies.speakers),
            strangers: count(tallies.strangers),
            inbox: (count(inbox.max(0)), oldest),
            outbox: (count(tallies.waiting.1), waited(tallies.outbox_since_ms)),
            dead: count(tallies.dead),
            kib: count(tallies.bytes / 1024),
            addressees: tx.count_addressees()?,
        }))
    }

    /// What stands behind the command.
    fn behind_command(&self) -> Option<String> {
        let Heard::Words(wordings) = &self.scene.incoming.heard else { return None };
        let (_, rest) = wordings.first()?.trim().split_once(char::is_whitespace)?;
        Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty())
    }

    fn invite(&self) -> Result<AdminReply, Error> {
        let Scene { tx, seal, incoming, .. } = self.scene;
        let Some(label) = self.behind_command() else { return Ok(AdminReply::HowToInvite) };
        if tx.invitations(INVITATIONS_MAX)?.len() >= INVITATIONS_MAX as usize {
            return Ok(AdminReply::TooManyInvitations);
        }
        let label: String = label.chars().take(LABEL_MAX).collect();
        let word = seal::random_hex::<16>()?;
        let expires_ms = incoming.at_ms + INVITATION_LIVES_MS;
        let id = InvitationId(seal::random_id()?);
        let invitation = Invitation { id, label: label.clone(), expires_ms, used_ms: None };
        tx.invite(&invitation, &seal.invitation(&word), incoming.at_ms)?;
        let until = self.until(expires_ms);
        Ok(AdminReply::Invited { label, word, bot: String::new(), until })
    }

    fn until(&self, at_ms: i64) -> Instant {
        let now_ms = self.scene.incoming.at_ms;
        Instant { at_ms, now_ms, zone: self.scene.zone(self.account) }
    }

    fn invitations(&self) -> Result<AdminReply, Error> {
        let now_ms = self.scene.incoming.at_ms;
        let listed = |invitation: Invitation| Listed {
            id: invitation.id,
            label: invitation.label,
            standing: match invitation.used_ms {
                Some(_) => Standing::Used,
                None if invitation.expires_ms <= now_ms => Standing::Over,
                None => Standing::Open,
            },
            until: self.until(invitation.expires_ms),
        };
        let list = self.scene.tx.invitations(INVITATIONS_MAX)?.into_iter().map(listed).collect();
        Ok(AdminReply::Invitations(list))
    }

    fn draft(&self) -> Result<AdminReply, Error> {
        let Scene { tx, incoming, .. } = self.scene;
        let (Some(text), Some(chat)) = (self.behind_command(), self.chat()) else {
            return Ok(AdminReply::HowToAnnounce);
        };
        if text.chars().count() > ANNOUNCEMENT_MAX {
            return Ok(AdminReply::TooLong);
        }
        let id = AnnouncementId(seal::random_id()?);
        let draft = Announcement {
            id,
            text: text.clone(),
            begun: false,
            reached: crate::domain::person::AccountId(0),
            posted: 0,
            addressees: 0,
            chat,
            language: self.language,
            back: None,
        };
        tx.draft_announcement(&draft, incoming.at_ms)?;
        Ok(AdminReply::AskAnnounce { id, text, addressees: tx.count_addressees()? })
    }

    /// The message with the question becomes the one that shows how far it is.
    fn begin(&self, id: AnnouncementId) -> Result<AdminReply, Error> {
        let Scene { tx, incoming, .. } = self.scene;
        let Some(draft) = tx.announcement(id)?.filter(|found| !found.begun) else {
            return Ok(AdminReply::Gone);
        };
        let addressees = tx.count_addressees()?;
        let back = incoming.reach.as_ref().and_then(|reach| reach.back.as_deref());
        tx.begin_announcement(draft.id, incoming.at_ms, addressees, back)?;
        Ok(AdminReply::Announcing { posted: 0, addressees, ended: false })
    }
}
