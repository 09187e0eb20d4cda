//! Wiring: opens the store, loads the words, starts the doors and the chores, waits for a signal
//! or for the first part that ends by itself, and drains in order.

use crate::{
    alice::Skill,
    app::{App, OpenError, Rules},
    config::Config,
    http,
    phrases::{Dialogs, Fault, Phrases},
    store::{self, Store},
    telegram,
};
use std::{
    io,
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use tokio::{net::TcpListener, sync::watch};

/// Tidying up happens this often.
const PRUNE_EVERY: Duration = Duration::from_secs(60 * 60);
/// Reminders are looked for this often: nobody minds half a minute. The first look comes so long
/// after the start, so that readings which waited at the platform are in by then.
const REMIND_EVERY: Duration = Duration::from_secs(30);
/// Letters of an announcement are posted this often, a few at a time.
const ANNOUNCE_EVERY: Duration = Duration::from_secs(3);
/// Timers are looked at this often: a minute is not to become two.
const RING_EVERY: Duration = Duration::from_secs(5);
/// The service looks at itself this often.
const WATCH_EVERY: Duration = Duration::from_secs(30);
/// And at every page of its file this often, which takes a while.
const EXAMINE_EVERY: Duration = Duration::from_secs(6 * 60 * 60);
/// Writing that takes this long is not waited for.
const WRITE_WITHIN: Duration = Duration::from_secs(10);
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
    /// A part ended by itself: its name.
    Ended(&'static str),
}

/// A service that is about to run: everything that can be refused has been.
pub struct Service {
    config: Config,
    store: Store,
    app: App,
    phrases: Arc<Phrases>,
    listener: TcpListener,
}

/// The time, ms UTC.
pub fn now_ms() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
}

impl Service {
    /// Opens everything.
    pub async fn open(config: Config) -> Result<Service, RunError> {
        let dialogs = Dialogs::load(config.dialogs.as_deref()).map_err(RunError::Words)?;
        let store = Store::open(&config.database, &config.key, true).map_err(RunError::Store)?;
        let rules = Rules {
            access: config.access,
            owner_invitation: config.key.owner_invitation(),
            consent_version: dialogs.phrases.consent_version(),
            codes: config.codes,
            zone: config.zone.clone(),
        };
        let listener = TcpListener::bind(config.listen)
            .await
            .map_err(|error| RunError::Listen(error.kind()))?;
        let app = App::new(store.clone(), dialogs.grammar, dialogs.words, rules);
        Ok(Service { config, store, app, phrases: Arc::new(dialogs.phrases), listener })
    }

    /// Where HTTP is served.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
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
        let Service { config, store, app, phrases, listener } = self;
        let (stopping, stopped) = watch::channel(false);
        let until = |mut stopped: watch::Receiver<bool>| async move {
            // An error means that the sender is gone, which ends everything as well.
            let _ = stopped.wait_for(|stop| *stop).await;
        };

        let door = config.alice.as_ref().map(|alice| http::Door {
            skill: Skill::new(app.clone(), phrases.clone(), alice.skill.clone(), Arc::new(now_ms)),
            secrets: std::iter::once(alice.secret.clone()).chain(alice.previous.clone()).collect(),
        });
        let mut http =
            tokio::spawn(http::serve_doors(listener, door, app.clone(), until(stopped.clone())));
        let chat = telegram_door(&config, &app, &phrases)?;
        let chat_stop = stopped.clone();
        let mut chat = tokio::spawn(async move {
            match chat {
                Some(chat) => telegram::serve(chat, chat_stop).await,
                None => until(chat_stop).await,
            }
        });
        let watched = config.owner_alarms.then(|| config.database.clone());
        let mut chores = tokio::spawn(chores(app, watched, until(stopped)));
        let mut writer = tokio::spawn(store.wait());
        drop(store);

        let ended = tokio::select! {
            () = stop => None,
            _ = &mut http => Some("http"),
            _ = &mut chat => Some("telegram"),
            _ = &mut chores => Some("chores"),
            _ = &mut writer => Some("writer"),
        };
        match ended {
            Some(part) => {
                log::error!("{part} ended by itself");
                return Err(RunError::Ended(part));
            }
            None => log::info!("stopping"),
        }
        // The receivers are ours; they cannot all be gone.
        let _ = stopping.send(true);
        let drained = async {
            let _ = (&mut http).await;
            let _ = (&mut chat).await;
            let _ = (&mut chores).await;
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

fn telegram_door(
    config: &Config,
    app: &App,
    phrases: &Arc<Phrases>,
) -> Result<Option<telegram::Door>, RunError> {
    let Some(settings) = &config.telegram else {
        return Ok(None);
    };
    let proxy = settings.proxy.as_ref().map(|proxy| proxy.reveal());
    let client = telegram::client(proxy).map_err(|_| RunError::Telegram)?;
    let bot = telegram::bot(settings.token.reveal(), &settings.api_url, client)
        .ok_or(RunError::Telegram)?;
    let hallway = app.clone();
    Ok(Some(telegram::Door {
        bot,
        app: app.clone(),
        handle: Arc::new(move |incoming| {
            let hallway = hallway.clone();
            Box::pin(async move { hallway.turn(incoming).await })
        }),
        phrases: phrases.clone(),
        clock: Arc::new(now_ms),
        pace: telegram::Pace::TELEGRAM,
    }))
}

/// What is begun when we are stopped, the writer still finishes.
async fn chores(app: App, watched: Option<PathBuf>, stop: impl Future<Output = ()>) {
    let prune = async {
        loop {
            if let Err(error) = app.prune(now_ms()).await {
                log::warn!("chores: {error}");
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
        () = ring => {}
        () = remind => {}
        () = announce => {}
        () = watch(&app, watched) => {}
        () = stop => {}
    }
}

/// Looks at the service for its owner; without a file to look at, never.
async fn watch(app: &App, database: Option<PathBuf>) {
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
        let written = tokio::time::timeout(WRITE_WITHIN, app.alive()).await;
        let took = match written {
            Ok(Ok(())) => started.elapsed(),
            Ok(Err(_)) | Err(_) => WRITE_WITHIN,
        };
        let write_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let disk = store::disk(&database).ok();
        if let Err(error) = app.watch(now_ms(), disk, Some(write_ms)).await {
            log::warn!("watch: {error}");
        }
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
