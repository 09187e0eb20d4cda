//! Files that appear whole or not at all, whatever crashes.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, chown},
    path::{Path, PathBuf},
};

/// The file next to `path` with a name that nobody takes for it, while it is being written.
pub(crate) fn part(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".part");
    path.with_file_name(name)
}

/// A new file that only we can read.
pub(crate) fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().create_new(true).write(true).mode(0o600).open(path)
}

/// Writes a whole new file beside its place, to be put there later.
pub(crate) fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    remove(path)?;
    let mut file = create(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// Puts another content into the place of a file, with its owner and its mode.
pub(crate) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let path = &path.canonicalize()?;
    let part = part(path);
    write(&part, content)?;
    like(&part, path)?;
    fs::rename(&part, path)?;
    sync_folder(path)
}

/// Gives a finished file its name; whatever is there already stays, and that is an error.
pub(crate) fn publish(part: &Path, path: &Path) -> io::Result<()> {
    fs::hard_link(part, path)?;
    sync_folder(path)
}

/// Gives a file the owner and the mode of another one. Only the superuser can give files away;
/// whoever else runs this owns both.
pub(crate) fn like(file: &Path, model: &Path) -> io::Result<()> {
    let (model, own) = (fs::metadata(model)?, fs::metadata(file)?);
    if (model.uid(), model.gid()) != (own.uid(), own.gid()) {
        chown(file, Some(model.uid()), Some(model.gid()))?;
    }
    fs::set_permissions(file, fs::Permissions::from_mode(model.mode() & 0o7777))
}

/// Makes sure that the name of this file outlives a power cut.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Removes a file, if it is there.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
