//! `tonolog init`: settings with fresh secrets, by flags or by answers.

use crate::{
    process::{BINARY, Ended, Home, Server, bytes_of, finish, http, platform},
    stage::TOKEN,
};
use std::{
    collections::{HashMap, HashSet},
    fs,
    net::SocketAddr,
    os::unix::fs::PermissionsExt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
};
use tonolog::{
    config::{Config, Environment},
    seal::DatabaseKey,
};

/// Nobody listens there.
const NOWHERE: &str = "http://127.0.0.1:1";
const UNKNOWN_TOKEN: &str = "2000000:abcdefghijklmnopqrstuvwxyz0123456789";

fn init(home: &Home, flags: &[&str]) -> Ended {
    let arguments: Vec<&str> = ["init", "--unattended"].iter().chain(flags).copied().collect();
    home.run(&arguments, &[], "")
}

/// What the settings file says.
fn written(home: &Home) -> HashMap<String, String> {
    let text = fs::read_to_string(home.work().join(".env")).unwrap();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once('=').unwrap())
        .map(|(name, value)| (name.to_owned(), value.trim_matches('\'').to_owned()))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unattended_init_writes_settings_that_serve_runs_with() {
    let home = Home::new();
    let (api_url, stand_in, _events, _end) = platform().await;
    let flags = [
        "--telegram-token",
        TOKEN,
        "--telegram-api-url",
        &api_url,
        "--public-url",
        "https://diary.example.org/",
        "--access",
        "open",
        "--time-zone",
        "Asia/Yekaterinburg",
        "--database",
        "diary.db",
    ];
    let ended = init(&home, &flags);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert_eq!(ended.err, "");
    assert!(stand_in.calls().iter().any(|call| call.method == "getme" && call.ok));
    let file = home.work().join(".env");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);

    let values = written(&home);
    for (name, value) in [
        ("TELEGRAM_BOT_TOKEN", TOKEN),
        ("TELEGRAM_BOT_USERNAME", "tonolog_demo_bot"),
        ("TELEGRAM_API_URL", &api_url),
        ("PUBLIC_URL", "https://diary.example.org"),
        ("ACCESS", "open"),
        ("TIME_ZONE", "Asia/Yekaterinburg"),
        ("DATABASE_PATH", "diary.db"),
    ] {
        assert_eq!(values[name], value, "{name}");
    }
    let key = DatabaseKey::new(&values["DATABASE_KEY"]).unwrap();
    let secret = &values["ALICE_WEBHOOK_SECRET"];
    let links = [
        format!("https://t.me/tonolog_demo_bot?start={}", key.owner_invitation().reveal()),
        format!("https://diary.example.org/alice_webhook?token={secret}"),
    ];
    assert!(links.iter().all(|link| ended.out.contains(link)), "{}", ended.out);
    assert!(!ended.out.contains(TOKEN) && !ended.out.contains(key.reveal()), "{}", ended.out);
    let again = home.run(&["init", "--links"], &[], "");
    assert_eq!(again.code, Some(0));
    assert!(links.iter().all(|link| again.out.contains(link)), "{}", again.out);

    let mut server = Server::start(&home, &[]).await;
    let target = format!("/alice_webhook?token={secret}");
    assert_eq!(http(server.address, "POST", &target, b"{}").await.unwrap().0, 400, "let in");
    server.signal("TERM");
    assert_eq!(server.ended().await, Some(0));
    assert!(home.diary().exists());
}

#[test]
fn every_installation_has_secrets_of_its_own() {
    let mut seen = HashSet::new();
    for _ in 0..3 {
        let home = Home::new();
        assert_eq!(init(&home, &["--public-url", "https://x.example"]).code, Some(0));
        let values = written(&home);
        assert_eq!(values["ACCESS"], "invite", "nobody is let in who was not invited");
        assert!(!values.contains_key("TELEGRAM_BOT_TOKEN"));
        for name in ["DATABASE_KEY", "ALICE_WEBHOOK_SECRET"] {
            assert_eq!(values[name].len(), 64);
            assert!(seen.insert(values[name].clone()), "{name}");
        }
    }
}

