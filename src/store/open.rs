//! Opening the file: every check first, every change after. Whatever refuses leaves the file as
//! it was.

use super::{Error, Look, Store, writer::Writer};
use crate::{
    metrics::Metrics,
    seal::{self, AUDIT_KEY_BYTES, DatabaseKey, SEAL_BYTES, Seal},
};
use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};
use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};
use zeroize::Zeroizing;

/// "TnLg": says whose file this is.
const APPLICATION_ID: i32 = 0x546e_4c67;
/// Migrations, in order; the schema's version is how many of them were applied.
pub(super) const MIGRATIONS: [&str; 14] = [
    include_str!("../../sql/0001_diary.sql"),
    include_str!("../../sql/0002_extras.sql"),
    include_str!("../../sql/0003_people.sql"),
    include_str!("../../sql/0004_reminders.sql"),
    include_str!("../../sql/0005_removed.sql"),
    include_str!("../../sql/0006_settings.sql"),
    include_str!("../../sql/0007_home_week.sql"),
    include_str!("../../sql/0008_privacy.sql"),
    include_str!("../../sql/0009_audit.sql"),
    include_str!("../../sql/0010_calls.sql"),
    include_str!("../../sql/0011_certificates.sql"),
    include_str!("../../sql/0012_past_weeks.sql"),
    include_str!("../../sql/0013_pin.sql"),
    include_str!("../../sql/0014_zones.sql"),
];
/// A page of the file; the first is written before anything else.
const PAGE_BYTES: u64 = 4096;
/// Connections that read at the same time: two cores have no use for more.
const READERS: u32 = 3;
/// How long a reader may wait for a free connection or a lock.
const READ_WAIT: Duration = Duration::from_secs(2);
/// The write-ahead log is cut back to this after a checkpoint, bytes.
const WAL_BYTES_MAX: i64 = 16 * 1024 * 1024;

/// Why the store did not open. The file was not touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// Something else has this file open.
    InUse,
    /// There is no such file, and none was to be made.
    Missing,
    /// It is a database that nobody encrypted.
    Plaintext,
    /// The key does not open it, or its very first page is damaged.
    WrongKey,
    /// A page does not carry its signature.
    Damaged,
    /// A newer version of this program made it.
    Newer,
    /// An older version of this program made it, and it was only to be looked at.
    Older,
    /// Some other program made it.
    Foreign,
    /// The system refused: what it said.
    System(io::ErrorKind),
    /// SQLite refused for another reason.
    Other(Error),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> OpenError {
        OpenError::System(error.kind())
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> OpenError {
        match Error::from(error) {
            Error::Damaged => OpenError::Damaged,
            Error::Busy => OpenError::InUse,
            other @ (Error::Full
            | Error::Disk
            | Error::Panicked
            | Error::Closed
            | Error::Randomness
            | Error::Content(_)
            | Error::Statement(_)) => OpenError::Other(other),
        }
    }
}

/// Keeps other processes away from the file while it lives.
pub(super) struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing is not enough: a process that is just being started may hold a copy of the handle.
        let _ = self.0.unlock();
    }
}

/// Opens the file, or makes it when `create`; migrates it to the newest schema.
pub(super) fn open(path: &Path, key: &DatabaseKey, create: bool) -> Result<Store, OpenError> {
    let path = &without_links(path)?;
    if !create && length(path)? == 0 {
        return Err(OpenError::Missing);
    }
    let lock = lock(path)?;
    super::copy::settle(path, key)?;
    if length(path)? > 0 {
        examine(path, key)?;
    } else if length(&beside(path, "-wal"))? > 0 {
        // There was a diary here; the library would throw away what is left of it.
        return Err(OpenError::Damaged);
    } else {
        OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    }
    let mut connection = connect(path, key)?;
    connection.execute_batch("PRAGMA journal_mode = WAL")?;
    recipe(&connection)?;
    migrate(&mut connection)?;
    make_keys(&connection)?;
    let seal = keys(&connection)?;
    let readers = readers(path, key)?;
    let metrics = Metrics::new();
    let (writer, thread) = Writer::start(connection, metrics.clone())?;
    Ok(Store {
        writer,
        readers,
        seal,
        metrics,
        thread: Arc::new(Mutex::new(Some(thread))),
        _lock: Arc::new(lock),
    })
}

