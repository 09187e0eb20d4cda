//! The service looks at itself for its owner.

use super::now_ms;
use crate::{app::App, store};
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

/// The service looks at itself this often.
const WATCH_EVERY: Duration = Duration::from_secs(30);
/// And at every page of its file this often, which takes a while.
const EXAMINE_EVERY: Duration = Duration::from_secs(6 * 60 * 60);
/// Writing that takes this long is not waited for.
const WRITE_WITHIN: Duration = Duration::from_secs(10);

/// Looks at the service with its diary at `database` for its owner for as long as it is polled;
/// without anything to look at, never.
pub(super) async fn watch(app: &App, database: Option<PathBuf>) {
    let Some(database) = database else { return std::future::pending().await };
    let mut examined: Option<Instant> = None;
    loop {
        tokio::time::sleep(WATCH_EVERY).await;
        if examined.is_none_or(|at| at.elapsed() >= EXAMINE_EVERY) {
            examined = Some(Instant::now());
            if let Err(error) = app.examine_file().await {
                log::warn!("watch: {error}");
            }
        }
        let started = Instant::now();
        let written = tokio::time::timeout(WRITE_WITHIN, app.writer_answers()).await;
        let took = match written {
            Ok(Ok(())) => started.elapsed(),
            Ok(Err(_)) | Err(_) => WRITE_WITHIN,
        };
        let write_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let disk = store::disk(&database);
        if let Err(error) = app.watch(now_ms(), disk, Some(write_ms)).await {
            log::warn!("watch: {error}");
        }
    }
}
