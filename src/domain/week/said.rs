//! What can be asked of a home week, and what is answered.

use super::{DAYS_MAX, Progress, Slot, Today, Week};
use crate::domain::{
    choice::Choice,
    entry::EntryChoice,
    privacy::Instant,
    reply::Reply,
    threshold::{Profile, Threshold},
    when::Part,
};
use serde::{Deserialize, Serialize};

/// What can be tapped.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WeekChoice {
    /// Show it.
    Show,
    /// Offer the rules of this guideline.
    Rules(Profile),
    /// Begin by the rules of this guideline.
    Begin(Profile),
    /// Pause.
    Pause,
    /// Go on.
    Resume,
    /// One more day.
    Extend,
    /// Shall it end now?
    Stop,
    /// End it now.
    StopSure,
    /// Remind in half an hour.
    Later,
    /// Leave this slot out.
    Skip,
    /// Offer a new one, although there were others.
    New,
    /// Show how one came out that is over: the last one is 0, the one before it 1.
    Past(u8),
}

/// What can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeekWord {
    /// Show it, or offer one.
    Show,
    /// Pause.
    Pause,
    /// Go on.
    Resume,
    /// One more day.
    Extend,
    /// Shall it end now?
    Stop,
    /// Show how the last one came out.
    Past,
}

/// What is to be done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct WeekAct(pub WeekChoice);

/// A week as it is shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// By whose rules.
    pub profile: Profile,
    /// How far it has come.
    pub progress: Progress,
    /// Which of its dates today is, from 1; nothing when it is paused or over.
    pub day: Option<u8>,
    /// So many dates it has.
    pub days: u8,
    /// Whether it is paused, perhaps from tomorrow on.
    pub paused: bool,
}

impl Shown {
    /// With today's place in it.
    pub fn new(week: &Week, progress: Progress, today: Today) -> Shown {
        let day = if let Today::Day(day) = today { Some(day) } else { None };
        let Week { profile, days, .. } = *week;
        let paused = week.paused() && today != Today::Over;
        Shown { profile, progress, day, days, paused }
    }
}

/// How a week came out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The week.
    pub shown: Shown,
    /// What the mean is set beside, and whether it is at it or above; nothing while preliminary.
    pub comparisons: Vec<(Threshold, bool)>,
}

/// What is answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WeekReply {
    /// What a home week is, by these rules; it can begin.
    Offer { profile: Profile },
    /// It has begun; it reminds at these minutes of the day.
    Begun { profile: Profile, times: [u16; 2] },
    /// How far it has come. `said`: it was changed just now.
    Progress { shown: Box<Shown> },
    /// A reading of a slot was stored; `timer`: a second one is asked for in a minute.
    Noted { before: Box<Reply>, day: u8, days: u8, part: Part, slot: Slot, timer: bool },
    /// It is time for a slot, until then (ms UTC).
    Remind { day: u8, days: u8, part: Part, until_ms: i64 },
    /// It is put off for half an hour.
    Later,
    /// This slot is left out.
    Skipped,
    /// Shall it end now?
    AskStop,
    /// It is over; `before`: what was stored just now.
    Done { before: Option<Box<Reply>>, outcome: Box<Outcome> },
    /// None is running.
    None,
    /// No such one was kept.
    NonePast,
    /// How one came out that is over. `place`: 0 is the last one; `older`: there is one before it.
    Past { outcome: Box<Outcome>, ended: Instant, place: u8, older: bool },
}

impl WeekChoice {
    /// What a button carries.
    pub fn data(self) -> String {
        let name = match self {
            WeekChoice::Show => "show",
            WeekChoice::Rules(profile) => return format!("hw:rules-{}", profile.guideline().id),
            WeekChoice::Begin(profile) => return format!("hw:begin-{}", profile.guideline().id),
            WeekChoice::Pause => "pause",
            WeekChoice::Resume => "resume",
            WeekChoice::Extend => "extend",
            WeekChoice::Stop => "stop",
            WeekChoice::StopSure => "end",
            WeekChoice::Later => "later",
            WeekChoice::Skip => "skip",
            WeekChoice::New => "new",
            WeekChoice::Past(place) => return format!("hw:past-{place}"),
        };
        format!("hw:{name}")
    }

