//! Panics: what a person said may be in their text, and nobody gets to read it.

use crate::stage::{Stage, brisk};
use std::{
    env,
    process::{Command, ExitCode},
    sync::Arc,
};
use tonolog::{
    app::{App, Heard},
    domain::person::Access,
    telegram::Handle,
};

/// What is said, and what the panics are given to say.
const SAID: &str = "143/87 after the neuralgia";
/// Set in the process that panics.
const CHILD: &str = "TONOLOG_TEST_PANICS";

/// A turn that panics with what it heard, outside the writer and inside.
fn explosive(app: App) -> Handle {
    Arc::new(move |incoming| {
        let app = app.clone();
        Box::pin(async move {
            let Heard::Words(words) = &incoming.heard else { return app.turn(incoming).await };
            let text = words.first().cloned().unwrap_or_default();
            panic!("cannot handle {text}");
        })
    })
}

/// Run by the test below in a process of its own, since a hook is for a whole process: the hook is
/// the program's, as its command line installs it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "for the test below"]
async fn in_a_process_of_its_own() {
    if env::var_os(CHILD).is_none() {
        return;
    }
    assert_eq!(tonolog::cli::main(["version".into()].into_iter()), ExitCode::SUCCESS);
    env_logger::Builder::new().filter_level(log::LevelFilter::Debug).init();
    let mut stage = Stage::with(Access::Open, brisk(), Some(explosive)).await;
    let seen = stage.say(5, "en", SAID).await;
    assert_eq!(seen.len(), 1, "an apology");
    let written: Result<(), _> = stage.store.write(|_| panic!("{SAID}")).await;
    assert!(written.is_err());
    let read: Result<(), _> = stage.store.read(|_| panic!("{SAID}")).await;
    assert!(read.is_err());
    stage.stop().await;
}

#[test]
fn a_panic_is_logged_by_its_place_and_never_by_its_text() {
    for backtrace in ["full", "1", "0"] {
        let name = "panics::in_a_process_of_its_own";
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", name, "--ignored", "--nocapture"])
            .env(CHILD, "1")
            .env("RUST_BACKTRACE", backtrace)
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text);
        assert!(output.status.success(), "{text}");
        // Three tries of the turn, one in the writer, one in a reader.
        assert!(text.matches("panic at tests/it/panics.rs:").count() >= 5, "{text}");
        for part in [SAID, "143/87", "neuralgia", "cannot handle"] {
            assert!(!text.contains(part), "{part}: {text}");
        }
    }
}
