//! What can go wrong with the file. No variant carries content: a statement or a value would
//! end up in a log.

use rusqlite::ErrorCode;
use std::fmt;

/// A failure of a read or a write. "Failed" means unknown to the caller: whoever tries again
/// must be able to do so without harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The queue of the writer is full; nothing was done.
    Busy,
    /// The disk is full; nothing was done.
    Full,
    /// The disk failed. The process must end: it can no longer tell what is on it.
    Disk,
    /// A page does not carry its signature. The process must end.
    Damaged,
    /// The work panicked; it was rolled back.
    Panicked,
    /// The store is closing.
    Closed,
    /// The system gave no randomness.
    Randomness,
    /// A stored value is not what it should be; the name of the column.
    Content(&'static str),
    /// Anything else, with SQLite's extended code.
    Statement(i32),
}

impl Error {
    /// Whether the process must end rather than go on as if saved.
    pub fn fatal(self) -> bool {
        matches!(self, Error::Disk | Error::Damaged)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Busy => f.write_str("the writer's queue is full"),
            Error::Full => f.write_str("the disk is full"),
            Error::Disk => f.write_str("the disk failed"),
            Error::Damaged => f.write_str("the database is damaged"),
            Error::Panicked => f.write_str("the work panicked"),
            Error::Closed => f.write_str("the store is closing"),
            Error::Randomness => f.write_str("no randomness from the system"),
            Error::Content(column) => write!(f, "unreadable value in {column}"),
            Error::Statement(code) => write!(f, "SQLite code {code}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        let rusqlite::Error::SqliteFailure(failure, _) = error else {
            return Error::Statement(-1);
        };
        #[expect(clippy::wildcard_enum_match_arm, reason = "a foreign enum that may grow")]
        match failure.code {
            ErrorCode::DiskFull => Error::Full,
            ErrorCode::SystemIoFailure => Error::Disk,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Error::Damaged,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Error::Busy,
            _ => Error::Statement(failure.extended_code),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(_: std::io::Error) -> Error {
        Error::Randomness
    }
}
