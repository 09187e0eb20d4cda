//! Timers of a person: they survive a restart, ring once, and are forgotten when a reading has
//! come meanwhile or nobody needs them any more.

use super::{
    choice::Choice,
    entry::EntryChoice,
    person::ReadingId,
    reading::SESSION_MS,
    reminder::{SNOOZE_MS, USEFUL_MS},
};
use serde::{Deserialize, Serialize};

/// Between two readings of a session, ms: a minute, as the home protocols ask for.
const SECOND_MS: i64 = 60 * 1000;
/// Of rest before a very high reading is checked, ms: five minutes.
const REST_MS: i64 = 5 * 60 * 1000;

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimerKind {
    /// The second reading of a session.
    Second,
    /// Five minutes of rest after a very high reading.
    Rest,
    /// A reminder of the home week, put off.
    Slot,
}

impl TimerKind {
    /// As it is stored.
    pub fn number(self) -> u8 {
        match self {
            TimerKind::Second => 0,
            TimerKind::Rest => 1,
            TimerKind::Slot => 2,
        }
    }

    /// From what is stored.
    pub fn of_number(number: u8) -> Option<TimerKind> {
        [TimerKind::Second, TimerKind::Rest, TimerKind::Slot]
            .into_iter()
            .find(|kind| kind.number() == number)
    }

    /// How long it runs, ms.
    pub fn runs_ms(self) -> i64 {
        match self {
            TimerKind::Second => SECOND_MS,
            TimerKind::Rest => REST_MS,
            TimerKind::Slot => SNOOZE_MS,
        }
    }

    /// So long after its time it is still worth ringing, ms. A second reading belongs to the
    /// session of the first only within ten minutes, and takes one of them; a rest is worth
    /// half an hour, like the alarm it belongs to; a reminder two hours.
    pub fn useful_ms(self) -> i64 {
        match self {
            TimerKind::Second => SESSION_MS - 2 * SECOND_MS,
            TimerKind::Rest => super::alarm::ALARM_MS - REST_MS,
            TimerKind::Slot => USEFUL_MS,
        }
    }
}

/// A timer that was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    /// What it is for.
    pub kind: TimerKind,
    /// When it was set, ms UTC.
    pub set_ms: i64,
}

/// What is to be done about a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its time has not come.
    Wait,
    /// It rings; the ringing is of use until then, ms UTC.
    Ring { until_ms: i64 },
    /// It is forgotten.
    Forget,
}

impl Timer {
    /// When it is due, ms UTC.
    pub fn due_ms(&self) -> i64 {
        self.set_ms + self.kind.runs_ms()
    }

    /// What is to be done now, when the newest reading of the person was taken at `measured_ms`.
    /// One that was set in the future was set by a clock that was wrong.
    pub fn fate(&self, now_ms: i64, measured_ms: Option<i64>) -> Fate {
        let until_ms = self.due_ms() + self.kind.useful_ms();
        let measured = measured_ms.is_some_and(|measured_ms| measured_ms > self.set_ms);
        if measured || now_ms > until_ms || now_ms < self.set_ms {
            Fate::Forget
        } else if now_ms < self.due_ms() {
            Fate::Wait
        } else {
            Fate::Ring { until_ms }
        }
    }
}

/// Once more in a minute, after this reading.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerChoice(pub ReadingId);

impl TimerChoice {
    /// The buttons of a stored reading, and behind them "once more in a minute".
    pub fn behind(mut rows: Vec<Vec<Choice>>, reading: ReadingId) -> Vec<Vec<Choice>> {
        rows.push(vec![Choice::Timer(TimerChoice(reading))]);
        rows
    }

    /// What a button carries.
    pub fn data(self) -> String {
        format!("again:{:x}", self.0.0)
    }

    /// The choice that a button carried behind its name.
    pub fn of_value(value: &str) -> Option<TimerChoice> {
        i64::from_str_radix(value, 16).ok().map(|id| TimerChoice(ReadingId(id)))
    }
}

/// What is answered, and what a timer says when it rings.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimerReply {
    /// It runs: a minute.
    Set,
    /// It makes no sense any more: that reading is old, or gone.
    Late,
    /// Time for the second reading.
    Second { until_ms: i64 },
    /// Five minutes of rest are over.
    Rest { until_ms: i64 },
}

impl TimerReply {
    /// What can be tapped below it.
    pub fn choices(&self) -> Vec<Vec<Choice>> {
        match self {
            TimerReply::Second { .. } | TimerReply::Rest { .. } => {
                vec![vec![Choice::Entry(EntryChoice::Begin)]]
            }
            TimerReply::Set | TimerReply::Late => Vec::new(),
        }
    }

    /// After this (ms UTC) it is no use any more.
    pub fn expires_ms(&self) -> Option<i64> {
        match self {
            TimerReply::Second { until_ms } | TimerReply::Rest { until_ms } => Some(*until_ms),
            TimerReply::Set | TimerReply::Late => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timer_rings_in_its_window_and_is_forgotten_outside() {
        let minute = 60 * 1000;
        for (kind, due, last) in
            [(TimerKind::Second, 1, 9), (TimerKind::Rest, 5, 30), (TimerKind::Slot, 30, 150)]
        {
            let timer = Timer { kind, set_ms: 0 };
            let until_ms = last * minute;
            assert_eq!(timer.fate(due * minute - 1, None), Fate::Wait, "{kind:?}");
            assert_eq!(timer.fate(due * minute, None), Fate::Ring { until_ms }, "{kind:?}");
            assert_eq!(timer.fate(until_ms, Some(0)), Fate::Ring { until_ms }, "{kind:?}");
            assert_eq!(timer.fate(until_ms + 1, None), Fate::Forget, "{kind:?}");
            assert_eq!(timer.fate(due * minute, Some(1)), Fate::Forget, "measured meanwhile");
            assert_eq!(timer.fate(-1, None), Fate::Forget, "the clock was set back");
            assert_eq!(timer.fate(0, None), Fate::Wait, "it was set just now");
            assert_eq!(TimerKind::of_number(kind.number()), Some(kind));
        }
        assert_eq!(TimerKind::of_number(9), None);
    }
}
