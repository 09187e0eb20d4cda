//! Link codes in every shape that speech recognition makes of them.

use crate::stage::{START_MS, Stage};
use tonolog::{
    app::{Heard, Incoming, Peer, Reach},
    domain::{
        person::{Access, Door, Language},
        reply::Reply,
        utterance::{Intent, hear},
    },
    phrases::Dialogs,
};

fn check(said: &str, word: &str, digits: u16) {
    let dialogs = Dialogs::load(None).unwrap();
    match hear(&dialogs.grammar, &dialogs.words, Door::Voice, &[said.to_owned()]) {
        Intent::Code(code) => {
            assert_eq!((code.word.as_str(), code.digits), (word, digits), "{said}");
        }
        _ => panic!("{said}: no code"),
    }
}

#[test]
fn a_code_is_understood_however_it_was_heard() {
    let dialogs = Dialogs::load(None).unwrap();
    for word in ["слесарь", "мост"]
        .iter()
        .filter(|word| dialogs.words.words().contains(&(**word).to_owned()))
    {
        for shape in [
            "W 627",
            "W-627",
            "W 6 2 7",
            "W 600 27",
            "W 600 20 7",
            "W 620 7",
            "код W 627",
            "Код W шестьсот двадцать семь",
            "W шесть два семь",
            "W шестьсот двадцать семь",
            "код W, 627.",
            "мой код W 627",
            "привяжи аккаунт W 627",
            "подключи W 627 пожалуйста",
            "ну код это W 627",
            "кодовое слово W 627",
            "W627",
        ] {
            check(&shape.replace('W', word), word, 627);
        }
    }
    check("слесарь 100", "слесарь", 100);
    check("слесарь 999", "слесарь", 999);
    check("слесарь сто", "слесарь", 100);
    check("слесарь один ноль ноль", "слесарь", 100);
}

#[test]
fn look_alikes_and_soft_endings_are_the_same_word() {
    check("cлecapь 627", "слесарь", 627);
    check("слесар 627", "слесарь", 627);
    check("СЛЕСАРЬ 627", "слесарь", 627);
}

#[test]
fn what_is_no_code_is_none() {
    let dialogs = Dialogs::load(None).unwrap();
    for said in ["слесарь", "слесарь 99", "слесарь 1000", "627", "слесарь 62", "слесарь 6 2"]
    {
        let intent = hear(&dialogs.grammar, &dialogs.words, Door::Voice, &[said.to_owned()]);
        assert!(!matches!(intent, Intent::Code(_)), "{said}");
    }
}

#[tokio::test]
async fn a_code_is_remembered_by_its_hash_only() {
    let mut stage = Stage::new(Access::Open).await;
    stage.say(1, "ru", "/start").await;
    stage.say(1, "ru", "да").await;
    let incoming = || Incoming {
        peer: Peer { door: Door::Chat, id: "1".to_owned() },
        source: "7".to_owned(),
        origin: "7".to_owned(),
        heard: Heard::Words(vec!["/link".to_owned()]),
        at_ms: START_MS,
        language: Language::RU,
        zone: None,
        session: None,
        danger: false,
        reach: Some(Reach { chat: 1, back: None, inbox: 0 }),
    };
    let first = stage.app.turn(incoming()).await.unwrap();
    assert!(matches!(first.reply, Reply::Code { .. }));
    let again = stage.app.turn(incoming()).await.unwrap();
    assert!(again.reply == Reply::HowToLink, "the code itself is not stored");
}
