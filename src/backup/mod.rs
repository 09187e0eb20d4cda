//! Backups: made while the service runs, closed with a key that is not on this machine, looked
//! through before they count; brought back onto an empty machine; and the change of the key. A
//! crash at any moment leaves what was there before, or what was to be there.

mod folder;
mod make;
mod manifest;
mod rekey;
mod restore;
mod tend;

pub use folder::{Checked, newest, verify};
pub use make::{Made, due, make};
pub use manifest::Manifest;
pub use rekey::{Rekeyed, rekey};
pub use restore::{Restored, peek, restore};
pub use tend::{Keeper, tend};

pub use crate::{
    seal::envelope::Opener,
    store::{Disk, Hold, Looked, OpenError, Stock, copy_file, disk, in_use, look},
};

use crate::seal::{Secret, envelope::Recipient};
use std::{fmt, io, path::PathBuf};

/// Where backups go, and what goes into them beside the diary.
#[derive(Clone)]
pub struct Plan {
    /// Whose key opens them.
    pub recipient: Recipient,
    /// The folder.
    pub folder: PathBuf,
    /// A second folder.
    pub copy: Option<PathBuf>,
    /// The settings that a new machine goes on with.
    pub settings: Vec<(String, Secret)>,
}

/// Why a backup was not made or not brought back. Nothing that was there before has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The folder is being worked in by another backup.
    Busy,
    /// There is no such folder.
    NoFolder(PathBuf),
    /// The diary, or a copy of it, does not open.
    Store(OpenError),
    /// The copy does not hold what the diary holds.
    Differs,
    /// What was written is not what is read again.
    Unfaithful,
    /// This is there already, and is not written over.
    Exists(PathBuf),
    /// The file was closed for another key.
    OtherKey,
    /// The file is no backup, or was changed.
    Damaged,
    /// A newer version of the program made the backup.
    Newer,
    /// It was made, but is not in the second folder.
    Second(Box<Trouble>),
    /// The system refused: what it said.
    System(io::ErrorKind),
}

/// For the log: no path, no content.
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Busy => f.write_str("another one is being made"),
            Trouble::NoFolder(_) => f.write_str("there is no such folder"),
            Trouble::Store(OpenError::System(kind)) | Trouble::System(kind) => {
                write!(f, "the system refused: {kind}")
            }
            Trouble::Store(OpenError::Other(error)) => write!(f, "{error}"),
            Trouble::Store(_) => f.write_str("the database does not open"),
            Trouble::Differs => f.write_str("the copy differs from the database"),
            Trouble::Unfaithful => f.write_str("what was written is not what is read"),
            Trouble::Exists(_) => f.write_str("something is there already"),
            Trouble::OtherKey => f.write_str("closed for another key"),
            Trouble::Damaged => f.write_str("damaged"),
            Trouble::Newer => f.write_str("made by a newer version"),
            Trouble::Second(trouble) => write!(f, "not in the second folder: {trouble}"),
        }
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble::System(error.kind())
    }
}

impl From<OpenError> for Trouble {
    fn from(error: OpenError) -> Trouble {
        Trouble::Store(error)
    }
}
