//! Wiring: opens the store, loads the words, starts the doors and the chores, waits for a signal
//! or for the first part that ends by itself, and drains in order.

mod anchor;
mod chores;
mod systemd;
mod watching;

use crate::{
    alice::Skill,
    app::{App, Clock, OpenError, Rules},
    backup::{Keeper, Plan},
    config::{self, Backups, Calls, Config, Heads},
    http,
    phrases::{Dialogs, Fault, Phrases},
    store::Store,
    telegram, tls,
};
use std::{
    io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use systemd::{Socket, Sockets};
use tokio::{
    net::TcpListener,
    signal,
    sync::{Notify, watch},
};

/// A door that does not end by itself when asked is left behind after this time.
const DRAIN: Duration = Duration::from_secs(15);

/// Why the service does not run, or runs no more.
#[derive(Debug)]
pub enum RunError {
    /// The words have faults.
    Words(Vec<Fault>),
    /// The store did not open.
    Store(OpenError),
    /// The HTTP address is taken or not ours.
    Listen(io::ErrorKind),
    /// Signals cannot be heard.
    Signals(io::ErrorKind),
    /// The proxy or the address of the Bot API cannot be used.
    Telegram,
    /// The certificate that TLS is to end with cannot be used.
    Tls(tls::Fault),
    /// A part ended by itself: its name.
    Ended(&'static str),
}

/// A service that is about to run: everything that can be refused has been.
pub struct Service {
    config: Config,
    store: Store,
    app: App,
    phrases: Arc<Phrases>,
    entrance: http::Entrance,
    metrics: Option<TcpListener>,
    lock: Option<Lock>,
}

/// Who keeps the certificate, and how it is told to look again.
struct Lock {
    keeper: tls::Keeper,
    again: Arc<Notify>,
}

/// The time, ms UTC.
pub fn now_ms() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}

/// Backups as the settings have them.
pub fn plan(backups: Backups) -> Plan {
    let Backups { recipient, folder, copy, settings, chat: _ } = backups;
    Plan { recipient, folder, copy, settings }
}

impl Service {
    /// Opens everything.
    pub async fn open(config: Config) -> Result<Service, RunError> {
        let dialogs = Dialogs::load(config.dialogs.as_deref()).map_err(RunError::Words)?;
        systemd::opening();
        let store = Store::open(&config.database, &config.key, true).map_err(RunError::Store)?;
        let rules = Rules {
            access: config.access,
            owner_invitation: config.key.owner_invitation(),
            consent_version: dialogs.phrases.consent_version(),
            codes: config.codes,
            zone: config.zone.clone(),
            keeping: config.keeping,
        };
        let mut sockets = Sockets::passed().map_err(|error| RunError::Listen(error.kind()))?;
        let listener = listen(&mut sockets, Socket::Http, config.listen).await?;
        let metrics = match &config.calls.metrics {
            Some((address, _)) => Some(listen(&mut sockets, Socket::Metrics, *address).await?),
            None => None,
        };
        let app = App::new(store.clone(), dialogs.grammar, dialogs.words, rules);
        let (tls, lock) = match config.tls.clone() {
            Some(source) => {
                let (acceptor, lock) = lock(source, &app).await?;
                (Some(acceptor), Some(lock))
            }
            None => (None, None),
        };
        let entrance = http::Entrance { listener, tls };
        let phrases = Arc::new(dialogs.phrases);
        Ok(Service { config, store, app, phrases, entrance, metrics, lock })
    }

    /// Where HTTP is served.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.entrance.listener.local_addr()
    }

    /// The hallway.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The words.
    pub fn phrases(&self) -> &Arc<Phrases> {
        &self.phrases
    }

    /// Runs until `stop`, then drains. An error means that a part ended by itself: whoever
    /// supervises the process should start it again.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Result<(), RunError> {
        let Service { config, store, app, phrases, entrance, metrics, lock } = self;
        let (stopping, stopped) = watch::channel(false);
        let until = |mut stopped: watch::Receiver<bool>| async move {
            // An error means that the sender is gone, which ends everything as well.
            let _ = stopped.wait_for(|stop| *stop).await;
        };

        let clock: Clock = Arc::new(now_ms);
        let door = config.alice.as_ref().map(|alice| http::Door {
            skill: Skill::new(app.clone(), phrases.clone(), alice.skill.clone(), clock.clone()),
            secrets: std::iter::once(alice.secret.clone()).chain(alice.previous.clone()).collect(),
            signing: config.calls.signing.clone(),
        });
        let Calls { trusted, webhook, health, metrics: readers, .. } = config.calls;
        let fetches = config.telegram.is_some();
        let callers = http::Callers::new(trusted, webhook, health);
        let entry = http::Entry { door, callers, fetches, clock: clock.clone() };
        let watch = http::Watch { metrics: app.metrics().clone(), clock: clock.clone() };
        let mut http =
            tokio::spawn(http::serve_doors(entrance, entry, app.clone(), until(stopped.clone())));
        let (scraped, scraping) = (app.clone(), until(stopped.clone()));
        let mut instruments = tokio::spawn(async move {
            match metrics.zip(readers) {
                Some((listener, (_, readers))) => {
                    http::serve_metrics(listener, readers, watch, scraped, scraping).await
                }
                None => {
                    scraping.await;
                    Ok(())
                }
            }
        });
        let alive = tokio::spawn(systemd::watch(app.clone(), clock, fetches));
        let chat = telegram_door(config.telegram.as_ref(), &app, &phrases)?;
        let chat_stop = stopped.clone();
        let mut chat = tokio::spawn(async move {
            match chat {
                Some(chat) => telegram::serve(chat, chat_stop).await,
                None => until(chat_stop).await,
            }
        });
        let locked = until(stopped.clone());
        let mut certificates = tokio::spawn(async move {
            match lock {
                Some(Lock { keeper, again }) => keeper.run(again, locked).await,
                None => locked.await,
            }
        });
        let last = app.clone();
        let heads = config.heads.clone();
        let watched = config.owner_alarms.then(|| config.database.clone());
        let keeper = config.backups.map(|backups| Keeper {
            rhythm: backups.chat,
            plan: plan(backups),
            database: config.database,
            key: config.key,
        });
        let mut chores =
            tokio::spawn(chores::run(app, keeper, heads.clone(), watched, until(stopped)));
        let mut writer = tokio::spawn(store.wait());
        drop(store);

        systemd::ready();
        let ended = tokio::select! {
            () = stop => None,
            _ = &mut http => Some("http"),
            _ = &mut instruments => Some("metrics"),
            _ = &mut chat => Some("telegram"),
            _ = &mut chores => Some("chores"),
            _ = &mut certificates => Some("tls"),
            _ = &mut writer => Some("writer"),
        };
        match ended {
            Some(part) => {
                log::error!("{part} ended by itself");
                return Err(RunError::Ended(part));
            }
            None => log::info!("stopping"),
        }
        systemd::stopping();
        alive.abort();
        // The receivers are ours; they cannot all be gone.
        let _ = stopping.send(true);
        let drained = async {
            let _ = (&mut http).await;
            let _ = (&mut instruments).await;
            let _ = (&mut chat).await;
            let _ = (&mut chores).await;
            let _ = (&mut certificates).await;
            // Nothing is done any more: this is the last entry of the chain.
            if let Err(error) = last.note_refused(now_ms(), true).await {
                log::warn!("audit: {error}");
            }
            publish_head(&last, &heads).await;
            drop(last);
            writer.await
        };
        match tokio::time::timeout(DRAIN, drained).await {
            Ok(Ok(Ok(()))) => Ok(()),
            Ok(_) => Err(RunError::Ended("writer")),
            Err(_) => {
                log::warn!("not everything ended in time; nothing that was acknowledged is lost");
                Ok(())
            }
        }
    }
}

