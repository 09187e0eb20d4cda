//! Any body at all at the voice door, with the whole program behind it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::{
    num::NonZeroU32,
    sync::{Arc, LazyLock},
};
use tokio::runtime::{Builder, Runtime};
use tonolog::{
    alice::{Pace, Skill},
    app::{App, Rules},
    domain::{link::CodeRules, person::Access, when::Zone},
    phrases::Dialogs,
    seal::{DatabaseKey, Secret},
    store::Store,
};

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
        };
        let phrases = Arc::new(dialogs.phrases);
        let app = App::new(store, dialogs.grammar, dialogs.words, rules);
        let many = NonZeroU32::new(1_000_000).expect("not zero");
        let pace =
            Pace { peer_a_second: many, peer_burst: many, all_a_second: many, all_burst: many };
        Skill::new(app, phrases, None, Arc::new(|| 1_795_328_040_000)).paced(pace)
    });
    (runtime, skill)
});

fuzz_target!(|body: &[u8]| {
    let (runtime, skill) = &*SKILL;
    if let Ok(answer) = runtime.block_on(skill.answer(body)) {
        assert!(!answer.is_empty());
    }
});
