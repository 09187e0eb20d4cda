//! Copies of the file: made while it is in use, under another key, and looked through before
//! anybody relies on them.

use super::{
    Entry, Error, OpenError, Tx,
    files::{like, remove, sync_folder},
    open::{
        Lock, MIGRATIONS, beside, connect, examine, keys, length, lock, make_keys, migrate, unlock,
        without_links,
    },
};
use crate::{
    domain::audit::{Action, Via},
    seal::DatabaseKey,
};
use rusqlite::{
    Connection, ErrorCode, OpenFlags, OptionalExtension,
    backup::{Backup, StepResult},
};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

/// A copy waits this long for a service that is just starting, and the other way round.
const WAIT: Duration = Duration::from_secs(30);
/// The schema that brought the audit chain.
const AUDITED_SINCE: i64 = 9;
/// What a file under a new key is called until it takes the place of the old one.
const REKEYED: &str = ".rekey";

/// What is in a file, as numbers: a copy has to have the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// The version of the schema.
    pub schema: i64,
    /// Accounts.
    pub accounts: i64,
    /// People whose readings are kept.
    pub people: i64,
    /// Readings.
    pub readings: i64,
    /// Chats and speakers that are linked.
    pub peers: i64,
    /// The head of the audit chain, once the schema has one: `SEQ:HEX`.
    #[serde(default)]
    pub head: Option<String>,
}

/// What a look at a file that may be in use has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// What is in it.
    pub stock: Stock,
    /// Whether every page can be read and is where it belongs.
    pub whole: bool,
    /// Migrations that the next start brings.
    pub pending: i64,
}

/// Keeps every other process away from a file while it lives.
pub struct Hold {
    path: PathBuf,
    _lock: Lock,
}

/// Copies the last committed state of a file that may be in use into a new one under another key,
/// while everybody goes on writing; what is in it.
pub fn copy_file(
    from: &Path,
    key: &DatabaseKey,
    to: &Path,
    to_key: &DatabaseKey,
) -> Result<Stock, OpenError> {
    let source = reach(from, key)?;
    copy(&source, to, to_key).map_err(OpenError::Other)
}

/// Looks at a file that may be in use by another process.
pub fn look(path: &Path, key: &DatabaseKey) -> Result<Looked, OpenError> {
    let connection = reach(path, key)?;
    let stock = stock(&connection)?;
    let pending = MIGRATIONS.len() as i64 - stock.schema;
    if pending < 0 {
        return Err(OpenError::Newer);
    }
    // Pages that are just being written may look damaged for a moment.
    let whole = sound(&connection) || {
        std::thread::sleep(Duration::from_millis(500));
        sound(&connection)
    };
    Ok(Looked { stock, whole, pending })
}

/// Looks through a whole file that nobody else has open: every signature, every page, every
/// reference. What is in it.
pub fn verify(path: &Path, key: &DatabaseKey) -> Result<Stock, OpenError> {
    let path = without_links(path)?;
    examine(&path, key)?;
    let connection = connect(&path, key)?;
    if !sound(&connection) || !consistent(&connection)? {
        return Err(OpenError::Damaged);
    }
    Ok(stock(&connection)?)
}

/// Brings a file that comes out of a backup to the present: the newest schema, and nothing in it
/// that would be said a second time. Updates that had come and were not handled yet stay: their
/// sender was told nothing so far, as far as this file knows.
pub fn revive(path: &Path, key: &DatabaseKey, now_ms: i64) -> Result<(), OpenError> {
    let mut connection = connect(&without_links(path)?, key)?;
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")?;
    migrate(&mut connection)?;
    make_keys(&connection)?;
    let change = connection.transaction()?;
    // Most of it was delivered after the backup; what was not is in the diary all the same.
    change.execute("DELETE FROM outbox", [])?;
    change.execute("DELETE FROM timer WHERE due_ms < ?1", [now_ms])?;
    // Who got an announcement after the backup is not known any more.
    change.execute(
        "UPDATE announcement SET ended_ms = ?1 WHERE begun_ms IS NOT NULL AND ended_ms IS NULL",
        [now_ms],
    )?;
    note(&change, Action::BackupRestored, now_ms)?;
    change.commit()?;
    Ok(())
}

