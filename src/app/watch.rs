//! The service looks at itself, and tells its owner what has gone wrong and what is well again.

use super::{App, Error, Letter, turn::post};
use crate::{
    domain::{
        privacy::Instant,
        reply::Reply,
        vitals::Measured,
        watch::{Condition, Standing, WatchReply, Word},
    },
    store::{Disk, Tx},
};
use std::sync::{Mutex, PoisonError};

/// What was given up within this time counts, ms: one hour.
const LATELY_MS: i64 = 60 * 60 * 1000;

/// Whether the file was whole when it was read last; nothing before the first time.
#[derive(Default)]
pub(super) struct Examined(Mutex<Option<bool>>);

impl App {
    /// Reads the whole file once and remembers whether it is whole.
    pub async fn examine_file(&self) -> Result<bool, Error> {
        // What cannot even be read is not whole.
        let sound = match self.0.store.read(|view| view.sound()).await {
            Ok(sound) => sound,
            Err(Error::Damaged) => false,
            Err(error) => return Err(error),
        };
        *self.0.examined.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(sound);
        Ok(sound)
    }

    /// One look at everything, and letters to the owner about what has changed; how many. `disk`
    /// and `write_ms` (how long writing took, ms) come from whoever may measure.
    pub async fn watch(
        &self,
        now_ms: i64,
        disk: Option<Disk>,
        write_ms: Option<u64>,
    ) -> Result<u32, Error> {
        let metrics = self.metrics();
        let (fetched_ms, backup_ms) = (metrics.heard_ms(), metrics.backed_up_ms());
        let certificate_ms = metrics.certified_until_ms();
        let sound = *self.0.examined.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = self.0.store.read(move |view| {
            if !view.owner_listens()? {
                return Ok(None);
            }
            let queues = view.queues()?;
            let measured = Measured {
                fetched_ms,
                outbox_since_ms: queues.outbox_since_ms,
                inbox_since_ms: queues.inbox_since_ms,
                dead: view.given_up(now_ms - LATELY_MS)?,
                disk: disk.map(|disk| (disk.free, disk.all)),
                write_ms,
                backup_ms,
                sound,
                certificate_ms,
            };
            // When all is as it was, nothing is written.
            let mut news = false;
            for (condition, name) in Condition::ALL {
                let before = view.standing(name)?;
                news |= look(&measured, condition, &mut before.clone(), now_ms) != Look::AsBefore;
            }
            Ok(news.then_some(measured))
        });
        let Some(measured) = found.await? else { return Ok(0) };
        let app = self.clone();
        let told = self.0.store.write(move |tx| app.tell_owner(tx, &measured, now_ms)).await?;
        if told > 0 {
            self.0.bell.notify_one();
        }
        Ok(told)
    }

    /// What is told and that it was told are one transaction.
    fn tell_owner(&self, tx: &Tx<'_>, measured: &Measured, now_ms: i64) -> Result<u32, Error> {
        let Some(desk) = tx.owner_desk()? else { return Ok(0) };
        let zone = desk.zone.unwrap_or_else(|| self.0.rules.zone.clone());
        let instant = |at_ms| Instant { at_ms, now_ms, zone: zone.clone() };
        let mut told = 0;
        for (condition, name) in Condition::ALL {
            let mut standing = tx.standing(name)?;
            let word = match look(measured, condition, &mut standing, now_ms) {
                Look::AsBefore => continue,
                Look::Changed(word) => word,
            };
            tx.save_standing(name, &standing)?;
            let reply = match word {
                None => continue,
                Some(Word::Raised { since_ms, often }) => {
                    log::warn!("watch: {name} raised");
                    WatchReply::Raised { condition, since: instant(since_ms), often }
                }
                Some(Word::Still { since_ms }) => {
                    WatchReply::Still { condition, since: instant(since_ms) }
                }
                Some(Word::Over { from_ms, to_ms }) => {
                    log::info!("watch: {name} over");
                    WatchReply::Over { condition, from: instant(from_ms), to: instant(to_ms) }
                }
            };
            let reply = Reply::Watch(reply);
            let letter = Letter { reply, language: desk.language, back: None };
            post(tx, self.0.store.seal(), desk.chat, &letter, now_ms)?;
            told += 1;
        }
        Ok(told)
    }
}

/// What a look at a condition has led to.
#[derive(PartialEq, Eq)]
enum Look {
    AsBefore,
    Changed(Option<Word>),
}

fn look(measured: &Measured, condition: Condition, standing: &mut Standing, now_ms: i64) -> Look {
    let Some(sample) = measured.sample(condition, now_ms) else { return Look::AsBefore };
    let before = standing.clone();
    match standing.look(sample, now_ms) {
        None if before == *standing => Look::AsBefore,
        word => Look::Changed(word),
    }
}
