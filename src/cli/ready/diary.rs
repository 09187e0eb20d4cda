//! The diary's file, the disk it lies on, the clock, and its backups.

use super::{Finding, Inspector, Level};
use crate::{
    backup::{self, OpenError},
    cli::{
        backup::{sentence, when},
        refused_store,
    },
    config::{Backups, Diary},
    domain::rotation::{OLD_MS, Rhythm, name},
    phrases::Arguments,
};
use std::{fs, os::unix::fs::MetadataExt, path::Path, time::UNIX_EPOCH};

/// With less room than this the diary may stop taking readings within days, bytes.
const ROOM_MIN: u64 = 64 * 1024 * 1024;
/// With less room than this it is worth a look, bytes.
const ROOM_LOW: u64 = 512 * 1024 * 1024;
/// A clock that is wrong by more spoils the times of readings, ms: five minutes.
pub(super) const CLOCK_WRONG_MS: i64 = 5 * 60 * 1000;

impl Inspector<'_> {
    pub(super) fn diary(&self, findings: &mut Vec<Finding>) {
        let path = self.environment.database();
        let mut about = Arguments::new();
        about.set("path", path.display().to_string());
        // Without a key there is nothing to look at; that it is missing was said.
        if let Ok(diary) = Diary::new(self.environment) {
            match backup::look(&diary.path, &diary.key) {
                Ok(look) if !look.whole => {
                    findings.push(self.said(Level::Error, "store-damaged", &about));
                }
                Ok(look) => {
                    findings.push(self.finding(Level::Ok, "diary-good", &about));
                    if look.pending > 0 {
                        findings.push(self.plain(Level::Note, "schema-pending"));
                    }
                    if look.pending == 0 {
                        self.chain(&diary, findings);
                    }
                }
                Err(OpenError::Missing) => {
                    findings.push(self.finding(Level::Warning, "diary-none", &about));
                }
                Err(error) => {
                    let key = refused_store(error, &mut about);
                    findings.push(self.said(Level::Error, key, &about));
                }
            }
        }
        self.room(&path, findings);
        let changed = fs::metadata(&path).and_then(|found| found.modified()).ok();
        let changed = changed.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let changed_ms = changed.map_or(0, |since| since.as_millis() as i64);
        if changed_ms > self.now_ms + CLOCK_WRONG_MS {
            findings.push(self.plain(Level::Error, "clock-behind"));
        }
        findings.push(match self.running {
            true => self.plain(Level::Ok, "service-runs"),
            false => self.plain(Level::Note, "service-stopped"),
        });
    }

    /// A finding in words that are there already.
    pub(super) fn said(&self, level: Level, key: &'static str, about: &Arguments<'_>) -> Finding {
        let text = self.operator.phrases.with(key, self.operator.language, about);
        Finding { level, id: key, text }
    }

    fn room(&self, path: &Path, findings: &mut Vec<Finding>) {
        let Some(backup::Disk { free, .. }) = backup::disk(path) else { return };
        let size = fs::metadata(path).map_or(0, |found| found.len());
        let mut about = Arguments::new();
        about.set("mebibytes", free / (1024 * 1024));
        let level = match free {
            // A change of the key and each backup need room for a copy.
            free if free < ROOM_MIN || free < size => Level::Error,
            free if free < ROOM_LOW || free < size.saturating_mul(3) => Level::Warning,
            _ => Level::Ok,
        };
        let id = if level == Level::Ok { "disk-good" } else { "disk-low" };
        findings.push(self.finding(level, id, &about));
    }

    pub(super) fn backups(&self, findings: &mut Vec<Finding>) {
        let backups = match Backups::new(self.environment) {
            Ok(Some(backups)) => backups,
            Ok(None) => {
                findings.push(self.plain(Level::Error, "backup-off"));
                return;
            }
            // Said with the settings.
            Err(_) => return,
        };
        let device = |path: &Path| fs::metadata(path).map(|found| found.dev()).ok();
        let apart = device(&backups.folder) != device(&self.environment.database());
        if !apart && backups.copy.is_none() && backups.chat == Rhythm::Off {
            findings.push(self.plain(Level::Warning, "backup-same-disk"));
        }
        for folder in std::iter::once(&backups.folder).chain(&backups.copy) {
            findings.push(self.folder(folder));
        }
    }

    /// The newest backup of a folder has to be of this day, and as it was written.
    fn folder(&self, folder: &Path) -> Finding {
        let mut about = Arguments::new();
        about.set("path", folder.display().to_string());
        let checked = match backup::verify(folder) {
            Ok(checked) => checked,
            Err(trouble) => {
                let text = sentence(self.operator, &trouble, folder);
                return Finding { level: Level::Error, id: "backup-unreadable", text };
            }
        };
        if let Some(damaged) = checked.damaged.last() {
            about.set("path", folder.join(damaged).display().to_string());
            return self.said(Level::Error, "backup-damaged", &about);
        }
        let Some(newest_ms) = backup::newest(folder, self.now_ms) else {
            return self.said(Level::Error, "backup-none", &about);
        };
        about.set("path", folder.join(name(newest_ms)).display().to_string());
        about.set("when", when(newest_ms));
        if self.now_ms - newest_ms > OLD_MS {
            return self.finding(Level::Error, "backup-old", &about);
        }
        self.finding(Level::Ok, "backup-good", &about)
    }
}