/// Writes down what the operator does with the whole file, in the transaction that does it.
fn note(connection: &Connection, action: Action, at_ms: i64) -> Result<(), OpenError> {
    let schema: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if schema < AUDITED_SINCE {
        return Ok(());
    }
    let (via, who, account, subject) = (Via::Operator, None, None, None);
    let entry = Entry { at_ms, action, via, who, account, subject, count: 1 };
    Tx(connection).append_audit(&keys(connection)?, &entry).map_err(OpenError::Other)
}

/// Whether some process has this file open as its diary.
pub fn in_use(path: &Path) -> bool {
    let name = without_links(path).map(|path| beside(&path, ".lock"));
    let file = name.and_then(|name| OpenOptions::new().read(true).open(name));
    file.is_ok_and(|file| matches!(file.try_lock_shared(), Err(fs::TryLockError::WouldBlock)))
}

impl Hold {
    /// Takes hold of the file, which need not be there yet.
    pub fn new(path: &Path) -> Result<Hold, OpenError> {
        let path = without_links(path)?;
        let lock = lock(&path)?;
        Ok(Hold { path, _lock: lock })
    }

    /// Ends a change of the key that was cut short: `true` when this very key was the new one, and
    /// the file under it is in its place now. What is left of a change that did not come that far
    /// goes.
    pub fn settle(&self, key: &DatabaseKey) -> Result<bool, OpenError> {
        settle(&self.path, key)
    }

    /// Makes a copy under the new key beside the file, and looks through it. The file itself stays
    /// as it is; the copy takes its place by [`Hold::settle`] with the new key.
    pub fn rekey(
        &self,
        key: &DatabaseKey,
        new: &DatabaseKey,
        now_ms: i64,
    ) -> Result<Stock, OpenError> {
        if length(&self.path)? == 0 {
            return Err(OpenError::Missing);
        }
        examine(&self.path, key)?;
        let (made, part) = (beside(&self.path, REKEYED), beside(&self.path, ".rekey.part"));
        remove(&part)?;
        let stock = {
            let source = connect(&self.path, key)?;
            copy(&source, &part, new).map_err(OpenError::Other)?
        };
        // The log of the old file must not meet the new one.
        if length(&beside(&self.path, "-wal"))? > 0 {
            return Err(OpenError::InUse);
        }
        if verify(&part, new)? != stock {
            return Err(OpenError::Damaged);
        }
        {
            let mut made = connect(&part, new)?;
            made.execute_batch("PRAGMA synchronous = FULL")?;
            let change = made.transaction()?;
            note(&change, Action::Rekeyed, now_ms)?;
            change.commit()?;
        }
        like(&part, &self.path)?;
        File::open(&part)?.sync_all()?;
        fs::rename(&part, &made)?;
        sync_folder(&made)?;
        Ok(stock)
    }
}

/// See [`Hold::settle`]; the lock is held.
pub(super) fn settle(path: &Path, key: &DatabaseKey) -> Result<bool, OpenError> {
    remove(&beside(path, ".rekey.part"))?;
    let made = beside(path, REKEYED);
    if length(&made)? == 0 || length(path)? == 0 {
        return Ok(false);
    }
    if fits(path, key)? {
        // The new key never came into force.
        remove(&made)?;
        return Ok(false);
    }
    if !fits(&made, key)? || length(&beside(path, "-wal"))? > 0 {
        return Ok(false);
    }
    fs::rename(&made, path)?;
    remove(&beside(path, "-wal"))?;
    remove(&beside(path, "-shm"))?;
    sync_folder(path)?;
    Ok(true)
}

