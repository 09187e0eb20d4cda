//! What the owner of an installation works with: counts, invitations, announcements. Nobody's data.

use super::{Error, Tx};
use crate::{
    domain::{
        admin::{AnnouncementId, InvitationId},
        person::{AccountId, Language},
    },
    seal::Mark,
};
use rusqlite::{OptionalExtension, Row};

/// How much there is of everything.
pub struct Tallies {
    /// Accounts.
    pub accounts: i64,
    /// People with a diary.
    pub people: i64,
    /// Readings.
    pub readings: i64,
    /// Speakers.
    pub speakers: i64,
    /// How often a stranger knocked.
    pub strangers: i64,
    /// Updates that were given up.
    pub dead: i64,
    /// Since when the oldest update waits, ms UTC.
    pub inbox_since_ms: Option<i64>,
    /// Since when the oldest answer waits, ms UTC.
    pub outbox_since_ms: Option<i64>,
    /// Updates and answers that wait.
    pub waiting: (i64, i64),
    /// The size of the file, bytes.
    pub bytes: i64,
}

/// An invitation for a guest.
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// What the owner calls it.
    pub label: String,
    /// Until when it is good, ms UTC.
    pub expires_ms: i64,
    /// When somebody came with it, ms UTC.
    pub used_ms: Option<i64>,
}

/// Something that everybody is told who wants messages about the service.
pub struct Announcement {
    /// Its id.
    pub id: AnnouncementId,
    /// What is told.
    pub text: String,
    /// Whether it has begun.
    pub begun: bool,
    /// Accounts up to this one were dealt with.
    pub reached: AccountId,
    /// So many letters were posted.
    pub posted: u32,
    /// Out of so many, as they were counted at the beginning.
    pub addressees: u32,
    /// The owner's chat.
    pub chat: i64,
    /// The language of that chat.
    pub language: Language,
    /// The door's note on the message there that shows how far it is.
    pub back: Option<String>,
}

