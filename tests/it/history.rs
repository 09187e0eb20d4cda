//! Looking back in the chat: ids in buttons, days with many readings, what is removed.

use crate::{
    stage::{START_MS, Stage},
    store::{diary, raw},
};
use std::sync::atomic::Ordering;
use tonolog::{
    demo::{Event, Shown},
    domain::person::Access,
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
    says(&mut stage, 2, "да").await;
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
