//! What holds for every utterance, not only for those that somebody thought of.

use proptest::prelude::*;
use rustix::time::{ClockId, clock_gettime};
use std::{fs, path::Path, sync::LazyLock, time::Duration};
use tonolog::{
    domain::{
        person::{Door, Language},
        reading::Reading,
        reply::{Card, Reply},
        utterance::{Draft, Intent, hear},
    },
    phrases::Dialogs,
};

static DIALOGS: LazyLock<Dialogs> = LazyLock::new(|| Dialogs::load(None).unwrap());

fn heard(door: Door, said: &str) -> Intent {
    hear(&DIALOGS.grammar, &DIALOGS.words, door, &[said.to_owned()])
}

fn drafts(intent: Intent) -> Vec<Draft> {
    match intent {
        Intent::Record(drafts) => drafts,
        _ => Vec::new(),
    }
}

/// Readings as people have them, beyond doubt: their numbers.
fn numbers() -> impl Strategy<Value = (u16, u16, Option<u16>)> {
    (90u16..=220, 50u16..=110, prop::option::of(45u16..=150)).prop_filter(
        "a usual gap",
        |&(systolic, diastolic, pulse)| {
            Reading::new(systolic, diastolic, pulse)
                .is_ok_and(|reading| reading.doubt(0, &[]).is_none())
        },
    )
}

fn doors() -> impl Strategy<Value = Door> {
    prop_oneof![Just(Door::Chat), Just(Door::Voice)]
}

/// Words, numbers and marks of the trade in any order: nearer to people than random letters.
fn jumble(number_words: bool) -> impl Strategy<Value = String> {
    const NUMBER_WORDS: [&str; 9] =
        ["сто", "двадцать", "восемьдесят", "one", "twenty", "eighty", "час", "пол", "полтора"];
    let mut pieces = vec![
        "120",
        "80",
        "75",
        "140/90",
        "12080",
        "1200",
        "8",
        "сто",
        "двадцать",
        "восемьдесят",
        "на",
        "и",
        "не",
        "а",
        "нет",
        "пульс",
        "давление",
        "верхнее",
        "нижнее",
        "вчера",
        "утром",
        "в",
        "8:30",
        "20.11",
        "час",
        "назад",
        "левая",
        "сидя",
        "аритмия",
        "после",
        "кофе",
        "голова",
        "болит",
        "первое",
        "второе",
        "исправь",
        "или",
        "мг",
        "лет",
        "?",
        ",",
        ".",
        "/",
        "-",
        ":",
        "\n",
        "one",
        "twenty",
        "over",
        "eighty",
        "not",
        "pulse",
        "yesterday",
        "arm",
        "left",
        "код",
        "полтора",
        "пол",
        "девятого",
        "без",
        "четверти",
        "*",
        "+",
        "№",
        "❤",
        "О",
        "з",
    ];
    pieces.retain(|piece| number_words || !NUMBER_WORDS.contains(piece));
    prop::collection::vec(prop::sample::select(pieces), 0..14).prop_map(|parts| parts.join(" "))
}

/// Every number that was said: in digits as they stand, in words, and as parts of glued digits.
fn said_numbers(said: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = Vec::new();
    let digits: String = said
        .chars()
        .map(|c| match c {
            'O' | 'o' | 'О' | 'о' => '0',
            'з' | 'З' => '3',
            'l' | 'I' => '1',
            _ => c,
        })
        .collect();
    for part in digits.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()) {
        numbers.extend(part.parse::<u32>().ok());
    }
    numbers
}

/// A text of twelve times the length takes twelve times as long, plus what caches and the tables
/// of a short text cost; what looks at every pair of words takes 144 times as long.
const LONGER: usize = 12;
const WORK_MAX: u32 = 48;
const SHORT: usize = 2048 / LONGER;

/// What this thread has worked so far: time that others took from it does not count.
fn worked() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap())
}

#[test]
fn the_work_to_understand_a_text_grows_with_its_length_and_not_with_its_square() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/hostile.tsv");
    let text = fs::read_to_string(path).unwrap();
    let pieces: Vec<(&str, &str)> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect();
    assert!(pieces.len() > 20);
    for (name, piece) in pieces {
        let piece = piece.replace('_', " ").replace("\\n", "\n");
        let of = |length: usize| -> String { piece.chars().cycle().take(length).collect() };
        let (long, short) = (of(LONGER * SHORT), of(SHORT));
        for door in [Door::Chat, Door::Voice] {
            let least = |said: &str| {
                let once = || {
                    let begun = worked();
                    let _ = heard(door, said);
                    worked() - begun
                };
                (0..7).map(|_| once()).min().unwrap()
            };
            let (long, short) = (least(&long), least(&short));
            assert!(long < short * WORK_MAX, "{name}, {door:?}: {short:?}, then {long:?}");
        }
    }
}