    /// The choice that a button carried behind its name.
    pub fn of_value(value: &str) -> Option<WeekChoice> {
        let (name, profile) = value.split_once('-').unwrap_or((value, ""));
        match name {
            "show" => Some(WeekChoice::Show),
            "rules" => Profile::of_id(profile).map(WeekChoice::Rules),
            "begin" => Profile::of_id(profile).map(WeekChoice::Begin),
            "pause" => Some(WeekChoice::Pause),
            "resume" => Some(WeekChoice::Resume),
            "extend" => Some(WeekChoice::Extend),
            "stop" => Some(WeekChoice::Stop),
            "end" => Some(WeekChoice::StopSure),
            "later" => Some(WeekChoice::Later),
            "skip" => Some(WeekChoice::Skip),
            "new" => Some(WeekChoice::New),
            "past" => profile.parse().ok().map(WeekChoice::Past),
            _ => None,
        }
    }
}

impl From<WeekWord> for WeekChoice {
    fn from(word: WeekWord) -> WeekChoice {
        match word {
            WeekWord::Show => WeekChoice::Show,
            WeekWord::Pause => WeekChoice::Pause,
            WeekWord::Resume => WeekChoice::Resume,
            WeekWord::Extend => WeekChoice::Extend,
            WeekWord::Stop => WeekChoice::Stop,
            WeekWord::Past => WeekChoice::Past(0),
        }
    }
}

impl WeekReply {
    /// The answer that it stands behind, if it does.
    pub fn before(&self) -> Option<&Reply> {
        if let WeekReply::Noted { before, .. } = self {
            Some(before)
        } else if let WeekReply::Done { before, .. } = self {
            before.as_deref()
        } else {
            None
        }
    }

    /// What can be tapped below it.
    pub fn choices(&self) -> Vec<Vec<Choice>> {
        let row = |choices: &[WeekChoice]| -> Vec<Choice> {
            choices.iter().copied().map(Choice::HomeWeek).collect()
        };
        match self {
            WeekReply::Offer { profile } => {
                let others = Profile::ALL.into_iter().filter(|other| other != profile);
                let others: Vec<WeekChoice> = others.map(WeekChoice::Rules).collect();
                vec![row(&[WeekChoice::Begin(*profile)]), row(&others)]
            }
            WeekReply::Progress { shown } => {
                let go = if shown.paused { WeekChoice::Resume } else { WeekChoice::Pause };
                let more = (shown.days < DAYS_MAX).then_some(WeekChoice::Extend);
                let second: Vec<WeekChoice> = more.into_iter().chain([WeekChoice::Stop]).collect();
                vec![vec![Choice::Entry(EntryChoice::Begin)], row(&[go]), row(&second)]
            }
            WeekReply::Begun { .. } | WeekReply::Noted { .. } => vec![row(&[WeekChoice::Show])],
            WeekReply::Remind { .. } => vec![
                vec![Choice::Entry(EntryChoice::Begin)],
                row(&[WeekChoice::Later, WeekChoice::Skip]),
            ],
            WeekReply::AskStop => vec![row(&[WeekChoice::StopSure, WeekChoice::Show])],
            WeekReply::None => vec![row(&[WeekChoice::Show])],
            WeekReply::NonePast => vec![row(&[WeekChoice::New])],
            WeekReply::Past { place, older, .. } => {
                let older = older.then(|| WeekChoice::Past(place.saturating_add(1)));
                let last = (*place > 0).then_some(WeekChoice::Past(0));
                let beside: Vec<WeekChoice> = older.into_iter().chain(last).collect();
                let mut rows = vec![row(&[WeekChoice::New])];
                rows.extend((!beside.is_empty()).then(|| row(&beside)));
                rows
            }
            WeekReply::Later | WeekReply::Skipped | WeekReply::Done { .. } => Vec::new(),
        }
    }

    /// Whether it takes the place of the message that was tapped.
    pub fn in_place(&self) -> bool {
        match self {
            WeekReply::Offer { .. }
            | WeekReply::Begun { .. }
            | WeekReply::Progress { .. }
            | WeekReply::Later
            | WeekReply::Skipped
            | WeekReply::AskStop
            | WeekReply::Past { .. } => true,
            WeekReply::Noted { .. }
            | WeekReply::Remind { .. }
            | WeekReply::Done { .. }
            | WeekReply::None
            | WeekReply::NonePast => false,
        }
    }

    /// After this (ms UTC) it is no use any more.
    pub fn expires_ms(&self) -> Option<i64> {
        if let WeekReply::Remind { until_ms, .. } = self { Some(*until_ms) } else { None }
    }
}
