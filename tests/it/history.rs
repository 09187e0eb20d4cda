//! Looking back in the chat: ids in buttons, days with many readings, what is removed.

use crate::{
    stage::{START_MS, Stage},
    store::{diary, raw},
};
use std::sync::atomic::Ordering;
use tonolog::{
    demo::{Device, Event, Shown, request},
    domain::{
        history::{HistoryReply, Newer, Page, Place, Said, What},
        period::Borders,
        person::{Access, Name, PersonId, ReadingId},
        reading::{Arm, Extras, Position, Reading},
        reply::{Card, Reply},
        summary::Summary,
        when::Zone,
    },
    phrases::Dialogs,
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn only(seen: Vec<Event>) -> Shown {
    let [Event::Sent(shown) | Event::Edited(shown)] = seen.try_into().unwrap();
    shown
}

async fn at_home(people: &[i64]) -> Stage {
    let mut stage = Stage::new(Access::Open).await;
    for person in people {
        stage.say(*person, "ru", "/start").await;
        stage.say(*person, "ru", "да").await;
    }
    stage
}

async fn says(stage: &mut Stage, person: i64, text: &str) -> Shown {
    stage.now_ms.fetch_add(1_000, Ordering::SeqCst);
    only(stage.say(person, "ru", text).await)
}

async fn taps(stage: &mut Stage, person: i64, shown: &Shown, label: &str) -> Shown {
    let data = data(shown, label);
    only(stage.tap(person, "ru", shown.message, &data).await)
}

fn data(shown: &Shown, label: &str) -> String {
    let button = shown.buttons.iter().find(|(text, _)| text == label);
    button.unwrap_or_else(|| panic!("{label}: {shown:?}")).1.clone()
}

fn count(stage: &Stage, table: &str) -> i64 {
    let connection = raw(&diary(&stage.folder), &stage.key);
    let sql = format!("SELECT count(*) FROM {table}");
    connection.query_row(&sql, [], |row| row.get(0)).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_button_of_somebody_else_opens_changes_and_removes_nothing() {
    let mut stage = at_home(&[1, 2]).await;
    let saved = says(&mut stage, 1, "120/80 75").await;
    let page = says(&mut stage, 1, "/history").await;
    let card = taps(&mut stage, 1, &page, "1").await;
    let more = taps(&mut stage, 1, &card, "Рука, поза, заметка").await;
    let removed = taps(&mut stage, 1, &saved, "Отменить запись").await;
    taps(&mut stage, 1, &removed, "Вернуть запись").await;
    let own = says(&mut stage, 2, "/help").await;
    let foreign: Vec<String> = [&saved, &page, &card, &more, &removed]
        .into_iter()
        .flat_map(|shown| shown.buttons.iter().map(|(_, data)| data.clone()))
        .collect();
    assert!(foreign.len() >= 15, "{foreign:?}");
    for data in foreign {
        // The same answer in the same place shows nothing new.
        for event in stage.tap(2, "ru", own.message, &data).await {
            let (Event::Sent(shown) | Event::Edited(shown)) = event;
            for theirs in ["120", "сегодня"] {
                assert!(!shown.text.contains(theirs), "{data}: {}", shown.text);
            }
        }
        // Nor does anything wait for an answer that could change it.
        says(&mut stage, 2, "вчера 8:00").await;
        says(&mut stage, 2, "чужая заметка").await;
    }
    assert_eq!(stage.readings().await, 1);
    let last = says(&mut stage, 1, "/last").await;
    assert_eq!(last.text, "Последнее: 120/80, пульс 75\nсегодня в 9:14");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_reading_stands_on_one_page_and_none_is_missed_on_the_way_back() {
    let mut stage = at_home(&[1]).await;
    // One day with 23 readings between quiet ones.
    let mut expected = Vec::new();
    for n in 0..3 {
        expected.push(format!("{}/70", 110 + n));
        says(&mut stage, 1, &format!("{} ноября 8:00 {}/70", 10 + n, 110 + n)).await;
    }
    for n in 0..23 {
        expected.push(format!("{}/75", 120 + n));
        says(&mut stage, 1, &format!("15 ноября {}:{:02} {}/75", n, n, 120 + n)).await;
    }
    for n in 0..12 {
        expected.push(format!("{}/80", 110 + n));
        let day = 16 + n / 3;
        says(&mut stage, 1, &format!("{day} ноября {}:00 {}/80", 8 + n % 3, 110 + n)).await;
    }
    assert_eq!(stage.readings().await, expected.len() as i64);
    expected.reverse();
    let values = |shown: &Shown| -> Vec<String> {
        let lines = shown.text.lines().filter_map(|line| line.split_once(" · "));
        lines.map(|(_, values)| values.to_owned()).collect()
    };
    let mut page = says(&mut stage, 1, "/history").await;
    let mut seen = values(&page);
    let mut pages = 1;
    while page.buttons.iter().any(|(label, _)| label == "← Раньше") {
        page = taps(&mut stage, 1, &page, "← Раньше").await;
        let shown = values(&page);
        assert!((1..=10).contains(&shown.len()), "{}", page.text);
        seen.extend(shown);
        pages += 1;
    }
    assert_eq!(seen, expected);
    assert!(pages < 9, "{pages} pages");
    // Towards the present the last page is the newest one, and may repeat some of the one before.
    let mut back = values(&page);
    while page.buttons.iter().any(|(label, _)| label == "Позже →") {
        page = taps(&mut stage, 1, &page, "Позже →").await;
        let shown = values(&page);
        assert!((1..=10).contains(&shown.len()), "{}", page.text);
        let newest = !page.buttons.iter().any(|(label, _)| label == "Позже →");
        let new = shown.into_iter().filter(|one| !newest || !back.contains(one));
        back = new.chain(back.clone()).collect();
    }
    assert_eq!(back, expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_removed_is_erased_after_a_day_and_with_its_diary() {
    let mut stage = at_home(&[1, 2]).await;
    for person in [1, 2] {
        let saved = says(&mut stage, person, "120/80 75").await;
        taps(&mut stage, person, &saved, "Отменить запись").await;
    }
    assert_eq!((stage.readings().await, count(&stage, "removed")), (0, 2));
    stage.app.prune(START_MS + DAY_MS - 60_000).await.unwrap();
    assert_eq!(count(&stage, "removed"), 2);
    says(&mut stage, 2, "сотри всё").await;
    says(&mut stage, 2, "да").await;
    says(&mut stage, 2, "сейчас").await;
    assert_eq!(count(&stage, "removed"), 1);
    stage.app.prune(START_MS + DAY_MS + 60_000).await.unwrap();
    assert_eq!(count(&stage, "removed"), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_has_a_limit_and_says_it() {
    let mut stage = at_home(&[1]).await;
    let saved = says(&mut stage, 1, "120/80 75").await;
    let more = taps(&mut stage, 1, &saved, "Рука, поза, заметка").await;
    taps(&mut stage, 1, &more, "Заметка").await;
    let answer = says(&mut stage, 1, &"ю".repeat(201)).await;
    assert_eq!(answer.text, "В заметке 201 знак, а помещается 200. Пришлите короче.");
    let answer = says(&mut stage, 1, &"ю".repeat(200)).await;
    assert!(answer.text.starts_with("Заметка сохранена: 120/80"), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_speaker_has_removed_comes_along_when_two_diaries_become_one() {
    let mut stage = at_home(&[1]).await;
    let device = Device {
        user: "speaker".to_owned(),
        locale: "ru-RU".to_owned(),
        zone: "Europe/Moscow".to_owned(),
    };
    let issued = says(&mut stage, 1, "/link").await;
    let code = issued.text.lines().next().unwrap().strip_prefix("Код для колонки: ").unwrap();
    let said = ["", "да", "120 на 80", "отмени", "да", code];
    for (at, text) in said.into_iter().enumerate() {
        stage.now_ms.fetch_add(1_000, Ordering::SeqCst);
        stage.speak(&request(&device, "one", at as u64, text)).await;
    }
    assert_eq!((stage.readings().await, count(&stage, "removed")), (0, 1));
    let asked = only(stage.settle().await);
    taps(&mut stage, 1, &asked, "Да, это моя колонка").await;
    assert_eq!((count(&stage, "account"), count(&stage, "removed")), (1, 1));
    says(&mut stage, 1, "сотри всё").await;
    says(&mut stage, 1, "да").await;
    says(&mut stage, 1, "сейчас").await;
    assert_eq!((count(&stage, "account"), count(&stage, "removed")), (0, 0));
}

/// All three values of the mean, over every reading of these people.
async fn mean_of(stage: &Stage, people: &[i64]) -> (u32, u16, u16, Option<u16>) {
    let mut all = Vec::new();
    for person in people {
        let person = PersonId(*person);
        let found = stage.store.write(move |tx| tx.newest_readings(person, 1_000)).await.unwrap();
        all.extend(found.iter().map(|stored| stored.measured(&Zone::utc())));
    }
    let found = Summary::of(&all, &Borders::DEFAULT, &[]).unwrap().all;
    (found.count, found.mean.systolic(), found.mean.diastolic(), found.mean.pulse())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn statistics_of_two_diaries_that_became_one_are_those_of_all_their_readings() {
    let mut stage = at_home(&[1]).await;
    for text in ["вчера 8:00 141/91 81", "вчера 9:00 133/85", "120/80 62"] {
        says(&mut stage, 1, text).await;
    }
    // The speaker stands in Vladivostok, where it is evening, and has a diary of its own.
    stage.now_ms.fetch_add(60 * 60 * 1000, Ordering::SeqCst);
    let device = Device {
        user: "speaker".to_owned(),
        locale: "ru-RU".to_owned(),
        zone: "Asia/Vladivostok".to_owned(),
    };
    let issued = says(&mut stage, 1, "/link").await;
    let code = issued.text.lines().next().unwrap().strip_prefix("Код для колонки: ").unwrap();
    let said = ["", "да", "128 на 84 пульс 71", "115 на 77", "126 на 81 пульс 66", code];
    for (at, text) in said.into_iter().enumerate() {
        stage.now_ms.fetch_add(1_000, Ordering::SeqCst);
        stage.speak(&request(&device, "one", at as u64, text)).await;
    }
    // (141+133+120+128+115+126) / 6 = 127.17; (91+85+80+84+77+81) / 6 = 83; (81+62+71+66) / 4 = 70.
    let apart = mean_of(&stage, &[1, 2]).await;
    assert_eq!(apart, (6, 127, 83, Some(70)));
    let asked = only(stage.settle().await);
    taps(&mut stage, 1, &asked, "Да, это моя колонка").await;
    assert_eq!(count(&stage, "person"), 1);
    assert_eq!(mean_of(&stage, &[1]).await, apart);
    let shown = says(&mut stage, 1, "статистика за неделю").await;
    assert!(shown.text.contains("Измерений: 6"), "{}", shown.text);
    assert!(shown.text.contains("Среднее: 127/83, пульс 70"), "{}", shown.text);
    // What was said to the speaker was said in the evening there, and stays so.
    assert!(shown.text.contains("Вечером"), "{}", shown.text);
    let stored = stage.store.write(|tx| tx.newest_readings(PersonId(1), 9)).await.unwrap();
    let there = Zone::new("Asia/Vladivostok");
    assert_eq!(stored.iter().filter(|one| one.zone == there).count(), 3);
}

fn card(at: i64) -> Card {
    Card {
        id: ReadingId(at),
        whose: Name::new("Александра-Мария"),
        reading: Reading::new(222, 122, Some(122)).unwrap(),
        at_ms: START_MS - at * DAY_MS,
        now_ms: START_MS,
        zone: Zone::new("Europe/Moscow").unwrap(),
        home: None,
        approximate: true,
        extras: Extras {
            arm: Some(Arm::Right),
            position: Some(Position::Standing),
            irregular: true,
            note: Some("ю".repeat(2048)),
        },
    }
}

fn page(cards: Vec<Card>, only: Option<i64>) -> HistoryReply {
    HistoryReply::Page(Box::new(Page {
        person: PersonId(1),
        whose: Name::new("Александра-Мария"),
        others: vec![Name::new("Александра-Мария").unwrap(); 7],
        cards,
        only,
        now_ms: START_MS,
        zone: Zone::new("Europe/Moscow").unwrap(),
        place: None,
        newer: Newer::Newest,
        older: Some(Place { day: 20_000, part: 1 }),
    }))
}

#[test]
fn every_answer_fits_into_a_message_in_every_language() {
    let phrases = Dialogs::load(None).unwrap().phrases;
    let (person, from) = (PersonId(1), None);
    let mut replies = vec![
        page((0..10).map(|at| card(at * 400)).collect(), None),
        page(Vec::new(), None),
        page(Vec::new(), Some(START_MS)),
        page(Vec::new(), Some(START_MS - DAY_MS)),
        HistoryReply::More { card: card(1), from },
        HistoryReply::NotYet(card(1)),
        HistoryReply::NoteTooLong { characters: 4096 },
        HistoryReply::Removed { card: card(1), person, from },
        HistoryReply::Gone { person },
    ];
    for said in [Said::Open, Said::Moved, Said::Noted, Said::Unnoted, Said::Restored] {
        replies.push(HistoryReply::Card { said, card: card(1), person, from });
    }
    for what in [What::Values, What::Time, What::Note] {
        replies.push(HistoryReply::Ask { what, card: card(1), again: false });
        replies.push(HistoryReply::Ask { what, card: card(1), again: true });
    }
    for language in phrases.languages().iter() {
        for reply in replies.iter().cloned().map(Reply::History) {
            let text = phrases.chat(&reply, language);
            let units = text.encode_utf16().count();
            assert!((1..=4096).contains(&units), "{language:?} {units}: {text}");
            assert!(!text.contains('!'), "{text}");
            for choice in reply.choices(phrases.languages()).iter().flatten() {
                let label = phrases.label(choice, language);
                assert!((1..=30).contains(&label.chars().count()), "{label}");
            }
        }
    }
}
