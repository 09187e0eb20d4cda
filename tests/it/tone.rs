//! How we speak: calmly, and without a judgement about anybody's pressure. Every text of a chat and
//! a speaker is looked through, whether an answer of the samples uses it or not.

use std::{collections::BTreeSet, fs, path::Path};
use tonolog::{
    domain::{
        person::Language,
        reading::Reading,
        reply::Reply,
        summary::READINGS_MIN,
        threshold::Profile,
        week::{Day, Outcome, Progress, Shown, Slot, WeekReply},
    },
    phrases::Dialogs,
};

/// Texts for who runs the program, about the program: "good" is said of a certificate there.
const FOR_THE_OPERATOR: [&str; 4] = ["cli.ftl", "ready.ftl", "backup.ftl", "audit.ftl"];

/// Words that would judge a value or a person, by how they begin.
const JUDGING: [(&str, &[&str]); 2] = [
    (
        "ru",
        &[
            "норм",
            "высок",
            "низк",
            "повыш",
            "пониж",
            "опасн",
            "хорош",
            "плох",
            "отличн",
            "идеал",
            "гипер",
            "гипо",
            "криз",
            "диагноз",
            "здоров",
            "порядке",
            "риск",
            "тревож",
            "молодец",
            "критич",
            "страш",
            "лучше",
            "хуже",
        ],
    ),
    (
        "en",
        &[
            "normal", "abnormal", "high", "low", "raised", "elevated", "danger", "good", "bad",
            "fine", "health", "risk", "perfect", "ideal", "hyper", "hypo", "crisis", "critical",
            "diagnos", "worr", "severe", "great", "well", "better", "worse", "best", "worst",
        ],
    ),
];

/// Where such a word judges nothing: the language, the words around it, and why they stand.
const EXCEPTIONS: [(&str, &str, &str); 17] = [
    ("ru", "хорошо, ", "yes to what the person wishes"),
    ("ru", "хорошо. ", "yes to what the person wishes"),
    ("ru", "хорошо: ", "yes to what the person wishes"),
    ("ru", "не ставит диагноз", "says what the diary does not do"),
    ("ru", "плохо себя чувствуете", "how the person feels, by their own word"),
    ("ru", "вам плохо", "how the person feels, by their own word"),
    ("ru", "сведения о здоровье", "what the law calls the readings"),
    ("ru", "не страшен", "said of a reading that was left out, not of a value"),
    ("en", "lower", "the name of a number, and that it is below a line that stands beside it"),
    ("en", "lowest–highest", "the least and the greatest of some numbers"),
    ("en", "severe headache", "a sign of danger, asked for in the words of its source"),
    ("en", "makes no diagnosis", "says what the diary does not do"),
    ("en", "health data", "what the law calls the readings"),
    ("en", "good-bye", "a greeting"),
    ("en", "good for", "how long a link or a code is taken"),
    ("en", "good until", "how long a link is taken"),
    ("en", "no longer good", "a code that is not taken any more"),
];

/// Every message of a language with its file and name, without placeholders and comments.
fn texts(language: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogs").join(language);
    let mut found: Vec<(String, String)> = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.ends_with(".ftl") {
            continue;
        }
        for line in fs::read_to_string(&path).unwrap().lines() {
            let begins = line.starts_with(|c: char| c.is_ascii_lowercase());
            match line.split_once(" =") {
                _ if line.starts_with('#') => {}
                Some((key, text)) if begins => {
                    found.push((format!("{name}: {key}"), text.to_owned()));
                }
                _ => {
                    if let Some((_, text)) = found.last_mut() {
                        text.push('\n');
                        text.push_str(line.trim_start());
                    }
                }
            }
        }
    }
    assert!(found.len() > 400, "{language}: {}", found.len());
    found
}

/// A text without the names of its placeholders, which nobody says.
fn spoken(text: &str) -> String {
    let mut name = false;
    let heard = text.chars().filter(|c| {
        name = *c == '$' || name && (c.is_ascii_alphabetic() || *c == '-');
        !name
    });
    heard.collect()
}

