//! The labels: each is one of a few words that stand here.

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use std::fmt::{self, Write};

/// Where a message came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Door {
    /// Telegram.
    Chat,
    /// Alice.
    Voice,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It was answered, and what it changed is on the disk.
    Answered,
    /// There was too much to do, or it came too fast; nothing was changed.
    Busy,
    /// Something went wrong; nothing was changed.
    Failed,
    /// The answer came too late to be given.
    Late,
}

/// What was asked for over HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// The webhook of the voice platform.
    Webhook,
    /// The health answer.
    Health,
    /// Anything else, and whoever was not let in.
    Nowhere,
}

/// Why a call to the Bot API failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// Too many requests.
    Flood,
    /// The chat does not hear us.
    Gone,
    /// Somebody else polls with this token.
    Conflict,
    /// The token is not valid.
    Unauthorized,
    /// Refused for another reason.
    Refused,
    /// Not reachable.
    Unavailable,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Turns {
    pub(super) door: Door,
    pub(super) outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Responses {
    route: Route,
    status: u16,
}

impl Responses {
    pub(super) fn new(route: Route, status: u16) -> Responses {
        Responses { route, status }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Failures {
    pub(super) trouble: Trouble,
}

impl EncodeLabelValue for Door {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> fmt::Result {
        encoder.write_str(match self {
            Door::Chat => "chat",
            Door::Voice => "voice",
        })
    }
}

impl EncodeLabelValue for Outcome {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> fmt::Result {
        encoder.write_str(match self {
            Outcome::Answered => "answered",
            Outcome::Busy => "busy",
            Outcome::Failed => "failed",
            Outcome::Late => "late",
        })
    }
}

impl EncodeLabelValue for Route {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> fmt::Result {
        encoder.write_str(match self {
            Route::Webhook => "webhook",
            Route::Health => "health",
            Route::Nowhere => "nowhere",
        })
    }
}

impl EncodeLabelValue for Trouble {
    fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> fmt::Result {
        encoder.write_str(match self {
            Trouble::Flood => "flood",
            Trouble::Gone => "gone",
            Trouble::Conflict => "conflict",
            Trouble::Unauthorized => "unauthorized",
            Trouble::Refused => "refused",
            Trouble::Unavailable => "unavailable",
        })
    }
}
