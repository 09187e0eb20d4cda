//! Keeps a certificate in force: what was kept at once, a new one in time, the old one for as long
//! as there is no other.

use super::{
    Source,
    acceptor::{Acceptor, Shown},
    authority::Authority,
    certificate::{self, Certificate, Fault, Pair},
    client::Client,
    pace::{Pace, due_ms},
};
use crate::{
    app::{App, Clock, Inspection},
    seal,
};
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::{sync::Notify, time::sleep};

/// No sleep is longer than this: the time of day may be set meanwhile.
const SLEEP_MAX: Duration = Duration::from_secs(60 * 60);
/// After a nonce that was used up, which says nothing about the next one.
const NONCE_AGAIN: Duration = Duration::from_millis(500);
/// So often in a row; then it is a failure like any other.
const NONCE_TRIES: u32 = 20;
/// The authority is asked for its suggestion at least this often, whatever it says itself.
const LOOK_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// Keeps the certificate of an [`Acceptor`].
pub struct Keeper {
    shown: Arc<Shown>,
    clock: Clock,
    pace: Pace,
    issued_ms: i64,
    from: From,
}

enum From {
    Authority(Authority),
    Files { certificate: PathBuf, key: PathBuf },
}

/// What the certificate of this source says: of the one that was kept, or of the one in the files.
/// Nothing when the authority has made none yet. For whoever looks from outside of `serve`; inside,
/// [`Acceptor::certificate`] says what is served.
pub fn known(source: &Source, diary: &Inspection) -> Result<Option<Certificate>, Fault> {
    match source {
        Source::Files { certificate, key } => {
            Pair::of_files(certificate, key).map(|pair| Some(pair.certificate))
        }
        Source::Authority { domains, directory, .. } => {
            let kept = diary.certificate(directory, &domains.join(","));
            let kept = kept.map_err(|_| Fault::Unusable)?;
            let pair = kept.map(|kept| Pair::of_pem(&kept.chain, &kept.key)).transpose()?;
            Ok(pair.map(|pair| pair.certificate))
        }
    }
}

/// Gets ready: reads the files, or what was kept of the authority's. Whatever is wrong with the
/// files is refused here. The authority is asked only by [`Keeper::run`].
pub async fn open(
    source: Source,
    app: App,
    clock: Clock,
    pace: Pace,
) -> Result<(Acceptor, Keeper), Fault> {
    let shown = Arc::new(Shown::new(app.metrics().clone()));
    let acceptor = Acceptor::new(shown.clone()).ok_or(Fault::Unusable)?;
    let mut issued_ms = 0;
    let from = match source {
        Source::Files { certificate, key } => {
            let pair = Pair::of_files(&certificate, &key)?;
            if pair.certificate.expires_ms <= clock() {
                log::error!("tls: {}", Fault::Expired);
            }
            shown.show(pair);
            From::Files { certificate, key }
        }
        Source::Authority { domains, directory, contact, roots } => {
            let roots = roots.as_deref().map(certificate::roots).transpose()?;
            let client = Client::new(roots.as_deref())?;
            let (shown, clock) = (shown.clone(), clock.clone());
            let authority = Authority { domains, directory, contact, client, app, shown, clock };
            if let Some((pair, kept_ms)) = authority.kept().await {
                let left = left(pair.certificate.expires_ms - (authority.clock)());
                log::info!("tls: the certificate that was kept is good for {left}");
                issued_ms = kept_ms;
                authority.shown.show(pair);
            }
            From::Authority(authority)
        }
    };
    Ok((acceptor, Keeper { shown, clock, pace, issued_ms, from }))
}

impl Keeper {
    /// Keeps the certificate until `stop`. `again` reads the files again, or asks the authority at
    /// once instead of after the pause.
    pub async fn run(self, again: Arc<Notify>, stop: impl Future<Output = ()>) {
        let work = async {
            match &self.from {
                From::Files { certificate, key } => loop {
                    again.notified().await;
                    self.reload(certificate.clone(), key.clone()).await;
                },
                From::Authority(authority) => self.renew(authority, &again).await,
            }
        };
        tokio::select! {
            () = work => {}
            () = stop => {}
        }
    }

