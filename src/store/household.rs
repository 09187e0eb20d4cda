//! The people of an account, its speakers, and the end of it.

use super::{Error, Tx};
use crate::{
    domain::{
        person::{AccountId, Name, Person, PersonId, ReadingId},
        threshold::Target,
    },
    seal::Mark,
};

impl Tx<'_> {
    /// Everybody whose diary this account holds, the holder first.
    pub(super) fn people(&self, account: AccountId) -> Result<Vec<Person>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, name, erase_ms FROM person WHERE account = ?1 ORDER BY id",
        )?;
        let rows = statement.query_map([account.0], |row| {
            let name: Option<String> = row.get(1)?;
            Ok(Person {
                id: PersonId(row.get(0)?),
                name: name.as_deref().and_then(Name::new),
                leaving_ms: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A reading of this person is somebody else's of the same account; says whether it was there.
    pub fn give_reading(
        &self,
        person: PersonId,
        id: ReadingId,
        to: PersonId,
    ) -> Result<bool, Error> {
        let given = self
            .0
            .prepare_cached(
                "UPDATE reading SET person = ?3
                  WHERE id = ?2 AND person = ?1
                    AND (SELECT account FROM person WHERE id = ?3)
                        = (SELECT account FROM person WHERE id = ?1)",
            )?
            .execute((person.0, id.0, to.0))?;
        Ok(given == 1)
    }

    /// Begins a diary for somebody else; the one there is when the name is taken.
    pub fn add_person(&self, account: AccountId, name: &Name) -> Result<PersonId, Error> {
        self.0
            .prepare_cached(
                "INSERT INTO person (account, name) VALUES (?1, ?2)
                 ON CONFLICT (account, name) DO NOTHING",
            )?
            .execute((account.0, name.as_str()))?;
        let id = self
            .0
            .prepare_cached("SELECT id FROM person WHERE account = ?1 AND name = ?2")?
            .query_row((account.0, name.as_str()), |row| row.get(0))?;
        Ok(PersonId(id))
    }

    /// What this person's doctor has set, mmHg.
    pub fn target(&self, person: PersonId) -> Result<Option<Target>, Error> {
        let (systolic, diastolic): (Option<u16>, Option<u16>) = self
            .0
            .prepare_cached("SELECT target_systolic, target_diastolic FROM person WHERE id = ?1")?
            .query_row([person.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(systolic.zip(diastolic).and_then(|(upper, lower)| Target::new(upper, lower)))
    }

    /// Remembers what this person's doctor has set.
    pub fn set_target(&self, person: PersonId, target: Target) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "UPDATE person SET target_systolic = ?2, target_diastolic = ?3 WHERE id = ?1",
            )?
            .execute((person.0, target.limit().systolic, target.limit().diastolic))?;
        Ok(())
    }

    /// The speakers of this account, the oldest first: since when (ms UTC), and whether it tells
    /// nothing.
    pub fn speakers(&self, account: AccountId) -> Result<Vec<(Mark, i64, bool)>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT hash, at_ms, write_only FROM peer
              WHERE account = ?1 AND door = 'voice' ORDER BY at_ms, hash",
        )?;
        let rows = statement
            .query_map([account.0], |row| Ok((Mark(row.get(0)?), row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// From now on this speaker tells nothing, or tells again.
    pub fn set_write_only(&self, peer: &Mark, write_only: bool) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE peer SET write_only = ?2 WHERE hash = ?1")?
            .execute((peer.0, write_only))?;
        Ok(())
    }
}
