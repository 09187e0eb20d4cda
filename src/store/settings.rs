//! What people have set.

use super::{Error, Tx, View};
use crate::{
    domain::{
        period::Borders,
        person::{AccountId, PersonId},
        settings::{Country, Manner, Settings, Tone, Unit},
        threshold::Profile,
        when::Zone,
    },
    seal::Mark,
};
use rusqlite::{OptionalExtension, Row};

/// The settings of a row, from this column on: unit, tone, country, menu and the three borders.
pub(super) fn settings(row: &Row<'_>, at: usize) -> rusqlite::Result<Settings> {
    let unit: String = row.get(at)?;
    let tone: String = row.get(at + 1)?;
    let country: Option<String> = row.get(at + 2)?;
    let manner = Manner {
        unit: Unit::of_id(&unit).unwrap_or_default(),
        tone: Tone::of_id(&tone).unwrap_or_default(),
        country: country.as_deref().and_then(Country::of_id),
        menu: row.get(at + 3)?,
    };
    let borders = Borders::new(row.get(at + 4)?, row.get(at + 5)?, row.get(at + 6)?);
    Ok(Settings { manner, borders: borders.unwrap_or(Borders::DEFAULT) })
}

impl Tx<'_> {
    /// The zone in which this account reads its times from now on.
    pub fn set_zone(&self, account: AccountId, zone: &Zone) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE account SET zone = ?2 WHERE id = ?1")?
            .execute((account.0, zone.name()))?;
        Ok(())
    }

    /// What this account has measured whose zone was not known, and has said before this (ms UTC),
    /// was taken in this zone.
    pub fn settle_zones(
        &self,
        account: AccountId,
        zone: &Zone,
        before_ms: i64,
    ) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "UPDATE reading SET zone = ?2
                  WHERE zone IS NULL AND said_ms < ?3
                    AND person IN (SELECT id FROM person WHERE account = ?1)",
            )?
            .execute((account.0, zone.name(), before_ms))?;
        Ok(())
    }

    /// In which unit this account is shown pressures.
    pub fn set_unit(&self, account: AccountId, unit: Unit) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE account SET unit = ?2 WHERE id = ?1")?
            .execute((account.0, unit.id()))?;
        Ok(())
    }

    /// In how many words this account is reminded.
    pub fn set_tone(&self, account: AccountId, tone: Tone) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE account SET tone = ?2 WHERE id = ?1")?
            .execute((account.0, tone.id()))?;
        Ok(())
    }

    /// Whose emergency numbers this account is told.
    pub fn set_country(&self, account: AccountId, country: Country) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE account SET country = ?2 WHERE id = ?1")?
            .execute((account.0, country.id()))?;
        Ok(())
    }

    /// Whether this account is shown the menu of buttons.
    pub fn set_menu(&self, account: AccountId, shown: bool) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE account SET menu = ?2 WHERE id = ?1")?
            .execute((account.0, shown))?;
        Ok(())
    }

    /// Where the parts of this account's day begin.
    pub fn set_borders(&self, account: AccountId, borders: Borders) -> Result<(), Error> {
        let (morning, daytime, evening) = borders.into();
        self.0
            .prepare_cached(
                "UPDATE account SET morning_min = ?2, daytime_min = ?3, evening_min = ?4
                  WHERE id = ?1",
            )?
            .execute((account.0, morning, daytime, evening))?;
        Ok(())
    }

    /// Whose thresholds this person has chosen.
    pub fn profile(&self, person: PersonId) -> Result<Option<Profile>, Error> {
        let id: Option<String> = self
            .0
            .prepare_cached("SELECT profile FROM person WHERE id = ?1")?
            .query_row([person.0], |row| row.get(0))?;
        Ok(id.as_deref().and_then(Profile::of_id))
    }

    /// Whose thresholds this person has from now on.
    pub fn set_profile(&self, person: PersonId, profile: Profile) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE person SET profile = ?2 WHERE id = ?1")?
            .execute((person.0, profile.guideline().id))?;
        Ok(())
    }

    /// This person has no target of their own any more.
    pub fn clear_target(&self, person: PersonId) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "UPDATE person SET target_systolic = NULL, target_diastolic = NULL WHERE id = ?1",
            )?
            .execute([person.0])?;
        Ok(())
    }
}

impl View<'_> {
    /// How this identity is answered; nothing when it has no account.
    pub fn manner(&self, peer: &Mark) -> Result<Option<Manner>, Error> {
        Ok(self
            .0
            .prepare_cached(
                "SELECT account.unit, account.tone, account.country, account.menu,
                        account.morning_min, account.daytime_min, account.evening_min, account.zone
                   FROM peer JOIN account ON account.id = peer.account
                  WHERE peer.hash = ?1",
            )?
            .query_row([peer.0], |row| {
                let zone: Option<String> = row.get(7)?;
                let zone = zone.as_deref().and_then(Zone::new);
                Ok(settings(row, 0)?.manner_in(zone.as_ref()))
            })
            .optional()?)
    }
}
