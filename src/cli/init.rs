//! `tonolog init`: settings with fresh secrets, by questions or by flags.

use super::{FAILED, Operator, USAGE, refuse_settings, start, unknown, usage};
use crate::{
    config::{self, ENV_FILE, Environment, Links, SYSTEM_DATABASE, SYSTEM_FILE},
    domain::when::Zone,
    phrases::Arguments,
    seal::{self, DatabaseKey},
    telegram::{self, Failure},
};
use lexopt::{Arg, Parser, ValueExt};
use std::{
    fmt::Write as _,
    fs::OpenOptions,
    io::{self, BufRead, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What was given by flags, then by answers.
#[derive(Default)]
struct Wishes {
    unattended: bool,
    links: bool,
    system: bool,
    directory: Option<PathBuf>,
    token: Option<String>,
    proxy: Option<String>,
    api_url: Option<String>,
    public_url: Option<String>,
    access: Option<String>,
    zone: Option<String>,
    database: Option<String>,
}

pub(super) fn run(operator: &Operator, parser: Parser) -> ExitCode {
    let wishes = match wishes(operator, parser, &Environment::of_process()) {
        Ok(wishes) => wishes,
        Err(code) => return code,
    };
    let system = wishes.system;
    let path = match system {
        true => SYSTEM_FILE.into(),
        false => wishes.directory.clone().unwrap_or_default().join(ENV_FILE),
    };
    if wishes.links {
        return links(operator, &path);
    }
    let mut about = Arguments::new();
    about.set("path", path.display().to_string());
    if path.exists() {
        operator.complain("init-exists", &about);
        return ExitCode::from(USAGE);
    }
    match settle(operator, wishes) {
        Ok(settings) => write(operator, &path, &settings, system),
        Err(code) => code,
    }
}

fn wishes(
    operator: &Operator,
    mut parser: Parser,
    environment: &Environment,
) -> Result<Wishes, ExitCode> {
    let mut wishes = Wishes {
        token: environment.given("TELEGRAM_BOT_TOKEN"),
        proxy: environment.given("TELEGRAM_PROXY"),
        api_url: environment.given("TELEGRAM_API_URL"),
        ..Wishes::default()
    };
    loop {
        let argument = match parser.next() {
            Ok(Some(argument)) => argument,
            Ok(None) => return Ok(wishes),
            Err(_) => return Err(usage(operator)),
        };
        let target = match argument {
            Arg::Long("unattended") => {
                wishes.unattended = true;
                continue;
            }
            Arg::Long("links") => {
                wishes.links = true;
                continue;
            }
            Arg::Long("system") => {
                wishes.system = true;
                continue;
            }
            Arg::Long("directory") => {
                wishes.directory = Some(parser.value().map_err(|_| usage(operator))?.into());
                continue;
            }
            Arg::Long("telegram-token") => &mut wishes.token,
            Arg::Long("telegram-proxy") => &mut wishes.proxy,
            Arg::Long("telegram-api-url") => &mut wishes.api_url,
            Arg::Long("public-url") => &mut wishes.public_url,
            Arg::Long("access") => &mut wishes.access,
            Arg::Long("time-zone") => &mut wishes.zone,
            Arg::Long("database") => &mut wishes.database,
            other @ (Arg::Long(_) | Arg::Short(_) | Arg::Value(_)) => {
                return Err(unknown(operator, other));
            }
        };
        let value = parser.value().and_then(|value| value.string());
        *target = Some(value.map_err(|_| usage(operator))?);
    }
}

/// What goes into the file.
struct Settings {
    token: String,
    bot: String,
    proxy: String,
    api_url: String,
    public_url: String,
    access: String,
    zone: String,
    database: String,
}

/// Asks for what was not given, checks everything.
fn settle(operator: &Operator, wishes: Wishes) -> Result<Settings, ExitCode> {
    let asker = Asker { operator, asks: !wishes.unattended };
    if asker.asks {
        operator.say("init-welcome", &Arguments::new());
    }
    let proxy = asker.check(wishes.proxy, "hint-telegram-proxy", config::is_proxy)?;
    let api_url = wishes.api_url.unwrap_or_default();
    let (token, bot) = asker.token(wishes.token, &proxy, &api_url)?;
    let is_url = |url: &str| url.starts_with("https://") || url.starts_with("http://127.0.0.1");
    let public_url =
        asker.ask("init-ask-public-url", "", wishes.public_url, "hint-public-url", is_url)?;
    if token.is_empty() && public_url.is_empty() {
        operator.complain("init-no-door", &Arguments::new());
        return Err(ExitCode::from(USAGE));
    }
    let is_access = |access: &str| matches!(access, "invite" | "open");
    let access = asker.ask("init-ask-access", "invite", wishes.access, "hint-access", is_access)?;
    let machine = config::machine_zone();
    let is_zone = |zone: &str| Zone::new(zone).is_some();
    let zone =
        asker.ask("init-ask-zone", machine.name(), wishes.zone, "hint-time-zone", is_zone)?;
    let database = if wishes.system { SYSTEM_DATABASE } else { config::DATABASE_PATH };
    let database = asker.ask("init-ask-database", database, wishes.database, "", |_| true)?;
    let public_url = public_url.trim_end_matches('/').to_owned();
    Ok(Settings { token, bot, proxy, api_url, public_url, access, zone, database })
}

struct Asker<'a> {
    operator: &'a Operator,
    asks: bool,
}

impl Asker<'_> {
    /// A value that may be missing but not wrong.
    fn check(
        &self,
        given: Option<String>,
        hint: &str,
        fits: impl Fn(&str) -> bool,
    ) -> Result<String, ExitCode> {
        let value = given.unwrap_or_default();
        if value.is_empty() || fits(&value) { Ok(value) } else { Err(self.refuse(hint)) }
    }

    fn refuse(&self, hint: &str) -> ExitCode {
        let mut arguments = Arguments::new();
        arguments.set("hint", self.operator.phrases.plain(hint, self.operator.language));
        self.operator.complain("init-bad-answer", &arguments);
        ExitCode::from(USAGE)
    }

    /// The given value; else, when we may ask, an answer; else what stands in brackets.
    fn ask(
        &self,
        question: &str,
        fallback: &str,
        given: Option<String>,
        hint: &str,
        fits: impl Fn(&str) -> bool,
    ) -> Result<String, ExitCode> {
        if given.is_some() || !self.asks {
            return self.check(given.or(Some(fallback.to_owned())), hint, fits);
        }
        loop {
            let answer = self.answer(question, fallback)?;
            if answer.is_empty() || fits(&answer) {
                return Ok(answer);
            }
            self.refuse(hint);
        }
    }

    /// One line from the terminal; its end ends the questions.
    fn answer(&self, question: &str, fallback: &str) -> Result<String, ExitCode> {
        let question = self.operator.phrases.plain(question, self.operator.language);
        let brackets = if fallback.is_empty() { String::new() } else { format!(" [{fallback}]") };
        print!("{question}{brackets}: ");
        let _ = io::stdout().flush();
        let mut line = String::new();
        match io::stdin().lock().read_line(&mut line) {
            Ok(0) | Err(_) => Err(ExitCode::from(USAGE)),
            Ok(_) if line.trim().is_empty() => Ok(fallback.to_owned()),
            Ok(_) => Ok(line.trim().to_owned()),
        }
    }

    /// A token in good form, and the name of its bot if the platform could be asked.
    fn token(
        &self,
        given: Option<String>,
        proxy: &str,
        api_url: &str,
    ) -> Result<(String, String), ExitCode> {
        let mut given = given;
        loop {
            let hint = "hint-telegram-bot-token";
            let token = self.ask("init-ask-token", "", given.take(), hint, config::is_bot_token)?;
            if token.is_empty() {
                return Ok((token, String::new()));
            }
            match self.bot(&token, proxy, api_url) {
                Ok(bot) => {
                    let mut arguments = Arguments::new();
                    arguments.set("bot", bot.clone());
                    self.operator.say("init-token-good", &arguments);
                    return Ok((token, bot));
                }
                Err(Failure::Unauthorized) => {
                    self.operator.complain("init-token-refused", &Arguments::new());
                    if !self.asks {
                        return Err(ExitCode::from(USAGE));
                    }
                }
                Err(_) => {
                    self.operator.complain("init-token-unchecked", &Arguments::new());
                    return Ok((token, String::new()));
                }
            }
        }
    }

    fn bot(&self, token: &str, proxy: &str, api_url: &str) -> Result<String, Failure> {
        let client = telegram::client(Some(proxy).filter(|proxy| !proxy.is_empty()))?;
        let api_url = if api_url.is_empty() { config::TELEGRAM_API_URL } else { api_url };
        let bot = telegram::bot(token, api_url, client).ok_or(Failure::Unavailable)?;
        let mut name = Err(Failure::Unavailable);
        start(self.operator, |runtime| {
            name = runtime.block_on(telegram::bot_name(bot));
            ExitCode::SUCCESS
        });
        name
    }
}

