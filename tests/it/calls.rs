//! Who may call over HTTP, how often, from where and with what signature.

use crate::{
    http::{Answer, House, SECRET, is_shielded, read, words},
    process::{Home, Server, WEBHOOK_SECRET, free_address, settings},
    store::{diary, raw},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::time::Duration;
use tokio::{
    io::AsyncWriteExt,
    net::{TcpSocket, TcpStream},
};
use tonolog::{
    domain::network::Networks,
    http::{Callers, Watch, serve_metrics},
    seal::DatabaseKey,
};

const KEY: &str = "a key that two ends agreed upon, long enough";
const NOW: i64 = crate::stage::START_MS / 1000;

/// A call of the webhook with the right secret and these headers.
async fn call(house: &House, headers: &str) -> Answer {
    let body = words("помощь");
    let length = body.len();
    let head = format!(
        "POST /alice_webhook/{SECRET} HTTP/1.1\r\nhost: x\r\n{headers}content-length: {length}\r\n\r\n"
    );
    house.send(&[head.as_bytes(), &body].concat()).await
}

async fn check(house: &House, headers: &str, status: u16) {
    assert_eq!(call(house, headers).await.status, status, "{headers}");
}

fn networks(text: &str) -> Networks {
    Networks::parse(text).unwrap()
}

#[tokio::test]
async fn a_route_with_networks_is_for_them_alone() {
    let callers = || Callers::new(Networks::default(), Some(networks("192.0.2.0/24")), None);
    let house = House::guarded(callers(), None).await;
    let refused = call(&house, "").await;
    assert_eq!(refused.status, 404, "loopback is not in that network");
    assert_eq!(house.get("/health").await.status, 200, "another route");
    check(&house, "x-forwarded-for: 192.0.2.1\r\n", 404).await;

    let open = Callers::new(Networks::default(), Some(networks("127.0.0.0/8")), None);
    check(&House::guarded(open, None).await, "", 200).await;
    let looked = Callers::new(Networks::default(), None, Some(networks("192.0.2.0/24")));
    assert_eq!(House::guarded(looked, None).await.get("/health").await.status, 404);
}

#[tokio::test]
async fn behind_a_proxy_that_is_trusted_its_word_counts_and_nobody_elses() {
    let trusted = networks("127.0.0.1");
    let callers = Callers::new(trusted, Some(networks("192.0.2.0/24, 2001:db8::/32")), None);
    let house = House::guarded(callers, None).await;
    check(&house, "x-forwarded-for: 192.0.2.9\r\n", 200).await;
    check(&house, "x-forwarded-for: [2001:db8::7]:5000\r\n", 200).await;
    check(&house, "x-forwarded-for: 198.51.100.1\r\nx-forwarded-for: 192.0.2.9\r\n", 200).await;
    check(&house, "", 404).await;
    check(&house, "x-forwarded-for: 192.0.2.9, 198.51.100.1\r\n", 404).await;
    check(&house, "x-forwarded-for: 192.0.2.9\r\nx-forwarded-for: 198.51.100.1\r\n", 404).await;
    check(&house, "x-forwarded-for: 192.0.2.9, unknown\r\n", 404).await;
    check(&house, "forwarded: for=192.0.2.9\r\n", 404).await;
    check(&house, "x-real-ip: 192.0.2.9\r\n", 404).await;
}

#[tokio::test]
async fn who_goes_on_being_wrong_is_told_to_wait_and_who_is_right_is_not() {
    let house = House::new().await;
    let mut statuses = Vec::new();
    for at in 0..40 {
        let answer = house.post(&format!("/alice_webhook?token={at}"), b"{}").await;
        statuses.push(answer.status);
        if answer.status == 429 {
            let header = |name: &str| -> u64 {
                let line = answer.head.lines().find_map(|line| line.strip_prefix(name));
                line.unwrap_or_else(|| panic!("{name} {answer:?}")).trim().parse().unwrap()
            };
            assert!((1..=4).contains(&header("retry-after:")), "{answer:?}");
            assert_eq!(header("x-ratelimit-limit:"), 20);
            assert_eq!(header("x-ratelimit-remaining:"), 0);
            assert!(header("x-ratelimit-reset:") >= 1);
        }
    }
    assert!(statuses.iter().take(20).all(|status| *status == 404), "{statuses:?}");
    assert!(statuses.iter().rev().take(5).all(|status| *status == 429), "{statuses:?}");
    // The right secret is answered all the same: nobody can lock the platform out.
    check(&house, "", 200).await;
    assert_eq!(house.get("/health").await.status, 200);
}

fn signature(key: &str, timestamp: i64, nonce: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(format!("{timestamp}\n{nonce}\n").as_bytes());
    mac.update(body);
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn signed(key: &str, timestamp: i64, nonce: &str) -> String {
    let signature = signature(key, timestamp, nonce, &words("помощь"));
    format!(
        "x-tonolog-timestamp: {timestamp}\r\nx-tonolog-nonce: {nonce}\r\n\
         x-tonolog-signature: {signature}\r\n"
    )
}

#[tokio::test]
async fn a_call_that_has_to_be_signed_is_taken_once_and_within_five_minutes() {
    let house = House::guarded(Callers::default(), Some(KEY)).await;
    let nonce = |n: u32| format!("0123456789abcd-{n:03}");
    check(&house, &signed(KEY, NOW, &nonce(1)), 200).await;
    check(&house, &signed(KEY, NOW, &nonce(1)), 404).await;
    check(&house, &signed(KEY, NOW - 300, &nonce(2)), 200).await;
    check(&house, &signed(KEY, NOW + 300, &nonce(3)), 200).await;
    check(&house, &signed(KEY, NOW - 301, &nonce(4)), 404).await;
    check(&house, &signed(KEY, NOW + 301, &nonce(5)), 404).await;
    check(&house, &signed("another key, of the same good length", NOW, &nonce(6)), 404).await;
    check(&house, &signed(KEY, NOW, "short"), 404).await;
    check(&house, &signed(KEY, NOW, &"n".repeat(65)), 404).await;
    check(&house, "", 404).await;
    // A wrong call does not use a nonce up.
    let tampered = signed(KEY, NOW, &nonce(7)).replace(&nonce(7), &nonce(8));
    check(&house, &tampered, 404).await;
    check(&house, &signed(KEY, NOW, &nonce(8)), 200).await;
    check(&house, &signed(KEY, NOW, &nonce(7)), 200).await;
}

#[tokio::test]
async fn a_body_that_was_changed_on_the_way_is_not_taken() {
    let house = House::guarded(Callers::default(), Some(KEY)).await;
    let headers = signed(KEY, NOW, "0123456789abcdef");
    let body = words("запомни 120 на 80");
    let head = format!(
        "POST /alice_webhook/{SECRET} HTTP/1.1\r\nhost: x\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    );
    assert_eq!(house.send(&[head.as_bytes(), &body].concat()).await.status, 404);
}

/// A connection from this address of the machine.
async fn from(house: &House, address: &str) -> tokio::net::TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{address}:0").parse().unwrap()).unwrap();
    socket.connect(house.address).await.unwrap()
}

#[tokio::test]
async fn silent_connections_make_room_for_those_who_speak() {
    let house = House::new().await;
    let mut silent = Vec::new();
    for _ in 0..200 {
        silent.push(from(&house, "127.0.0.9").await);
    }
    // Somebody else is not affected at all, and keeps the connection.
    let mut stream = from(&house, "127.0.0.7").await;
    let request = b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n";
    stream.write_all(request).await.unwrap();
    assert_eq!(read(&mut stream).await.unwrap().status, 200);
    for _ in 0..200 {
        silent.push(from(&house, "127.0.0.9").await);
    }
    stream.write_all(request).await.unwrap();
    assert_eq!(read(&mut stream).await.expect("it was cut").status, 200);
    // The newest of the many still may speak; the oldest have gone.
    silent.last_mut().unwrap().write_all(request).await.unwrap();
    assert_eq!(read(silent.last_mut().unwrap()).await.unwrap().status, 200);
    assert!(read(&mut silent[0]).await.is_none());
}

#[tokio::test]
async fn the_instruments_show_numbers_and_nobody() {
    let house = House::new().await;
    check(&house, "", 200).await;
    house.get("/health").await;
    house.get("/secret-path-of-somebody?query=7").await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = house.stage.app.clone();
    let clock = std::sync::Arc::new(|| crate::stage::START_MS);
    let watch = Watch { metrics: app.metrics().clone(), clock };
    tokio::spawn(serve_metrics(listener, networks("127.0.0.1"), watch, app, async {
        tokio::time::sleep(Duration::from_secs(60)).await;
    }));
    let get = async |source: &str, path: &str| {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(format!("{source}:0").parse().unwrap()).unwrap();
        let mut stream = socket.connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        read(&mut stream).await.unwrap()
    };
    let shown = get("127.0.0.1", "/metrics").await;
    assert_eq!(shown.status, 200);
    assert!(shown.head.contains("application/openmetrics-text"), "{shown:?}");
    for line in [
        r#"tonolog_turns_total{door="voice",outcome="answered"} 1"#,
        r#"tonolog_http_responses_total{route="webhook",status="200"} 1"#,
        r#"tonolog_http_responses_total{route="health",status="200"} 1"#,
        r#"tonolog_http_responses_total{route="nowhere",status="404"} 1"#,
        "tonolog_inbox 0",
        "tonolog_writer_commit_seconds_count",
    ] {
        assert!(shown.body.contains(line), "{line}\n{}", shown.body);
    }
    for marker in [SECRET, "secret-path", "query", "127.0.0.", "помощь"] {
        assert!(!shown.body.contains(marker), "{marker}");
    }
    // Every label is one of a few words.
    let labels: Vec<&str> = shown.body.split('"').skip(1).step_by(2).collect();
    let known = |label: &&str| {
        label.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.e".contains(&byte)
        }) || **label == *"+Inf"
    };
    assert!(labels.iter().all(known), "{labels:?}");
    assert_eq!(get("127.0.0.1", "/").await.status, 404);
    assert_eq!(get("127.0.0.2", "/metrics").await.status, 404, "a stranger");
}