#[test]
fn settings_that_are_there_are_never_overwritten() {
    let home = Home::new();
    fs::write(home.work().join(".env"), "ACCESS=open\n").unwrap();
    let before = bytes_of(&home.work());
    let ended = init(&home, &["--public-url", "https://x.example"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("is there already"), "{}", ended.err);
    assert_eq!(bytes_of(&home.work()), before);
    // Nor is anything asked first.
    let ended = home.run(&["init"], &[], "\n");
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
}

#[test]
fn another_directory_may_be_named() {
    let home = Home::new();
    let flags = ["--public-url", "https://x.example", "--directory", "etc/tonolog"];
    assert_eq!(init(&home, &flags).code, Some(0));
    assert!(home.work().join("etc/tonolog/.env").exists());
    let links = home.run(&["init", "--links", "--directory", "etc/tonolog"], &[], "");
    assert_eq!(links.code, Some(0));
    assert!(links.out.contains("https://x.example/alice_webhook?token="), "{}", links.out);
    let links = home.run(&["init", "--links"], &[], "");
    assert_eq!(links.code, Some(2), "there are no settings here");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_the_platform_does_not_know_is_refused() {
    let home = Home::new();
    let (api_url, _stand_in, _events, _end) = platform().await;
    let flags = ["--telegram-token", UNKNOWN_TOKEN, "--telegram-api-url", &api_url];
    let ended = init(&home, &flags);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("does not know this token"), "{}", ended.err);
    assert!(!ended.err.contains("abcdefgh"), "{}", ended.err);
    assert_eq!(bytes_of(&home.work()), []);
}

#[test]
fn a_platform_that_cannot_be_reached_is_a_warning() {
    let home = Home::new();
    let ended = init(&home, &["--telegram-token", TOKEN, "--telegram-api-url", NOWHERE]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.err.contains("cannot be reached"), "{}", ended.err);
    assert!(!ended.err.contains(TOKEN), "{}", ended.err);
    let values = written(&home);
    assert_eq!(values["TELEGRAM_BOT_TOKEN"], TOKEN);
    let key = DatabaseKey::new(&values["DATABASE_KEY"]).unwrap();
    let command = format!("/start {}", key.owner_invitation().reveal());
    assert!(ended.out.contains(&command), "without the bot's name: {}", ended.out);
    assert!(!ended.out.contains("alice_webhook"), "{}", ended.out);
}

#[test]
fn flags_that_cannot_be_right_are_refused_and_nothing_is_written() {
    for (flags, sentence) in [
        (vec![], "At least one door"),
        (vec!["--telegram-token", "abc"], "@BotFather issues the token"),
        (vec!["--telegram-token"], "tonolog init"),
        (vec!["--public-url", "http://x.example"], "https://"),
        (vec!["--public-url", "https://x.example", "--access", "all"], "invite or open"),
        (vec!["--public-url", "https://x.example", "--time-zone", "Nowhere"], "IANA"),
        (vec!["--telegram-token", TOKEN, "--telegram-proxy", "localhost:1"], "socks5://"),
    ] {
        let home = Home::new();
        let ended = init(&home, &flags);
        assert_eq!(ended.code, Some(2), "{flags:?}: {}", ended.err);
        assert!(ended.err.contains(sentence), "{flags:?}: {}", ended.err);
        assert_eq!(bytes_of(&home.work()), []);
    }
}

#[test]
fn values_are_read_back_as_they_were_given() {
    let home = Home::new();
    let database = r#"my "diary" isn't $HOME \ ${PATH} #1.db"#;
    let proxy = "http://me:pa$$w0rd'\"@127.0.0.1:1";
    let flags = ["--telegram-token", TOKEN, "--telegram-api-url", NOWHERE];
    let more = ["--telegram-proxy", proxy, "--database", database];
    let ended = init(&home, &[flags, more].concat());
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let environment = Environment::read(&home.work().join(".env")).ok().unwrap();
    let config = Config::new(&environment).ok().unwrap();
    assert_eq!(config.database.to_str(), Some(database));
    let routes = config.telegram.unwrap().routes;
    assert_eq!(routes.iter().map(|route| route.reveal()).collect::<Vec<_>>(), [proxy]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn questions_are_asked_until_the_answers_fit() {
    let home = Home::new();
    let (api_url, _stand_in, _events, _end) = platform().await;
    let answers = format!(
        "чепуха\n{UNKNOWN_TOKEN}\n{TOKEN}\nhttp://x.example\nhttps://x.example\nall\n\n\
         Europe/Samara\n\n"
    );
    let mut command = home.command(BINARY);
    command.args(["init", "--telegram-api-url", &api_url]);
    command.env("OPERATOR_LANGUAGE", "ru");
    let ended = finish(command, &answers);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    for sentence in ["@BotFather", "не знает такого токена", "https://", "invite и open"]
    {
        assert!(ended.err.contains(sentence), "{sentence}: {}", ended.err);
    }
    assert!(ended.out.contains("Токен верный: @tonolog_demo_bot"), "{}", ended.out);
    let values = written(&home);
    assert_eq!(values["PUBLIC_URL"], "https://x.example");
    assert_eq!(values["ACCESS"], "invite");
    assert_eq!(values["TIME_ZONE"], "Europe/Samara");
    assert_eq!(values["DATABASE_PATH"], "tonolog.db");
}

#[test]
fn when_the_answers_end_nothing_is_written() {
    let home = Home::new();
    let ended = home.run(&["init"], &[], "\nhttps://x.example\n");
    assert_eq!(ended.code, Some(2));
    assert_eq!(bytes_of(&home.work()), []);
}

/// A proxy that counts the connections it has made; which kind is `handshake`.
async fn proxy<F>(handshake: fn(TcpStream) -> F) -> (SocketAddr, Arc<AtomicUsize>)
where
    F: Future<Output = (TcpStream, TcpStream)> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let used = Arc::new(AtomicUsize::new(0));
    let count = used.clone();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let count = count.clone();
            tokio::spawn(async move {
                let (mut client, mut target) = handshake(client).await;
                count.fetch_add(1, Ordering::SeqCst);
                let _ = copy_bidirectional(&mut client, &mut target).await;
            });
        }
    });
    (address, used)
}

