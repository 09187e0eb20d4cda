//! `tonolog check --alice`, against the program itself and against servers that are broken in the
//! ways in which servers are.

use crate::process::{Ended, Home, Server, WEBHOOK_SECRET, free_address, platform, settings};
use serde_json::json;
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};
use tokio_rustls::rustls::{
    ServerConfig, ServerConnection, Stream,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tonolog::{seal::DatabaseKey, store::Store};

/// Runs the check; whatever comes out of it, the secret does not.
fn check(home: &Home, arguments: &[&str], more: &[(&str, &str)]) -> Ended {
    let mut settings = vec![("ALICE_WEBHOOK_SECRET", WEBHOOK_SECRET)];
    settings.extend(more);
    let arguments: Vec<&str> = ["check"].iter().chain(arguments).copied().collect();
    let ended = home.run(&arguments, &settings, "");
    for (_, secret) in settings.iter().filter(|(name, _)| name.contains("SECRET")) {
        assert!(secret.is_empty() || !ended.out.contains(secret), "{}", ended.out);
        assert!(secret.is_empty() || !ended.err.contains(secret), "{}", ended.err);
    }
    ended
}

/// A server that answers each request by `answer`, which is given all that came.
pub fn broken(answer: impl Fn(&str) -> String + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            // Whoever hangs up early is no concern of a broken server's.
            let _ = stream.and_then(|mut stream| {
                let heard = hear(&mut stream)?;
                stream.write_all(answer(&heard).as_bytes())
            });
        }
    });
    address
}

/// A whole request.
fn hear(stream: &mut impl Read) -> std::io::Result<String> {
    let mut heard = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&heard).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok()
            });
            if body.len() >= length.unwrap_or_default() {
                return Ok(text);
            }
        }
        match stream.read(&mut buffer)? {
            0 => return Ok(text),
            count => heard.extend_from_slice(&buffer[..count]),
        }
    }
}

