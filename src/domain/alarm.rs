//! A very high reading in the chat: signs of danger are asked for at once, then five minutes of
//! rest and a second reading. Source: 2024 ESC Guidelines §10.1 (doi:10.1093/eurheartj/ehae178)
//! for the line of 180/110; five minutes satisfy both versions of the American Heart Association's
//! advice (one to two, and about five). The flow itself is an engineering choice.

use super::{
    choice::Choice,
    person::PersonId,
    reply::{Card, Reply},
    timer::TimerKind,
};
use serde::{Deserialize, Serialize};

/// A person is alarmed once in this time, ms: half an hour. The first alarm is never left out,
/// and what comes in between is told in one line with the same number to call.
pub const ALARM_MS: i64 = 30 * 60 * 1000;

/// An alarm that a person was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// When, ms UTC.
    pub told_ms: i64,
    /// What has come of it.
    pub stage: AlarmStage,
}

/// What has come of an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmStage {
    /// It was asked for signs of danger.
    Asked,
    /// There were none; the person rests and measures again.
    Resting,
    /// The person was told whom to call, or to see a doctor.
    Told,
}

impl AlarmStage {
    /// As it is stored.
    pub fn number(self) -> u8 {
        match self {
            AlarmStage::Asked => 0,
            AlarmStage::Resting => 1,
            AlarmStage::Told => 2,
        }
    }

    /// From what is stored.
    pub fn of_number(number: u8) -> Option<AlarmStage> {
        [AlarmStage::Asked, AlarmStage::Resting, AlarmStage::Told]
            .into_iter()
            .find(|stage| stage.number() == number)
    }
}

/// What to say about readings that were just stored or asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing.
    Silent,
    /// The alarm, whole.
    Alarm,
    /// The signs once more: the reading was told of with its question, and nobody has answered.
    Signs,
    /// One line: it was told a moment ago.
    Brief,
    /// Still as high after the rest, without signs: a doctor today.
    Doctor,
    /// Lower after the alarm: both are stored.
    Lower,
}

/// What to say. `alarm` is the last one of this person, `high_ms` when a very high reading was
/// taken, `low_ms` when one was that is not; `news`: the answer tells of a very high reading, stored
/// or asked about, for the first time.
pub fn judge(
    alarm: Option<Alarm>,
    high_ms: Option<i64>,
    low_ms: Option<i64>,
    news: bool,
    now_ms: i64,
) -> Verdict {
    // A clock that was set back makes no alarm older than new.
    let Some(alarm) = alarm.filter(|alarm| (0..ALARM_MS).contains(&(now_ms - alarm.told_ms)))
    else {
        return match (news, high_ms) {
            (true, _) => Verdict::Alarm,
            (false, Some(_)) => Verdict::Brief,
            (false, None) => Verdict::Silent,
        };
    };
    match (high_ms, low_ms) {
        (Some(at_ms), _) if alarm.stage == AlarmStage::Resting && at_ms > alarm.told_ms => {
            Verdict::Doctor
        }
        // What was told with its question is stored now: one measurement, not two.
        (Some(at_ms), _) if !news && at_ms <= alarm.told_ms => match alarm.stage {
            AlarmStage::Asked => Verdict::Signs,
            AlarmStage::Resting | AlarmStage::Told => Verdict::Silent,
        },
        (Some(_), _) => Verdict::Brief,
        (None, _) if news => Verdict::Brief,
        (None, Some(at_ms)) if at_ms > alarm.told_ms && alarm.stage != AlarmStage::Told => {
            Verdict::Lower
        }
        (None, _) => Verdict::Silent,
    }
}

/// Whether very high readings of one alarm, taken at these times (ms UTC), are a first one and one
/// after the rest: then it is not asked for once more.
pub fn rested_between(taken_ms: &[i64]) -> bool {
    let (first, last) = (taken_ms.iter().min(), taken_ms.iter().max());
    first.zip(last).is_some_and(|(first, last)| last - first >= TimerKind::Rest.runs_ms())
}

/// Are there signs of danger?
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AlarmChoice {
    /// There are.
    Signs(PersonId),
    /// There are none.
    None(PersonId),
}

