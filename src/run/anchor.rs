//! The file elsewhere that heads of the audit chain are written to. With it a chain whose end was
//! cut off is found.

use crate::app::{Anchor, head, head_line};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

/// Lines that are kept, the newest: four months of one an hour, and no more than 300 KiB.
const LINES_MAX: usize = 3000;

/// Adds a head behind those that are there, unless it is the last of them. The file takes the
/// place of the old one when it is whole on the disk.
pub(super) fn publish(path: &Path, newest: &Anchor, now_ms: i64) -> io::Result<()> {
    let before = match fs::read_to_string(path) {
        Ok(before) => before,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    let mut lines: Vec<&str> = before.lines().collect();
    if lines.last().and_then(|line| head(line)).as_ref() == Some(newest) {
        return Ok(());
    }
    let line = head_line(newest, now_ms);
    lines.push(&line);
    let text = lines.split_off(lines.len().saturating_sub(LINES_MAX)).join("\n") + "\n";
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let new = Path::new(&name);
    let mut file =
        OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(new)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(new, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{app::heads, seal::Mark};

    #[test]
    fn heads_are_added_once_each_and_only_the_newest_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("heads");
        let anchor = |seq: i64| Anchor { seq, mac: Mark([seq as u8; 32]) };
        for seq in [1, 1, 2, 2, 3] {
            publish(&path, &anchor(seq), 0).unwrap();
        }
        assert!(heads(&fs::read_to_string(&path).unwrap()) == [1, 2, 3].map(anchor));
        let many: Vec<String> =
            (0..LINES_MAX as i64).map(|seq| head_line(&anchor(seq), 0)).collect();
        fs::write(&path, many.join("\n")).unwrap();
        publish(&path, &anchor(9999), 0).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), LINES_MAX);
        assert!(text.starts_with("1 ") && heads(&text).last() == Some(&anchor(9999)));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
