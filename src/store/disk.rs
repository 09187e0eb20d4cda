//! The disk that the file lies on.

use std::path::Path;

/// Room on a disk, bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disk {
    /// What this process may still use.
    pub free: u64,
    /// How large it is.
    pub all: u64,
}

/// The disk below the folder of this file, if it can be told.
pub fn disk(file: &Path) -> Option<Disk> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let found = rustix::fs::statvfs(folder.unwrap_or(Path::new("."))).ok()?;
    let bytes = |blocks: u64| blocks.saturating_mul(found.f_frsize);
    Some(Disk { free: bytes(found.f_bavail), all: bytes(found.f_blocks) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_disk_of_a_folder_has_some_size() {
        let folder = tempfile::tempdir().unwrap();
        let disk = disk(&folder.path().join("diary.db")).unwrap();
        assert!(disk.free <= disk.all && disk.all > 0);
        assert!(super::disk(Path::new("/nowhere/at/all/diary.db")).is_none());
    }
}
