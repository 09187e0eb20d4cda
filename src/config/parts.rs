//! The few settings that some commands need: nothing else has to be there for them.

use super::{Environment, Fault, database_key, network};
use crate::seal::{DatabaseKey, Secret};

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
            public_url: network::public_url(environment),
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
            public_url: network::public_url(environment),
            skill: environment.text("ALICE_SKILL_ID"),
        })
    }
}

/// Whether the owner is told when something is wrong: unless it is switched off.
pub(super) fn owner_alarms(environment: &Environment) -> Result<bool, Fault> {
    match environment.text("OWNER_ALARMS").as_deref() {
        None | Some("on") => Ok(true),
        Some("off") => Ok(false),
        Some(_) => Err(Fault::Malformed("OWNER_ALARMS")),
    }
}
