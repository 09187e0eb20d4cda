//! What the owner of an installation does: an announcement that reaches each person once, and
//! nothing that anybody else could see.

use crate::stage::{INVITATION, Stage, hallway};
use std::sync::atomic::Ordering;
use tonolog::{
    demo::{Event, Fault, Shown},
    domain::person::Access,
};

const OWNER: i64 = 1;
const PEOPLE: i64 = 60;

fn shown(event: &Event) -> &Shown {
    let (Event::Sent(shown) | Event::Edited(shown)) = event;
    shown
}

/// An owner and many guests who want messages about the service; the last three want none.
async fn audience() -> Stage {
    let mut stage = Stage::new(Access::Open).await;
    stage.say(OWNER, "ru", &format!("/start {INVITATION}")).await;
    stage.say(OWNER, "ru", "да").await;
    for person in 2..2 + PEOPLE {
        stage.stand_in.say(person, "ru", "/start");
        stage.stand_in.say(person, "ru", "да");
        if person < PEOPLE - 1 {
            stage.stand_in.say(person, "ru", "получать служебные сообщения");
        }
    }
    stage.settle().await;
    stage
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_announcement_reaches_each_person_once_through_a_crash_and_a_blocked_chat() {
    let mut stage = audience().await;
    let seen = stage.say(OWNER, "ru", "/announce Завтра переезд").await;
    let question = shown(&seen[0]).clone();
    assert!(question.text.contains("Получателей: 57"), "{question:?}");
    let mut all = stage.tap(OWNER, "ru", question.message, &question.buttons[0].1).await;
    stage.stand_in.block(5);
    stage.stand_in.fail_in(7, "sendMessage", Fault::CutBefore);
    let now_ms = stage.now_ms.load(Ordering::SeqCst);

    // What was posted before the end is delivered after it; nobody hears it twice.
    stage.close_door().await;
    assert_eq!(stage.app.announce(now_ms).await, Ok(true));
    assert_eq!(stage.app.queues().await.unwrap().outbox, 26);
    let app = stage.app.clone();
    stage.open_door(hallway(app));
    all.extend(stage.settle().await);
    while stage.app.announce(now_ms).await.unwrap() {}
    all.extend(stage.settle().await);
    assert_eq!(stage.app.announce(now_ms).await, Ok(false));
    all.extend(stage.settle().await);

    for person in 2..2 + PEOPLE {
        let heard = all.iter().map(shown).filter(|shown| shown.chat == person).count();
        let wants = person < PEOPLE - 1 && person != 5;
        assert_eq!(heard, usize::from(wants), "{person}");
    }
    let progress: Vec<&Shown> = all.iter().map(shown).filter(|shown| shown.chat == OWNER).collect();
    assert!(progress.iter().all(|shown| shown.message == question.message), "{progress:?}");
    assert!(progress[0].text.starts_with("Рассылаю: 0 из 57"), "{progress:?}");
    assert!(progress.last().unwrap().text.starts_with("Разослано: 57 из 57"), "{progress:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_announcement_waits_while_answers_wait() {
    let mut stage = audience().await;
    let seen = stage.say(OWNER, "ru", "/announce Завтра переезд").await;
    let question = shown(&seen[0]).clone();
    stage.tap(OWNER, "ru", question.message, &question.buttons[0].1).await;
    stage.close_door().await;
    let now_ms = stage.now_ms.load(Ordering::SeqCst);
    // Two groups of letters fill what may wait; the third comes when they are gone.
    assert_eq!(stage.app.announce(now_ms).await, Ok(true));
    assert_eq!(stage.app.announce(now_ms).await, Ok(true));
    assert_eq!(stage.app.announce(now_ms).await, Ok(false));
    assert_eq!(stage.app.queues().await.unwrap().outbox, 52);
    let app = stage.app.clone();
    stage.open_door(hallway(app));
    stage.settle().await;
    assert_eq!(stage.app.announce(now_ms).await, Ok(false));
    let seen = stage.settle().await;
    assert_eq!(seen.len(), 8, "seven letters and how far it is");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn to_everybody_else_the_owners_words_and_buttons_mean_nothing() {
    let mut stage = audience().await;
    let seen = stage.say(OWNER, "ru", "/announce Завтра переезд").await;
    let question = shown(&seen[0]).clone();
    for guest in [2, 3] {
        // A reading before each of them: what was not understood before makes the hint longer.
        let mut readings = (110..).map(|upper| format!("{upper}/70"));
        stage.say(guest, "ru", &readings.next().unwrap()).await;
        let nonsense = stage.say(guest, "ru", "/nonsense").await;
        for command in ["/admin", "/invite Кто-то", "/announce Всем", "/админ"] {
            stage.say(guest, "ru", &readings.next().unwrap()).await;
            let heard = stage.say(guest, "ru", command).await;
            assert_eq!(shown(&heard[0]).text, shown(&nonsense[0]).text, "{command}");
        }
        for (_, data) in question.buttons.iter().chain([&(String::new(), "nonsense".to_owned())]) {
            let kept = stage.say(guest, "ru", &readings.next().unwrap()).await;
            let heard = stage.tap(guest, "ru", shown(&kept[0]).message, data).await;
            assert_eq!(shown(&heard[0]).text, shown(&nonsense[0]).text, "{data}");
        }
    }
    let now_ms = stage.now_ms.load(Ordering::SeqCst);
    assert_eq!(stage.app.announce(now_ms).await, Ok(false), "somebody else has sent it");
}
