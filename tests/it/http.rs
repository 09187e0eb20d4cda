//! The HTTP door as a stranger meets it: raw bytes on a socket.

use crate::stage::Stage;
use serde_json::{Value, json};
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    time::timeout,
};
use tonolog::{
    alice::Skill,
    app::Clock,
    demo::{Device, Spoken, request},
    domain::person::Access,
    http::{Callers, Door, Entry, serve_doors},
    seal::Secret,
};

pub const SECRET: &str = "1f0c8a5bd2e94c7f";
const PREVIOUS: &str = "77aa1290ee43bb5c";
/// Longer than any limit of the door.
const PATIENCE: Duration = Duration::from_secs(15);
/// What comes at once waits for nothing; a busy machine gets some time all the same.
const AT_ONCE: Duration = Duration::from_millis(1_000);

pub struct House {
    pub stage: Stage,
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    served: tokio::task::JoinHandle<std::io::Result<()>>,
}

/// An answer, taken apart.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl House {
    pub async fn new() -> House {
        House::with(&[SECRET, PREVIOUS], None).await
    }

    /// With these secrets; without any the voice door is closed.
    pub async fn with(secrets: &[&str], skill_id: Option<&str>) -> House {
        House::whole(secrets, skill_id, None, Callers::default()).await
    }

    /// With these callers, who have to sign their calls if there is a key.
    pub async fn guarded(callers: Callers, signing: Option<&str>) -> House {
        House::whole(&[SECRET], None, signing, callers).await
    }

    async fn whole(
        secrets: &[&str],
        skill_id: Option<&str>,
        signing: Option<&str>,
        callers: Callers,
    ) -> House {
        let stage = Stage::new(Access::Open).await;
        let door = (!secrets.is_empty()).then(|| Door {
            skill: Skill::new(
                stage.app.clone(),
                stage.phrases.clone(),
                skill_id.map(str::to_owned),
                Arc::new(|| crate::stage::START_MS),
            ),
            secrets: secrets.iter().map(|secret| Secret::new((*secret).to_owned())).collect(),
            signing: signing.map(|key| Secret::new(key.to_owned())),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let clock: Clock = Arc::new(|| crate::stage::START_MS);
        let entry = Entry { door, callers, fetches: false, clock };
        let served = tokio::spawn(serve_doors(listener, entry, stage.app.clone(), async {
            let _ = stopped.await;
        }));
        House { stage, address, stop: Some(stop), served }
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends this on a new connection and reads one answer.
    pub async fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect().await;
        stream.write_all(bytes).await.unwrap();
        read(&mut stream).await.expect("the connection was cut")
    }

    pub async fn post(&self, target: &str, body: &[u8]) -> Answer {
        self.send(&post(target, body)).await
    }

    pub async fn get(&self, target: &str) -> Answer {
        self.send(format!("GET {target} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await
    }
}

fn post(target: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = head(target, &format!("content-length: {}", body.len()));
    bytes.extend_from_slice(body);
    bytes
}

pub fn head(target: &str, header: &str) -> Vec<u8> {
    format!("POST {target} HTTP/1.1\r\nhost: x\r\n{header}\r\n\r\n").into_bytes()
}

/// One answer; nothing when the connection is cut without one.
pub async fn read(stream: &mut TcpStream) -> Option<Answer> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() == length.unwrap().parse::<usize>().unwrap() {
                let status = head.split(' ').nth(1).unwrap().parse().unwrap();
                return Some(Answer { status, head: head.clone(), body: body.to_owned() });
            }
        }
        let mut more = [0; 4096];
        match timeout(PATIENCE, stream.read(&mut more)).await.expect("nothing came") {
            Ok(0) | Err(_) => return None,
            Ok(length) => bytes.extend_from_slice(&more[..length]),
        }
    }
}

/// What somebody says to the skill.
pub fn words(said: &str) -> Vec<u8> {
    let zone = "Europe/Moscow".to_owned();
    let device = Device { user: "u".to_owned(), locale: "ru-RU".to_owned(), zone };
    request(&device, "s", 1, said).to_string().into_bytes()
}

