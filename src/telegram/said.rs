//! An answer becomes a message with buttons; a button's data becomes a choice again.

use crate::{
    app::Letter,
    domain::{
        link::LinkId,
        person::{Language, ReadingId},
        reply::Choice,
    },
    phrases::Phrases,
};
use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};

/// The text and the buttons of a letter.
pub(super) fn message(
    phrases: &Phrases,
    letter: &Letter,
) -> (String, Option<InlineKeyboardMarkup>) {
    let text = phrases.chat(&letter.reply, letter.language);
    let rows: Vec<Vec<InlineKeyboardButton>> = letter
        .reply
        .choices(phrases.languages())
        .into_iter()
        .map(|row| {
            row.iter()
                .map(|choice| {
                    let label = phrases.label(choice, letter.language);
                    InlineKeyboardButton::callback(label, data(choice))
                })
                .collect()
        })
        .collect();
    (text, (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows)))
}

/// What a button carries: at most 64 bytes, and nothing that says something about a person.
fn data(choice: &Choice) -> String {
    match choice {
        Choice::Agree => "agree".to_owned(),
        Choice::ReadMore => "more".to_owned(),
        Choice::Yes(question) => format!("yes:{question}"),
        Choice::No(question) => format!("no:{question}"),
        Choice::Undo(reading) => format!("undo:{:x}", reading.0),
        Choice::Language(language) => format!("lang:{}", language.code()),
        Choice::AcceptSpeaker(link) => format!("mine:{:x}", link.0),
        Choice::RefuseSpeaker(link) => format!("foreign:{:x}", link.0),
    }
}

/// The choice that a button carried, if it is one of ours.
pub(super) fn choice(data: &str) -> Option<Choice> {
    let (name, value) = data.split_once(':').unwrap_or((data, ""));
    let id = || i64::from_str_radix(value, 16).ok();
    match name {
        "agree" => Some(Choice::Agree),
        "more" => Some(Choice::ReadMore),
        "yes" => value.parse().ok().map(Choice::Yes),
        "no" => value.parse().ok().map(Choice::No),
        "undo" => id().map(|id| Choice::Undo(ReadingId(id))),
        "lang" => Language::new(value).map(Choice::Language),
        "mine" => id().map(|id| Choice::AcceptSpeaker(LinkId(id))),
        "foreign" => id().map(|id| Choice::RefuseSpeaker(LinkId(id))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_carries_its_choice_there_and_back_within_64_bytes() {
        for choice_ in [
            Choice::Agree,
            Choice::ReadMore,
            Choice::Yes(u32::MAX),
            Choice::No(0),
            Choice::Undo(ReadingId(i64::MAX)),
            Choice::Language(Language::RU),
            Choice::Language(Language::EN),
            Choice::AcceptSpeaker(LinkId(1)),
            Choice::RefuseSpeaker(LinkId(i64::MAX)),
        ] {
            let data = data(&choice_);
            assert!(data.len() <= 64, "{data}");
            assert!(choice(&data) == Some(choice_), "{data}");
        }
        assert!(choice("").is_none() && choice("yes:x").is_none() && choice("other").is_none());
    }
}
