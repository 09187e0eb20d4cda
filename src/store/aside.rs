//! A look at a file that another process may be writing, and that may be what is wrong.

use super::{OpenError, Tx, copy::reach};
use crate::{domain::person::Language, seal::DatabaseKey};
use rusqlite::config::DbConfig;
use std::path::Path;

/// Where the owner can be told something, and in which language. Nothing is examined, migrated,
/// locked for longer than the look, or written; so it works beside a running service, and with a
/// file that the service refuses, as far as these pages can be read.
pub fn owner_chat(path: &Path, key: &DatabaseKey) -> Result<Option<(i64, Language)>, OpenError> {
    let connection = reach(path, key)?;
    connection.execute_batch("PRAGMA query_only = ON")?;
    // What stands in the log stays there for the one whose it is.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Tx(&connection).owner_chat().map_err(OpenError::Other)
}