/// Writes the file. That of an installation is for its group to read as well: its folder gives it
/// the group of the service.
fn write(operator: &Operator, path: &Path, settings: &Settings, system: bool) -> ExitCode {
    let mode = if system { 0o640 } else { 0o600 };
    let mut about = Arguments::new();
    about.set("path", path.display().to_string());
    let written = (|| {
        let text = text(settings)?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    })();
    match written {
        Ok(()) => {
            operator.say(if system { "init-written-system" } else { "init-written" }, &about);
            let code = links(operator, path);
            let next = if system { "init-next-system" } else { "init-next" };
            operator.say(next, &Arguments::new());
            code
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            operator.complain("init-exists", &about);
            ExitCode::from(USAGE)
        }
        Err(error) => {
            about.set("reason", error.kind().to_string());
            operator.complain("init-failed", &about);
            ExitCode::from(FAILED)
        }
    }
}

/// The file itself. What is not set stands there as a comment, so that it can be found.
fn text(settings: &Settings) -> io::Result<String> {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        let sign = if value.is_empty() { "# " } else { "" };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{sign}{}", config::env_line(name, value));
    };
    line("TELEGRAM_BOT_TOKEN", &settings.token);
    line("TELEGRAM_BOT_USERNAME", &settings.bot);
    line("TELEGRAM_PROXY", &settings.proxy);
    line("TELEGRAM_API_URL", &settings.api_url);
    let secret = match settings.public_url.is_empty() {
        true => String::new(),
        false => seal::random_hex::<32>()?,
    };
    line("ALICE_WEBHOOK_SECRET", &secret);
    line("PUBLIC_URL", &settings.public_url);
    line("DATABASE_PATH", &settings.database);
    line("DATABASE_KEY", DatabaseKey::random()?.reveal());
    line("ACCESS", &settings.access);
    line("TIME_ZONE", &settings.zone);
    Ok(text)
}

/// Prints the invitation and the webhook's address from the settings.
fn links(operator: &Operator, path: &Path) -> ExitCode {
    let links = match Environment::read(path).and_then(|environment| Links::new(&environment)) {
        Ok(links) => links,
        Err(fault) => return refuse_settings(operator, &fault),
    };
    let invitation = links.key.owner_invitation();
    let mut arguments = Arguments::new();
    match &links.bot {
        _ if !links.telegram => {}
        Some(bot) => {
            arguments.set("link", format!("https://t.me/{bot}?start={}", invitation.reveal()));
            operator.say("init-invitation", &arguments);
        }
        None => {
            arguments.set("invitation", invitation.reveal().to_owned());
            operator.say("init-invitation-command", &arguments);
        }
    }
    if let Some(secret) = &links.alice {
        let base = links.public_url.as_deref().unwrap_or("https://…");
        arguments.set("url", format!("{base}/alice_webhook?token={}", secret.reveal()));
        operator.say("init-webhook", &arguments);
    }
    ExitCode::SUCCESS
}