/// A webhook call to this target gets this status.
async fn check(house: &House, target: &str, status: u16) {
    let answer = house.post(target, &words("помощь")).await;
    assert_eq!(answer.status, status, "{target}: {answer:?}");
    if status == 200 {
        let body: Value = serde_json::from_str(&answer.body).unwrap();
        assert!(Spoken::of(&body).is_some(), "{target}: {body}");
    }
}

#[tokio::test]
async fn a_secret_opens_wherever_the_platform_can_put_it() {
    let house = House::new().await;
    for secret in [SECRET, PREVIOUS] {
        check(&house, &format!("/alice_webhook?token={secret}"), 200).await;
        check(&house, &format!("/alice_webhook/?token={secret}"), 200).await;
        check(&house, &format!("/alice_webhook?x=1&token={secret}"), 200).await;
        check(&house, &format!("/alice_webhook/{secret}"), 200).await;
        check(&house, &format!("/alice_webhook/{secret}/"), 200).await;
    }
}

// `Secret::matches` compares SHA-256 digests with `subtle`, and the door compares every secret it
// has: the time is constant by construction. A test that measures it would only be noise.
#[tokio::test]
async fn nothing_else_opens() {
    let house = House::new().await;
    check(&house, "/alice_webhook", 404).await;
    check(&house, "/alice_webhook/", 404).await;
    check(&house, "/alice_webhook?token=", 404).await;
    check(&house, &format!("/alice_webhook?token={}", &SECRET[1..]), 404).await;
    check(&house, &format!("/alice_webhook?token={SECRET}0"), 404).await;
    check(&house, &format!("/alice_webhook?token={}", SECRET.to_uppercase()), 404).await;
    check(&house, &format!("/alice_webhook?Token={SECRET}"), 404).await;
    check(&house, &format!("/alice_webhook/x/{SECRET}"), 404).await;
    check(&house, &format!("/alice_webhook/{SECRET}/x"), 404).await;
    check(&house, &format!("/alice_webhook/{SECRET}?token=wrong"), 404).await;
}

#[tokio::test]
async fn a_wrong_secret_is_turned_away_before_the_body() {
    let house = House::new().await;
    for header in ["content-length: 500", "transfer-encoding: chunked", "content-length: 999999999"]
    {
        for target in ["/alice_webhook", "/alice_webhook?token=wrong"] {
            let started = Instant::now();
            let answer = house.send(&head(target, header)).await;
            assert_eq!(answer.status, 404, "{header}");
            assert!(started.elapsed() < AT_ONCE, "{:?}", started.elapsed());
        }
    }
}

#[tokio::test]
async fn every_other_path_gets_the_same_404() {
    let (house, closed) = (House::new().await, House::with(&[], None).await);
    let dateless = |answer: Answer| {
        assert_eq!(answer.status, 404, "{answer:?}");
        let lines: Vec<&str> =
            answer.head.lines().filter(|line| !line.starts_with("date: ")).collect();
        format!("{}\n\n{}", lines.join("\n"), answer.body)
    };
    let expected = dateless(house.get("/").await);
    for path in ["/favicon.ico", "/health/", "/Health", "/alice_webhooks", "/alice", "/%00", "//"] {
        assert_eq!(dateless(house.get(path).await), expected, "{path}");
    }
    assert_eq!(dateless(house.post("/", b"").await), expected);
    assert_eq!(dateless(house.post("/health", b"").await), expected);
    // Whoever has not the secret cannot tell whether there is a voice door.
    for target in ["/alice_webhook", "/alice_webhook/", "/alice_webhook?token=x"] {
        assert_eq!(dateless(house.get(target).await), expected, "{target}");
        assert_eq!(dateless(house.post(target, b"{}").await), expected, "{target}");
    }
    assert_eq!(dateless(house.get(&format!("/alice_webhook?token={SECRET}")).await), expected);
    // Where there is none, its address is one of them.
    for target in ["/alice_webhook", "/alice_webhook/", "/alice_webhook?token=x", "/"] {
        assert_eq!(dateless(closed.get(target).await), expected, "{target}");
        assert_eq!(dateless(closed.post(target, b"").await), expected, "{target}");
    }
}

#[tokio::test]
async fn the_webhook_is_posted_to() {
    let house = House::new().await;
    assert_eq!(house.get(&format!("/alice_webhook?token={SECRET}")).await.status, 404);
    assert_eq!(house.get("/alice_webhook").await.status, 404);
}

