//! Settings of backups, and where secrets come from.

use super::{Environment, Fault, SECRETS, SETTINGS};
use crate::{
    domain::rotation::Rhythm,
    seal::{Secret, envelope::Recipient},
};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Settings that are no secrets, and yet must not be the ones from the documentation.
pub const SAMPLES: [&str; 1] = ["BACKUP_RECIPIENT"];

/// Where backups go, and who can open them.
#[derive(Clone)]
pub struct Backups {
    /// Whose key opens them.
    pub recipient: Recipient,
    /// The folder.
    pub folder: PathBuf,
    /// A second folder.
    pub copy: Option<PathBuf>,
    /// How often one goes to the owner's chat.
    pub chat: Rhythm,
    /// Every setting that is made, but the key of the database: a new machine goes on with them.
    pub settings: Vec<(String, Secret)>,
}

impl Backups {
    /// The settings; nothing when no folder is named.
    pub fn new(environment: &Environment) -> Result<Option<Backups>, Fault> {
        const RECIPIENT: &str = "BACKUP_RECIPIENT";
        let chat = match environment.text("BACKUP_CHAT") {
            Some(text) => text.parse().map_err(|()| Fault::Malformed("BACKUP_CHAT"))?,
            None => Rhythm::Off,
        };
        let recipient = match environment.text(RECIPIENT) {
            Some(text) => Some(Recipient::new(&text).ok_or(Fault::Malformed(RECIPIENT))?),
            None => None,
        };
        let Some(folder) = environment.text("BACKUP_PATH").map(PathBuf::from) else {
            return Ok(None);
        };
        let recipient = recipient.ok_or(Fault::Missing(RECIPIENT))?;
        let copy = environment.text("BACKUP_COPY_PATH").map(PathBuf::from);
        let settings = environment.everything()?;
        Ok(Some(Backups { recipient, folder, copy, chat, settings }))
    }
}

/// Where a setting comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The environment of the process.
    Process,
    /// This settings file.
    Written(PathBuf),
    /// A file of its own, which `X_FILE` names.
    File(PathBuf),
    /// A credential of the service manager.
    Credential(PathBuf),
}

/// A secret, and what is to be said about it.
pub struct Kept {
    /// Its name.
    pub name: &'static str,
    /// Where it comes from, if it is set.
    pub source: Option<Source>,
    /// Whether it is the one from the documentation.
    pub sample: bool,
}

impl Environment {
    /// Where a secret comes from, if it is set.
    pub fn source(&self, name: &str) -> Option<Source> {
        if self.text(name).is_some() {
            return Some(match &self.file {
                Some(file) if self.written.contains(name) => Source::Written(file.clone()),
                Some(_) | None => Source::Process,
            });
        }
        if let Some(file) = self.text(&format!("{name}_FILE")) {
            return Some(Source::File(file.into()));
        }
        let file = Path::new(&self.text("CREDENTIALS_DIRECTORY")?).join(name.to_lowercase());
        file.exists().then_some(Source::Credential(file))
    }

    /// Every secret that there is.
    pub fn secrets(&self) -> Result<Vec<Kept>, Fault> {
        let kept = |name: &'static str| {
            let sample = self.secret(name)?.is_some_and(|secret| is_sample(name, &secret));
            Ok(Kept { name, source: self.source(name), sample })
        };
        SECRETS.into_iter().map(kept).collect()
    }

    /// Whether a setting has the value from the documentation.
    pub fn is_sample(&self, name: &str) -> bool {
        self.text(name).is_some_and(|value| is_sample(name, &Secret::new(value)))
    }

    /// The settings file, if there is one.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The file of the diary.
    pub fn database(&self) -> PathBuf {
        self.text("DATABASE_PATH").as_deref().unwrap_or(super::DATABASE_PATH).into()
    }

    fn everything(&self) -> Result<Vec<(String, Secret)>, Fault> {
        let mut all = Vec::new();
        for name in SETTINGS.into_iter().filter(|name| *name != "DATABASE_KEY") {
            let value = match SECRETS.contains(&name) {
                true => self.secret(name)?,
                false => self.text(name).map(Secret::new),
            };
            all.extend(value.map(|value| (name.to_owned(), value)));
        }
        Ok(all)
    }
}

/// Whether `.env.dist` has this very value.
fn is_sample(name: &str, secret: &Secret) -> bool {
    let samples = include_str!("../../.env.dist").lines().filter_map(|line| {
        let value = line.trim_start_matches(['#', ' ']).strip_prefix(name)?.strip_prefix('=')?;
        Some(value.trim_matches('\''))
    });
    samples.into_iter().any(|sample| secret.matches(sample))
}

/// A line of a settings file. In single quotes nothing of a value has a meaning of its own.
pub fn env_line(name: &str, value: &str) -> String {
    format!("{name}='{}'", value.replace('\'', r"'\''"))
}

/// The settings file with another value of this setting; nothing when it does not stand there
/// exactly once.
pub fn replaced(text: &str, name: &str, value: &str) -> Option<Zeroizing<String>> {
    let is_it = |line: &str| {
        let line = line.trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
        line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    if text.lines().filter(|line| is_it(line)).count() != 1 {
        return None;
    }
    let mut new = Zeroizing::new(String::with_capacity(text.len() + value.len() + name.len() + 8));
    for line in text.split_inclusive('\n') {
        if is_it(line) {
            new.push_str(&Zeroizing::new(env_line(name, value)));
            new.push('\n');
        } else {
            new.push_str(line);
        }
    }
    Some(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_of_the_settings_is_replaced_and_every_other_stays() {
        let text = "# DATABASE_KEY='x'\nA='1'\n export DATABASE_KEY = 'old'\nB='2'";
        let new = replaced(text, "DATABASE_KEY", "new").unwrap();
        assert_eq!(*new, "# DATABASE_KEY='x'\nA='1'\nDATABASE_KEY='new'\nB='2'");
        assert!(replaced("A='1'\n", "DATABASE_KEY", "new").is_none());
        let twice = "DATABASE_KEY=1\nDATABASE_KEY=2\n";
        assert!(replaced(twice, "DATABASE_KEY", "new").is_none(), "which of them counts?");
        assert!(replaced("DATABASE_KEY_FILE='x'\n", "DATABASE_KEY", "new").is_none());
    }

    #[test]
    fn what_the_sample_file_has_is_known_as_a_sample() {
        let sample = |name, value: &str| is_sample(name, &Secret::new(value.to_owned()));
        assert!(sample("DATABASE_KEY", &"0".repeat(64)));
        assert!(sample("TELEGRAM_BOT_TOKEN", "123456789:sample"));
        assert!(!sample("DATABASE_KEY", &"1".repeat(64)));
        assert!(!sample("TELEGRAM_PROXY", "socks5h://10.0.0.1:1080"));
    }
}
