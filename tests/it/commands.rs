//! Every command: its name, its Russian name, plain words in both languages, and the buttons that
//! lead to the same, so that nobody has to know a command.

use crate::stage::Stage;
use std::collections::BTreeMap;
use tonolog::{
    demo::{Event, Shown},
    domain::{
        person::{Access, Door, Language},
        utterance::{Intent, hear},
    },
    phrases::Dialogs,
};

struct Row {
    /// The command, the Russian one, plain words in Russian and in English.
    command: &'static str,
    russian: &'static str,
    words: &'static str,
    plain: &'static str,
    /// The messages of the labels that are tapped one after another; the first stands below the
    /// chat. Nothing for what only makes sense in words.
    way: &'static [&'static str],
}

const fn row(
    command: &'static str,
    russian: &'static str,
    words: &'static str,
    plain: &'static str,
    way: &'static [&'static str],
) -> Row {
    Row { command, russian, words, plain, way }
}

const SETTINGS: &str = "menu-key-settings";
const DATA: &str = "button-set-data";
const HELP: &str = "menu-key-help";

const ROWS: [Row; 39] = [
    row("record", "запись", "записать", "record", &["menu-key-record"]),
    row("record", "записать", "запись", "record a reading", &["menu-key-record"]),
    row("last", "последнее", "последнее", "last", &["menu-key-last"]),
    row("recent", "последние", "последние", "recent", &[HELP, "button-recent"]),
    row("today", "сегодня", "сегодня", "today", &[HELP, "button-today"]),
    row("history", "история", "история", "history", &["menu-key-history"]),
    row("history", "записи", "записи", "readings", &["menu-key-history"]),
    row("stats", "статистика", "статистика", "statistics", &["menu-key-stats"]),
    row("average", "среднее", "среднее", "average", &[HELP, "button-week"]),
    row("count", "сколько", "сколько измерений", "count", &[]),
    row("week", "неделя", "неделя", "week", &["menu-key-week"]),
    row("week", "неделя", "домашняя неделя", "home week", &["menu-key-week"]),
    row("weekresult", "итог", "итог недели", "week result", &[]),
    row("reminders", "напоминания", "напоминания", "reminders", &["menu-key-reminders"]),
    row("target", "цель", "моя цель", "my target", &[HELP, "button-target"]),
    row("measure", "измерить", "измерить", "measure", &[HELP, "button-measure"]),
    row("people", "люди", "люди", "people", &[HELP, "button-people"]),
    row("link", "привязать", "привязать", "link", &[HELP, "button-link"]),
    row("unlink", "отвязать", "отвязать", "unlink", &[]),
    row("speakers", "колонки", "колонки", "speakers", &[SETTINGS, "button-set-speakers"]),
    row("settings", "настройки", "настройки", "settings", &[SETTINGS]),
    row("language", "язык", "язык", "language", &[SETTINGS, "button-set-language"]),
    row("zone", "пояс", "часовой пояс", "time zone", &[SETTINGS, "button-set-zone"]),
    row("zone", "город", "город", "city", &[SETTINGS, "button-set-zone"]),
    row("thresholds", "порог", "порог", "thresholds", &[SETTINGS, "button-set-thresholds"]),
    row("dayparts", "сутки", "части дня", "parts of the day", &[SETTINGS, "button-set-parts"]),
    row("units", "единицы", "единицы", "units", &[SETTINGS, "button-set-unit"]),
    row("emergency", "скорая", "скорая", "emergency", &[SETTINGS, "button-set-country"]),
    row("notices", "служебные", "служебные", "notices", &[]),
    row("privacy", "приватность", "приватность", "privacy", &[SETTINGS, DATA]),
    row("export", "выгрузка", "выгрузка", "export", &[SETTINGS, DATA, "button-export"]),
    row("consent", "согласие", "согласие", "consent", &[SETTINGS, DATA, "button-consents"]),
    row("forget", "забыть", "забыть", "forget", &[SETTINGS, DATA, "button-erase-diary"]),
    row("erase", "стереть", "стереть", "erase", &[SETTINGS, DATA, "button-erase-diary"]),
    row("pin", "пин", "пин-код", "my pin", &[SETTINGS, "button-set-pin"]),
    row("undo", "отмена", "отмена", "undo", &[]),
    row("menu", "меню", "меню", "menu", &[]),
    row("tidy", "чистота", "чистый чат", "tidy", &[]),
    row("help", "помощь", "помощь", "help", &[HELP]),
];

