//! Certificates from PEM files, and settings that cannot be right.

use super::{Client, DOMAIN, Root, logged, serve, times, with};
use crate::process::{Home, Server, WEBHOOK_SECRET, bytes_of, free_address, http};
use std::fs;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

fn write(home: &Home, (certificate, key): &(String, String)) {
    fs::write(home.work().join("chain.pem"), certificate).unwrap();
    fs::write(home.work().join("key.pem"), key).unwrap();
}

fn files() -> Vec<(String, String)> {
    with(&[("TLS_CERTIFICATE", "chain.pem"), ("TLS_PRIVATE_KEY", "key.pem")])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_read_again_on_sighup_and_broken_ones_change_nothing() {
    let (home, address, root) = (Home::new(), free_address().await, Root::new());
    let (first, second) = (root.certify(&[DOMAIN]), root.certify(&[DOMAIN]));
    write(&home, &first);
    let mut server = serve(&home, address, &files()).await;
    let client = Client::new(&root.pem);
    let before = client.seen(address).await.unwrap();
    client.speak(address).await;

    write(&home, &second);
    assert_eq!(client.seen(address).await.unwrap(), before, "not before it is asked to");
    server.signal("HUP");
    let after = client.renewed(address, &before).await;

    let old = root.certify_until(&[DOMAIN], 2021);
    for (broken, words) in [
        ((first.0.clone(), second.1.clone()), "the key is not that of the certificate"),
        (("no PEM".to_owned(), second.1.clone()), "no PEM of the right kind in TLS_CERTIFICATE"),
        ((second.0.clone(), String::new()), "no PEM of the right kind in TLS_PRIVATE_KEY"),
        (old, "the certificate has run out"),
    ] {
        write(&home, &broken);
        server.signal("HUP");
        let line = format!("tls: {words}; the certificate before stays in force");
        logged(&home, |log| log.contains(&line)).await;
        assert_eq!(client.seen(address).await.unwrap(), after, "{words}");
    }
    fs::remove_file(home.work().join("key.pem")).unwrap();
    server.signal("HUP");
    logged(&home, |log| log.contains("the file of TLS_PRIVATE_KEY cannot be read")).await;
    assert_eq!(times(&home, "PRIVATE KEY-----"), 0);
    client.speak(address).await;
    write(&home, &first);
    server.signal("HUP");
    assert_eq!(client.renewed(address, &after).await, before);
    server.signal("TERM");
    assert_eq!(server.ended().await, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tls_1_2_and_1_3_are_spoken_and_nothing_but_http_1_inside() {
    let (home, address, root) = (Home::new(), free_address().await, Root::new());
    write(&home, &root.certify(&[DOMAIN]));
    let _server = serve(&home, address, &files()).await;
    let client = Client::new(&root.pem);
    for (offered, chosen) in [
        (vec![], None),
        (vec!["http/1.1"], Some("http/1.1")),
        (vec!["h2", "http/1.1"], Some("http/1.1")),
    ] {
        let stream = client.offering(&offered).connect(address).await.unwrap();
        let spoken = stream.get_ref().1.alpn_protocol().map(|name| name.to_vec());
        assert_eq!(spoken.as_deref(), chosen.map(str::as_bytes), "{offered:?}");
    }
    for offered in [["h2"], ["acme-tls/1"]] {
        assert!(client.offering(&offered).connect(address).await.is_err(), "{offered:?}");
    }
    let versions: [&rustls::SupportedProtocolVersion; 2] =
        [&rustls::version::TLS12, &rustls::version::TLS13];
    for version in versions {
        let mut roots = RootCertStore::empty();
        use rustls::pki_types::{CertificateDer, pem::PemObject};
        roots.add(CertificateDer::from_pem_slice(root.pem.as_bytes()).unwrap()).unwrap();
        let config = ClientConfig::builder_with_protocol_versions(&[version])
            .with_root_certificates(roots)
            .with_no_client_auth();
        Client(config.into()).speak(address).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_where_tls_ends_here_a_browser_is_told_to_keep_to_it() {
    let home = Home::new();
    let server = Server::start(&home, &with(&[])).await;
    let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let request = b"GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(!answer.to_lowercase().contains("strict-transport"), "{answer}");
    assert_eq!(http(server.address, "GET", "/health", b"").await.unwrap().0, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_request_is_refused_with_the_headers_inside_tls_too() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let (home, address, root) = (Home::new(), free_address().await, Root::new());
    write(&home, &root.certify(&[DOMAIN]));
    let _server = serve(&home, address, &files()).await;
    let client = Client::new(&root.pem);
    for (what, bytes, status) in crate::http::no_requests() {
        let mut stream = client.connect(address).await.unwrap();
        // Not all of it may be taken before it is refused, and then there is no farewell.
        let _ = stream.write_all(&bytes).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8(answer).unwrap().to_lowercase();
        assert!(answer.starts_with(&format!("http/1.1 {status} ")), "{what}: {answer}");
        crate::http::is_shielded(&answer);
        let hsts = "\r\nstrict-transport-security: max-age=31536000\r\n";
        assert_eq!(answer.matches(hsts).count(), 1, "{what}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_may_be_a_credential_of_the_service_manager() {
    let (home, address, root) = (Home::new(), free_address().await, Root::new());
    write(&home, &root.certify(&[DOMAIN]));
    let credentials = home.work().join("credentials");
    fs::create_dir(&credentials).unwrap();
    fs::rename(home.work().join("key.pem"), credentials.join("tls_private_key")).unwrap();
    let settings = with(&[
        ("TLS_CERTIFICATE_FILE", "chain.pem"),
        ("CREDENTIALS_DIRECTORY", credentials.to_str().unwrap()),
    ]);
    let _server = serve(&home, address, &settings).await;
    Client::new(&root.pem).speak(address).await;
}

/// `serve` with these settings is refused at once, in this sentence, and has made no diary.
fn refused(home: &Home, more: &[(&str, &str)], sentence: &str) {
    let settings = with(more);
    let settings: Vec<(&str, &str)> =
        settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let ended = home.run(&["serve"], &settings, "");
    assert_eq!(ended.code, Some(2), "{more:?}: {}", ended.err);
    assert!(ended.err.contains(sentence), "{more:?}: {}", ended.err);
    assert!(!ended.err.contains(WEBHOOK_SECRET) && !ended.err.contains("BEGIN"), "{}", ended.err);
}

#[test]
fn settings_that_contradict_each_other_or_are_half_given_are_refused() {
    let content = "-----BEGIN PRIVATE KEY-----";
    let domain = ("TLS_DOMAIN", DOMAIN);
    let (chain, key) = (("TLS_CERTIFICATE", "chain.pem"), ("TLS_PRIVATE_KEY", "key.pem"));
    for (more, sentence) in [
        (vec![chain], "TLS_CERTIFICATE has no use without TLS_PRIVATE_KEY"),
        (vec![key], "TLS_PRIVATE_KEY has no use without TLS_CERTIFICATE"),
        (vec![domain, chain, key], "TLS_DOMAIN and TLS_CERTIFICATE exclude each other"),
        (vec![domain, chain], "TLS_CERTIFICATE has no use without TLS_PRIVATE_KEY"),
        (vec![("ACME_CONTACT", "me@example.org")], "ACME_CONTACT has no use without TLS_DOMAIN"),
        (vec![chain, key, ("ACME_ROOTS", "x")], "ACME_ROOTS has no use without TLS_DOMAIN"),
        (vec![("TLS_DOMAIN", "*.example.org")], "One to ten domain names"),
        (vec![("TLS_DOMAIN", "192.0.2.1")], "One to ten domain names"),
        (vec![("TLS_DOMAIN", "https://diary.example.org")], "One to ten domain names"),
        (vec![("TLS_DOMAIN", "a.example.org,,b.example.org")], "One to ten domain names"),
        (vec![domain, ("ACME_DIRECTORY", "http://ca/dir")], "begins with https://"),
        (vec![domain, ("ACME_CONTACT", "me")], "An e-mail address is needed"),
        (vec![chain, ("TLS_PRIVATE_KEY", content)], "The path of a PEM file is needed"),
    ] {
        let home = Home::new();
        refused(&home, &more, sentence);
        assert_eq!(bytes_of(&home.work()), [], "{more:?}");
    }
}

#[test]
fn files_that_cannot_be_served_are_refused_at_the_start() {
    let (root, home) = (Root::new(), Home::new());
    let (good, other) = (root.certify(&[DOMAIN]), root.certify(&[DOMAIN]));
    let chain = ("TLS_CERTIFICATE", "chain.pem");
    let both = [chain, ("TLS_PRIVATE_KEY", "key.pem"), ("HTTP_LISTEN", "127.0.0.1:0")];
    refused(&home, &both, "TLS_CERTIFICATE: the file cannot be read");
    write(&home, &good);
    refused(&home, &[chain, ("TLS_PRIVATE_KEY", "."), both[2]], "TLS_PRIVATE_KEY: the file cannot");
    write(&home, &(good.0.clone(), other.1));
    refused(&home, &both, "is not that of the certificate");
    write(&home, &(good.1.clone(), good.1.clone()));
    refused(&home, &both, "TLS_CERTIFICATE: there is no PEM of the right kind");
    write(&home, &(good.0.clone(), good.0));
    refused(&home, &both, "TLS_PRIVATE_KEY: there is no PEM of the right kind");
    let roots = [("TLS_DOMAIN", DOMAIN), ("ACME_ROOTS", "nowhere.pem"), both[2]];
    refused(&home, &roots, "ACME_ROOTS: the file cannot be read");
    fs::write(home.work().join("roots.pem"), "roots").unwrap();
    let roots = [("TLS_DOMAIN", DOMAIN), ("ACME_ROOTS", "roots.pem"), both[2]];
    refused(&home, &roots, "ACME_ROOTS: there is no PEM of the right kind");
}

#[test]
fn where_tls_ends_here_the_door_is_on_the_port_that_the_platform_calls() {
    use tonolog::config::{Config, Environment};
    let listen = |more: &[(&str, &str)]| {
        Config::new(&Environment::of(with(more))).ok().unwrap().listen.to_string()
    };
    assert_eq!(listen(&[]), "127.0.0.1:8080");
    assert_eq!(listen(&[("TLS_DOMAIN", DOMAIN)]), "0.0.0.0:443");
    assert_eq!(listen(&[("TLS_DOMAIN", DOMAIN), ("HTTP_LISTEN", "[::]:8443")]), "[::]:8443");
    let address = |more: &[(&str, &str)]| {
        tonolog::config::Caller::new(&Environment::of(with(more))).ok().unwrap().public_url
    };
    let names = ("TLS_DOMAIN", "Main.example.org, another.example.org");
    assert_eq!(address(&[names]).as_deref(), Some("https://main.example.org"));
    let told = [names, ("PUBLIC_URL", "https://x.example.org")];
    assert_eq!(address(&told).as_deref(), Some("https://x.example.org"));
    assert_eq!(address(&[]), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_running_service_is_asked_inside_tls_too() {
    let (home, address, root) = (Home::new(), free_address().await, Root::new());
    write(&home, &root.certify(&[DOMAIN]));
    let _server = serve(&home, address, &files()).await;
    let (address, own) = (address.to_string(), files());
    let mut all: Vec<(&str, &str)> =
        own.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    all.push(("HTTP_LISTEN", &address));
    let ended = home.run(&["check", "--health"], &all, "");
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    // Without the lock it is asked in clear, and hears nothing that it understands.
    all.retain(|(name, _)| !name.starts_with("TLS_"));
    assert_eq!(home.run(&["check", "--health"], &all, "").code, Some(1));
}

/// What `tonolog check` says about the certificate: level and name of each such finding.
fn certificate_findings(home: &Home, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let settings = with(more);
    let settings: Vec<(&str, &str)> =
        settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let ended = home.run(&["check", "--json"], &settings, "");
    let report: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    let text = |one: &serde_json::Value, name: &str| one[name].as_str().unwrap().to_owned();
    let all = report["findings"].as_array().unwrap().iter();
    let all = all.map(|one| (text(one, "level"), text(one, "id")));
    all.filter(|(_, id)| id.starts_with("certificate") || id.starts_with("tls")).collect()
}

#[test]
fn the_check_says_how_long_the_certificate_still_lives() {
    use std::time::Duration;
    let (home, root, day) = (Home::new(), Root::new(), Duration::from_secs(24 * 60 * 60));
    let both = [("TLS_CERTIFICATE", "chain.pem"), ("TLS_PRIVATE_KEY", "key.pem")];
    let said = |level: &str, id: &str| vec![(level.to_owned(), id.to_owned())];
    for (pair, level, id) in [
        (root.certify_for(&[DOMAIN], 11 * day), "ok", "certificate-good"),
        (root.certify_for(&[DOMAIN], 9 * day), "warning", "certificate-soon"),
        (root.certify_until(&[DOMAIN], 2021), "error", "certificate-over"),
        ((root.certify(&[DOMAIN]).0, root.certify(&[DOMAIN]).1), "error", "tls-mismatch"),
    ] {
        write(&home, &pair);
        assert_eq!(certificate_findings(&home, &both), said(level, id));
    }
    fs::remove_file(home.work().join("key.pem")).unwrap();
    assert_eq!(certificate_findings(&home, &both), said("error", "tls-unreadable"));
    let ordered = [("TLS_DOMAIN", DOMAIN)];
    assert_eq!(certificate_findings(&home, &ordered), said("note", "certificate-later"));
    assert_eq!(certificate_findings(&home, &[]), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_instruments_show_how_long_the_certificate_lives_whoever_is_told() {
    use std::time::Duration;
    let (home, address, root) = (Home::new(), free_address().await, Root::new());
    let metrics = free_address().await;
    let days = |days: u64| Duration::from_secs(days * 24 * 60 * 60);
    write(&home, &root.certify_for(&[DOMAIN], days(20)));
    let mut settings = files();
    settings.push(("METRICS_LISTEN".to_owned(), metrics.to_string()));
    settings.push(("OWNER_ALARMS".to_owned(), "off".to_owned()));
    let server = serve(&home, address, &settings).await;
    let left = async || {
        let (status, text) = http(metrics, "GET", "/metrics", b"").await.unwrap();
        assert_eq!(status, 200);
        let name = "tonolog_certificate_left_seconds ";
        let left = text.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        left.parse::<f64>().unwrap() / 86_400.0
    };
    // At once, and not when the service looks at itself.
    let seen = left().await;
    assert!((19.9..=20.0).contains(&seen), "{seen}");
    let client = Client::new(&root.pem);
    let before = client.seen(address).await.unwrap();
    write(&home, &root.certify_for(&[DOMAIN], days(60)));
    server.signal("HUP");
    client.renewed(address, &before).await;
    let seen = left().await;
    assert!((59.9..=60.0).contains(&seen), "{seen}");
}
