//! An answer becomes a message with buttons.

use crate::domain::{
    reply::Reply,
    settings::{Manner, SettingsReply},
};
use crate::{
    app::Letter,
    phrases::{FIXED, Phrases},
};
use teloxide::types::{
    InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, KeyboardMarkup, KeyboardRemove,
    MessageEntity, MessageEntityKind, ReplyMarkup,
};

/// A message as it is sent.
pub(super) struct Message {
    pub(super) text: String,
    /// What is shown in letters of one width.
    pub(super) entities: Vec<MessageEntity>,
    pub(super) buttons: Option<InlineKeyboardMarkup>,
}

/// The text and the buttons of a letter.
pub(super) fn message(phrases: &Phrases, letter: &Letter, manner: &Manner) -> Message {
    let (text, entities) = fixed(&phrases.chat_as(&letter.reply, letter.language, manner));
    let rows: Vec<Vec<InlineKeyboardButton>> = letter
        .reply
        .choices(phrases.languages())
        .into_iter()
        .map(|row| {
            row.iter()
                .map(|choice| {
                    let label = phrases.label_below(&letter.reply, choice, letter.language, manner);
                    InlineKeyboardButton::callback(label, choice.data())
                })
                .collect()
        })
        .collect();
    Message { text, entities, buttons: (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows)) }
}

/// The text without its marks, and what stood between them. The platform counts UTF-16 units.
fn fixed(marked: &str) -> (String, Vec<MessageEntity>) {
    let [begin, end] = FIXED;
    let (mut text, mut entities, mut units, mut from) = (String::new(), Vec::new(), 0, None);
    for c in marked.chars() {
        if c == begin {
            from = Some(units);
        } else if c == end {
            let kind = MessageEntityKind::Pre { language: None };
            entities.extend(from.take().map(|from| MessageEntity::new(kind, from, units - from)));
        } else {
            text.push(c);
            units += c.len_utf16();
        }
    }
    (text, entities)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_the_marks_is_of_one_width_and_the_marks_are_gone() {
        let [begin, end] = FIXED;
        let (text, entities) = fixed(&format!("\u{1f600} a\n{begin}b  c\nd{end}\ne"));
        assert_eq!(text, "\u{1f600} a\nb  c\nd\ne");
        let kind = MessageEntityKind::Pre { language: None };
        assert_eq!(entities, [MessageEntity::new(kind, 5, 6)]);
        assert_eq!(fixed("plain"), ("plain".to_owned(), Vec::new()));
    }
}