#[test]
fn a_message_that_is_looked_at_in_part_stores_nothing_without_a_question() {
    let said = |head: &str, tail: &str| {
        let middle = "и ещё погода ".repeat(300);
        format!("{head}\n{middle}\n{tail}")
    };
    for door in [Door::Chat, Door::Voice] {
        for (head, tail) in [("120/80 75", "130/85"), ("120/80 75\n130/85 70", ""), ("", "120/80")]
        {
            assert!(drafts(heard(door, &said(head, tail))).is_empty(), "{head} … {tail}");
        }
        // The number at the very end of what is looked at is not cut in two, and before it all is
        // well.
        let mut whole = 0;
        for length in 1990..2060 {
            let filler = "ну ".repeat(length / 3);
            let text = format!("{filler}давление 120 на 80 пульс 75");
            let stored = drafts(heard(door, &text));
            let as_said = |draft: &Draft| {
                (draft.systolic, draft.diastolic, draft.pulse) == (120, 80, Some(75))
            };
            assert!(stored.iter().all(as_said), "{length}");
            assert_eq!(stored.len(), usize::from(text.chars().count() <= 2048), "{length}");
            whole += stored.len();
        }
        assert!((1..70).contains(&whole), "{whole}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_string_at_all_is_answered(said in "\\PC{0,300}", door in doors()) {
        let _ = heard(door, &said);
    }

    #[test]
    fn any_jumble_of_words_is_answered(said in jumble(true), door in doors()) {
        let _ = heard(door, &said);
    }

    #[test]
    fn no_number_is_stored_that_was_not_said(said in jumble(false), door in doors()) {
        // Every number was written in digits here.
        let numbers = said_numbers(&said);
        for draft in drafts(heard(door, &said)) {
            for value in [Some(draft.systolic), Some(draft.diastolic), draft.pulse].into_iter().flatten() {
                let value = u32::from(value);
                // A number that recognition has split is the sum of its parts.
                let sums = numbers.windows(2).any(|pair| pair[0] + pair[1] == value);
                prop_assert!(numbers.contains(&value) || sums, "{value} in {said:?}");
            }
        }
    }

    #[test]
    fn what_is_printed_is_understood_back(numbers in numbers(), language in prop::sample::select(vec![Language::RU, Language::EN])) {
        let reading = Reading::new(numbers.0, numbers.1, numbers.2).unwrap();
        let card = Card {
            id: tonolog::domain::person::ReadingId(1),
            whose: None,
            reading,
            at_ms: 1_795_328_040_000,
            now_ms: 1_795_328_040_000,
            zone: tonolog::domain::when::Zone::utc(),
            home: None,
            approximate: false,
            extras: tonolog::domain::reading::Extras::default(),
        };
        let printed = DIALOGS.phrases.chat(&Reply::Undone(card.clone()), language);
        let printed = printed.split_once(": ").unwrap().1;
        let numbers = printed.split(", ").take(if reading.pulse().is_some() { 2 } else { 1 });
        let printed = numbers.collect::<Vec<_>>().join(", ");
        let spoken = DIALOGS.phrases.speech(&Reply::Last(Some(card)), language, 0).tts;
        let spoken = spoken.split_once(": ").unwrap().1;
        let parts = spoken.split(", ").take(if reading.pulse().is_some() { 2 } else { 1 });
        let spoken = parts.collect::<Vec<_>>().join(", ");
        for (door, said) in [(Door::Chat, printed), (Door::Voice, spoken)] {
            let understood = drafts(heard(door, &said));
            prop_assert_eq!(understood.len(), 1, "{}", &said);
            let draft = &understood[0];
            prop_assert_eq!(
                (draft.systolic, draft.diastolic, draft.pulse),
                (reading.systolic(), reading.diastolic(), reading.pulse()),
                "{}", &said
            );
            prop_assert!(draft.when.is_now() && draft.extras.note.is_none(), "{}", &said);
        }
    }

    #[test]
    fn a_filler_anywhere_changes_nothing(
        numbers in numbers(),
        filler in prop::sample::select(vec!["ну", "вот", "значит", "пожалуйста", "алиса", "так", "please", "well", "um"]),
        at in 0usize..6,
        door in doors(),
    ) {
        let reading = Reading::new(numbers.0, numbers.1, numbers.2).unwrap();
        let pulse = reading.pulse().map(|pulse| format!(" пульс {pulse}")).unwrap_or_default();
        let plain = format!("давление {} на {}{pulse}", reading.systolic(), reading.diastolic());
        let mut words: Vec<&str> = plain.split(' ').collect();
        words.insert(at.min(words.len()), filler);
        let filled = words.join(" ");
        prop_assert!(heard(door, &filled) == heard(door, &plain), "{}", &filled);
    }
}
