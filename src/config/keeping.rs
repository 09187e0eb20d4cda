//! How long things are kept, and where the head of the audit chain goes.

use super::{Environment, Fault, database_key};
use crate::{
    domain::keeping::{AUDIT_DAYS, Keeping},
    seal::DatabaseKey,
};
use std::path::PathBuf;

/// Fewer days of silence than this are a holiday, not the end of a diary.
const INACTIVE_DAYS_MIN: u32 = 30;
/// A chain that is pruned sooner than this could not be compared with a head of the month before.
const AUDIT_DAYS_MIN: u32 = 30;
/// A hundred years: more is a slip of the finger.
const DAYS_MAX: u32 = 36_500;

/// Where the head of the audit chain goes.
#[derive(Clone, Default)]
pub struct Heads {
    /// A file, best on another machine.
    pub path: Option<PathBuf>,
    /// Whether it goes to the owner's chat as well.
    pub chat: bool,
}

/// The file and how long things in it are kept; what works on it without doors needs no more.
pub struct Diary {
    /// The file of the diary.
    pub path: PathBuf,
    /// Its key.
    pub key: DatabaseKey,
    /// How long things are kept.
    pub keeping: Keeping,
    /// Where the head of the audit chain goes.
    pub heads: Heads,
}

impl Diary {
    /// Reads what is needed to work on the file.
    pub fn new(environment: &Environment) -> Result<Diary, Fault> {
        Ok(Diary {
            path: environment.database(),
            key: database_key(environment)?,
            keeping: keeping(environment)?,
            heads: heads(environment)?,
        })
    }
}

pub(super) fn keeping(environment: &Environment) -> Result<Keeping, Fault> {
    let days = |name, fallback, least| {
        let days: u32 = environment.parsed(name, fallback)?;
        if days == 0 && fallback == 0 || (least..=DAYS_MAX).contains(&days) {
            Ok(days)
        } else {
            Err(Fault::Malformed(name))
        }
    };
    let some = |days: u32| Some(days).filter(|days| *days > 0);
    Ok(Keeping {
        readings_days: some(days("RETENTION_DAYS", 0, 1)?),
        audit_days: days("AUDIT_RETENTION_DAYS", AUDIT_DAYS, AUDIT_DAYS_MIN)?,
        inactive_days: some(days("INACTIVE_DAYS", 0, INACTIVE_DAYS_MIN)?),
    })
}

pub(super) fn heads(environment: &Environment) -> Result<Heads, Fault> {
    Ok(Heads {
        path: environment.text("AUDIT_HEAD_PATH").map(PathBuf::from),
        chat: environment.parsed("AUDIT_HEAD_CHAT", false)?,
    })
}
