//! The voice door with the whole program behind it: any body at all, and any conversation. What
//! is not JSON is a conversation of somebody new, a turn in each line.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::{
    num::NonZeroU32,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicI64, Ordering},
    },
};
use tokio::runtime::{Builder, Runtime};
use tonolog::{
    alice::{Pace, Skill},
    app::{App, Rules},
    demo::{Device, Spoken, request},
    domain::{keeping::Keeping, link::CodeRules, person::Access, when::Zone},
    phrases::Dialogs,
    seal::{DatabaseKey, Secret},
    store::Store,
};

/// The platform's limit on either text, characters.
const SPEECH_MAX: usize = 1024;
/// A conversation is not played beyond this, turns.
const TURNS_MAX: usize = 12;

/// Ms UTC; a second goes by with each answer.
static NOW_MS: AtomicI64 = AtomicI64::new(1_795_328_040_000);

static SKILL: LazyLock<(Runtime, Skill)> = LazyLock::new(|| {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let skill = runtime.block_on(async {
        let dialogs = Dialogs::load(None).unwrap_or_else(|_| std::process::abort());
        let path = std::env::temp_dir().join(format!("tonolog-fuzz-{}.db", std::process::id()));
        let key = DatabaseKey::random().expect("randomness");
        let store = Store::open(&path, &key, true).expect("a store");
        let rules = Rules {
            access: Access::Open,
            owner_invitation: Secret::new("invitation".to_owned()),
            consent_version: "1".to_owned(),
            codes: CodeRules { lifetime_minutes: 10, interval_seconds: 60 },
            zone: Zone::utc(),
            keeping: Keeping::default(),
        };
        let phrases = Arc::new(dialogs.phrases);
        let app = App::new(store, dialogs.grammar, dialogs.words, rules);
        let many = NonZeroU32::new(1_000_000).expect("not zero");
        let pace =
            Pace { peer_a_second: many, peer_burst: many, all_a_second: many, all_burst: many };
        let clock = Arc::new(|| NOW_MS.load(Ordering::Relaxed));
        Skill::new(app, phrases, None, clock).paced(pace)
    });
    (runtime, skill)
});

/// One request; an answer has to be one that the platform takes.
fn answer(body: &[u8]) {
    let (runtime, skill) = &*SKILL;
    NOW_MS.fetch_add(1_000, Ordering::Relaxed);
    let Ok(answer) = runtime.block_on(skill.answer(body)) else { return };
    let response = serde_json::from_slice(&answer).expect("an answer is JSON");
    let spoken = Spoken::of(&response).expect("an answer has words");
    assert!(!spoken.text.trim().is_empty());
    assert!(spoken.text.chars().count() <= SPEECH_MAX && spoken.tts.chars().count() <= SPEECH_MAX);
}

fuzz_target!(|input: &[u8]| {
    let talk = std::str::from_utf8(input).ok().filter(|text| !text.starts_with('{'));
    let Some(talk) = talk else { return answer(input) };
    let user = format!("somebody-{}", NOW_MS.load(Ordering::Relaxed));
    let device = Device { user, locale: "ru-RU".to_owned(), zone: "Europe/Moscow".to_owned() };
    let opening = ["", "да"].into_iter();
    for (message, said) in (0..).zip(opening.chain(talk.lines().take(TURNS_MAX))) {
        answer(request(&device, "session", message, said).to_string().as_bytes());
    }
});
