//! The settings. This is the only reader of the environment, and it is asked once.

mod backup;
mod calls;
mod keeping;
mod network;
mod notice;
mod parts;
mod place;

pub use backup::{Backups, Kept, SAMPLES, Source, env_line, replaced};
pub use calls::Calls;
pub use keeping::{Diary, Heads};
pub use network::{ACME_DIRECTORY, DIRECT, HTTPS_LISTEN, is_bot_token, is_proxy};
pub use notice::Notice;
pub use parts::{Caller, Links};
pub use place::{ENV_FILE, SYSTEM_DATABASE, SYSTEM_FILE};

use crate::{
    domain::{
        certification,
        keeping::Keeping,
        link::CodeRules,
        person::{Access, Language},
        when::Zone,
    },
    seal::{DatabaseKey, Secret},
};
use log::LevelFilter;
use std::{
    collections::{HashMap, HashSet},
    env, fs,
    io::ErrorKind,
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
};
use zeroize::Zeroizing;

/// Every setting that there is; `.env.dist` explains each, and a test compares the two.
pub const SETTINGS: [&str; 41] = [
    "ACCESS",
    "ACME_CONTACT",
    "ACME_DIRECTORY",
    "ACME_ROOTS",
    "ALICE_NETWORKS",
    "ALICE_SKILL_ID",
    "ALICE_WEBHOOK_SECRET",
    "ALICE_WEBHOOK_SECRET_PREVIOUS",
    "AUDIT_HEAD_CHAT",
    "AUDIT_HEAD_PATH",
    "AUDIT_RETENTION_DAYS",
    "BACKUP_CHAT",
    "BACKUP_COPY_PATH",
    "BACKUP_PATH",
    "BACKUP_RECIPIENT",
    "DATABASE_KEY",
    "DATABASE_PATH",
    "DIALOGS_PATH",
    "HEALTH_NETWORKS",
    "HTTP_LISTEN",
    "INACTIVE_DAYS",
    "LINK_TOKEN_LIFETIME_MINUTES",
    "LINK_TOKEN_RATE_LIMIT_SECONDS",
    "LOG_LEVEL",
    "METRICS_LISTEN",
    "METRICS_NETWORKS",
    "OPERATOR_LANGUAGE",
    "OWNER_ALARMS",
    "PUBLIC_URL",
    "RETENTION_DAYS",
    "TELEGRAM_API_URL",
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_BOT_USERNAME",
    "TELEGRAM_PROXY",
    "TELEGRAM_ROUTES",
    "TIME_ZONE",
    "TLS_CERTIFICATE",
    "TLS_DOMAIN",
    "TLS_PRIVATE_KEY",
    "TRUSTED_PROXIES",
    "WEBHOOK_SIGNING_KEY",
];

/// Settings that may also come from a file or from the service manager.
pub const SECRETS: [&str; 7] = [
    "ALICE_WEBHOOK_SECRET",
    "ALICE_WEBHOOK_SECRET_PREVIOUS",
    "DATABASE_KEY",
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_PROXY",
    "TELEGRAM_ROUTES",
    "WEBHOOK_SIGNING_KEY",
];

/// A webhook secret shorter than this could be guessed, characters.
const WEBHOOK_SECRET_MIN: usize = 32;
/// The official Bot API.
pub const TELEGRAM_API_URL: &str = "https://api.telegram.org";
/// Where the diary lies when nothing else is said.
pub const DATABASE_PATH: &str = "tonolog.db";
/// Where we listen when nothing else is said: the reverse proxy is on the same machine.
pub const HTTP_LISTEN: &str = "127.0.0.1:8080";