    async fn reload(&self, certificate: PathBuf, key: PathBuf) {
        let read = move || Pair::of_files(&certificate, &key);
        let read = tokio::task::spawn_blocking(read).await.unwrap_or(Err(Fault::Unusable));
        let now_ms = (self.clock)();
        let fresh = read.and_then(|pair| {
            if pair.certificate.expires_ms <= now_ms { Err(Fault::Expired) } else { Ok(pair) }
        });
        match fresh {
            Ok(pair) => {
                let left = left(pair.certificate.expires_ms - now_ms);
                self.shown.show(pair);
                log::info!("tls: the certificate was read again; good for {left}");
            }
            Err(fault) => log::error!("tls: {fault}; the certificate before stays in force"),
        }
    }

    async fn renew(&self, authority: &Authority, again: &Notify) {
        let mut issued_ms = self.issued_ms;
        let (mut failures, mut nonces) = (0_u32, 0);
        let (mut window_ms, mut look_ms, mut chance) = (None, i64::MIN, chance());
        loop {
            let now_ms = (self.clock)();
            let pair = self.shown.pair();
            if let Some(pair) = &pair {
                if look_ms <= now_ms {
                    let found = authority.suggestion(pair).await;
                    let look = found.as_ref().map_or(self.pace.look, |found| found.again);
                    look_ms = now_ms + ms(look.clamp(self.pace.look_min, LOOK_MAX));
                    window_ms = found.map(|found| found.window_ms).or(window_ms);
                }
                let due_ms = due_ms(&pair.certificate, issued_ms, window_ms, chance);
                if now_ms < due_ms {
                    rest(duration(due_ms.min(look_ms) - now_ms).min(SLEEP_MAX), again).await;
                    continue;
                }
            }
            // An authority that knows which one is renewed limits it less; a refusal may be about
            // just that, so the second try does without.
            let before = pair.as_ref().filter(|_| window_ms.is_some() && failures == 0);
            match authority.order(before).await {
                Ok(expires_ms) => {
                    let left = left(expires_ms - now_ms);
                    log::info!("tls: a new certificate; good for {left}");
                    (failures, nonces, issued_ms) = (0, 0, now_ms);
                    (window_ms, look_ms, chance) = (None, i64::MIN, self::chance());
                }
                Err(failure) if failure.fleeting() && nonces < NONCE_TRIES => {
                    nonces += 1;
                    sleep(NONCE_AGAIN).await;
                }
                Err(failure) => {
                    failures = failures.saturating_add(1);
                    nonces = 0;
                    let pause = self.pace.pause(failures, failure.limited(), self::chance());
                    let seconds = pause.as_secs();
                    log::warn!("tls: {failure}; tried again in {seconds} s");
                    self.complain(pair.as_ref(), now_ms);
                    rest(pause, again).await;
                }
            }
        }
    }

    /// Raises the voice in the last sixth of a certificate's life: somebody has to look.
    fn complain(&self, pair: Option<&Pair>, now_ms: i64) {
        let Some(Pair { certificate, .. }) = pair else {
            log::error!("tls: there is no certificate yet, so nobody gets in");
            return;
        };
        let left_ms = certificate.expires_ms - now_ms;
        if left_ms <= 0 {
            log::error!("tls: the certificate has run out; it is served all the same");
        } else if left_ms < certificate.life_ms() / 6 {
            let left = left(left_ms);
            log::error!("tls: the certificate is good for {left} only");
        }
    }
}

/// Waits, unless somebody calls.
async fn rest(wait: Duration, again: &Notify) {
    tokio::select! {
        () = sleep(wait) => {}
        () = again.notified() => {}
    }
}

/// A time that is left, for a log.
fn left(left_ms: i64) -> String {
    let minutes = left_ms / 60_000;
    match minutes {
        ..=0 => format!("{} s", (left_ms / 1000).max(0)),
        1..120 => format!("{minutes} min"),
        120..2880 => format!("{} h", minutes / 60),
        _ => format!("{} days", minutes / 1440),
    }
}

/// From 0 up to 1.
fn chance() -> f64 {
    seal::random_below(1000).map_or(0.5, |n| n as f64 / 1000.0)
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 2)
}

fn duration(ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(ms).unwrap_or(0))
}