/// The socket of this kind that the service manager has passed, else one of our own.
async fn listen(
    sockets: &mut Sockets,
    socket: Socket,
    address: SocketAddr,
) -> Result<TcpListener, RunError> {
    let listener = match sockets.take(socket) {
        Ok(Some(listener)) => Ok(listener),
        Ok(None) => TcpListener::bind(address).await,
        Err(error) => Err(error),
    };
    listener.map_err(|error| RunError::Listen(error.kind()))
}

fn telegram_door(
    settings: Option<&config::Telegram>,
    app: &App,
    phrases: &Arc<Phrases>,
) -> Result<Option<telegram::Door>, RunError> {
    let Some(settings) = settings else {
        return Ok(None);
    };
    let egress =
        telegram::Egress::new(settings.token.reveal(), &settings.api_url, &settings.routes)
            .map_err(|_| RunError::Telegram)?;
    let hallway = app.clone();
    Ok(Some(telegram::Door {
        egress,
        app: app.clone(),
        handle: Arc::new(move |incoming| {
            let hallway = hallway.clone();
            Box::pin(async move { hallway.turn(incoming).await })
        }),
        phrases: phrases.clone(),
        clock: Arc::new(now_ms),
        intake: telegram::Intake::PEOPLE,
        pace: telegram::Pace::TELEGRAM,
    }))
}

/// The lock of the HTTP door. From now on SIGHUP has the certificate looked at again.
async fn lock(source: tls::Source, app: &App) -> Result<(tls::Acceptor, Lock), RunError> {
    let again = Arc::new(Notify::new());
    let mut hangup = signal::unix::signal(signal::unix::SignalKind::hangup())
        .map_err(|error| RunError::Signals(error.kind()))?;
    let bell = again.clone();
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            bell.notify_one();
        }
    });
    let (acceptor, keeper) = tls::open(source, app.clone(), Arc::new(now_ms), tls::Pace::POLITE)
        .await
        .map_err(RunError::Tls)?;
    Ok((acceptor, Lock { keeper, again }))
}

/// Writes the head of the audit chain to the file elsewhere, if there is to be one.
async fn publish_head(app: &App, heads: &Heads) {
    let Some(path) = &heads.path else { return };
    match app.audit_head().await {
        Ok(head) => {
            if let Err(error) = anchor::publish(path, &head, now_ms()) {
                log::warn!("audit: the head was not written to its file: {}", error.kind());
            }
        }
        Err(error) => log::warn!("audit: {error}"),
    }
}

/// Listens for SIGTERM and SIGINT from now on; the future waits for the first of them.
pub fn signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