fn status(line: &str) -> String {
    format!("HTTP/1.1 {line}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

fn ok(body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")
}

/// What a skill that is all right answers.
fn skill(heard: &str) -> String {
    if !heard.contains(&format!("?token={WEBHOOK_SECRET}")) {
        return status("403 Forbidden");
    }
    spoken("131/84, 70")
}

fn spoken(text: &str) -> String {
    ok(&json!({"response": {"text": text, "end_session": false}, "version": "1.0"}).to_string())
}

/// The check of a broken server: its exit code, and the one line it complains in.
fn complaint(address: SocketAddr) -> (Option<i32>, String) {
    let ended = check(&Home::new(), &["--alice", &format!("http://{address}")], &[]);
    let bad: Vec<&str> = ended.out.lines().filter(|line| line.starts_with("bad")).collect();
    assert!(bad.len() <= 1, "{}", ended.out);
    (ended.code, bad.join(""))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_itself_passes_and_stores_nothing() {
    let home = Home::new();
    let (api_url, _stand_in, _events, end) = platform().await;
    let key = DatabaseKey::random().unwrap();
    let mut settings = settings(&key, &api_url);
    settings.push(("ALICE_SKILL_ID".to_owned(), "my-skill".to_owned()));
    let mut server = Server::start(&home, &settings).await;
    let address = format!("http://{}", server.address);
    let skill = ("ALICE_SKILL_ID", "my-skill");

    for (language, passed) in [("en", "answers the way Yandex needs"), ("ru", "как нужно Яндексу")]
    {
        let ended = check(&home, &["--alice", &address], &[skill, ("OPERATOR_LANGUAGE", language)]);
        assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
        assert!(ended.out.contains(passed), "{}", ended.out);
        assert_eq!(ended.out.lines().count(), 8, "{}", ended.out);
    }
    // The address as the console has it, or as the settings have it.
    let whole = format!("{address}/alice_webhook?token={WEBHOOK_SECRET}");
    let ended = check(&home, &["--alice", &whole], &[skill, ("ALICE_WEBHOOK_SECRET", "")]);
    assert_eq!(ended.code, Some(0), "{}", ended.out);
    assert!(!ended.out.contains(WEBHOOK_SECRET), "{}", ended.out);
    let ended = check(&home, &["--alice"], &[skill, ("PUBLIC_URL", &address)]);
    assert_eq!(ended.code, Some(0), "{}", ended.out);

    let ended = check(&home, &["--alice", &address], &[("ALICE_SKILL_ID", "another")]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.out.contains("only the skill in ALICE_SKILL_ID"), "{}", ended.out);
    let other = "0f".repeat(16);
    let ended = check(&home, &["--alice", &address], &[("ALICE_WEBHOOK_SECRET", &other)]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.out.contains("or not for this secret"), "{}", ended.out);
    assert!(!ended.out.contains(&other), "{}", ended.out);

    server.signal("TERM");
    assert_eq!(server.ended().await, Some(0));
    drop(end);
    let store = Store::open(&home.diary(), &key, false).unwrap();
    assert_eq!(store.read(|view| view.count_readings()).await.unwrap(), 0);
    assert_eq!(store.read(|view| view.counted("strangers").map(|_| ())).await.unwrap(), ());
}

#[test]
fn a_skill_that_is_all_right_passes() {
    assert_eq!(complaint(broken(skill)), (Some(0), String::new()));
}

#[test]
fn what_is_broken_is_named() {
    let page = "<!doctype html><title>It works</title>";
    for (named, answer) in [
        ("redirect (301)", status("301 Moved Permanently\r\nlocation: https://example.org")),
        ("redirect (308)", status("308 Permanent Redirect")),
        ("no skill at this address (404)", status("404 Not Found")),
        ("does not reach the program (502)", status("502 Bad Gateway")),
        ("does not reach the program (500)", status("500 Internal Server Error")),
        ("An unexpected answer (418)", status("418 Teapot")),
        ("The secret was not accepted", status("403 Forbidden")),
        ("that is no skill", ok(page)),
        ("that is no skill", ok("{}")),
        ("that is no skill", ok("")),
        ("breaks off", String::new()),
        ("breaks off", "SSH-2.0-OpenSSH_9.2\r\n".to_owned()),
    ] {
        let (code, complaint) = complaint(broken(move |_| answer.clone()));
        assert_eq!(code, Some(1), "{named}");
        assert!(complaint.contains(named), "{named}: {complaint}");
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let target = broken(move |heard| {
        counted.fetch_add(1, Ordering::SeqCst);
        skill(heard)
    });
    let away = broken(move |_| {
        status(&format!("307 Temporary Redirect\r\nlocation: http://{target}/alice_webhook"))
    });
    assert_eq!(complaint(away).0, Some(1));
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

#[test]
fn a_door_that_is_open_to_everybody_is_named() {
    let (code, complaint) = complaint(broken(|_| spoken("131/84, 70")));
    assert_eq!(code, Some(1));
    assert!(complaint.contains("A wrong secret is let in"), "{complaint}");
}

#[test]
fn an_answer_that_is_not_the_readings_is_named() {
    let (code, complaint) = complaint(broken(|heard| match skill(heard) {
        good if good.contains("200 OK") => spoken("Hello"),
        refused => refused,
    }));
    assert_eq!(code, Some(1));
    assert!(complaint.contains("was not heard"), "{complaint}");
}

#[test]
fn an_answer_beyond_the_limits_is_named() {
    let (code, complaint) = complaint(broken(|heard| match skill(heard) {
        good if good.contains("200 OK") => spoken(&format!("131/84, 70 {}", "x".repeat(1024))),
        refused => refused,
    }));
    assert_eq!(code, Some(1));
    assert!(complaint.contains("response.text"), "{complaint}");
}

#[test]
fn a_slow_answer_is_a_warning_and_a_late_one_a_failure() {
    let slow = thread::spawn(|| {
        let address = broken(|heard| {
            if heard.contains("tonolog_check") {
                thread::sleep(Duration::from_millis(1_100));
            }
            skill(heard)
        });
        check(&Home::new(), &["--alice", &format!("http://{address}")], &[])
    });
    let (code, complaint) = complaint(broken(|heard| {
        if heard.contains("tonolog_check") {
            thread::sleep(Duration::from_millis(4_600));
        }
        skill(heard)
    }));
    assert_eq!(code, Some(1));
    assert!(complaint.contains("Yandex waits for 4500 ms"), "{complaint}");
    let slow = slow.join().unwrap();
    assert_eq!(slow.code, Some(0), "{}", slow.out);
    assert!(slow.out.contains("a pause that people notice"), "{}", slow.out);
}

#[tokio::test]
async fn nobody_listening_is_named() {
    let (code, complaint) = complaint(free_address().await);
    assert_eq!(code, Some(1));
    assert!(complaint.contains("takes no connections"), "{complaint}");
}

#[test]
fn a_certificate_that_nobody_signed_is_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tls");
    let certificate = CertificateDer::from_pem_file(folder.join("self_signed.crt")).unwrap();
    let key = PrivateKeyDer::from_pem_file(folder.join("self_signed.key")).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream: TcpStream = stream.unwrap();
            let mut connection = ServerConnection::new(config.clone()).unwrap();
            let mut stream = Stream::new(&mut connection, &mut stream);
            if hear(&mut stream).is_ok() {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        }
    });
    for host in ["127.0.0.1", "localhost"] {
        let place = format!("https://{host}:{}", address.port());
        let ended = check(&Home::new(), &["--alice", &place], &[]);
        assert_eq!(ended.code, Some(1), "{}", ended.out);
        assert!(ended.out.contains("The certificate is not trusted"), "{}", ended.out);
    }
    assert_eq!(calls.load(Ordering::SeqCst), 0, "the secret was not sent");
}

#[test]
fn what_cannot_be_checked_is_refused_in_one_sentence() {
    let home = Home::new();
    for (arguments, more, sentence) in [
        (vec!["https://diary.example.org"], vec![], "Say what to check"),
        (vec!["--alice"], vec![], "or set PUBLIC_URL"),
        (vec!["--alice", "diary.example.org"], vec![], "begins with https://"),
        (vec!["--alice", "http://diary.example.org"], vec![], "over HTTPS only"),
        (
            vec!["--alice", "https://diary.example.org"],
            vec![("ALICE_WEBHOOK_SECRET", "")],
            "The secret is not known",
        ),
        (vec!["--alice", "--loud"], vec![], "--loud"),
        (vec!["--alice=https://a.example", "https://b.example"], vec![], "https://b.example"),
    ] {
        let ended = check(&home, &arguments, &more);
        assert_eq!(ended.code, Some(2), "{arguments:?}: {}{}", ended.out, ended.err);
        assert!(ended.err.contains(sentence), "{arguments:?}: {}", ended.err);
        assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
        assert_eq!(ended.out, "");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_running_service_is_asked_whether_it_is_well() {
    let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
    let mut own = settings(&key, "http://127.0.0.1:1");
    own.retain(|(name, _)| name != "TELEGRAM_BOT_TOKEN");
    let asked = |address: &str| {
        let mut all: Vec<(&str, &str)> =
            own.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        all.push(("HTTP_LISTEN", address));
        let ended = home.run(&["check", "--health"], &all, "");
        (ended.code, format!("{}{}", ended.out, ended.err))
    };
    let nobody = free_address().await.to_string();
    let (code, said) = asked(&nobody);
    assert!(code == Some(1) && said.contains(&format!("Nobody answers at {nobody}")), "{said}");
    let server = Server::start(&home, &own).await;
    let well = (Some(0), "The service is well.\n".to_owned());
    assert_eq!(asked(&server.address.to_string()), well);
    // Who listens everywhere is asked nearby.
    assert_eq!(asked(&format!("0.0.0.0:{}", server.address.port())), well);
    server.kill().await;

    let answering = |status: &'static str, body: &'static str| {
        let length = body.len();
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\n{body}");
        asked(&broken(move |_| answer.clone()).to_string())
    };
    let (code, said) = answering("503 x", "{\"status\":\"fetcher\"}");
    assert!(code == Some(1) && said.contains("does not answer: fetcher."), "{said}");
    for (status, body) in [("404 x", "Not Found"), ("200 OK", "{}"), ("302 x", "")] {
        let (code, said) = answering(status, body);
        assert!(code == Some(1) && said.contains(&status[..3]), "{said}");
    }
}

#[test]
fn the_question_about_health_goes_with_no_other() {
    for more in ["--strict", "--json", "--alice", "https://diary.example.org"] {
        let ended = Home::new().run(&["check", "--health", more], &[], "");
        assert_eq!(ended.code, Some(2), "{more}: {}", ended.out);
    }
}