#[tokio::test]
async fn a_body_that_is_no_request_is_400() {
    let house = House::new().await;
    for body in ["", "ping", "{}", "[]", r#"{"version":"1.0"}"#, "\u{feff}"] {
        let answer = house.post(&format!("/alice_webhook/{SECRET}"), body.as_bytes()).await;
        assert_eq!(answer.status, 400, "{body}");
    }
    let binary = house.post(&format!("/alice_webhook/{SECRET}"), &[0xff, 0xfe, 0x00]).await;
    assert_eq!(binary.status, 400);
}

#[tokio::test]
async fn a_request_of_another_skill_is_403() {
    let house = House::with(&[SECRET], Some("another")).await;
    check(&house, &format!("/alice_webhook/{SECRET}"), 403).await;
    let house = House::with(&[SECRET], Some("demo")).await;
    check(&house, &format!("/alice_webhook/{SECRET}"), 200).await;
}

#[tokio::test]
async fn a_body_over_64_kib_is_413() {
    let house = House::new().await;
    let target = format!("/alice_webhook/{SECRET}");
    // As much as is allowed is read, and is no request.
    assert_eq!(house.post(&target, &vec![b' '; 64 * 1024]).await.status, 400);
    // What announces more is not waited for.
    let started = Instant::now();
    let answer = house.send(&head(&target, "content-length: 65537")).await;
    assert_eq!(answer.status, 413);
    assert!(started.elapsed() < AT_ONCE, "{:?}", started.elapsed());
    // What does not announce it is read up to the limit.
    let mut chunked = head(&target, "transfer-encoding: chunked");
    chunked.extend_from_slice(b"10001\r\n");
    chunked.extend_from_slice(&vec![b' '; 0x10001]);
    let answer = house.send(&chunked).await;
    assert_eq!(answer.status, 413);
    assert!(answer.head.contains("connection: close"), "{answer:?}");
}

