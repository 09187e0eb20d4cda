//! An answer becomes a message with buttons.

use crate::{app::Letter, phrases::Phrases};
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
                    InlineKeyboardButton::callback(label, choice.data())
                })
                .collect()
        })
        .collect();
    (text, (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows)))
}
