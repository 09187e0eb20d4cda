//! An answer becomes a message with buttons.

use crate::domain::{
    reply::Reply,
    settings::{Manner, SettingsReply},
};
use crate::{app::Letter, phrases::Phrases};
use teloxide::types::{
    InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, KeyboardMarkup, KeyboardRemove,
    ReplyMarkup,
};

/// The text and the buttons of a letter.
pub(super) fn message(
    phrases: &Phrases,
    letter: &Letter,
    manner: &Manner,
) -> (String, Option<InlineKeyboardMarkup>) {
    let text = phrases.chat_as(&letter.reply, letter.language, manner);
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

/// What stands below the chat with a new message that has no buttons of its own: the menu, or
/// nothing any more.
pub(super) fn menu(phrases: &Phrases, letter: &Letter, manner: &Manner) -> Option<ReplyMarkup> {
    if let Reply::Settings(SettingsReply::Menu(false)) = letter.reply {
        return Some(ReplyMarkup::KeyboardRemove(KeyboardRemove::new()));
    }
    let rows = phrases.menu(letter.language).into_iter();
    let buttons = rows.map(|row| row.into_iter().map(KeyboardButton::new).collect::<Vec<_>>());
    let keyboard = KeyboardMarkup::new(buttons).persistent().resize_keyboard();
    manner.menu.then_some(ReplyMarkup::Keyboard(keyboard))
}