/// What the owner can ask for; nobody else is told that it exists.
const OWNER: [Row; 3] = [
    row("admin", "админ", "админ", "admin", &[]),
    row("invite", "пригласить", "пригласить", "invite", &[]),
    row("announce", "объявить", "объявить", "announce", &[]),
];

#[test]
fn every_command_has_a_russian_name_and_plain_words_in_both_languages() {
    let dialogs = Dialogs::load(None).unwrap();
    let heard = |text: &str| {
        hear(&dialogs.grammar, &dialogs.words, Door::Chat, std::slice::from_ref(&text.to_owned()))
    };
    for Row { command, russian, words, plain, .. } in ROWS.iter().chain(&OWNER) {
        let meant = heard(&format!("/{command}"));
        assert!(meant != Intent::Unknown, "/{command}");
        for same in [&format!("/{russian}"), *words, *plain, &format!("/{command}@tonolog_bot")] {
            assert!(heard(same) == meant, "{same} is not /{command}");
            let capital: String = same.chars().take(1).flat_map(char::to_uppercase).collect();
            let capital: String = capital.chars().chain(same.chars().skip(1)).collect();
            assert!(heard(&capital) == meant, "{capital} is not /{command}");
        }
    }
    // Withdrawing is no command for a slip of the finger; its words are whole sentences.
    assert!(heard("/withdraw") == heard("withdraw my consent"));
    assert!(heard("/отозвать") == heard("отзываю согласие"));
}

#[test]
fn every_command_of_the_platforms_menu_and_of_the_help_stands_in_the_table() {
    let dialogs = Dialogs::load(None).unwrap();
    for language in [Language::RU, Language::EN] {
        let help = dialogs.phrases.plain("help", language);
        for line in help.lines().filter_map(|line| line.trim().strip_prefix('/')) {
            let name = line.split(' ').next().unwrap();
            let known = ROWS.iter().any(|row| row.command == name);
            assert!(known, "/{name} stands in the help");
        }
    }
}

fn newest(events: Vec<Event>) -> Shown {
    let (Event::Sent(shown) | Event::Edited(shown)) = events.into_iter().next_back().unwrap();
    shown
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_knows_no_command_gets_there_by_buttons() {
    for (tag, language) in [("ru", Language::RU), ("en", Language::EN)] {
        let mut texts: BTreeMap<&str, String> = BTreeMap::new();
        for row in ROWS.iter().filter(|row| !row.way.is_empty()) {
            let mut stage = Stage::new(Access::Open).await;
            let phrases = stage.phrases.clone();
            let label = |key: &str| phrases.plain(key, language);
            for person in [1, 2] {
                stage.say(person, tag, "/start").await;
                stage.say(person, tag, if tag == "ru" { "да" } else { "yes" }).await;
                stage.say(person, tag, "120/80 75").await;
            }
            let typed = newest(stage.say(1, tag, &format!("/{}", row.command)).await);
            let (first, rest) = row.way.split_first().unwrap();
            let menu: Vec<String> = phrases.menu(language).into_iter().flatten().collect();
            assert!(menu.contains(&label(first)), "{first} is no button of the menu");
            let mut shown = newest(stage.say(2, tag, &label(first)).await);
            for key in rest {
                let text = label(key);
                let found = shown.buttons.iter().find(|(label, _)| *label == text);
                let (_, data) = found.unwrap_or_else(|| panic!("no {text}: {:?}", shown.buttons));
                let data = data.clone();
                shown = newest(stage.tap(2, tag, shown.message, &data).await);
            }
            let line = |shown: &Shown| shown.text.lines().next().unwrap_or_default().to_owned();
            // A code is another one each time.
            let head = |text: String| text.split(": ").next().unwrap_or_default().to_owned();
            assert_eq!(head(line(&shown)), head(line(&typed)), "{tag} /{}", row.command);
            texts.insert(row.command, line(&shown));
            stage.stop().await;
        }
        let different: std::collections::BTreeSet<&String> = texts.values().collect();
        assert!(different.len() + 2 >= texts.len(), "{tag}: {texts:?}");
    }
}
