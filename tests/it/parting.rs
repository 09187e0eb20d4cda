//! The diary of one person goes by itself, and a tidy chat keeps one card at its end.

use crate::{
    stage::Stage,
    store::{diary, raw},
};
use std::sync::atomic::Ordering;
use tonolog::{
    demo::{Event, Fault, Shown},
    domain::person::Access,
};

const PERSON: i64 = 1;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn shown(events: &[Event]) -> &Shown {
    let Some(Event::Sent(shown) | Event::Edited(shown)) = events.last() else {
        panic!("nothing came")
    };
    shown
}

async fn say(stage: &mut Stage, text: &str) -> Shown {
    shown(&stage.say(PERSON, "en", text).await).clone()
}

async fn tap(stage: &mut Stage, below: &Shown, label: &str) -> Shown {
    let (_, data) = below.buttons.iter().find(|(text, _)| text == label).unwrap();
    shown(&stage.tap(PERSON, "en", below.message, &data.clone()).await).clone()
}

async fn opened() -> Stage {
    let mut stage = Stage::new(Access::Open).await;
    say(&mut stage, "/start").await;
    say(&mut stage, "yes").await;
    stage
}

/// Every page of the file, decrypted; free ones as well.
fn holds(stage: &Stage, part: &str) -> bool {
    let connection = raw(&diary(&stage.folder), &stage.key);
    connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(())).unwrap();
    let pages = connection.serialize("main").unwrap().to_vec();
    pages.windows(part.len()).any(|window| window == part.as_bytes())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_person_whose_diary_went_is_left_in_the_file_and_the_others_are_untouched() {
    const NAME: &str = "Zoyabella";
    const NOTE: &str = "afterquincejam";
    let mut stage = opened().await;
    say(&mut stage, "120/80 75 note keepsakes").await;
    say(&mut stage, &format!("add {NAME}")).await;
    say(&mut stage, "yes").await;
    say(&mut stage, &format!("record for {NAME} 150 over 90 note {NOTE}")).await;
    assert_eq!(stage.readings().await, 2);
    // Something of hers waits, too.
    say(&mut stage, &format!("record for {NAME} 70/45")).await;
    say(&mut stage, &format!("/forget {NAME}")).await;
    say(&mut stage, "yes").await;
    say(&mut stage, "yes").await;
    assert!(holds(&stage, NAME) && holds(&stage, NOTE));
    let later = stage.now_ms.fetch_add(DAY_MS + 1, Ordering::SeqCst) + DAY_MS + 1;
    assert_eq!(stage.app.erase_due(later).await, Ok(1));
    let gone = shown(&stage.settle().await).clone();
    assert!(gone.text.contains("is erased"), "{}", gone.text);
    assert_eq!(stage.app.erase_due(later).await, Ok(0));
    assert_eq!(stage.readings().await, 1);
    assert!(say(&mut stage, "last").await.text.contains("120/80"));
    // The update that names her and its answer are kept for three days, and not longer.
    stage.app.prune(later + 4 * DAY_MS).await.unwrap();
    let ended = stage.store.wait();
    stage.store.read(|view| view.empty_log()).await.unwrap();
    drop(ended);
    assert!(!holds(&stage, NOTE), "a note is left");
    assert!(!holds(&stage, NAME), "a name is left");
    assert!(holds(&stage, "keepsakes"), "somebody else's note is gone");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_button_about_somebody_of_another_account_removes_nobody() {
    let mut stage = opened().await;
    say(&mut stage, "record for mum 150 over 90").await;
    say(&mut stage, "yes").await;
    stage.say(2, "en", "/start").await;
    stage.say(2, "en", "yes").await;
    for data in ["part:ask-2", "part:now-2", "part:stop-2", "part:ask-1", "part:now-1"] {
        stage.tap(2, "en", 1, data).await;
        stage.say(2, "en", "yes").await;
        stage.say(2, "en", "yes").await;
    }
    // Nor does the holder's own diary go this way.
    for data in ["part:ask-1", "part:now-1"] {
        stage.tap(PERSON, "en", 1, data).await;
        say(&mut stage, "yes").await;
    }
    stage.app.erase_due(stage.now_ms.load(Ordering::SeqCst) + 2 * DAY_MS).await.unwrap();
    assert_eq!(stage.readings().await, 1);
    assert!(say(&mut stage, "people").await.text.contains("mom"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_card_of_a_tidy_chat_stands_at_its_end_and_an_old_one_keeps_no_values() {
    let mut stage = opened().await;
    say(&mut stage, "/tidy").await;
    say(&mut stage, "120/80 75").await;
    // Much is said in between: the card would be far up.
    for words in ["/help", "/settings", "statistics"] {
        say(&mut stage, words).await;
    }
    say(&mut stage, "124/84 70").await;
    let (ours, _) = stage.stand_in.left_in(PERSON);
    let card = ours.last().unwrap().clone();
    assert!(card.text.starts_with("Saved: 124/84"), "{}", card.text);
    let saved = |ours: &[Shown]| ours.iter().filter(|one| one.text.starts_with("Saved:")).count();
    assert_eq!(saved(&ours), 1);
    // What is tapped on the card changes the card, and it stays the card.
    let undone = tap(&mut stage, &card, "Undo").await;
    assert_eq!(undone.message, card.message);
    // After two days the platform lets nobody remove it, but it can be changed.
    stage.stand_in.fail("deletemessage", Fault::Refused("Bad Request: message can't be deleted"));
    say(&mut stage, "126/86 71").await;
    let (ours, _) = stage.stand_in.left_in(PERSON);
    let old = ours.iter().find(|one| one.message == card.message).unwrap();
    assert_eq!(old.text, "The card is below now.");
    assert!(old.buttons.is_empty());
    assert!(ours.last().unwrap().text.starts_with("Saved: 126/86"));
    // A flood in between loses nothing and doubles nothing.
    stage.stand_in.fail("sendmessage", Fault::Flood(1));
    say(&mut stage, "127/87 72").await;
    let (ours, _) = stage.stand_in.left_in(PERSON);
    assert_eq!(saved(&ours), 1);
    assert!(ours.last().unwrap().text.starts_with("Saved: 127/87"));
    assert_eq!(stage.readings().await, 3);
}