/// Opens a file that another process may have open, and changes nothing in it: neither its schema
/// nor what stands in its log.
pub(super) fn look(path: &Path, key: &DatabaseKey) -> Result<Look, OpenError> {
    let path = &without_links(path)?;
    match length(path)? {
        0 => return Err(OpenError::Missing),
        1..PAGE_BYTES => return Err(OpenError::WrongKey),
        _ => {}
    }
    let logged = beside(path, "-wal").exists();
    let connection = connect(path, key)?;
    // Without a log before there is nothing in it to leave alone, and none is left behind.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, logged)?;
    match number(&connection, "PRAGMA user_version") {
        Ok(version) if version > MIGRATIONS.len() as i64 => return Err(OpenError::Newer),
        Ok(version) if version < MIGRATIONS.len() as i64 => return Err(OpenError::Older),
        Ok(_) => {}
        Err(rusqlite::Error::SqliteFailure(failure, _))
            if failure.code == ErrorCode::NotADatabase =>
        {
            return Err(OpenError::WrongKey);
        }
        Err(error) => return Err(error.into()),
    }
    if number(&connection, "PRAGMA application_id")? != i64::from(APPLICATION_ID) {
        return Err(OpenError::Foreign);
    }
    recipe(&connection)?;
    connection.execute_batch("PRAGMA query_only = ON")?;
    let seal = keys(&connection)?;
    Ok(Look { connection, seal })
}

/// The library follows no links, so that nobody can slip it another file; folders may well be
/// links (the service manager makes its state folder one).
pub(super) fn without_links(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    Ok(folder.unwrap_or(Path::new(".")).canonicalize()?.join(name))
}

/// The file next to `path` whose name goes on with `suffix`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Bytes of a file; none when it is not there.
pub(super) fn length(path: &Path) -> io::Result<u64> {
    match std::fs::metadata(path) {
        Ok(found) => Ok(found.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error),
    }
}

/// Takes the lock that keeps a second process away; it goes with the process.
pub(super) fn lock(path: &Path) -> Result<Lock, OpenError> {
    let name = beside(path, ".lock");
    let file = OpenOptions::new().create(true).append(true).mode(0o600).open(name)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Everything that can be wrong with an existing file, found without writing to it.
pub(super) fn examine(path: &Path, key: &DatabaseKey) -> Result<(), OpenError> {
    let mut head = [0; 16];
    let read = File::open(path)?.read(&mut head)?;
    if head.get(..read).is_some_and(|head| head == b"SQLite format 3\0") {
        return Err(OpenError::Plaintext);
    }
    if length(path)? < PAGE_BYTES {
        // The library would take it for an empty one.
        return Err(OpenError::WrongKey);
    }
    let connection = connect(path, key)?;
    // Alone on the file, the library keeps the index of the log in memory and leaves `-shm` as it
    // is. A log that is here is not brought in at the end; one that is not will not be left behind.
    connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
    let logged = beside(path, "-wal").exists();
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, logged)?;
    let tables = connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0));
    if let Err(rusqlite::Error::SqliteFailure(failure, _)) = &tables
        && failure.code == ErrorCode::NotADatabase
    {
        return Err(OpenError::WrongKey);
    }
    let tables: i64 = tables?;
    let owner = number(&connection, "PRAGMA application_id")?;
    // Without anything in it, it is ours: a first start that was cut short left it.
    if owner != i64::from(APPLICATION_ID) && (owner, tables) != (0, 0) {
        return Err(OpenError::Foreign);
    }
    if number(&connection, "PRAGMA user_version")? > MIGRATIONS.len() as i64 {
        return Err(OpenError::Newer);
    }
    if sound(&connection)? {
        return Ok(());
    }
    // A page that was torn by a power cut stands whole in the log. Only when file and log together
    // are whole is the log brought in; then we look once more.
    if logged && whole(&connection) {
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        if sound(&connection)? {
            return Ok(());
        }
    }
    Err(OpenError::Damaged)
}

/// Whether everything that can be reached can be read, the log included.
fn whole(connection: &Connection) -> bool {
    let verdict = connection.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0));
    verdict.is_ok_and(|verdict| verdict == "ok")
}