/// Why the settings cannot be used; the name is that of the setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has to be there.
    Missing(&'static str),
    /// It is not of the form that it should have.
    Malformed(&'static str),
    /// It is too short, or it is the sample from the documentation.
    Weak(&'static str),
    /// Both are set, and each excludes the other.
    Contradiction(&'static str, &'static str),
    /// The first is set and means nothing without the second.
    Needs(&'static str, &'static str),
    /// Its file cannot be read.
    Unreadable(&'static str),
    /// The settings file itself has a mistake.
    EnvFile,
    /// The settings file is somebody else's.
    Locked,
    /// Neither door has its secret.
    NoDoor,
}

/// The Telegram door.
#[derive(Clone)]
pub struct Telegram {
    /// The bot's token.
    pub token: Secret,
    /// Where the Bot API is.
    pub api_url: String,
    /// The ways there, in the order in which they are tried: [`DIRECT`], or an http, https or
    /// socks5 proxy that may carry a password. One at least.
    pub routes: Vec<Secret>,
}

/// The Alice door.
#[derive(Clone)]
pub struct Alice {
    /// What `?token=` has to be.
    pub secret: Secret,
    /// What it may still be while it is being changed.
    pub previous: Option<Secret>,
    /// The only skill that is served, if one is named.
    pub skill: Option<String>,
}

/// All settings, checked.
#[derive(Clone)]
pub struct Config {
    /// The Telegram door, if it has its token.
    pub telegram: Option<Telegram>,
    /// The Alice door, if it has its secret.
    pub alice: Option<Alice>,
    /// The file of the diary.
    pub database: PathBuf,
    /// Its key.
    pub key: DatabaseKey,
    /// Where HTTP is served.
    pub listen: SocketAddr,
    /// Who may call there.
    pub calls: Calls,
    /// How TLS ends here, if it does.
    pub tls: Option<certification::Source>,
    /// Who may begin a diary.
    pub access: Access,
    /// Lifetimes and intervals of link codes.
    pub codes: CodeRules,
    /// The zone of people whose zone is not known.
    pub zone: Zone,
    /// A folder with other words.
    pub dialogs: Option<PathBuf>,
    /// Whether the owner is told in the chat when something is wrong with the service.
    pub owner_alarms: bool,
    /// How much is logged.
    pub log: LevelFilter,
    /// How long things are kept.
    pub keeping: Keeping,
    /// Where the head of the audit chain goes.
    pub heads: Heads,
    /// Where backups go, if they go anywhere.
    pub backups: Option<Backups>,
}

/// What the environment says, before it is checked: `.env` first, the process's own on top. Every
/// value is wiped when it goes.
pub struct Environment {
    values: HashMap<String, Zeroizing<String>>,
    /// The `.env`, and what counts as it stands there.
    file: Option<PathBuf>,
    written: HashSet<String>,
}

impl Environment {
    /// Reads `file` if it is there, and the environment of the process.
    pub fn read(file: &Path) -> Result<Environment, Fault> {
        let mut process = Environment::of_process();
        // What is in a folder that we may not enter may well be there.
        if file.try_exists().unwrap_or(true) {
            let denied = ErrorKind::PermissionDenied;
            let locked = |error: &dotenvy::Error| matches!(error, dotenvy::Error::Io(error) if error.kind() == denied);
            let pairs = dotenvy::from_path_iter(file)
                .map_err(|error| if locked(&error) { Fault::Locked } else { Fault::EnvFile })?;
            let mut values = HashMap::new();
            for pair in pairs {
                let (name, value) = pair.map_err(|_| Fault::EnvFile)?;
                values.insert(name, Zeroizing::new(value));
            }
            values.retain(|name, _| !process.values.contains_key(name));
            process.written = values.keys().cloned().collect();
            process.values.extend(values);
            process.file = Some(file.to_owned());
        }
        Ok(process)
    }

    /// The environment of the process alone.
    pub fn of_process() -> Environment {
        // What is not text is none of our settings.
        let text = env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Environment::of(text)
    }

    /// The given values and nothing else.
    pub fn of(values: impl IntoIterator<Item = (String, String)>) -> Environment {
        let values = values.into_iter().map(|(name, value)| (name, Zeroizing::new(value)));
        Environment { values: values.collect(), file: None, written: HashSet::new() }
    }

    /// The language of the person at the terminal.
    pub fn language(&self) -> Language {
        let tag = ["OPERATOR_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| self.values.get(name).filter(|tag| !tag.is_empty()));
        tag.map_or(Language::DEFAULT, |tag| Language::of_tag(tag))
    }

    /// How much is logged, even when other settings are wrong.
    pub fn log_level(&self) -> LevelFilter {
        self.text("LOG_LEVEL")
            .and_then(|level| LevelFilter::from_str(&level).ok())
            .unwrap_or(LevelFilter::Info)
    }

    /// A value as it was given, unchecked.
    pub fn given(&self, name: &'static str) -> Option<String> {
        self.text(name)
    }

    fn text(&self, name: &str) -> Option<String> {
        self.values.get(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// A secret: from the environment, from the file that `NAME_FILE` names, or from the service
    /// manager's credentials.
    fn secret(&self, name: &'static str) -> Result<Option<Secret>, Fault> {
        debug_assert!(SECRETS.contains(&name));
        if let Some(value) = self.text(name) {
            return Ok(Some(Secret::new(value)));
        }
        let file = match self.text(&format!("{name}_FILE")) {
            Some(file) => PathBuf::from(file),
            None => {
                let Some(folder) = self.text("CREDENTIALS_DIRECTORY") else {
                    return Ok(None);
                };
                let file = Path::new(&folder).join(name.to_lowercase());
                if !file.exists() {
                    return Ok(None);
                }
                file
            }
        };
        let value = fs::read_to_string(file).map_err(|_| Fault::Unreadable(name))?;
        let value = Zeroizing::new(value);
        Ok(Some(value.trim().to_owned()).filter(|value| !value.is_empty()).map(Secret::new))
    }

    fn parsed<T: FromStr>(&self, name: &'static str, fallback: T) -> Result<T, Fault> {
        match self.text(name) {
            Some(value) => value.parse().map_err(|_| Fault::Malformed(name)),
            None => Ok(fallback),
        }
    }
}

impl Config {
    /// Checks everything at once; the first fault is enough to refuse.
    pub fn new(environment: &Environment) -> Result<Config, Fault> {
        let telegram = telegram(environment)?;
        let alice = alice(environment)?;
        if telegram.is_none() && alice.is_none() {
            return Err(Fault::NoDoor);
        }
        Ok(Config { telegram, alice, ..Config::without_doors(environment)? })
    }

    fn without_doors(environment: &Environment) -> Result<Config, Fault> {
        let access = match environment.text("ACCESS").as_deref() {
            None | Some("invite") => Access::Invite,
            Some("open") => Access::Open,
            Some(_) => return Err(Fault::Malformed("ACCESS")),
        };
        let zone = match environment.text("TIME_ZONE") {
            Some(name) => Zone::new(&name).ok_or(Fault::Malformed("TIME_ZONE"))?,
            None => Zone::utc(),
        };
        let tls = network::tls(environment)?;
        let usual = if tls.is_some() { HTTPS_LISTEN } else { HTTP_LISTEN };
        let listen = environment.text("HTTP_LISTEN").unwrap_or_else(|| usual.to_owned());
        Ok(Config {
            telegram: None,
            alice: None,
            database: environment.database(),
            key: database_key(environment)?,
            listen: listen.parse().map_err(|_| Fault::Malformed("HTTP_LISTEN"))?,
            calls: Calls::new(environment)?,
            tls,
            access,
            codes: CodeRules {
                lifetime_minutes: environment.parsed("LINK_TOKEN_LIFETIME_MINUTES", 10)?,
                interval_seconds: environment.parsed("LINK_TOKEN_RATE_LIMIT_SECONDS", 60)?,
            },
            zone,
            dialogs: environment.text("DIALOGS_PATH").map(PathBuf::from),
            owner_alarms: parts::owner_alarms(environment)?,
            log: environment.parsed("LOG_LEVEL", LevelFilter::Info)?,
            backups: Backups::new(environment)?,
            keeping: keeping::keeping(environment)?,
            heads: keeping::heads(environment)?,
        })
    }
}

/// The zone of this machine, or UTC when it cannot be told.
pub fn machine_zone() -> Zone {
    let named = env::var("TZ").ok().or_else(|| {
        let link = fs::read_link("/etc/localtime").ok()?;
        Some(link.to_str()?.split_once("zoneinfo/")?.1.to_owned())
    });
    let zone = named.and_then(|name| Zone::new(name.trim_start_matches(':')));
    zone.unwrap_or_else(Zone::utc)
}

fn database_key(environment: &Environment) -> Result<DatabaseKey, Fault> {
    const NAME: &str = "DATABASE_KEY";
    let key = environment.secret(NAME)?.ok_or(Fault::Missing(NAME))?;
    let parsed = DatabaseKey::new(key.reveal()).ok_or(Fault::Malformed(NAME))?;
    if monotonous(key.reveal()) { Err(Fault::Weak(NAME)) } else { Ok(parsed) }
}

fn telegram(environment: &Environment) -> Result<Option<Telegram>, Fault> {
    const NAME: &str = "TELEGRAM_BOT_TOKEN";
    let Some(token) = environment.secret(NAME)? else {
        return Ok(None);
    };
    if !is_bot_token(token.reveal()) {
        return Err(Fault::Malformed(NAME));
    }
    let api_url = environment.text("TELEGRAM_API_URL").unwrap_or_else(|| TELEGRAM_API_URL.into());
    let api_url = api_url.trim_end_matches('/').to_owned();
    if !(api_url.starts_with("http://") || api_url.starts_with("https://")) {
        return Err(Fault::Malformed("TELEGRAM_API_URL"));
    }
    let routes = network::routes(environment)?;
    Ok(Some(Telegram { token, api_url, routes }))
}

fn alice(environment: &Environment) -> Result<Option<Alice>, Fault> {
    const NAME: &str = "ALICE_WEBHOOK_SECRET";
    const PREVIOUS: &str = "ALICE_WEBHOOK_SECRET_PREVIOUS";
    let Some(secret) = environment.secret(NAME)? else {
        return Ok(None);
    };
    let previous = environment.secret(PREVIOUS)?;
    let weak = |secret: &Secret| {
        secret.reveal().chars().count() < WEBHOOK_SECRET_MIN || monotonous(secret.reveal())
    };
    if weak(&secret) {
        return Err(Fault::Weak(NAME));
    }
    if previous.as_ref().is_some_and(weak) {
        return Err(Fault::Weak(PREVIOUS));
    }
    Ok(Some(Alice { secret, previous, skill: environment.text("ALICE_SKILL_ID") }))
}

/// Made of hardly any different characters: a sample, or a placeholder.
fn monotonous(text: &str) -> bool {
    let mut seen: Vec<char> = text.chars().collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len() < 6
}
