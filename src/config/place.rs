//! Where settings lie.

use super::{Environment, Fault};
use std::path::Path;

/// The settings file of a working directory.
pub const ENV_FILE: &str = ".env";
/// The settings of an installation, where no `.env` lies in the working directory.
pub const SYSTEM_FILE: &str = "/etc/tonolog/tonolog.env";
/// Where the diary of an installation lies.
pub const SYSTEM_DATABASE: &str = "/var/lib/tonolog/tonolog.db";

impl Environment {
    /// Reads `.env` of the working directory, or else the settings of the installation, and the
    /// environment of the process.
    pub fn here() -> Result<Environment, Fault> {
        let local = Path::new(ENV_FILE);
        Environment::read(if local.exists() { local } else { Path::new(SYSTEM_FILE) })
    }
}