#[tokio::test]
async fn the_right_secret_has_a_measure_too_and_every_header_says_so() {
    let house = House::new().await;
    // No request of the skill: what it costs is not what this is about.
    let one =
        format!("POST /alice_webhook/{SECRET} HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\n{{");
    let many = one.repeat(50);
    let mut stream = house.connect().await;
    let (mut taken, mut refused) = (0, None);
    while refused.is_none() && taken < 20_000 {
        stream.write_all(many.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        for _ in 0..50 {
            let answer = next(&mut stream, &mut bytes).await;
            match answer.status {
                400 => taken += 1,
                429 => refused = refused.or(Some(answer)),
                status => panic!("{status}"),
            }
        }
    }
    assert!(taken >= 400, "{taken}");
    let refused = refused.expect("it is never too much");
    for (name, least, most) in [
        ("retry-after", 1, 2),
        ("x-ratelimit-limit", 400, 400),
        ("x-ratelimit-remaining", 0, 0),
        ("x-ratelimit-reset", 1, 2),
    ] {
        let line = refused.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        let value: u64 = line.unwrap_or_else(|| panic!("{name}: {refused:?}")).parse().unwrap();
        assert!((least..=most).contains(&value), "{name}: {value}");
    }
    is_shielded(&refused.head);
    tokio::time::sleep(Duration::from_secs(2)).await;
    check(&house, "", 200).await;
}

/// The next of several answers on a connection; what was read beyond it stays in `bytes`.
async fn next(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Answer {
    use tokio::io::AsyncReadExt;
    loop {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if let Some((head, rest)) = text.split_once("\r\n\r\n") {
            let head = head.to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.unwrap().parse().unwrap();
            if rest.len() >= length {
                let status = head.split(' ').nth(1).unwrap().parse().unwrap();
                bytes.drain(..head.len() + 4 + length);
                return Answer { status, body: rest[..length].to_owned(), head };
            }
        }
        let mut more = [0; 4096];
        let read = tokio::time::timeout(Duration::from_secs(20), stream.read(&mut more)).await;
        let length = read.expect("nothing came").unwrap();
        assert!(length > 0, "the connection was cut");
        bytes.extend_from_slice(&more[..length]);
    }
}

/// How many refused calls the audit chain tells of.
async fn refused_calls(house: &House) -> i64 {
    house.stage.app.note_refused(crate::stage::START_MS, true).await.unwrap();
    let connection = raw(&diary(&house.stage.folder), &house.stage.key);
    let sql = "SELECT coalesce(sum(count), 0) FROM audit WHERE action = 'wrong-secret'";
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn a_wrong_secret_a_bad_signature_and_another_skill_are_refused_calls_in_the_chain() {
    let house = House::guarded(Callers::default(), Some(KEY)).await;
    check(&house, &signed(KEY, NOW, "0123456789abcdef"), 200).await;
    assert_eq!(refused_calls(&house).await, 0);
    check(&house, "", 404).await;
    check(&house, &signed("another key, of the same good length", NOW, "1123456789abcdef"), 404)
        .await;
    check(&house, &signed(KEY, NOW, "0123456789abcdef"), 404).await;
    assert_eq!(refused_calls(&house).await, 3);
    assert_eq!(house.post("/alice_webhook?token=wrong", b"{}").await.status, 404);
    assert_eq!(refused_calls(&house).await, 4);
    assert_eq!(house.get("/nowhere").await.status, 404);
    assert_eq!(refused_calls(&house).await, 4, "who asks for nothing is no refused call");

    let house = House::with(&[SECRET], Some("another")).await;
    check(&house, "", 403).await;
    check(&house, "", 403).await;
    assert_eq!(refused_calls(&house).await, 2);
}

/// The status that a request from this address of the machine gets.
async fn status(source: &str, to: std::net::SocketAddr, request: &str) -> u16 {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{source}:0").parse().unwrap()).unwrap();
    let mut stream = socket.connect(to).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    read(&mut stream).await.unwrap().status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_setting_of_who_may_call_reaches_its_own_lock() {
    let (home, key, metrics) = (Home::new(), DatabaseKey::random().unwrap(), free_address().await);
    let mut own = settings(&key, "http://127.0.0.1:1");
    own.retain(|(name, _)| name != "TELEGRAM_BOT_TOKEN");
    for (name, value) in [
        ("ALICE_NETWORKS", "198.51.100.0/24"),
        ("HEALTH_NETWORKS", "127.0.0.0/8, 203.0.113.0/24"),
        ("TRUSTED_PROXIES", "127.0.0.1"),
        ("METRICS_LISTEN", &metrics.to_string()),
        ("METRICS_NETWORKS", "127.0.0.3"),
    ] {
        own.push((name.to_owned(), value.to_owned()));
    }
    let server = Server::start(&home, &own).await;
    let body = String::from_utf8(words("помощь")).unwrap();
    let said = |forwarded: &str| {
        let length = body.len();
        format!(
            "POST /alice_webhook/{WEBHOOK_SECRET} HTTP/1.1\r\nhost: x\r\n{forwarded}\
             content-length: {length}\r\n\r\n{body}"
        )
    };
    let asked =
        |path: &str, forwarded: &str| format!("GET {path} HTTP/1.1\r\nhost: x\r\n{forwarded}\r\n");
    let (speaker, looker) =
        ("x-forwarded-for: 198.51.100.7\r\n", "x-forwarded-for: 203.0.113.9\r\n");
    for (source, request, expected) in [
        ("127.0.0.1", said(speaker), 200),
        ("127.0.0.1", said(looker), 404),
        ("127.0.0.1", said(""), 404),
        ("127.0.0.2", said(speaker), 404),
        ("127.0.0.1", asked("/health", looker), 200),
        ("127.0.0.1", asked("/health", speaker), 404),
        // Who is not trusted speaks for nobody but themselves.
        ("127.0.0.2", asked("/health", speaker), 200),
        ("127.0.0.3", asked("/metrics", ""), 404),
    ] {
        assert_eq!(status(source, server.address, &request).await, expected, "{source} {request}");
    }
    for (source, expected) in [("127.0.0.3", 200), ("127.0.0.1", 404), ("127.0.0.2", 404)] {
        assert_eq!(status(source, metrics, &asked("/metrics", "")).await, expected, "{source}");
    }
    server.kill().await;
}
