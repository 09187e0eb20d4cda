//! Certificates from an authority: ordered, kept, renewed, and what happens when it says no.

use super::{
    Client, DOMAIN, logged,
    pebble::{Pebble, is_here},
    serve, times,
};
use crate::{
    process::{Home, free_address, settings},
    stage::Stage,
};
use std::{
    fs,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    net::TcpListener,
    sync::{Notify, oneshot},
    time::sleep,
};
use tonolog::{
    app::Inspection,
    domain::person::Access,
    http::{Callers, Entrance, Entry, serve_doors},
    seal::DatabaseKey,
    tls::{self, Pace, Source},
};

/// What the command line sees of the certificate.
fn known(source: &Source, stage: &Stage) -> Result<Option<tls::Certificate>, tls::Fault> {
    let path = crate::store::diary(&stage.folder);
    tls::known(source, &Inspection::open(&path, &stage.key).unwrap())
}

/// A year.
const LONG: u64 = 365 * 24 * 60 * 60;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_ordered_kept_over_a_restart_and_renewed_in_time() {
    if !is_here() {
        return;
    }
    let (home, address) = (Home::new(), free_address().await);
    let pebble = Pebble::start(address, 18, 0).await;
    let client = Client::new(&pebble.root().await);
    let started = Instant::now();
    let mut server = serve(&home, address, &pebble.settings()).await;
    let first = client.welcome(address, &home).await;
    println!("first certificate: {} ms after the start", started.elapsed().as_millis());
    client.speak(address).await;
    let answer = client.ask(address, "GET", "/health", "").await;
    assert!(answer.contains("\r\nstrict-transport-security: max-age=31536000\r\n"), "{answer}");
    assert_eq!(pebble.orders(), 1);

    server.signal("TERM");
    assert_eq!(server.ended().await, Some(0));
    let _server = serve(&home, address, &pebble.settings()).await;
    assert_eq!(client.seen(address).await.unwrap(), first, "served from the first moment on");
    assert_eq!(pebble.orders(), 1, "a restart orders nothing");

    // At a third of its life remaining, and not one handshake fails until then or after.
    let second = client.renewed(address, &first).await;
    let age = started.elapsed();
    assert!(age >= Duration::from_secs(11), "{age:?}");
    assert!(age < Duration::from_secs(18), "the old one was still good: {age:?}");
    assert_eq!(client.seen(address).await.unwrap(), second);
    client.speak(address).await;

    let log = fs::read_to_string(home.log()).unwrap();
    assert!(log.contains("tls: a new certificate; good for"), "{log}");
    assert!(!log.contains("PRIVATE KEY") && !log.contains("key_pkcs8"), "{log}");
    for file in fs::read_dir(home.work()).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = fs::read(&file).unwrap();
        for marker in [b"BEGIN PRIVATE".as_slice(), b"key_pkcs8", b"BEGIN CERT"] {
            let found = bytes.windows(marker.len()).any(|window| window == marker);
            assert!(!found, "{} holds a key in clear", file.display());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_authority_is_away_the_old_certificate_is_served_and_then_a_new_one_comes() {
    if !is_here() {
        return;
    }
    let (home, address) = (Home::new(), free_address().await);
    let mut pebble = Pebble::start(address, 20, 0).await;
    let client = Client::new(&pebble.root().await);
    let _server = serve(&home, address, &pebble.settings()).await;
    let first = client.welcome(address, &home).await;
    pebble.stop();
    logged(&home, |log| log.contains("the authority was not reached")).await;
    assert!(times(&home, "; tried again in") == 1);
    assert_eq!(client.seen(address).await.unwrap(), first);
    client.speak(address).await;

    // It is back and has lost all accounts; the owner does not want to wait for the pause.
    pebble.again().await;
    let client = Client::new(&pebble.root().await);
    _server.signal("HUP");
    let second = client.welcome(address, &home).await;
    assert_ne!(second, first);
    client.speak(address).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_that_has_run_out_is_served_all_the_same_and_said_aloud() {
    if !is_here() {
        return;
    }
    let (home, address) = (Home::new(), free_address().await);
    let mut pebble = Pebble::start(address, 4, 0).await;
    let client = Client::new(&pebble.root().await);
    let server = serve(&home, address, &pebble.settings()).await;
    client.welcome(address, &home).await;
    pebble.stop();
    logged(&home, |log| log.contains("the authority was not reached")).await;
    sleep(Duration::from_secs(4)).await;
    server.signal("HUP");
    logged(&home, |log| log.contains("the certificate has run out; it is served all the same"))
        .await;
    // Whoever looks is told the truth: it has expired.
    let refused = client.seen(address).await.unwrap_err().to_string();
    assert!(refused.to_lowercase().contains("expired"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_authority_that_rejects_good_nonces_is_asked_until_it_takes_one() {
    if !is_here() {
        return;
    }
    let (home, address) = (Home::new(), free_address().await);
    let pebble = Pebble::start(address, LONG, 45).await;
    let client = Client::new(&pebble.root().await);
    let _server = serve(&home, address, &pebble.settings()).await;
    client.welcome(address, &home).await;
    // Nine are needed when none is rejected.
    let calls = pebble.log().matches(" POST /").count();
    println!("{calls} calls in {} orders until all nonces were good", pebble.orders());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rejected_challenge_is_told_clearly_and_mended_by_the_next_try() {
    if !is_here() {
        return;
    }
    let (home, address) = (Home::new(), free_address().await);
    let pebble = Pebble::start(address, LONG, 0).await;
    // The domain is somewhere else, where nobody listens.
    pebble.point("127.0.0.9").await;
    let server = serve(&home, address, &pebble.settings()).await;
    let name = format!("): {DOMAIN}: Failed to connect to 127.0.0.9");
    let told = |log: &str| log.contains("tls: the authority refuses (") && log.contains(&name);
    logged(&home, told).await;
    assert_eq!(times(&home, "; tried again in"), 1, "and not before");
    assert_eq!(times(&home, "there is no certificate yet"), 1);
    let client = Client::new(&pebble.root().await);
    assert!(client.seen(address).await.is_err(), "no certificate, no handshake");

    pebble.point("127.0.0.1").await;
    server.signal("HUP");
    client.welcome(address, &home).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_order_is_tried_again_by_itself_and_the_keys_are_kept_in_the_diary() {
    if !is_here() {
        return;
    }
    let stage = Stage::new(Access::Open).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let pebble = Pebble::start(address, LONG, 0).await;
    pebble.point("127.0.0.9").await;
    let second = "second.example.org";
    let source = Source::Authority {
        domains: vec![DOMAIN.to_owned(), second.to_owned()],
        directory: pebble.directory(),
        contact: None,
        roots: Some(pebble.roots()),
    };
    let pace = Pace { first: Duration::from_millis(300), ..Pace::POLITE };
    let clock = Arc::new(tonolog::run::now_ms);
    assert_eq!(known(&source, &stage), Ok(None));
    let (acceptor, keeper) =
        tls::open(source.clone(), stage.app.clone(), clock, pace).await.unwrap();
    let (_stop, stopped) = oneshot::channel::<()>();
    let entrance = Entrance { listener, tls: Some(acceptor.clone()) };
    let clock: tonolog::app::Clock = Arc::new(|| crate::stage::START_MS);
    let entry = Entry { door: None, callers: Callers::default(), fetches: false, clock };
    tokio::spawn(serve_doors(entrance, entry, stage.app.clone(), std::future::pending()));
    tokio::spawn(keeper.run(Arc::new(Notify::new()), async {
        let _ = stopped.await;
    }));
    let until = Instant::now() + super::PATIENCE;
    while pebble.orders() < 2 {
        assert!(Instant::now() < until, "{}", pebble.log());
        sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(acceptor.certificate(), None);
    pebble.point("127.0.0.1").await;
    while acceptor.certificate().is_none() {
        assert!(Instant::now() < until, "{}", pebble.log());
        sleep(Duration::from_millis(20)).await;
    }
    let certificate = acceptor.certificate().unwrap();
    assert_eq!(certificate.domains, [DOMAIN, second], "one certificate for both");
    let shown = stage.app.metrics().certified_until_ms();
    assert_eq!(shown, Some(certificate.expires_ms), "the instruments know");
    let left = certificate.expires_ms - tonolog::run::now_ms();
    assert!(left > 364 * 24 * 60 * 60 * 1000, "{left}");
    Client::new(&pebble.root().await).seen(address).await.unwrap();

    assert_eq!(known(&source, &stage), Ok(Some(certificate.clone())));
    let domains = format!("{DOMAIN},{second}");
    let kept = stage.app.certificate(&pebble.directory(), &domains).await.unwrap().unwrap();
    assert_eq!(kept.expires_ms, certificate.expires_ms);
    assert!(kept.key.reveal().contains("PRIVATE KEY"));
    assert!(stage.app.acme_account(&pebble.directory()).await.unwrap().is_some());
    assert!(stage.app.certificate("https://another", &domains).await.unwrap().is_none());
    assert!(stage.app.certificate(&pebble.directory(), DOMAIN).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_an_authority_both_doors_run_and_nobody_is_shown_a_made_up_certificate() {
    let (home, address) = (Home::new(), free_address().await);
    let (api_url, stand_in, mut events, _end) = crate::process::platform().await;
    let mut settings = settings(&DatabaseKey::random().unwrap(), &api_url);
    for (name, value) in [("TLS_DOMAIN", DOMAIN), ("ACME_DIRECTORY", "https://127.0.0.1:1/dir")] {
        settings.push((name.to_owned(), value.to_owned()));
    }
    let mut server = serve(&home, address, &settings).await;
    logged(&home, |log| log.contains("tls: the authority was not reached: ")).await;
    let refused = Client::new(&super::Root::new().pem).seen(address).await.unwrap_err();
    assert!(refused.to_string().contains("alert"), "{refused}");
    // The secret is not asked for in clear either.
    assert!(crate::process::http(address, "GET", "/health", b"").await.is_err());
    stand_in.say(1, "ru", "/start");
    tokio::time::timeout(Duration::from_secs(20), events.recv()).await.unwrap().unwrap();
    server.signal("TERM");
    assert_eq!(server.ended().await, Some(0));
}
