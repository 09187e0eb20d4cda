//! What the service manager is told by the real program, and when it is told nothing.

use crate::{
    process::{Home, Server, settings},
    store::raw,
};
use std::time::Duration;
use tokio::{
    net::UnixDatagram,
    time::{Instant, timeout},
};
use tonolog::seal::DatabaseKey;

const PATIENCE: Duration = Duration::from_secs(30);

/// The next word to the manager, if one comes within this time.
async fn heard(socket: &UnixDatagram, within: Duration) -> Option<String> {
    let mut bytes = [0; 512];
    let length = timeout(within, socket.recv(&mut bytes)).await.ok()?.unwrap();
    Some(String::from_utf8_lossy(&bytes[..length]).into_owned())
}

/// What is said until this word comes.
async fn until(socket: &UnixDatagram, word: &str) -> Vec<String> {
    let (mut all, started) = (Vec::new(), Instant::now());
    while started.elapsed() < PATIENCE {
        let said = heard(socket, PATIENCE).await.unwrap_or_else(|| panic!("no {word}: {all:?}"));
        all.push(said.clone());
        if said.contains(word) {
            return all;
        }
    }
    panic!("no {word}: {all:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_manager_hears_that_all_is_ready_and_alive_and_nothing_while_the_writer_hangs() {
    let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
    let path = home.work().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    let mut own = settings(&key, "http://127.0.0.1:1");
    own.push(("NOTIFY_SOCKET".to_owned(), path.display().to_string()));
    own.push(("WATCHDOG_USEC".to_owned(), "1500000".to_owned()));
    let mut server = Server::start(&home, &own).await;
    let first = until(&socket, "READY=1").await;
    assert!(first[0].starts_with("EXTEND_TIMEOUT_USEC="), "{first:?}");
    // Telegram is out of reach all the while, and that is no reason to be started again.
    until(&socket, "WATCHDOG=1").await;
    until(&socket, "WATCHDOG=1").await;

    let other = raw(&home.diary(), &key);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    // What was under way when the writer began to wait.
    while heard(&socket, Duration::from_millis(700)).await.is_some() {}
    assert_eq!(
        heard(&socket, Duration::from_secs(3)).await,
        None,
        "nobody is fed by a hung writer"
    );
    other.execute_batch("ROLLBACK").unwrap();
    until(&socket, "WATCHDOG=1").await;

    server.signal("TERM");
    until(&socket, "STOPPING=1").await;
    assert_eq!(server.ended().await, Some(0));
}