/// Whether every page of the file carries its signature.
fn sound(connection: &Connection) -> Result<bool, rusqlite::Error> {
    let mut faults = connection.prepare("PRAGMA cipher_integrity_check")?;
    Ok(faults.query([])?.next()?.is_none())
}

fn number(connection: &Connection, pragma: &str) -> Result<i64, rusqlite::Error> {
    connection.query_row(pragma, [], |row| row.get(0))
}

/// A connection with its key given, and nothing asked of the file yet.
pub(super) fn connect(path: &Path, key: &DatabaseKey) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    unlock(&connection, key)?;
    Ok(connection)
}

pub(super) fn unlock(connection: &Connection, key: &DatabaseKey) -> Result<(), rusqlite::Error> {
    // A key cannot be bound as a parameter; the text is wiped.
    let key = Zeroizing::new(format!(
        "PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{}'\"",
        key.reveal()
    ));
    connection.execute_batch(&key)
}

/// What every connection is told once it has its key.
fn recipe(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.execute_batch(&format!(
        "PRAGMA synchronous = FULL;
         PRAGMA busy_timeout = 5000;
         PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA secure_delete = ON;
         PRAGMA journal_size_limit = {WAL_BYTES_MAX};"
    ))
}

/// Brings the schema up to date, each step in a transaction of its own.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    let version = number(connection, "PRAGMA user_version")?;
    for (at, migration) in MIGRATIONS.iter().enumerate().skip(version as usize) {
        connection.execute_batch(&format!(
            "BEGIN IMMEDIATE;
             {migration}
             PRAGMA application_id = {APPLICATION_ID};
             PRAGMA user_version = {};
             COMMIT;",
            at + 1
        ))?;
    }
    Ok(())
}

/// The HMAC keys of this installation, made when the file is new.
pub(super) fn make_keys(connection: &Connection) -> Result<(), OpenError> {
    let seal = Zeroizing::new(seal::random_bytes::<SEAL_BYTES>()?);
    let audit = Zeroizing::new(seal::random_bytes::<AUDIT_KEY_BYTES>()?);
    connection.execute(
        "INSERT INTO meta (name, value) VALUES ('seal', ?1), ('audit', ?2) ON CONFLICT DO NOTHING",
        [seal.as_slice(), audit.as_slice()],
    )?;
    Ok(())
}

/// The HMAC keys of this installation.
pub(super) fn keys(connection: &Connection) -> Result<Seal, OpenError> {
    let key = |name| {
        let sql = "SELECT value FROM meta WHERE name = ?1";
        connection.query_row(sql, [name], |row| row.get(0).map(Zeroizing::<Vec<u8>>::new))
    };
    Seal::new(&key("seal")?, &key("audit")?).ok_or(OpenError::Other(Error::Content("meta.value")))
}

fn readers(
    path: &Path,
    key: &DatabaseKey,
) -> Result<r2d2::Pool<SqliteConnectionManager>, OpenError> {
    let key = key.clone();
    let manager = SqliteConnectionManager::file(path)
        .with_flags(
            OpenFlags::SQLITE_OPEN_READ_WRITE
                | OpenFlags::SQLITE_OPEN_NO_MUTEX
                | OpenFlags::SQLITE_OPEN_NOFOLLOW,
        )
        .with_init(move |connection| {
            unlock(connection, &key)?;
            recipe(connection)?;
            connection.execute_batch("PRAGMA query_only = ON")
        });
    r2d2::Pool::builder()
        .max_size(READERS)
        .connection_timeout(READ_WAIT)
        .error_handler(Box::new(r2d2::NopErrorHandler))
        .build(manager)
        .map_err(|_| OpenError::Other(Error::Busy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let key = DatabaseKey::random().unwrap();
        let store = open(&folder.path().join("diary.db"), &key, true).unwrap();
        let reader = store.readers.get().unwrap();
        let refused = reader.execute("INSERT INTO counter (name, value) VALUES ('x', 1)", []);
        let Err(rusqlite::Error::SqliteFailure(failure, _)) = refused else { panic!() };
        assert_eq!(failure.code, ErrorCode::ReadOnly);
    }
}
