//! A look at a file that another process may be writing, and that may be what is wrong.

use super::{
    OpenError, Tx,
    open::{connect, length, without_links},
};
use crate::{domain::person::Language, seal::DatabaseKey};
use rusqlite::{ErrorCode, config::DbConfig};
use std::{path::Path, time::Duration};

/// A service that is just starting has the file to itself for a moment.
const WAIT: Duration = Duration::from_secs(30);

/// Where the owner can be told something, and in which language. Nothing is examined, migrated,
/// locked for longer than the look, or written; so it works beside a running service, and with a
/// file that the service refuses, as far as these pages can be read.
pub fn owner_chat(path: &Path, key: &DatabaseKey) -> Result<Option<(i64, Language)>, OpenError> {
    let path = without_links(path)?;
    if length(&path)? == 0 {
        return Err(OpenError::Missing);
    }
    let connection = connect(&path, key)?;
    connection.busy_timeout(WAIT)?;
    connection.execute_batch("PRAGMA query_only = ON")?;
    match connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(())) {
        Err(rusqlite::Error::SqliteFailure(failure, _))
            if failure.code == ErrorCode::NotADatabase =>
        {
            return Err(OpenError::WrongKey);
        }
        read => read?,
    }
    // What stands in the log stays there for the one whose it is.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Tx(&connection).owner_chat().map_err(OpenError::Other)
}
