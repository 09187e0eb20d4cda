//! Any text at all, at both doors.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use tonolog::{
    domain::{person::Door, utterance::hear},
    phrases::Dialogs,
};

static DIALOGS: LazyLock<Dialogs> =
    LazyLock::new(|| Dialogs::load(None).unwrap_or_else(|_| std::process::abort()));

fuzz_target!(|said: &str| {
    for door in [Door::Chat, Door::Voice] {
        hear(&DIALOGS.grammar, &DIALOGS.words, door, &[said.to_owned()]);
    }
});
