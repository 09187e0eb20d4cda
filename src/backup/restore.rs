//! Bringing a backup back onto an empty machine: nothing is there before everything was read,
//! compared and looked through, and nothing that is there is written over.

use super::{Manifest, Trouble, manifest::reading};
use crate::{
    seal::{
        DatabaseKey, Secret,
        envelope::{self, Opener, Shut, Summing},
    },
    store::{self, Hold, OpenError, Stock, files},
};
use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// What the diary is called when the backup does not say.
const DATABASE: &str = "tonolog.db";
const ENV: &str = ".env";
/// Files on their way: the copy under the backup's key, the diary under its new one, the settings.
const COPY: &str = ".tonolog-restore.copy";
const FRESH: &str = ".tonolog-restore.db";
const SETTINGS: &str = ".tonolog-restore.env";

/// A backup that was brought back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// When it was made, ms UTC.
    pub made_ms: i64,
    /// What is in it.
    pub stock: Stock,
    /// The diary.
    pub database: PathBuf,
    /// The settings.
    pub env: PathBuf,
}

/// What a backup says about itself, read to its end, so that it is known to be whole. Nothing is
/// written.
pub fn peek(file: &Path, opener: &Opener) -> Result<Manifest, Trouble> {
    unpack(file, opener, &mut io::sink())
}

/// Brings a backup back into a folder: the diary under a new key, and the settings as they were
/// with that key. `write_settings` says how they are written down. One that was cut short is
/// brought to its end, or begun anew.
pub fn restore(
    file: &Path,
    opener: &Opener,
    folder: &Path,
    now_ms: i64,
    write_settings: impl Fn(&[(String, Secret)]) -> Zeroizing<String>,
) -> Result<Restored, Trouble> {
    if !folder.is_dir() {
        return Err(Trouble::NoFolder(folder.to_owned()));
    }
    let manifest = peek(file, opener)?;
    let name = manifest.setting("DATABASE_PATH").and_then(|path| Path::new(path).file_name());
    let name = name.map_or_else(|| PathBuf::from(DATABASE), PathBuf::from);
    let (database, env) = (folder.join(&name), folder.join(ENV));
    let hold = Hold::new(&database)?;
    let restored = Restored {
        made_ms: manifest.made_ms,
        stock: manifest.stock.clone(),
        database: database.clone(),
        env: env.clone(),
    };
    let [copy, fresh, settings] = [COPY, FRESH, SETTINGS].map(|name| folder.join(name));
    if finish(&database, &env, &fresh, &settings)? {
        return Ok(restored);
    }
    for there in [&database, &env, &beside(&database, "-wal"), &beside(&database, "-journal")] {
        if there.symlink_metadata().is_ok() {
            return Err(Trouble::Exists(there.clone()));
        }
    }
    let swept = sweep(&[&copy, &fresh, &settings]);
    let made = swept.and_then(|()| {
        let key = DatabaseKey::random()?;
        fill(file, opener, &copy, &fresh, &key, now_ms)?;
        // What the next start reads has to be on the disk before there is anything to start.
        let mut all = manifest.settings.clone();
        all.retain(|(name, _)| name != "DATABASE_PATH");
        let path = name.to_string_lossy().into_owned();
        all.push(("DATABASE_PATH".to_owned(), Secret::new(path)));
        all.push(("DATABASE_KEY".to_owned(), Secret::new(key.reveal().to_owned())));
        files::write(&settings, write_settings(&all).as_bytes())?;
        Ok(())
    });
    if let Err(trouble) = made {
        // Nothing of it is of use; what cannot be removed is swept away the next time.
        let _ = sweep(&[&copy, &fresh, &settings]);
        return Err(trouble);
    }
    publish(&fresh, &database)?;
    finish(&database, &env, &fresh, &settings)?;
    drop(hold);
    Ok(restored)
}

/// The end of a restoration whose diary is in its place: `true` when there was one.
fn finish(database: &Path, env: &Path, fresh: &Path, settings: &Path) -> Result<bool, Trouble> {
    let same = match (database.symlink_metadata(), fresh.symlink_metadata()) {
        (Ok(database), Ok(fresh)) => {
            use std::os::unix::fs::MetadataExt;
            (database.dev(), database.ino()) == (fresh.dev(), fresh.ino())
        }
        _ => false,
    };
    if !same {
        return Ok(false);
    }
    if !env.exists() {
        publish(settings, env)?;
    }
    // The mark that it was not finished goes last.
    files::remove(settings)?;
    files::remove(fresh)?;
    Ok(true)
}

fn publish(part: &Path, path: &Path) -> Result<(), Trouble> {
    files::publish(part, path).map_err(|error| {
        let there = error.kind() == io::ErrorKind::AlreadyExists;
        if there { Trouble::Exists(path.to_owned()) } else { error.into() }
    })
}

/// The diary under its new key, looked through and brought to the present.
fn fill(
    file: &Path,
    opener: &Opener,
    copy: &Path,
    fresh: &Path,
    key: &DatabaseKey,
    now_ms: i64,
) -> Result<(), Trouble> {
    let mut target = files::create(copy)?;
    let manifest = unpack(file, opener, &mut target)?;
    target.sync_all()?;
    if store::verify(copy, &manifest.key).map_err(inside)? != manifest.stock {
        return Err(Trouble::Damaged);
    }
    if store::copy_file(copy, &manifest.key, fresh, key)? != manifest.stock {
        return Err(Trouble::Differs);
    }
    store::revive(fresh, key, now_ms)?;
    let stock = store::verify(fresh, key)?;
    let there = |stock: &Stock| (stock.accounts, stock.people, stock.readings, stock.peers);
    if there(&stock) != there(&manifest.stock) {
        return Err(Trouble::Differs);
    }
    File::open(fresh)?.sync_all()?;
    sweep(&[copy])
}

/// A file that does not open although its key came with it is not as it was.
fn inside(error: OpenError) -> Trouble {
    match error {
        OpenError::Newer => Trouble::Newer,
        OpenError::WrongKey
        | OpenError::Damaged
        | OpenError::Foreign
        | OpenError::Plaintext
        | OpenError::Older
        | OpenError::Missing => Trouble::Damaged,
        OpenError::InUse | OpenError::System(_) | OpenError::Other(_) => Trouble::Store(error),
    }
}

/// Opens the envelope and passes the diary's file on as it stands there, encrypted; the whole of
/// it is compared.
fn unpack(file: &Path, opener: &Opener, to: &mut impl io::Write) -> Result<Manifest, Trouble> {
    let from = BufReader::new(File::open(file)?);
    let mut content = envelope::open(from, opener).map_err(|shut| match shut {
        Shut::OtherKey => Trouble::OtherKey,
        Shut::Damaged => Trouble::Damaged,
    })?;
    let manifest = Manifest::read(&mut content)?;
    let mut summing = Summing::new(content);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = summing.read(&mut buffer).map_err(reading)?;
        if read == 0 {
            break;
        }
        to.write_all(buffer.get(..read).unwrap_or_default())?;
    }
    let (_, bytes, sum) = summing.sum();
    if (bytes, sum) != (manifest.bytes, manifest.sha256.clone()) {
        return Err(Trouble::Damaged);
    }
    Ok(manifest)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn sweep(paths: &[&Path]) -> Result<(), Trouble> {
    for path in paths {
        files::remove(path)?;
        files::remove(&beside(path, "-journal"))?;
    }
    Ok(())
}
