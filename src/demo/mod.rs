//! `tonolog demo`: the whole service on loopback, a stand-in for the Bot API, and the terminal as
//! the chat. The stand-in also serves the tests.

mod bot_api;
mod chat;
mod voice;

pub use bot_api::{Call, Event, Fault, Shown, StandIn};
pub use voice::{Device, Spoken, call, request};

use crate::{
    cli::Operator,
    config::{Alice, Calls, Config, Heads, Telegram, machine_zone},
    domain::{keeping::Keeping, link::CodeRules, person::Access},
    phrases::Arguments,
    run::{self, Service},
    seal::{self, DatabaseKey, Secret},
};
use log::LevelFilter;
use std::{io, path::PathBuf, process::ExitCode};
use tokio::{net::TcpListener, runtime::Runtime, sync::oneshot};

/// The folder of one demo; it goes when the demo ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> io::Result<Folder> {
        use std::os::unix::fs::DirBuilderExt;
        let path = std::env::temp_dir().join(format!("tonolog-{}", seal::random_hex::<8>()?));
        std::fs::DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Whatever is left is encrypted with a key that nobody has any more.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs the demo until the person leaves.
pub(crate) fn run(operator: &Operator, runtime: &Runtime) -> ExitCode {
    match runtime.block_on(talk(operator)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            let mut arguments = Arguments::new();
            arguments.set("reason", reason);
            operator.complain("demo-failed", &arguments);
            ExitCode::FAILURE
        }
    }
}

async fn talk(operator: &Operator) -> Result<(), String> {
    let told = |error: io::Error| error.kind().to_string();
    // Heard from now on: whoever leaves with Ctrl-C leaves nothing behind either.
    let stop = run::signal().map_err(told)?;
    let folder = Folder::new().map_err(told)?;
    let token = format!("1000000:{}", seal::random_hex::<16>().map_err(told)?);
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(told)?;
    let api_url = format!("http://{}", listener.local_addr().map_err(told)?);
    let (stand_in, events) = StandIn::new(&token);
    let (end, ended) = oneshot::channel::<()>();
    let platform = tokio::spawn(stand_in.clone().serve(listener, async {
        let _ = ended.await;
    }));

    let secret = Secret::new(seal::random_hex::<16>().map_err(told)?);
    let config = Config {
        telegram: Some(Telegram { token: Secret::new(token), api_url, routes: Vec::new() }),
        alice: Some(Alice { secret: secret.clone(), previous: None, skill: None }),
        database: folder.0.join("demo.db"),
        key: DatabaseKey::random().map_err(told)?,
        listen: ([127, 0, 0, 1], 0).into(),
        calls: Calls::default(),
        tls: None,
        access: Access::Open,
        codes: CodeRules { lifetime_minutes: 10, interval_seconds: 60 },
        zone: machine_zone(),
        dialogs: None,
        backups: None,
        owner_alarms: false,
        log: LevelFilter::Off,
        keeping: Keeping::default(),
        heads: Heads::default(),
    };
    let service = Service::open(config).await.map_err(|error| format!("{error:?}"))?;
    let address = service.address().map_err(told)?;
    let app = service.app().clone();
    let (leave, left) = oneshot::channel::<()>();
    let running = tokio::spawn(service.run(async {
        let _ = left.await;
    }));

    let chat = chat::Chat::new(operator, stand_in, events, app, address, &secret);
    let talked = chat.run(stop).await.map_err(told);
    // Both ends wait for these; if they are gone already, so much the better.
    let _ = leave.send(());
    let drained = running.await;
    let _ = end.send(());
    let _ = platform.await;
    talked?;
    match drained {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(format!("{error:?}")),
        Err(_) => Err("panic".to_owned()),
    }
}
