//! The document with everything of an account: what is written is read back, and nothing else is.

use crate::stage::START_MS;
use proptest::prelude::*;
use tonolog::{
    domain::{
        archive::{Archive, Archived, Entry},
        period::{Borders, Rhythm},
        person::{Door, Language, Name},
        privacy::{Agreement, Wanted},
        reading::{Arm, Extras, Position, Reading},
        reminder::{Reminder, ReminderId, TimeOfDay, Weekdays},
        reminding::Quiet,
        settings::{Country, Manner, Settings, Tone, Unit},
        threshold::{Profile, Target},
        week::{PastWeek, Week},
        when::Zone,
    },
    interchange,
};

/// Upper, lower, pulse; when it was taken, whether about then, when it was said.
type Values = ((u16, u16, Option<u16>), (i64, bool, i64));
/// Arm, position, the sign, a note.
type Beside = (usize, usize, bool, Option<String>);

fn values() -> impl Strategy<Value = (Values, Beside)> {
    let values = (90_u16..200, 40_u16..85, proptest::option::of(40_u16..180));
    let times = (0_i64..4_000_000_000_000, any::<bool>(), 0_i64..4_000_000_000_000);
    let beside = (0_usize..3, 0_usize..4, any::<bool>(), proptest::option::of(".{0,40}"));
    ((values, times), beside)
}

fn entry((values, beside): (Values, Beside)) -> Entry {
    let ((systolic, diastolic, pulse), (at_ms, approximate, said_ms)) = values;
    let (arm, position, irregular, note) = beside;
    let positions =
        [None, Some(Position::Sitting), Some(Position::Lying), Some(Position::Standing)];
    Entry {
        reading: Reading::new(systolic, diastolic, pulse).unwrap(),
        at_ms,
        zone: [None, Zone::new("Europe/Moscow"), Zone::new("Asia/Vladivostok")][arm].clone(),
        approximate,
        said_ms,
        extras: Extras {
            arm: [None, Some(Arm::Left), Some(Arm::Right)][arm],
            position: positions[position],
            irregular,
            note,
        },
    }
}

fn settings(other: bool) -> Settings {
    let manner = Manner {
        unit: if other { Unit::KPa } else { Unit::MmHg },
        tone: if other { Tone::Brief } else { Tone::Friendly },
        country: other.then_some(Country::Britain),
        menu: other,
    };
    Settings { manner, borders: Borders::new(3 * 60 + 30, 11 * 60, 15 * 60).unwrap() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_read_back(
        readings in proptest::collection::vec(values(), 0..20),
        minute in 0_u16..1440,
        bits in 1_u8..128,
        made_ms in 0_i64..4_000_000_000_000,
        tidy in any::<bool>(),
        chat in proptest::option::of(1_i64..9_000_000_000),
    ) {
        let readings: Vec<Entry> = readings.into_iter().map(entry).collect();
        let removed = readings.first().cloned().map(|entry| (entry, made_ms));
        let removed = removed.into_iter().collect();
        let reminder = Reminder {
            id: ReminderId(0),
            time: TimeOfDay::of_minutes(minute).unwrap(),
            days: Weekdays::of_bits(bits).unwrap(),
            on: !tidy,
            paused_until_ms: Some(made_ms),
            again_ms: None,
            handled_ms: made_ms,
        };
        let time = |hour: u16| TimeOfDay::of_minutes(hour * 60 + 30).unwrap();
        let week = Week::new(Profile::Esh, made_ms, [time(8), time(20)]);
        let borders = Borders::DEFAULT;
        let rhythm = Rhythm { zone: Zone::utc(), borders };
        let past = PastWeek { week, rhythm, ended_ms: made_ms };
        let archive = Archive {
            made_ms,
            owner: tidy,
            since_ms: made_ms,
            language: Some(Language::RU),
            zone: Zone::new("Asia/Kathmandu"),
            chat,
            settings: settings(tidy),
            wanted: Wanted { tidy, notices: !tidy },
            consents: vec![Agreement {
                at_ms: made_ms,
                given: tidy,
                version: "2".to_owned(),
                language: Language::EN,
                door: Door::Voice,
            }],
            chats: vec![made_ms],
            speakers: vec![(made_ms, tidy)],
            people: vec![
                Archived { name: None, profile: Some(Profile::Aha), target: Target::new(130, 80), readings, removed, reminders: vec![reminder], quiet: Quiet::new(time(22), time(7)), week: None, past_weeks: vec![past], leaving_ms: None },
                Archived { name: Name::new("мама"), profile: None, target: None, readings: vec![], removed: vec![], reminders: vec![], quiet: None, week: None, past_weeks: vec![], leaving_ms: Some(made_ms) },
            ],
        };
        let bytes = interchange::write(&archive).unwrap();
        prop_assert!(interchange::read(&bytes) == Ok(archive));
    }

    #[test]
    fn whatever_else_is_read_is_refused_and_not_believed(bytes in ".{0,200}") {
        prop_assert!(interchange::read(bytes.as_bytes()).is_err());
    }
}

#[test]
fn a_document_of_a_newer_program_or_of_another_one_is_told_apart() {
    let archive = Archive {
        made_ms: START_MS,
        owner: false,
        since_ms: START_MS,
        language: None,
        zone: None,
        chat: None,
        settings: settings(false),
        wanted: Wanted::default(),
        consents: vec![],
        chats: vec![],
        speakers: vec![],
        people: vec![],
    };
    let text = String::from_utf8(interchange::write(&archive).unwrap()).unwrap();
    let other = |from: &str, to: &str| interchange::read(text.replace(from, to).as_bytes()).err();
    assert_eq!(other("", ""), None);
    assert_eq!(other("\"version\": 1", "\"version\": 2"), Some(interchange::Fault::Newer));
    assert_eq!(other("\"version\": 1", "\"version\": 0"), Some(interchange::Fault::Foreign));
    assert_eq!(other("tonolog-export", "other"), Some(interchange::Fault::Foreign));
    assert_eq!(other("2026-11-22T", "2026-13-22T"), Some(interchange::Fault::Content));
}