/// HTTP: the request line names the whole address.
async fn http_handshake(mut client: TcpStream) -> (TcpStream, TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n") {
        head.push(client.read_u8().await.unwrap());
    }
    let line = String::from_utf8(head.clone()).unwrap();
    let host = line.split(' ').nth(1).unwrap().strip_prefix("http://").unwrap();
    let mut target = TcpStream::connect(host.split('/').next().unwrap()).await.unwrap();
    target.write_all(&head).await.unwrap();
    (client, target)
}

/// SOCKS5 without a password (RFC 1928), for IPv4 addresses.
async fn socks_handshake(mut client: TcpStream) -> (TcpStream, TcpStream) {
    let mut head = [0; 2];
    client.read_exact(&mut head).await.unwrap();
    let mut methods = vec![0; head[1].into()];
    client.read_exact(&mut methods).await.unwrap();
    assert!(head[0] == 5 && methods.contains(&0));
    client.write_all(&[5, 0]).await.unwrap();
    let mut request = [0; 10];
    client.read_exact(&mut request).await.unwrap();
    assert_eq!(request[..4], [5, 1, 0, 1], "connect to an IPv4 address");
    let ip: [u8; 4] = request[4..8].try_into().unwrap();
    let port = u16::from_be_bytes([request[8], request[9]]);
    let target = TcpStream::connect(SocketAddr::from((ip, port))).await.unwrap();
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
    (client, target)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_token_is_checked_and_the_chat_is_served_through_the_proxy() {
    for kind in ["http", "socks5", "socks5h"] {
        let (address, used) = match kind {
            "http" => proxy(http_handshake).await,
            _ => proxy(socks_handshake).await,
        };
        let home = Home::new();
        let (api_url, stand_in, mut events, _end) = platform().await;
        let through = format!("{kind}://{address}");
        let flags = ["--telegram-token", TOKEN, "--telegram-api-url", &api_url];
        let more = ["--telegram-proxy", &through, "--access", "open"];
        let ended = init(&home, &[flags, more].concat());
        assert_eq!(ended.code, Some(0), "{kind}: {}", ended.err);
        assert_eq!(ended.err, "");
        assert_eq!(used.load(Ordering::SeqCst), 1, "{kind}: the check went through it");

        let server = Server::start(&home, &[]).await;
        stand_in.say(1, "ru", "/start");
        let limit = std::time::Duration::from_secs(20);
        tokio::time::timeout(limit, events.recv()).await.unwrap().unwrap();
        assert!(used.load(Ordering::SeqCst) > 1, "{kind}: and so does the chat");
        server.kill().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_proxy_the_platform_is_not_reached_some_other_way() {
    let home = Home::new();
    let (api_url, stand_in, _events, _end) = platform().await;
    let flags = ["--telegram-token", TOKEN, "--telegram-api-url", &api_url];
    let ended = init(
        &home,
        &[flags, ["--telegram-proxy", "socks5://127.0.0.1:1", "--access", "open"]].concat(),
    );
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.err.contains("cannot be reached"), "{}", ended.err);
    assert!(stand_in.calls().is_empty());
}
