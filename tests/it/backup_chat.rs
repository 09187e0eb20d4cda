//! What the owner hears of backups in the chat.

use crate::stage::{INVITATION, START_MS, Stage};
use std::fs;
use tonolog::{
    app::Backup,
    demo::{Event, Shown},
    domain::{
        person::Access,
        rotation::{CHAT_BYTES_MAX, Rhythm, name},
    },
};

const OWNER: i64 = 7;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

async fn with_owner() -> Stage {
    let mut stage = Stage::new(Access::Invite).await;
    stage.say(OWNER, "en", &format!("/start {INVITATION}")).await;
    let seen = stage.say(OWNER, "en", "yes").await;
    assert!(!seen.is_empty());
    stage
}

fn backup(stage: &Stage, made_ms: i64, bytes: u64) -> Backup {
    let path = stage.folder.path().join(name(made_ms));
    fs::write(&path, [0xff, 0, b'\n', 0x80]).unwrap();
    Backup { path, bytes, made_ms }
}

fn shown(seen: &[Event]) -> Vec<&Shown> {
    seen.iter().map(|(Event::Sent(shown) | Event::Edited(shown))| shown).collect()
}

#[tokio::test]
async fn the_first_backup_of_a_day_comes_as_a_file_and_no_other() {
    let mut stage = with_owner().await;
    let mut files = Vec::new();
    for (after_ms, expected) in [(0, 1), (60_000, 0), (DAY_MS, 1), (DAY_MS - 1, 0)] {
        let made = backup(&stage, START_MS + after_ms, 4);
        stage.app.offer_backup(made, Rhythm::Daily, START_MS + after_ms).await.unwrap();
        let seen = stage.settle().await;
        assert_eq!(seen.len(), expected, "{after_ms}: {seen:?}");
        files.extend(shown(&seen).into_iter().cloned());
    }
    assert!(files.iter().all(|shown| shown.chat == OWNER && shown.text.contains("encrypted")));
    let (called, content) = files[0].document.clone().unwrap();
    assert_eq!(called, name(START_MS));
    assert_eq!(content, "\u{ff}\u{0}\n\u{80}", "byte for byte");
    stage.stop().await;
}

#[tokio::test]
async fn one_that_is_too_large_or_gone_is_no_obstacle_to_anything() {
    let mut stage = with_owner().await;
    let large = backup(&stage, START_MS, CHAT_BYTES_MAX + 1);
    stage.app.offer_backup(large, Rhythm::Weekly, START_MS).await.unwrap();
    let seen = stage.settle().await;
    assert!(shown(&seen)[0].text.contains("51 MiB: too large"), "{seen:?}");

    stage.close_door().await;
    let gone = backup(&stage, START_MS + 8 * DAY_MS, 4);
    let path = gone.path.clone();
    stage.app.offer_backup(gone, Rhythm::Weekly, START_MS + 8 * DAY_MS).await.unwrap();
    fs::remove_file(path).unwrap();
    stage.open_door(crate::stage::hallway(stage.app.clone()));
    assert_eq!(stage.settle().await, []);

    // Nothing but a backup is ever sent as one.
    let other = stage.folder.path().join("diary.db");
    assert!(stage.app.backup_file(other.to_str().unwrap()).await.is_none());
    stage.stop().await;
}

#[tokio::test]
async fn the_owner_is_told_that_backups_fail_and_nobody_else() {
    let mut stage = with_owner().await;
    stage.app.backups_fail(3, START_MS).await.unwrap();
    let seen = stage.settle().await;
    let told = shown(&seen);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].chat, OWNER);
    assert!(told[0].text.contains("3 backups in a row"), "{}", told[0].text);
    stage.stop().await;

    let mut nobody = Stage::new(Access::Open).await;
    nobody.app.backups_fail(3, START_MS).await.unwrap();
    let made = backup(&nobody, START_MS, 4);
    nobody.app.offer_backup(made, Rhythm::Daily, START_MS).await.unwrap();
    assert_eq!(nobody.settle().await, [], "there is no owner yet");
    nobody.stop().await;
}
