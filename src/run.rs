//! Wiring: opens the store, loads the words, starts the doors and the chores, waits for a signal
//! or for the first part that ends by itself, and drains in order.

use crate::{
    alice::Skill,
    app::{App, OpenError, Rules},
    config::{self, Config},
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
use tokio::{
    net::TcpListener,
    signal,
    sync::{Notify, watch},
};

/// Tidying up happens this often.
const PRUNE_EVERY: Duration = Duration::from_secs(60 * 60);
/// Reminders are looked for this often: nobody minds half a minute. The first look comes so long
/// after the start, so that readings which waited at the platform are in by then.
const REMIND_EVERY: Duration = Duration::from_secs(30);
/// Letters of an announcement are posted this often, a few at a time.
const ANNOUNCE_EVERY: Duration = Duration::from_secs(3);
/// Timers are looked at this often: a minute is not to become two.
const RING_EVERY: Duration = Duration::from_secs(5);
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
        let (tls, lock) = match config.tls.clone() {
            Some(settings) => {
                let (acceptor, lock) = lock(settings, &app).await?;
                (Some(acceptor), Some(lock))
            }
            None => (None, None),
        };
        let entrance = http::Entrance { listener, tls };
        let phrases = Arc::new(dialogs.phrases);
        Ok(Service { config, store, app, phrases, entrance, lock })
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
        let Service { config, store, app, phrases, entrance, lock } = self;
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
            tokio::spawn(http::serve_doors(entrance, door, app.clone(), until(stopped.clone())));
        let chat = telegram_door(&config, &app, &phrases)?;
        let chat_stop = stopped.clone();
        let mut chat = tokio::spawn(async move {
            match chat {
                Some(chat) => telegram::serve(chat, chat_stop).await,
                None => until(chat_stop).await,
            }
        });
        let locked = until(stopped.clone());
        let mut keeper = tokio::spawn(async move {
            match lock {
                Some(Lock { keeper, again }) => keeper.run(again, locked).await,
                None => locked.await,
            }
        });
        let mut chores = tokio::spawn(chores(app, until(stopped)));
        let mut writer = tokio::spawn(store.wait());
        drop(store);

        let ended = tokio::select! {
            () = stop => None,
            _ = &mut http => Some("http"),
            _ = &mut chat => Some("telegram"),
            _ = &mut chores => Some("chores"),
            _ = &mut keeper => Some("tls"),
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
            let _ = (&mut keeper).await;
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
        pace: telegram::Pace::TELEGRAM,
    }))
}

/// Where the certificate comes from by these settings.
pub fn source(settings: config::Tls) -> tls::Source {
    match settings {
        config::Tls::Authority { domains, directory, contact, roots } => {
            tls::Source::Authority { domains, directory, contact, roots }
        }
        config::Tls::Files { certificate, key } => tls::Source::Files { certificate, key },
    }
}

/// The lock of the HTTP door. From now on SIGHUP has the certificate looked at again.
async fn lock(settings: config::Tls, app: &App) -> Result<(tls::Acceptor, Lock), RunError> {
    let source = source(settings);
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

/// What is begun when we are stopped, the writer still finishes.
async fn chores(app: App, stop: impl Future<Output = ()>) {
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
        () = stop => {}
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
