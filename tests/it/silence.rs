//! Those of whom nothing is heard any more: asked, reminded, and only then erased.

use crate::{
    stage::{INVITATION, START_MS, Stage, hallway},
    store::{diary, raw},
};
use std::sync::atomic::Ordering;
use tonolog::{
    app::{App, Rules},
    demo::{Device, Event, Shown, request},
    domain::{keeping::Keeping, link::CodeRules, person::Access, when::Zone},
    phrases::Dialogs,
    seal::Secret,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const PERSON: i64 = 7_318_204_965;

fn shown(events: Vec<Event>) -> Vec<Shown> {
    let one = |event| {
        let (Event::Sent(shown) | Event::Edited(shown)) = event;
        shown
    };
    events.into_iter().map(one).collect()
}

/// A diary that is asked about after a hundred days of silence.
struct Silent(Stage);

impl Silent {
    async fn new() -> Silent {
        let keeping = Keeping { inactive_days: Some(100), ..Keeping::default() };
        let mut silent = Silent(Stage::keeping(Access::Open, keeping).await);
        for words in ["/start", "да", "120/80"] {
            silent.say(words).await;
        }
        silent
    }

    async fn say(&mut self, words: &str) -> String {
        self.0.now_ms.fetch_add(1_000, Ordering::SeqCst);
        let seen = shown(self.0.say(PERSON, "ru", words).await);
        seen.into_iter().map(|shown| shown.text).collect::<Vec<_>>().join("\n")
    }

    /// So many days after the beginning the chores are done; what came.
    async fn day(&mut self, day: i64) -> Vec<Shown> {
        let now_ms = START_MS + day * DAY_MS;
        self.0.now_ms.store(now_ms, Ordering::SeqCst);
        self.0.app.look_after_silent(now_ms).await.unwrap();
        self.0.app.erase_due(now_ms).await.unwrap();
        shown(self.0.settle().await)
    }

    async fn text(&mut self, day: i64) -> String {
        let seen = self.day(day).await;
        seen.into_iter().map(|shown| shown.text).collect::<Vec<_>>().join("\n")
    }

    fn accounts(&self) -> i64 {
        let connection = raw(&diary(&self.0.folder), &self.0.key);
        connection.query_row("SELECT count(*) FROM account", [], |row| row.get(0)).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_silent_is_asked_then_reminded_then_told_and_only_then_erased() {
    let mut silent = Silent::new().await;
    assert_eq!(silent.text(99).await, "");
    let asked = silent.day(101).await;
    let [question] = asked.as_slice() else { panic!("{asked:?}") };
    assert!(question.text.starts_with("Вы давно ничего не записывали: 100 дней"));
    let labels: Vec<&str> = question.buttons.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(labels, ["Оставить дневник", "Выгрузить мои данные", "Стереть всё"]);
    assert_eq!(silent.text(101).await, "", "asked once");
    assert_eq!(silent.text(114).await, "");
    let reminded = silent.text(115).await;
    assert!(reminded.starts_with("Две недели назад я спрашивал"), "{reminded}");
    assert_eq!(silent.text(128).await, "");
    let planned = silent.text(129).await;
    assert!(planned.starts_with("Завтра дневник будет стёрт: "), "{planned}");
    assert_eq!(silent.accounts(), 1);
    let gone = silent.text(130).await;
    assert!(gone.starts_with("Дневник стёрт"), "{gone}");
    assert_eq!(silent.accounts(), 0);
    assert_eq!(silent.text(400).await, "");
    assert!(silent.0.app.verify_audit(Vec::new()).await.unwrap().is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_word_at_any_time_keeps_the_diary() {
    for (days, words, expected) in [
        (&[101][..], "да", "Дневник остаётся"),
        (&[101], "121/81", "Записано: 121/81"),
        (&[101, 115], "/last", "120/80"),
        (&[101, 115, 129], "ыыы", "Дневник остаётся"),
        (&[101, 115, 129], "122/82", "Записано: 122/82"),
    ] {
        let mut silent = Silent::new().await;
        for day in days {
            assert_ne!(silent.text(*day).await, "");
        }
        let heard = silent.say(words).await;
        assert!(heard.contains(expected), "{words}: {heard}");
        let last = *days.last().unwrap();
        for day in [last + 1, last + 15, last + 30, last + 99] {
            assert_eq!(silent.text(day).await, "", "{words}, day {day}");
        }
        assert_eq!(silent.accounts(), 1);
        // The next silence begins anew.
        let asked = silent.text(last + 101).await;
        assert!(asked.starts_with("Вы давно"), "{asked}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_buttons_keep_hand_out_and_erase() {
    let mut silent = Silent::new().await;
    let question = silent.day(101).await.remove(0);
    let data = |label: &str| {
        let found = question.buttons.iter().find(|(shown, _)| shown == label);
        found.unwrap().1.clone()
    };
    let keep = data("Оставить дневник");
    let kept = shown(silent.0.tap(PERSON, "ru", question.message, &keep).await);
    assert!(kept[0].text.starts_with("Дневник остаётся") && kept[0].message == question.message);
    assert_eq!(silent.text(140).await, "");

    let mut silent = Silent::new().await;
    let question = silent.day(101).await.remove(0);
    let file =
        shown(silent.0.tap(PERSON, "ru", question.message, &data("Выгрузить мои данные")).await);
    assert!(file[0].document.is_some());
    let sure = shown(silent.0.tap(PERSON, "ru", question.message, &data("Стереть всё")).await);
    assert!(!sure[0].buttons.is_empty(), "{sure:?}");
    assert_eq!(silent.accounts(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_cannot_be_asked_is_never_erased() {
    // Only a speaker.
    let mut silent = Silent::new().await;
    let (locale, zone) = ("ru-RU".to_owned(), "Europe/Moscow".to_owned());
    let device = Device { user: "kitchen".to_owned(), locale, zone };
    for (message, words) in ["", "да", "сто двадцать на восемьдесят"].into_iter().enumerate()
    {
        silent.0.speak(&request(&device, "s", message as u64, words)).await;
    }
    for day in [101, 115, 129] {
        assert_ne!(silent.text(day).await, "", "the one with a chat");
    }
    silent.text(130).await;
    assert_eq!(silent.accounts(), 1, "the one with a speaker stays");
    for day in [200, 300, 1000] {
        assert_eq!(silent.text(day).await, "");
    }
    assert_eq!(silent.accounts(), 1);

    // Who has blocked us before we asked, and who blocks us after.
    for blocked_on in [100, 102, 116, 129] {
        let mut silent = Silent::new().await;
        for day in [100, 101, 102, 115, 116, 129, 130, 131, 200] {
            silent.day(day).await;
            if day == blocked_on {
                silent.0.stand_in.block(PERSON);
                silent.0.settle().await;
            }
        }
        // What was sent before the block was seen; the next letter finds out.
        let erased = blocked_on == 129;
        assert_eq!(silent.accounts() == 0, erased, "blocked on day {blocked_on}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_the_owner_nor_who_has_taken_the_consent_back_is_asked() {
    let keeping = Keeping { inactive_days: Some(100), ..Keeping::default() };
    let mut silent = Silent(Stage::keeping(Access::Invite, keeping).await);
    silent.say(&format!("/start {INVITATION}")).await;
    silent.say("да").await;
    assert_eq!(silent.text(500).await, "");
    let mut silent = Silent::new().await;
    silent.say("отзываю согласие").await;
    assert_eq!(silent.text(500).await, "");
    assert_eq!(silent.accounts(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_setting_nobody_is_asked_and_the_chat_is_not_remembered() {
    let mut silent = Silent(Stage::new(Access::Open).await);
    for words in ["/start", "да", "120/80"] {
        silent.say(words).await;
    }
    assert_eq!(silent.text(5000).await, "");
    let connection = raw(&diary(&silent.0.folder), &silent.0.key);
    let sql = "SELECT count(*) FROM account WHERE chat IS NULL";
    let chats: i64 = connection.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(chats, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_question_waits_for_delivery_nothing_follows_it() {
    let mut silent = Silent::new().await;
    silent.0.close_door().await;
    for day in [101, 115, 129, 130, 400] {
        let now_ms = START_MS + day * DAY_MS;
        silent.0.now_ms.store(now_ms, Ordering::SeqCst);
        let _ = silent.0.app.look_after_silent(now_ms).await.unwrap();
        assert_eq!(silent.0.app.erase_due(now_ms).await, Ok(0));
    }
    silent.0.open_door(hallway(silent.0.app.clone()));
    let seen = shown(silent.0.settle().await);
    let [question] = seen.as_slice() else { panic!("{seen:?}") };
    assert!(question.text.starts_with("Вы давно ничего не записывали"));
    assert!(silent.text(401).await.starts_with("Две недели назад"));
    assert_eq!(silent.text(414).await, "");
    assert!(silent.text(415).await.starts_with("Завтра"));
    assert_eq!(silent.accounts(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_setting_is_taken_away_nobody_goes_because_of_it() {
    let mut silent = Silent::new().await;
    for day in [101, 115, 129] {
        assert_ne!(silent.text(day).await, "");
    }
    // As after a restart without it.
    let dialogs = Dialogs::load(None).unwrap();
    let rules = Rules {
        access: Access::Open,
        owner_invitation: Secret::new(String::new()),
        consent_version: dialogs.phrases.consent_version(),
        codes: CodeRules { lifetime_minutes: 10, interval_seconds: 60 },
        zone: Zone::utc(),
        keeping: Keeping::default(),
    };
    let app = App::new(silent.0.store.clone(), dialogs.grammar, dialogs.words, rules);
    let now_ms = START_MS + 130 * DAY_MS;
    assert_eq!(app.look_after_silent(now_ms).await, Ok(0));
    assert_eq!(app.erase_due(now_ms).await, Ok(0));
    assert_eq!(silent.accounts(), 1);
    assert!(silent.say("121/81").await.contains("Записано: 121/81"));
}