/// Whether the key opens the file.
fn fits(path: &Path, key: &DatabaseKey) -> Result<bool, OpenError> {
    let tables = connect(path, key)?
        .query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get::<_, i64>(0));
    match tables {
        Ok(_) => Ok(true),
        Err(rusqlite::Error::SqliteFailure(failure, _))
            if failure.code == ErrorCode::NotADatabase =>
        {
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

/// A connection to a file that another process may be writing.
pub(super) fn reach(path: &Path, key: &DatabaseKey) -> Result<Connection, OpenError> {
    let path = without_links(path)?;
    if length(&path)? == 0 {
        return Err(OpenError::Missing);
    }
    let connection = connect(&path, key)?;
    connection.busy_timeout(WAIT)?;
    match connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0)) {
        Ok(0) => Err(OpenError::Foreign),
        Ok(1i64..) => Ok(connection),
        Ok(_) => Err(OpenError::Damaged),
        Err(rusqlite::Error::SqliteFailure(failure, _))
            if failure.code == ErrorCode::NotADatabase =>
        {
            Err(OpenError::WrongKey)
        }
        Err(error) => Err(error.into()),
    }
}

/// Copies what this connection sees, in one moment.
fn copy(from: &Connection, to: &Path, key: &DatabaseKey) -> Result<Stock, Error> {
    let moment = from.unchecked_transaction()?;
    let stock = stock(&moment)?;
    let file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(to);
    file.map_err(|error| disk(&error))?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let to = &without_links(to).map_err(|error| disk(&error))?;
    let mut target = Connection::open_with_flags(to, flags)?;
    unlock(&target, key)?;
    // Whoever fails here throws the copy away.
    target.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")?;
    let step = Backup::new(&moment, &mut target)?.step(-1)?;
    if step != StepResult::Done {
        return Err(Error::Busy);
    }
    target.close().map_err(|(_, error)| error)?;
    let synced = File::open(to).and_then(|file| file.sync_all());
    synced.map_err(|error| disk(&error))?;
    Ok(stock)
}

fn disk(error: &io::Error) -> Error {
    if error.kind() == io::ErrorKind::StorageFull { Error::Full } else { Error::Disk }
}

fn stock(connection: &Connection) -> Result<Stock, rusqlite::Error> {
    let schema = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let head = head(connection)?;
    connection.query_row(
        "SELECT (SELECT count(*) FROM account), (SELECT count(*) FROM person),
                (SELECT count(*) FROM reading), (SELECT count(*) FROM peer)",
        [],
        |row| {
            let (accounts, people) = (row.get(0)?, row.get(1)?);
            Ok(Stock { schema, accounts, people, readings: row.get(2)?, peers: row.get(3)?, head })
        },
    )
}

/// The head of the audit chain: the number of its last entry, a colon, the code of it. Nothing in
/// a schema that has no chain yet, or while there is no entry.
fn head(connection: &Connection) -> Result<Option<String>, rusqlite::Error> {
    let schema: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if schema < AUDITED_SINCE {
        return Ok(None);
    }
    connection
        .query_row(
            "SELECT seq || ':' || lower(hex(mac)) FROM
                 (SELECT seq, mac FROM audit UNION ALL SELECT seq, mac FROM audit_base)
              ORDER BY seq DESC LIMIT 1",
            [],
            |row| row.get(0),
        )
        .optional()
}

/// Whether every page carries its signature and is where it belongs.
fn sound(connection: &Connection) -> bool {
    let faults = |pragma: &str| -> Result<Vec<String>, rusqlite::Error> {
        connection.prepare(pragma)?.query_map([], |row| row.get(0))?.collect()
    };
    faults("PRAGMA cipher_integrity_check").is_ok_and(|faults| faults.is_empty())
        && faults("PRAGMA integrity_check").is_ok_and(|faults| faults == ["ok"])
}

/// Whether everything that is referred to is there.
fn consistent(connection: &Connection) -> Result<bool, rusqlite::Error> {
    let mut faults = connection.prepare("PRAGMA foreign_key_check")?;
    Ok(faults.query([])?.next()?.is_none())
}
