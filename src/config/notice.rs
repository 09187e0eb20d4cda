//! What a notice to the owner needs, and nothing else: a mistake in another setting may be the
//! very reason for it.

use super::{Environment, Fault, Telegram, database_key, telegram};
use crate::seal::DatabaseKey;
use std::path::PathBuf;

/// The way to the owner's chat.
pub struct Notice {
    /// The Telegram door.
    pub telegram: Telegram,
    /// The file that knows the chat.
    pub database: PathBuf,
    /// Its key.
    pub key: DatabaseKey,
}

impl Notice {
    /// Reads what is needed.
    pub fn new(environment: &Environment) -> Result<Notice, Fault> {
        Ok(Notice {
            telegram: telegram(environment)?.ok_or(Fault::Missing("TELEGRAM_BOT_TOKEN"))?,
            database: environment.database(),
            key: database_key(environment)?,
        })
    }
}