#[test]
fn no_text_has_an_exclamation_mark() {
    for language in ["ru", "en"] {
        for (key, text) in texts(language) {
            assert!(!text.contains('!'), "{language} {key}: {text}");
        }
    }
}

#[test]
fn no_text_judges_a_value_or_a_person() {
    let mut used = BTreeSet::new();
    for (language, judging) in JUDGING {
        for (key, text) in texts(language) {
            if FOR_THE_OPERATOR.iter().any(|file| key.starts_with(file)) {
                continue;
            }
            let mut said = spoken(&text).to_lowercase();
            for (of, words, _) in EXCEPTIONS.iter().filter(|(of, ..)| *of == language) {
                if said.contains(words) {
                    used.insert((*of, *words));
                    said = said.replace(words, " ");
                }
            }
            let words = said.split(|c: char| !c.is_alphabetic());
            for word in words {
                let judges = judging.iter().any(|begins| word.starts_with(begins));
                assert!(!judges, "{language} {key}: {word}");
            }
        }
    }
    for (language, words, _) in EXCEPTIONS {
        assert!(
            used.contains(&(language, words)),
            "{language}: nobody says \u{201c}{words}\u{201d}"
        );
    }
}

/// A week with so many readings that count on so many of its days, after one that does not.
fn week(counted: u32, days: u32, valid: bool) -> Reply {
    let slot = |count: u8| Slot { count, mean: None, wants_third: false };
    let day = |number: u32| Day {
        date: jiff::civil::date(2026, 11, 1 + number as i8),
        morning: slot(u8::from(number <= days)),
        evening: slot(0),
        counts: number > 0,
    };
    let progress = Progress {
        days: (0..=days).map(day).collect(),
        counted,
        planned: 24,
        dates: days + 1,
        valid,
        mean: Reading::new(134, 84, None).ok(),
        morning: None,
        evening: None,
    };
    let shown = Shown { profile: Profile::Esh, days: 7, day: None, paused: false, progress };
    let outcome = Box::new(Outcome { shown, comparisons: Vec::new() });
    Reply::HomeWeek(WeekReply::Done { before: None, outcome })
}

/// By ESH four dates are enough, the first one included, which the mean leaves out.
#[test]
fn where_the_first_day_is_left_out_it_is_said_that_it_counts_among_the_days() {
    let phrases = Dialogs::load(None).unwrap().phrases;
    for (language, days, included) in [
        (Language::RU, "за 4 дня или больше", ", считая первый"),
        (Language::EN, "on 4 days or more", ", the first one included"),
    ] {
        let valid = phrases.chat(&week(12, 3, true), language);
        assert!(valid.contains(&format!("{days}{included}.")), "{valid}");
        let preliminary = phrases.chat(&week(8, 2, false), language);
        assert_eq!(preliminary.matches(&format!("{days}{included}")).count(), 2, "{preliminary}");
    }
}

#[test]
fn the_result_of_a_week_counts_in_good_grammar_and_only_the_days_that_count() {
    let phrases = Dialogs::load(None).unwrap().phrases;
    let check = |language, (counted, days), expected: &str| {
        for valid in [true, false] {
            let said = phrases.chat(&week(counted, days, valid), language);
            let end = if valid { "." } else { ";" };
            assert!(said.contains(&format!("{expected}{end}")), "{expected}: {said}");
        }
    };
    for (found, expected) in [
        ((1, 1), "Это одно измерение за 1 день"),
        ((2, 2), "Это среднее 2 измерений за 2 дня"),
        ((5, 5), "Это среднее 5 измерений за 5 дней"),
        ((21, 6), "Это среднее 21 измерения за 6 дней"),
        ((READINGS_MIN, 21), "Это среднее 12 измерений за 21 день"),
    ] {
        check(Language::RU, found, expected);
    }
    for (found, expected) in [
        ((1, 1), "It is one reading on 1 day"),
        ((2, 2), "It is the mean of 2 readings on 2 days"),
        ((21, 6), "It is the mean of 21 readings on 6 days"),
    ] {
        check(Language::EN, found, expected);
    }
}
