//! What is done beside the doors, again and again: tidying up, reminding, announcing, backing up,
//! and looking at how the service is.

use super::{now_ms, publish_head, watching::watch};
use crate::{
    app::App,
    backup::{self, Keeper},
    config::Heads,
};
use std::{path::PathBuf, sync::Arc, time::Duration};

/// Tidying up happens this often.
const PRUNE_EVERY: Duration = Duration::from_secs(60 * 60);
/// Reminders are looked for this often: nobody minds half a minute. The first look comes so long
/// after the start, so that readings which waited at the platform are in by then.
const REMIND_EVERY: Duration = Duration::from_secs(30);
/// Letters of an announcement are posted this often, a few at a time.
const ANNOUNCE_EVERY: Duration = Duration::from_secs(3);
/// Timers are looked at this often: a minute is not to become two.
const RING_EVERY: Duration = Duration::from_secs(5);

/// What is begun when we are stopped, the writer still finishes.
pub(super) async fn run(
    app: App,
    keeper: Option<Keeper>,
    heads: Heads,
    watched: Option<PathBuf>,
    stop: impl Future<Output = ()>,
) {
    let back_up = async {
        match keeper {
            Some(keeper) => backup::tend(keeper, app.clone(), Arc::new(now_ms)).await,
            None => std::future::pending().await,
        }
    };
    let prune = async {
        loop {
            if let Err(error) = app.prune(now_ms()).await {
                log::warn!("chores: {error}");
            }
            if let Err(error) = app.look_after_silent(now_ms()).await {
                log::warn!("silence: {error}");
            }
            publish_head(&app, &heads).await;
            if heads.chat
                && let Err(error) = app.tell_audit_head(now_ms()).await
            {
                log::warn!("audit: {error}");
            }
            tokio::time::sleep(PRUNE_EVERY).await;
        }
    };
    let remind = async {
        loop {
            tokio::time::sleep(REMIND_EVERY).await;
            if let Err(error) = app.remind(now_ms()).await {
                log::warn!("reminders: {error}");
            }
            if let Err(error) = app.note_refused(now_ms(), false).await {
                log::warn!("audit: {error}");
            }
            if let Err(error) = app.erase_due(now_ms()).await {
                log::warn!("erasing: {error}");
            }
            if let Err(error) = app.drop_forgotten_pins(now_ms()).await {
                log::warn!("pins: {error}");
            }
        }
    };
    let announce = async {
        loop {
            tokio::time::sleep(ANNOUNCE_EVERY).await;
            if let Err(error) = app.announce(now_ms()).await {
                log::warn!("announcements: {error}");
            }
        }
    };
    let ring = async {
        loop {
            tokio::time::sleep(RING_EVERY).await;
            if let Err(error) = app.ring(now_ms()).await {
                log::warn!("timers: {error}");
            }
        }
    };
    tokio::select! {
        () = prune => {}
        () = back_up => {}
        () = ring => {}
        () = remind => {}
        () = announce => {}
        () = watch(&app, watched) => {}
        () = stop => {}
    }
}
