//! The settings. This is the only reader of the environment, and it is asked once.

use crate::{
    domain::{
        link::CodeRules,
        person::{Access, Language},
        when::Zone,
    },
    seal::{DatabaseKey, Secret},
};
use log::LevelFilter;
use std::{
    collections::HashMap,
    env, fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
};

/// Every setting that there is; `.env.dist` explains each, and a test compares the two.
pub const SETTINGS: [&str; 19] = [
    "ACCESS",
    "ALICE_SKILL_ID",
    "ALICE_WEBHOOK_SECRET",
    "ALICE_WEBHOOK_SECRET_PREVIOUS",
    "DATABASE_KEY",
    "DATABASE_PATH",
    "DIALOGS_PATH",
    "HTTP_LISTEN",
    "LINK_TOKEN_LIFETIME_MINUTES",
    "LINK_TOKEN_RATE_LIMIT_SECONDS",
    "LOG_LEVEL",
    "OPERATOR_LANGUAGE",
    "OWNER_ALARMS",
    "PUBLIC_URL",
    "TELEGRAM_API_URL",
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_BOT_USERNAME",
    "TELEGRAM_PROXY",
    "TIME_ZONE",
];

/// Settings that may also come from a file or from the service manager.
const SECRETS: [&str; 5] = [
    "ALICE_WEBHOOK_SECRET",
    "ALICE_WEBHOOK_SECRET_PREVIOUS",
    "DATABASE_KEY",
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_PROXY",
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
    /// Its file cannot be read.
    Unreadable(&'static str),
    /// The `.env` file itself has a mistake.
    EnvFile,
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
    /// http, https or socks5 proxy; it may carry a password.
    pub proxy: Option<Secret>,
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
}

/// What the environment says, before it is checked: `.env` first, the process's own on top.
pub struct Environment(HashMap<String, String>);

impl Environment {
    /// Reads `file` if it is there, and the environment of the process.
    pub fn read(file: &Path) -> Result<Environment, Fault> {
        let mut values = HashMap::new();
        if file.exists() {
            let pairs = dotenvy::from_path_iter(file).map_err(|_| Fault::EnvFile)?;
            for pair in pairs {
                let (name, value) = pair.map_err(|_| Fault::EnvFile)?;
                values.insert(name, value);
            }
        }
        values.extend(Environment::of_process().0);
        Ok(Environment(values))
    }

    /// The environment of the process alone.
    pub fn of_process() -> Environment {
        // What is not text is none of our settings.
        let text = env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Environment(text.collect())
    }

    /// The given values and nothing else.
    pub fn of(values: impl IntoIterator<Item = (String, String)>) -> Environment {
        Environment(values.into_iter().collect())
    }

    /// The language of the person at the terminal.
    pub fn language(&self) -> Language {
        let tag = ["OPERATOR_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(|name| self.0.get(name).filter(|tag| !tag.is_empty()));
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
        self.0.get(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
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
        let owner_alarms = match environment.text("OWNER_ALARMS").as_deref() {
            None | Some("on") => true,
            Some("off") => false,
            Some(_) => return Err(Fault::Malformed("OWNER_ALARMS")),
        };
        let zone = match environment.text("TIME_ZONE") {
            Some(name) => Zone::new(&name).ok_or(Fault::Malformed("TIME_ZONE"))?,
            None => Zone::utc(),
        };
        let listen = environment.text("HTTP_LISTEN").unwrap_or_else(|| HTTP_LISTEN.to_owned());
        Ok(Config {
            telegram: None,
            alice: None,
            database: environment.text("DATABASE_PATH").as_deref().unwrap_or(DATABASE_PATH).into(),
            key: database_key(environment)?,
            listen: listen.parse().map_err(|_| Fault::Malformed("HTTP_LISTEN"))?,
            access,
            codes: CodeRules {
                lifetime_minutes: environment.parsed("LINK_TOKEN_LIFETIME_MINUTES", 10)?,
                interval_seconds: environment.parsed("LINK_TOKEN_RATE_LIMIT_SECONDS", 60)?,
            },
            zone,
            dialogs: environment.text("DIALOGS_PATH").map(PathBuf::from),
            owner_alarms,
            log: environment.parsed("LOG_LEVEL", LevelFilter::Info)?,
        })
    }
}

/// What `init` prints links from; only the key has to be there.
pub struct Links {
    /// The key of the database.
    pub key: DatabaseKey,
    /// The webhook's secret, if there is one.
    pub alice: Option<Secret>,
    /// Where the world reaches us.
    pub public_url: Option<String>,
    /// The bot's name.
    pub bot: Option<String>,
    /// Whether there is a Telegram door.
    pub telegram: bool,
}

impl Links {
    /// Reads what is needed to print the links again.
    pub fn new(environment: &Environment) -> Result<Links, Fault> {
        Ok(Links {
            key: database_key(environment)?,
            alice: environment.secret("ALICE_WEBHOOK_SECRET")?,
            public_url: environment.text("PUBLIC_URL"),
            bot: environment.text("TELEGRAM_BOT_USERNAME"),
            telegram: environment.secret("TELEGRAM_BOT_TOKEN")?.is_some(),
        })
    }
}

/// What `check` calls the webhook with; nothing has to be there.
pub struct Caller {
    /// The webhook's secret.
    pub secret: Option<Secret>,
    /// Where the world reaches us.
    pub public_url: Option<String>,
    /// The skill that is served.
    pub skill: Option<String>,
}

impl Caller {
    /// Reads what is needed to call the webhook.
    pub fn new(environment: &Environment) -> Result<Caller, Fault> {
        Ok(Caller {
            secret: environment.secret("ALICE_WEBHOOK_SECRET")?,
            public_url: environment.text("PUBLIC_URL"),
            skill: environment.text("ALICE_SKILL_ID"),
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

/// Whether a text has the form of a bot token: digits, a colon, 30 characters or more.
pub fn is_bot_token(text: &str) -> bool {
    text.split_once(':').is_some_and(|(id, rest)| {
        !id.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_digit())
            && rest.len() >= 30
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    })
}

/// Whether a text is a proxy that we can use.
pub fn is_proxy(text: &str) -> bool {
    ["http://", "https://", "socks5://", "socks5h://"]
        .iter()
        .any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
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
    let proxy = environment.secret("TELEGRAM_PROXY")?;
    if proxy.as_ref().is_some_and(|proxy| !is_proxy(proxy.reveal())) {
        return Err(Fault::Malformed("TELEGRAM_PROXY"));
    }
    Ok(Some(Telegram { token, api_url, proxy }))
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
