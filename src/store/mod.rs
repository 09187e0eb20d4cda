//! The notebook: one encrypted file, one thread that writes it, a few connections that read.
//! No type of the database library leaves this room; every verb is one statement.

mod admin;
mod archive;
mod aside;
mod audit;
mod backup;
mod calls;
mod certificates;
mod copy;
mod disk;
mod error;
pub(crate) mod files;
mod household;
mod links;
mod notices;
mod open;
mod parting;
mod people;
mod pins;
mod privacy;
mod queues;
mod readings;
mod reminders;
mod removed;
mod settings;
mod silence;
mod threads;
mod timers;
mod watch;
mod weeks;
mod writer;

pub use admin::{Announcement, Invitation, Tallies};
pub use aside::owner_chat;
pub use audit::{Anchor, Base, Broken, Entry, Fault, Verified};
pub use certificates::StoredCertificate;
pub use copy::{Hold, Looked, Stock, copy_file, in_use, look, revive, verify};
pub use disk::{Disk, disk};
pub use error::Error;
pub use links::{Offer, Tried};
pub use open::OpenError;
pub use parting::Parted;
pub use people::Enrolment;
pub use pins::Pin;
pub use privacy::Leaver;
pub use queues::{Posted, Received, Waiting};
pub use readings::{NewReading, StoredReading};
pub use reminders::{Addressee, Watched};
pub use silence::Silent;
pub use timers::SetTimer;
pub use watch::Desk;
pub use weeks::Running;

use crate::{
    metrics::Metrics,
    seal::{DatabaseKey, Seal},
};
use open::Lock;
use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::Connection;
use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
};
use writer::Writer;

/// The writer's thread; it ends with an error when the disk can no longer be trusted.
type WriterThread = JoinHandle<Result<(), Error>>;

/// The open store. Clones share it; it closes when the last one goes.
#[derive(Clone)]
pub struct Store {
    writer: Writer,
    readers: r2d2::Pool<SqliteConnectionManager>,
    seal: Seal,
    metrics: Metrics,
    thread: Arc<Mutex<Option<WriterThread>>>,
    _lock: Arc<Lock>,
}

/// A file that is only looked at; another process may be writing it meanwhile.
pub struct Look {
    connection: Connection,
    seal: Seal,
}

impl Look {
    /// Opens an existing file of this version's schema, beside a process that has it open or
    /// without one.
    pub fn open(path: &Path, key: &DatabaseKey) -> Result<Look, OpenError> {
        open::look(path, key)
    }

    /// The keys for hashing identities and codes.
    pub fn seal(&self) -> &Seal {
        &self.seal
    }

    /// What is there to be looked at.
    pub fn view(&self) -> View<'_> {
        View(&self.connection)
    }
}

/// Inside the writer's transaction. The private field keeps the room's tools in the room.
pub struct Tx<'a>(&'a Connection);

/// A look at the file that can change nothing.
pub struct View<'a>(&'a Connection);

impl Tx<'_> {
    /// The state of the file as it is by now in this transaction.
    pub fn view(&self) -> View<'_> {
        View(self.0)
    }
}

impl Store {
    /// Opens the file; `create` makes it when it is not there.
    pub fn open(path: &Path, key: &DatabaseKey, create: bool) -> Result<Store, OpenError> {
        open::open(path, key, create)
    }

    /// The keys for hashing identities and codes.
    pub fn seal(&self) -> &Seal {
        &self.seal
    }

    /// The instruments.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Runs `work` in one transaction; `Ok` means that its effects are on the disk. An error or a
    /// panic takes back this work only.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.writer.write(work).await
    }

    /// Looks at the last committed state.
    pub async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&View<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let readers = self.readers.clone();
        tokio::task::spawn_blocking(move || {
            let connection = readers.get().map_err(|_| Error::Busy)?;
            look(&View(&connection))
        })
        .await
        .unwrap_or(Err(Error::Panicked))
    }

    /// Waits until the writer's thread has ended: `Err` when the disk can no longer be trusted.
    /// While a clone of the store lives, the thread ends only in that case.
    pub fn wait(&self) -> impl Future<Output = Result<(), Error>> + use<> {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        async move {
            let Some(thread) = thread else {
                return std::future::pending().await;
            };
            tokio::task::spawn_blocking(move || thread.join().unwrap_or(Err(Error::Panicked)))
                .await
                .unwrap_or(Err(Error::Panicked))
        }
    }
}
