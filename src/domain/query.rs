//! What a person can ask to hear or see again.

use super::period::Period;
use serde::{Deserialize, Serialize};

/// A request for what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Query {
    /// The newest reading.
    Last,
    /// The newest few.
    Recent,
    /// What was measured in this time.
    Readings(Period),
    /// The mean over this time; `apart`: of mornings and evenings each.
    Mean {
        /// The time.
        over: Period,
        /// Whether mornings and evenings are wanted each.
        apart: bool,
    },
    /// How many measurements there were in this time.
    Count(Period),
}