#[tokio::test]
async fn slow_callers_are_cut() {
    let house = House::new().await;
    let target = format!("/alice_webhook/{SECRET}");
    let started = Instant::now();
    let body = async {
        let mut stream = house.connect().await;
        stream.write_all(&head(&target, "content-length: 500")).await.unwrap();
        stream.write_all(b"{\"version\"").await.unwrap();
        let answer = read(&mut stream).await.unwrap();
        assert_eq!(answer.status, 408);
        assert!(read(&mut stream).await.is_none(), "the connection stays open");
        assert!((2..5).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
    };
    let headers = async {
        let mut stream = house.connect().await;
        stream.write_all(b"POST /alice_webhook HTTP/1.1\r\nhost: x\r\n").await.unwrap();
        let answer = read(&mut stream).await;
        assert!(answer.is_none_or(|answer| answer.status == 408));
        assert!((5..9).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
    };
    let drops = async {
        // A byte now and then does not buy more time.
        let mut stream = house.connect().await;
        while stream.write_all(b"G").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(250)).await;
            assert!(started.elapsed() < Duration::from_secs(9), "the headers may take for ever");
        }
    };
    let silent = async {
        let mut stream = house.connect().await;
        assert!(read(&mut stream).await.is_none());
        assert!(started.elapsed() < Duration::from_secs(9), "{:?}", started.elapsed());
    };
    let idle = async {
        let mut stream = house.connect().await;
        stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        assert_eq!(read(&mut stream).await.unwrap().status, 404);
        assert!(read(&mut stream).await.is_none(), "an idle connection is kept for ever");
        assert!(started.elapsed() < Duration::from_secs(9), "{:?}", started.elapsed());
    };
    tokio::join!(body, headers, drops, silent, idle);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_is_200_while_the_store_answers_and_503_while_it_does_not() {
    let house = House::new().await;
    let health = async || {
        // An answer is given again for a second.
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        let answer = house.get("/health").await;
        let body: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(body["version"], env!("CARGO_PKG_VERSION"));
        (answer.status, body["status"].as_str().unwrap().to_owned())
    };
    assert_eq!(health().await, (200, "ok".to_owned()));
    let store = house.stage.store.clone();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let (held, holding) = oneshot::channel();
    let holder = tokio::spawn(async move {
        store
            .write(move |_| {
                let _ = held.send(());
                let _ = released.recv();
                Ok(())
            })
            .await
    });
    holding.await.unwrap();
    assert_eq!(health().await, (503, "writer".to_owned()));
    // Many who ask at once wait for one look.
    let started = Instant::now();
    let (first, second, third) =
        tokio::join!(house.get("/health"), house.get("/health"), house.get("/health"));
    assert_eq!([first.status, second.status, third.status], [503; 3]);
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    drop(release);
    holder.await.unwrap().unwrap();
    assert_eq!(health().await, (200, "ok".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn health_names_a_reader_that_hangs_and_a_fetcher_that_stands_with_their_ages() {
    use crate::{process, stage::START_MS};
    let mut stage = Stage::new(Access::Open).await;
    // What the fetcher does is said by the test from here on.
    stage.close_door().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (now_ms, clock): (_, Clock) = {
        let now_ms = stage.now_ms.clone();
        let clock = now_ms.clone();
        (now_ms, Arc::new(move || clock.load(std::sync::atomic::Ordering::SeqCst)))
    };
    let entry = Entry { door: None, callers: Callers::default(), fetches: true, clock };
    tokio::spawn(serve_doors(listener, entry, stage.app.clone(), std::future::pending()));
    let health = async |ms: i64| {
        now_ms.store(ms, std::sync::atomic::Ordering::SeqCst);
        // An answer is given again for a second.
        tokio::time::sleep(Duration::from_millis(1_100)).await;
        let (status, body) = process::http(address, "GET", "/health", b"").await.unwrap();
        let body: Value = serde_json::from_str(&body).unwrap();
        let ages = [&body["fetcher_age_ms"], &body["telegram_age_ms"]].map(|age| age.as_i64());
        (status, body["status"].as_str().unwrap().to_owned(), ages)
    };
    stage.app.metrics().fetcher_turned(START_MS + 5_000);
    stage.app.metrics().fetched(START_MS + 2_000);
    let ages = |turned, fetched| [Some(turned), Some(fetched)];
    let at = START_MS + 95_000;
    assert_eq!(health(at).await, (200, "ok".to_owned(), ages(90_000, 93_000)));
    assert_eq!(health(at + 1).await, (503, "fetcher".to_owned(), ages(90_001, 93_001)));
    // Silence of the platform alone is no fault of ours.
    stage.app.metrics().fetcher_turned(at);
    assert_eq!(health(at + 1).await, (200, "ok".to_owned(), ages(1, 93_001)));

    // Every reader is at work and comes to no end.
    let (release, released) = std::sync::mpsc::channel::<()>();
    let released = Arc::new(std::sync::Mutex::new(released));
    let readers: Vec<_> = (0..16)
        .map(|_| {
            let (store, released) = (stage.store.clone(), released.clone());
            tokio::spawn(async move {
                store
                    .read(move |_| {
                        let _ = released.lock().unwrap().recv();
                        Ok(())
                    })
                    .await
            })
        })
        .collect();
    assert_eq!(health(at + 1).await, (503, "reader".to_owned(), ages(1, 93_001)));
    drop(release);
    for reader in readers {
        // Those that waited for a reader have given up.
        let _ = reader.await.unwrap();
    }
    assert_eq!(health(at + 1).await.0, 200);
}

#[tokio::test]
async fn a_connection_serves_several_requests() {
    let house = House::new().await;
    let mut stream = house.connect().await;
    for said in ["помощь", "что ты умеешь"] {
        stream
            .write_all(&post(&format!("/alice_webhook?token={SECRET}"), &words(said)))
            .await
            .unwrap();
        assert_eq!(read(&mut stream).await.unwrap().status, 200, "{said}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let house = House::new().await;
    let target = format!("/alice_webhook/{SECRET}");
    let answers = [
        house.get("/health").await,
        house.get("/").await,
        house.get(&target).await,
        house.post(&target, &words("помощь")).await,
        house.post(&target, b"{").await,
        house.post("/alice_webhook", b"{").await,
        house.send(&head(&target, "content-length: 65537")).await,
    ];
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [200, 404, 404, 200, 400, 404, 413]);
    for answer in answers {
        is_shielded(&answer.head);
    }
}

/// Nothing of it is to be cached, framed, sniffed or referred to, each said once.
pub fn is_shielded(head: &str) {
    for header in [
        "cache-control: no-store",
        "content-security-policy: default-src 'none'; frame-ancestors 'none'",
        "referrer-policy: no-referrer",
        "x-content-type-options: nosniff",
    ] {
        assert_eq!(head.matches(header).count(), 1, "{header}: {head}");
    }
    assert!(!head.contains("server: "), "{head}");
}

/// Bytes that are no request, with the statuses that may come of them.
pub fn no_requests() -> Vec<(&'static str, Vec<u8>, u16)> {
    let mut hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec();
    hello.extend_from_slice(&[0xa5; 506]);
    let huge = format!("GET / HTTP/1.1\r\nhost: x\r\nx-much: {}\r\n\r\n", "x".repeat(100 * 1024));
    let many = "x: y\r\n".repeat(200);
    vec![
        ("garbage", b"\x00\xff\xfe garbage \r\n\r\n".to_vec(), 400),
        ("a handshake", hello, 400),
        ("a header without a name", b"GET / HTTP/1.1\r\nhost: x\r\n: y\r\n\r\n".to_vec(), 400),
        ("two lengths", head("/", "content-length: 1\r\ncontent-length: 2"), 400),
        ("a length that is none", head("/", "content-length: x"), 400),
        ("100 KiB of headers", huge.into_bytes(), 431),
        ("200 headers", format!("GET / HTTP/1.1\r\n{many}\r\n").into_bytes(), 431),
    ]
}

#[tokio::test]
async fn what_is_no_request_is_refused_with_the_same_headers_and_the_connection_ends() {
    let house = House::new().await;
    for (what, bytes, status) in no_requests() {
        for after_a_good_one in [false, true] {
            let mut stream = house.connect().await;
            if after_a_good_one {
                stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
                assert_eq!(read(&mut stream).await.unwrap().status, 404);
            }
            // Not all of it may be taken before it is refused.
            let _ = stream.write_all(&bytes).await;
            let answer = read(&mut stream).await.unwrap_or_else(|| panic!("{what}: cut"));
            assert_eq!((answer.status, answer.body.as_str()), (status, ""), "{what}: {answer:?}");
            is_shielded(&answer.head);
            assert!(!answer.head.contains("strict-transport-security"), "{what}: {answer:?}");
            assert!(read(&mut stream).await.is_none(), "{what}: the connection goes on");
        }
    }
    // In one piece with a good one, too.
    let mut stream = house.connect().await;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n\x00\x00\r\n\r\n").await.unwrap();
    let mut both = String::new();
    timeout(PATIENCE, stream.read_to_string(&mut both)).await.unwrap().unwrap();
    let (first, second) = both.split_once("Not FoundHTTP/1.1 400").expect(&both);
    is_shielded(&first.to_lowercase());
    is_shielded(&second.to_lowercase());
}

#[tokio::test]
async fn a_door_that_closes_lets_nobody_in_and_does_not_wait_for_idlers() {
    let mut house = House::new().await;
    let mut idle = house.connect().await;
    idle.write_all(b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    assert_eq!(read(&mut idle).await.unwrap().status, 200);
    house.stop.take().unwrap().send(()).unwrap();
    let served = timeout(AT_ONCE, &mut house.served).await.expect("it waits for an idle caller");
    served.unwrap().unwrap();
    assert!(TcpStream::connect(house.address).await.is_err());
    assert!(read(&mut idle).await.is_none());
}

#[tokio::test]
async fn what_is_said_over_http_is_stored() {
    let house = House::new().await;
    let target = format!("/alice_webhook?token={SECRET}");
    for (message, said) in [(0, "120 на 80"), (1, "да"), (1, "да")] {
        let body = json!({
            "session": {"message_id": message, "session_id": "s", "user": {"user_id": "u"}},
            "request": {"type": "SimpleUtterance", "command": said, "original_utterance": said},
            "version": "1.0",
        });
        assert_eq!(house.post(&target, body.to_string().as_bytes()).await.status, 200);
    }
    assert_eq!(house.stage.readings().await, 1);
}
