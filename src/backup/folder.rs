//! A folder of backups: each a file and the sum of it beside, as `sha256sum` writes it. Files of
//! other names are not ours.

use super::Trouble;
use crate::{
    domain::rotation::{self, kept},
    seal::envelope::Summing,
    store::files,
};
use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Read},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

const SUM: &str = ".sha256";
const PART: &str = ".part";
const LOCK: &str = ".tonolog-backup.lock";

/// What was found out about the backups of a folder without opening any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Those that are as they were written.
    pub whole: u32,
    /// Those that are not, or have no sum, by their names.
    pub damaged: Vec<String>,
    /// When the newest whole one was made, ms UTC.
    pub newest_ms: Option<i64>,
}

/// A folder that nobody else makes a backup in while this lives.
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Opens it. `create`: makes it if it is not there; what it is to lie in has to be.
    pub(super) fn open(path: &Path, create: bool) -> Result<Folder, Trouble> {
        if create && !path.exists() {
            match DirBuilder::new().mode(0o700).create(path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return Err(Trouble::NoFolder(path.to_owned()));
                }
                made => made?,
            }
        }
        if !path.is_dir() {
            return Err(Trouble::NoFolder(path.to_owned()));
        }
        let lock = path.join(LOCK);
        let lock = OpenOptions::new().create(true).append(true).mode(0o600).open(lock)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Trouble::Busy),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let folder = Folder { path: path.to_owned(), _lock: lock };
        folder.sweep()?;
        Ok(folder)
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// What a backup that was cut short has left: its parts, and sums without a file.
    fn sweep(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?.file_name();
            let Some(name) = entry.to_str() else { continue };
            let part = name.strip_prefix('.').and_then(|name| name.strip_suffix(PART));
            let part = part.map(|part| part.strip_suffix(SUM).unwrap_or(part));
            let part = part.map(|part| part.strip_suffix(".db").unwrap_or(part));
            let sum = name.strip_suffix(SUM).filter(|file| !self.file(file).exists());
            if part.or(sum).and_then(rotation::made_ms).is_some() {
                files::remove(&self.file(name))?;
            }
        }
        Ok(())
    }

    /// Gives a finished file its name, its sum first: a backup without one does not count.
    pub(super) fn publish(&self, part: &Path, name: &str, sum: &str) -> io::Result<()> {
        let sums = self.file(&format!("{name}{SUM}"));
        let sums_part = files::part(&sums);
        files::write(&sums_part, format!("{sum}  {name}\n").as_bytes())?;
        fs::rename(sums_part, &sums)?;
        fs::rename(part, self.file(name))?;
        files::sync_folder(&self.file(name))
    }

    /// Removes what the schedule does not keep; how many that were.
    pub(super) fn prune(&self, now_ms: i64) -> io::Result<u32> {
        let there = list(&self.path)?;
        let stays = kept(&there, now_ms);
        let mut removed = 0;
        for made_ms in there.into_iter().filter(|made_ms| !stays.contains(made_ms)) {
            let name = rotation::name(made_ms);
            // The backup first: a sum without it is swept away the next time.
            files::remove(&self.file(&name))?;
            files::remove(&self.file(&format!("{name}{SUM}")))?;
            removed += 1;
        }
        Ok(removed)
    }
}

/// When the backups of a folder were made, ms UTC.
fn list(folder: &Path) -> io::Result<Vec<i64>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        found.extend(name.to_str().and_then(rotation::made_ms));
    }
    found.sort_unstable();
    Ok(found)
}

/// When the backups were made that do not lie ahead of `now_ms`, ms UTC, the oldest first.
pub(super) fn all(folder: &Path, now_ms: i64) -> Vec<i64> {
    let mut made = list(folder).unwrap_or_default();
    made.retain(|made| *made <= now_ms);
    made
}

/// When the newest backup was made that does not lie ahead of `now_ms`, ms UTC.
pub fn newest(folder: &Path, now_ms: i64) -> Option<i64> {
    list(folder).ok()?.into_iter().rfind(|made| *made <= now_ms)
}

/// Compares every backup of a folder with its sum. What is inside can be told only by who has the
/// other half of the key.
pub fn verify(folder: &Path) -> Result<Checked, Trouble> {
    if !folder.is_dir() {
        return Err(Trouble::NoFolder(folder.to_owned()));
    }
    let mut checked = Checked::default();
    for made_ms in list(folder)? {
        let name = rotation::name(made_ms);
        let path = folder.join(&name);
        let sum = fs::read_to_string(folder.join(format!("{name}{SUM}"))).ok();
        match sum {
            Some(line) if line == format!("{}  {name}\n", sum_of(&path)?.1) => {
                checked.whole += 1;
                checked.newest_ms = Some(made_ms);
            }
            Some(_) | None => checked.damaged.push(name),
        }
    }
    Ok(checked)
}

/// Length and sum of a file, as they are read from it.
pub(super) fn sum_of(path: &Path) -> io::Result<(u64, String)> {
    let mut file = Summing::new(File::open(path)?);
    let mut buffer = vec![0; 64 * 1024];
    while file.read(&mut buffer)? > 0 {}
    let (_, bytes, sum) = file.sum();
    Ok((bytes, sum))
}