impl Tx<'_> {
    /// How much there is of everything; `strangers` is what their count is called.
    pub fn tallies(&self, strangers: &str) -> Result<Tallies, Error> {
        Ok(self
            .0
            .prepare_cached(
                "SELECT (SELECT count(*) FROM account), (SELECT count(*) FROM person),
                        (SELECT count(*) FROM reading),
                        (SELECT count(*) FROM peer WHERE door = 'voice'),
                        coalesce((SELECT value FROM counter WHERE name = ?1), 0),
                        (SELECT count(*) FROM inbox WHERE state = 2),
                        (SELECT min(at_ms) FROM inbox WHERE state = 0),
                        (SELECT min(at_ms) FROM outbox WHERE state = 0),
                        (SELECT count(*) FROM inbox WHERE state = 0),
                        (SELECT count(*) FROM outbox WHERE state = 0),
                        (SELECT page_count * page_size
                           FROM pragma_page_count(), pragma_page_size())",
            )?
            .query_row([strangers], |row| {
                Ok(Tallies {
                    accounts: row.get(0)?,
                    people: row.get(1)?,
                    readings: row.get(2)?,
                    speakers: row.get(3)?,
                    strangers: row.get(4)?,
                    dead: row.get(5)?,
                    inbox_since_ms: row.get(6)?,
                    outbox_since_ms: row.get(7)?,
                    waiting: (row.get(8)?, row.get(9)?),
                    bytes: row.get(10)?,
                })
            })?)
    }

    /// Writes an invitation down.
    pub fn invite(
        &self,
        invitation: &Invitation,
        word: &Mark,
        issued_ms: i64,
    ) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO invitation (id, word, label, issued_ms, expires_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute((
                invitation.id.0,
                word.0,
                &invitation.label,
                issued_ms,
                invitation.expires_ms,
            ))?;
        Ok(())
    }

    /// Invitations, the newest first, at most so many.
    pub fn invitations(&self, limit: u32) -> Result<Vec<Invitation>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, label, expires_ms, used_ms FROM invitation
              ORDER BY issued_ms DESC, id LIMIT ?1",
        )?;
        let rows = statement.query_map([limit], |row| {
            Ok(Invitation {
                id: InvitationId(row.get(0)?),
                label: row.get(1)?,
                expires_ms: row.get(2)?,
                used_ms: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The invitation of this word, if it is still good now (ms UTC).
    pub fn invitation_of(&self, word: &Mark, now_ms: i64) -> Result<Option<InvitationId>, Error> {
        Ok(self
            .0
            .prepare_cached(
                "SELECT id FROM invitation
                  WHERE word = ?1 AND expires_ms > ?2 AND used_ms IS NULL",
            )?
            .query_row((word.0, now_ms), |row| row.get(0).map(InvitationId))
            .optional()?)
    }

    /// Somebody comes in with this invitation; says whether it was still good.
    pub fn use_invitation(&self, id: InvitationId, now_ms: i64) -> Result<bool, Error> {
        let used = self
            .0
            .prepare_cached(
                "UPDATE invitation SET used_ms = ?2
                  WHERE id = ?1 AND expires_ms > ?2 AND used_ms IS NULL",
            )?
            .execute((id.0, now_ms))?;
        Ok(used == 1)
    }

    /// An invitation is taken back, or taken off the list; who came with it stays.
    pub fn revoke_invitation(&self, id: InvitationId) -> Result<bool, Error> {
        let gone =
            self.0.prepare_cached("DELETE FROM invitation WHERE id = ?1")?.execute([id.0])?;
        Ok(gone == 1)
    }

    /// Writes down what is to be announced; nobody is told yet.
    pub fn draft_announcement(&self, draft: &Announcement, made_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO announcement (id, text, made_ms, chat, language)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute((draft.id.0, &draft.text, made_ms, draft.chat, draft.language.code()))?;
        Ok(())
    }

    /// An announcement that has not ended.
    pub fn announcement(&self, id: AnnouncementId) -> Result<Option<Announcement>, Error> {
        Ok(self
            .0
            .prepare_cached(
                "SELECT id, text, begun_ms IS NOT NULL, reached, posted, addressees, chat, language,
                        back
                   FROM announcement WHERE id = ?1 AND ended_ms IS NULL",
            )?
            .query_row([id.0], announcement)
            .optional()?)
    }

    /// The oldest announcement that has begun and not ended.
    pub fn announcement_under_way(&self) -> Result<Option<Announcement>, Error> {
        Ok(self
            .0
            .prepare_cached(
                "SELECT id, text, begun_ms IS NOT NULL, reached, posted, addressees, chat, language,
                        back
                   FROM announcement WHERE begun_ms IS NOT NULL AND ended_ms IS NULL
                  ORDER BY begun_ms, id LIMIT 1",
            )?
            .query_row([], announcement)
            .optional()?)
    }

    /// A draft begins to be told to so many; `back` is the door's note on the message that shows
    /// how far it is.
    pub fn begin_announcement(
        &self,
        id: AnnouncementId,
        begun_ms: i64,
        addressees: u32,
        back: Option<&str>,
    ) -> Result<bool, Error> {
        let begun = self
            .0
            .prepare_cached(
                "UPDATE announcement SET begun_ms = ?2, addressees = ?3, back = ?4
                  WHERE id = ?1 AND begun_ms IS NULL",
            )?
            .execute((id.0, begun_ms, addressees, back))?;
        Ok(begun == 1)
    }

    /// A draft goes; says whether there was one.
    pub fn drop_draft(&self, id: AnnouncementId) -> Result<bool, Error> {
        let gone = self
            .0
            .prepare_cached("DELETE FROM announcement WHERE id = ?1 AND begun_ms IS NULL")?
            .execute([id.0])?;
        Ok(gone == 1)
    }

    /// Accounts up to this one were dealt with, and so many letters posted in all.
    pub fn advance_announcement(
        &self,
        id: AnnouncementId,
        reached: AccountId,
        posted: u32,
    ) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE announcement SET reached = ?2, posted = ?3 WHERE id = ?1")?
            .execute((id.0, reached.0, posted))?;
        Ok(())
    }

    /// Everybody was dealt with.
    pub fn end_announcement(&self, id: AnnouncementId, ended_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE announcement SET ended_ms = ?2 WHERE id = ?1")?
            .execute((id.0, ended_ms))?;
        Ok(())
    }

    /// How many want messages about the service and can be reached.
    pub fn count_addressees(&self) -> Result<u32, Error> {
        Ok(self
            .0
            .prepare_cached(
                "SELECT count(*) FROM account
                  WHERE notices = 1 AND chat IS NOT NULL
                    AND withdrawn_ms IS NULL AND erase_ms IS NULL",
            )?
            .query_row([], |row| row.get(0))?)
    }

    /// Those of them behind this account, in the order of their ids: their chat and its language.
    pub fn addressees_after(
        &self,
        after: AccountId,
        limit: u32,
    ) -> Result<Vec<(AccountId, i64, Language)>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, chat, coalesce(language, consent_language) FROM account
              WHERE id > ?1 AND notices = 1 AND chat IS NOT NULL
                AND withdrawn_ms IS NULL AND erase_ms IS NULL
              ORDER BY id LIMIT ?2",
        )?;
        let rows = statement.query_map((after.0, limit), |row| {
            let code: String = row.get(2)?;
            let language = Language::new(&code).unwrap_or(Language::DEFAULT);
            Ok((AccountId(row.get(0)?), row.get(1)?, language))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Forgets drafts from before `day_ago`, and invitations and announcements that were over
    /// before `month_ago` (ms UTC). How many they were.
    pub fn prune_admin(&self, day_ago: i64, month_ago: i64) -> Result<u32, Error> {
        let mut gone = self
            .0
            .prepare_cached("DELETE FROM announcement WHERE begun_ms IS NULL AND made_ms < ?1")?
            .execute([day_ago])?;
        gone += self
            .0
            .prepare_cached("DELETE FROM announcement WHERE ended_ms < ?1")?
            .execute([month_ago])?;
        gone += self
            .0
            .prepare_cached("DELETE FROM invitation WHERE expires_ms < ?1 OR used_ms < ?1")?
            .execute([month_ago])?;
        Ok(gone as u32)
    }
}

/// Columns: id, text, begun, reached, posted, addressees, chat, language, back.
fn announcement(row: &Row<'_>) -> Result<Announcement, rusqlite::Error> {
    let code: String = row.get(7)?;
    Ok(Announcement {
        id: AnnouncementId(row.get(0)?),
        text: row.get(1)?,
        begun: row.get(2)?,
        reached: AccountId(row.get(3)?),
        posted: row.get(4)?,
        addressees: row.get(5)?,
        chat: row.get(6)?,
        language: Language::new(&code).unwrap_or(Language::DEFAULT),
        back: row.get(8)?,
    })
}
