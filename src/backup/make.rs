//! Making a backup: a copy in one moment, looked through, put into its envelope, read again, and
//! only then given its name.

use super::{
    Manifest, Plan, Trouble,
    folder::{Folder, newest, sum_of},
};
use crate::{
    domain::rotation,
    seal::{
        DatabaseKey,
        envelope::{Envelope, Summing},
    },
    store::{self, Stock, files},
};
use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// While the service runs, a backup is made this long after the last one, ms: an hour.
const EVERY_MS: i64 = 60 * 60 * 1000;

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its file.
    pub path: PathBuf,
    /// When, ms UTC.
    pub made_ms: i64,
    /// Its length, bytes.
    pub bytes: u64,
    /// What is in it.
    pub stock: Stock,
    /// Older ones that the schedule did not keep.
    pub removed: u32,
    /// Why it did not come into the second folder as well, if it did not.
    pub uncopied: Option<Trouble>,
}

/// A file that goes unless it was given its name.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        // What stays is swept away by the next backup.
        let _ = files::remove(&self.0);
    }
}

/// Whether it is time for a backup in this folder.
pub fn due(folder: &Path, now_ms: i64) -> bool {
    newest(folder, now_ms).is_none_or(|newest| now_ms - newest >= EVERY_MS)
}

/// Makes a backup of the diary at `database`, which may be in use, and removes those that the
/// schedule does not keep.
pub fn make(plan: &Plan, database: &Path, key: &DatabaseKey, now_ms: i64) -> Result<Made, Trouble> {
    let folder = Folder::open(&plan.folder, true)?;
    let mut made_ms = now_ms - now_ms.rem_euclid(1000);
    while folder.file(&rotation::name(made_ms)).exists() {
        made_ms += 1000;
    }
    let name = rotation::name(made_ms);
    let path = folder.file(&name);
    let copy = Part(files::part(&folder.file(&format!("{name}.db"))));
    let own = DatabaseKey::random()?;
    let stock = store::copy_file(database, key, &copy.0, &own)?;
    if store::verify(&copy.0, &own)? != stock {
        return Err(Trouble::Differs);
    }
    let (bytes, sha256) = sum_of(&copy.0)?;
    let manifest = Manifest {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_ms,
        stock,
        bytes,
        sha256,
        key: own,
        settings: plan.settings.clone(),
    };
    let part = Part(files::part(&path));
    let (bytes, sum) = close(plan, &manifest, &copy.0, &part.0)?;
    drop(copy);
    if sum_of(&part.0)? != (bytes, sum.clone()) {
        return Err(Trouble::Unfaithful);
    }
    folder.publish(&part.0, &name, &sum)?;
    let uncopied = plan.copy.as_deref().and_then(|to| copied(&path, to, &name, &sum, now_ms).err());
    let removed = folder.prune(now_ms)?;
    Ok(Made { path, made_ms, bytes, stock: manifest.stock, removed, uncopied })
}

/// Writes the envelope; its length and its sum.
fn close(
    plan: &Plan,
    manifest: &Manifest,
    from: &Path,
    to: &Path,
) -> Result<(u64, String), Trouble> {
    let file = Summing::new(BufWriter::new(files::create(to)?));
    let mut envelope = Envelope::new(&plan.recipient, file)?;
    envelope.write_all(&manifest.lines()?)?;
    let copied = io::copy(&mut File::open(from)?, &mut envelope)?;
    if copied != manifest.bytes {
        return Err(Trouble::Unfaithful);
    }
    let (file, bytes, sum) = envelope.close()?.sum();
    let file = file.into_inner().map_err(|error| Trouble::from(error.into_error()))?;
    file.sync_all()?;
    Ok((bytes, sum))
}

/// Copies a backup into a second folder, which has to be there: an empty place where a disk is not
/// mounted is none.
fn copied(from: &Path, to: &Path, name: &str, sum: &str, now_ms: i64) -> Result<(), Trouble> {
    let folder = Folder::open(to, false)?;
    let part = Part(files::part(&folder.file(name)));
    let mut file = files::create(&part.0)?;
    io::copy(&mut File::open(from)?, &mut file)?;
    file.sync_all()?;
    if sum_of(&part.0)?.1 != sum {
        return Err(Trouble::Unfaithful);
    }
    folder.publish(&part.0, name, sum)?;
    folder.prune(now_ms)?;
    Ok(())
}
