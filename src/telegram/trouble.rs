//! Failures of the Bot API, as they are counted.

use super::api::Failure;
use crate::metrics::Trouble;

impl Failure {
    /// What this failure is counted as.
    pub(super) fn trouble(&self) -> Trouble {
        match self {
            Failure::Flood(_) => Trouble::Flood,
            Failure::Gone => Trouble::Gone,
            Failure::Conflict => Trouble::Conflict,
            Failure::Unauthorized => Trouble::Unauthorized,
            Failure::Unavailable => Trouble::Unavailable,
            Failure::NotModified | Failure::TooLate | Failure::Refused(_) => Trouble::Refused,
        }
    }
}