/// What is to be done about an alarm of this person.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum AlarmAct {
    /// There are signs of danger.
    Signs(PersonId),
    /// There are none.
    NoSigns(PersonId),
    /// Ask once more.
    Ask(PersonId),
}

/// What is answered. Every one of them names whom to call, but for the one that tells of a lower
/// reading.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AlarmReply {
    /// The alarm, whole, about what was just stored or asked. Without buttons while it is not known
    /// who was measured.
    Found { before: Box<Reply>, person: Option<PersonId> },
    /// The same once more within half an hour, in one line.
    Brief { before: Box<Reply>, person: Option<PersonId> },
    /// Are there signs? Put once more.
    Ask { person: PersonId },
    /// The same behind what was stored just now.
    Signs { before: Box<Reply>, person: PersonId },
    /// There are signs: call now.
    Call,
    /// There are none: rest, then measure again.
    Rest { person: PersonId },
    /// Still as high: see a doctor today. Behind what was stored just now, or by itself when both
    /// readings were there before the question was answered.
    Doctor { before: Option<Box<Reply>>, person: Option<PersonId> },
    /// Lower: both are stored.
    Lower { before: Box<Reply> },
}

impl AlarmChoice {
    /// What a button carries.
    pub fn data(self) -> String {
        match self {
            AlarmChoice::Signs(person) => format!("alarm:y{:x}", person.0),
            AlarmChoice::None(person) => format!("alarm:n{:x}", person.0),
        }
    }

    /// The choice that a button carried behind its name.
    pub fn of_value(value: &str) -> Option<AlarmChoice> {
        let mut characters = value.chars();
        let kind = characters.next()?;
        let person = PersonId(i64::from_str_radix(characters.as_str(), 16).ok()?);
        match kind {
            'y' => Some(AlarmChoice::Signs(person)),
            'n' => Some(AlarmChoice::None(person)),
            _ => None,
        }
    }
}

impl AlarmReply {
    /// The answer that it stands behind, if it does.
    pub fn before(&self) -> Option<&Reply> {
        match self {
            AlarmReply::Found { before, .. }
            | AlarmReply::Brief { before, .. }
            | AlarmReply::Signs { before, .. }
            | AlarmReply::Lower { before } => Some(before),
            AlarmReply::Doctor { before, .. } => before.as_deref(),
            AlarmReply::Ask { .. } | AlarmReply::Call | AlarmReply::Rest { .. } => None,
        }
    }

    /// What can be tapped below it.
    pub fn choices(&self) -> Vec<Vec<Choice>> {
        let row = |choice: AlarmChoice| vec![Choice::Alarm(choice)];
        let both = |person| vec![row(AlarmChoice::Signs(person)), row(AlarmChoice::None(person))];
        match self {
            AlarmReply::Found { person, .. } | AlarmReply::Brief { person, .. } => {
                person.map(both).unwrap_or_default()
            }
            AlarmReply::Ask { person } | AlarmReply::Signs { person, .. } => both(*person),
            AlarmReply::Doctor { person, .. } => {
                person.iter().map(|person| row(AlarmChoice::Signs(*person))).collect()
            }
            AlarmReply::Rest { person, .. } => vec![row(AlarmChoice::Signs(*person))],
            AlarmReply::Call | AlarmReply::Lower { .. } => Vec::new(),
        }
    }
}

impl Reply {
    /// Takes the alarm out of an answer; says whether there was one.
    pub fn take_alert(&mut self) -> bool {
        if let Reply::Kept { alert, ask, .. } = self {
            let asked = ask.as_mut().is_some_and(|ask| std::mem::take(&mut ask.alert));
            std::mem::take(alert) || asked
        } else if let Reply::Amended { alert, .. }
        | Reply::WhoseIs { alert, .. }
        | Reply::AskAdd { alert, .. }
        | Reply::GuideCheck { alert, .. } = self
        {
            std::mem::take(alert)
        } else if let Reply::Ask(question) = self {
            std::mem::take(&mut question.alert)
        } else if let Reply::Please(reply) | Reply::Noted(reply) = self {
            reply.take_alert()
        } else {
            false
        }
    }

