//! Secrets: where they come from, whether they are one's own, and who else can read them.

use super::{Finding, Inspector, Level};
use crate::{
    config::{SAMPLES, Source},
    phrases::Arguments,
};
use log::LevelFilter;
use std::{
    fs,
    net::SocketAddr,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

impl Inspector<'_> {
    pub(super) fn secrets(&self, findings: &mut Vec<Finding>) {
        let mut files: Vec<PathBuf> =
            self.environment.file().map(Path::to_owned).into_iter().collect();
        let (mut credentials, mut elsewhere) = (0, 0);
        // What cannot be read is among the faults of the settings.
        for secret in self.environment.secrets().unwrap_or_default() {
            match secret.source {
                Some(Source::File(file)) => files.push(file),
                Some(Source::Credential(_)) => credentials += 1,
                Some(Source::Process | Source::Written(_)) => elsewhere += 1,
                None => {}
            }
            if secret.sample {
                let mut about = Arguments::new();
                about.set("setting", secret.name);
                findings.push(self.finding(Level::Error, "secret-sample", &about));
            }
        }
        for name in SAMPLES {
            if self.environment.is_sample(name) {
                let mut about = Arguments::new();
                about.set("setting", name);
                findings.push(self.finding(Level::Error, "recipient-sample", &about));
            }
        }
        if credentials > 0 && elsewhere == 0 {
            findings.push(self.plain(Level::Ok, "credentials-good"));
        } else if elsewhere > 0 {
            findings.push(self.plain(Level::Note, "credentials-none"));
        }
        let database = self.environment.database();
        files.push(database.clone());
        files.extend(["-wal", "-shm"].map(|suffix| {
            let mut name = database.clone().into_os_string();
            name.push(suffix);
            PathBuf::from(name)
        }));
        for name in ["BACKUP_PATH", "BACKUP_COPY_PATH", "AUDIT_HEAD_PATH"] {
            files.extend(self.environment.given(name).map(PathBuf::from));
        }
        // A credential of the service manager lies where nobody else comes.
        files.extend(self.environment.given("TLS_PRIVATE_KEY").map(PathBuf::from));
        files.extend(self.environment.given("TLS_PRIVATE_KEY_FILE").map(PathBuf::from));
        let open: Vec<Finding> = files.iter().filter_map(|file| self.open(file)).collect();
        if open.is_empty() {
            findings.push(self.plain(Level::Ok, "files-private"));
        }
        findings.extend(open);
        if self.environment.log_level() > LevelFilter::Info {
            findings.push(self.plain(Level::Warning, "log-talkative"));
        }
        // Where TLS ends here, the world is meant to reach it.
        let locked = ["TLS_DOMAIN", "TLS_CERTIFICATE", "TLS_CERTIFICATE_FILE"];
        let locked = locked.into_iter().any(|name| self.environment.given(name).is_some());
        let listen = self.environment.given("HTTP_LISTEN").filter(|_| !locked);
        let listen = listen.and_then(|listen| listen.parse::<SocketAddr>().ok());
        if listen.is_some_and(|listen| !listen.ip().is_loopback()) {
            findings.push(self.plain(Level::Warning, "listen-open"));
        }
    }

    /// A file that others than its owner can read.
    fn open(&self, file: &Path) -> Option<Finding> {
        let mode = fs::metadata(file).ok()?.mode() & 0o777;
        let level = match mode {
            mode if mode & 0o007 != 0 => Level::Error,
            mode if mode & 0o070 != 0 => Level::Warning,
            _ => return None,
        };
        let mut about = Arguments::new();
        about.set("path", file.display().to_string());
        about.set("mode", format!("{mode:03o}"));
        about.set("right", if file.is_dir() { "700" } else { "600" });
        Some(self.finding(level, "file-open", &about))
    }
}