    /// The readings that were stored or corrected with this answer.
    pub fn stored(&self) -> &[Card] {
        if let Reply::Kept { cards, .. } = self {
            cards
        } else if let Reply::Amended { card, .. }
        | Reply::GuideKept(card)
        | Reply::GuideDone { card, .. } = self
        {
            std::slice::from_ref(card)
        } else {
            &[]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE_MS: i64 = 60 * 1000;

    fn check(stage: AlarmStage, minute: i64, high: Option<i64>, low: Option<i64>) -> Verdict {
        let alarm = Alarm { told_ms: 0, stage };
        let ms = |minute: Option<i64>| minute.map(|minute| minute * MINUTE_MS);
        judge(Some(alarm), ms(high), ms(low), high.is_some(), minute * MINUTE_MS)
    }

    #[test]
    fn the_first_alarm_is_never_left_out_and_the_next_one_comes_after_half_an_hour() {
        assert_eq!(judge(None, Some(0), None, true, 0), Verdict::Alarm);
        assert_eq!(judge(None, None, None, true, 0), Verdict::Alarm);
        assert_eq!(judge(None, Some(0), None, false, 0), Verdict::Brief, "told with the question");
        assert_eq!(judge(None, None, Some(0), false, 0), Verdict::Silent);
        for stage in [AlarmStage::Asked, AlarmStage::Resting, AlarmStage::Told] {
            assert_eq!(check(stage, 30, Some(30), None), Verdict::Alarm);
            assert_eq!(check(stage, -1, Some(-1), None), Verdict::Alarm, "the clock was set back");
        }
    }

    #[test]
    fn the_second_reading_decides() {
        assert_eq!(check(AlarmStage::Resting, 6, Some(6), None), Verdict::Doctor);
        assert_eq!(check(AlarmStage::Resting, 6, None, Some(6)), Verdict::Lower);
        assert_eq!(check(AlarmStage::Asked, 6, None, Some(6)), Verdict::Lower);
        assert_eq!(check(AlarmStage::Asked, 1, Some(1), None), Verdict::Brief);
        assert_eq!(check(AlarmStage::Told, 9, Some(9), None), Verdict::Brief);
        assert_eq!(check(AlarmStage::Told, 9, None, Some(9)), Verdict::Silent);
        // A reading from before the alarm is no second one.
        assert_eq!(check(AlarmStage::Resting, 6, Some(-60), None), Verdict::Brief);
        assert_eq!(check(AlarmStage::Resting, 6, None, Some(-60)), Verdict::Silent);
        assert_eq!(check(AlarmStage::Resting, 6, None, Some(0)), Verdict::Silent);
    }

    #[test]
    fn a_reading_that_was_told_of_with_its_question_is_no_second_one_when_it_is_stored() {
        let alarm = Alarm { told_ms: MINUTE_MS, stage: AlarmStage::Asked };
        let stored = |at_ms| judge(Some(alarm), Some(at_ms), None, false, 2 * MINUTE_MS);
        assert_eq!(stored(MINUTE_MS), Verdict::Signs);
        let resting = Alarm { stage: AlarmStage::Resting, ..alarm };
        let stored_then = judge(Some(resting), Some(MINUTE_MS), None, false, 2 * MINUTE_MS);
        assert_eq!(stored_then, Verdict::Silent, "it was answered meanwhile");
        assert_eq!(stored(MINUTE_MS + 1), Verdict::Brief);
    }

    #[test]
    fn a_rest_lies_between_two_readings_five_minutes_apart() {
        assert!(!rested_between(&[]));
        assert!(!rested_between(&[0]));
        assert!(!rested_between(&[0, 5 * MINUTE_MS - 1]));
        assert!(rested_between(&[5 * MINUTE_MS, MINUTE_MS, 0]));
    }

    #[test]
    fn a_button_carries_its_choice_there_and_back() {
        for choice in [AlarmChoice::Signs(PersonId(i64::MAX)), AlarmChoice::None(PersonId(1))] {
            let data = choice.data();
            let value = data.split_once(':').unwrap().1;
            assert!(data.len() <= 64 && AlarmChoice::of_value(value) == Some(choice), "{data}");
        }
        for other in ["", "y", "x1", "yz"] {
            assert!(AlarmChoice::of_value(other).is_none(), "{other}");
        }
    }
}
