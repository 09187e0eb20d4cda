//! TLS that ends in the process, as a stranger meets it: the real binary, and a real authority
//! (pebble) on loopback.

mod authority;
mod files;
mod pebble;
mod storms;
mod suggested;

use crate::process::{Home, Server, WEBHOOK_SECRET};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::{
    fs::{self, File},
    net::SocketAddr,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, timeout},
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};
use tonolog::{
    demo::{Device, request},
    seal::DatabaseKey,
};

/// The server's name in these tests.
const DOMAIN: &str = "diary.example.org";
/// Longer than anything here takes, except the waiting that a test is about.
const PATIENCE: Duration = Duration::from_secs(40);

/// An authority of the test's own, for files.
struct Root {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Root {
    fn new() -> Root {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).unwrap().pem();
        Root { pem, issuer: Issuer::new(params, key) }
    }

    /// A certificate for these names and its key, PEM.
    fn certify(&self, names: &[&str]) -> (String, String) {
        self.certify_until(names, 2096)
    }

    /// The same, good until this year begins.
    fn certify_until(&self, names: &[&str], year: i32) -> (String, String) {
        self.certified(names, |params| params.not_after = rcgen::date_time_ymd(year, 1, 1))
    }

    /// The same, good for so long from now on.
    fn certify_for(&self, names: &[&str], life: Duration) -> (String, String) {
        self.certified(names, |params| params.not_after = (SystemTime::now() + life).into())
    }

    fn certified(
        &self,
        names: &[&str],
        until: impl Fn(&mut CertificateParams),
    ) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).unwrap();
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        until(&mut params);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        (certificate.pem(), key.serialize_pem())
    }
}

/// What a client trusts, offers and knows about a server.
#[derive(Clone)]
struct Client(Arc<ClientConfig>);

impl Client {
    /// Trusts these roots only.
    fn new(roots: &str) -> Client {
        let mut store = RootCertStore::empty();
        for root in CertificateDer::pem_slice_iter(roots.as_bytes()) {
            store.add(root.unwrap()).unwrap();
        }
        let mut config =
            ClientConfig::builder().with_root_certificates(store).with_no_client_auth();
        config.resumption = tokio_rustls::rustls::client::Resumption::disabled();
        Client(Arc::new(config))
    }

    /// Offers these protocols.
    fn offering(&self, names: &[&str]) -> Client {
        let mut config = (*self.0).clone();
        config.alpn_protocols = names.iter().map(|name| name.as_bytes().to_vec()).collect();
        Client(Arc::new(config))
    }

    async fn connect(&self, address: SocketAddr) -> std::io::Result<TlsStream<TcpStream>> {
        let stream = TcpStream::connect(address).await?;
        let name = ServerName::try_from(DOMAIN).unwrap();
        timeout(PATIENCE, TlsConnector::from(self.0.clone()).connect(name, stream)).await?
    }

    /// The certificate that is served.
    async fn seen(&self, address: SocketAddr) -> std::io::Result<Vec<u8>> {
        let stream = self.connect(address).await?;
        Ok(stream.get_ref().1.peer_certificates().unwrap()[0].to_vec())
    }

    /// Waits until a certificate other than `before` is served, asserting that each handshake
    /// until then is a good one.
    async fn renewed(&self, address: SocketAddr, before: &[u8]) -> Vec<u8> {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            let seen = self.seen(address).await.expect("no handshake in between");
            if seen != before {
                return seen;
            }
            sleep(Duration::from_millis(50)).await;
        }
        panic!("no other certificate came");
    }

    /// Waits until this client trusts what is served.
    async fn welcome(&self, address: SocketAddr, home: &Home) -> Vec<u8> {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Ok(seen) = self.seen(address).await {
                return seen;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("no certificate came: {}", fs::read_to_string(home.log()).unwrap());
    }

    /// One request; the whole answer in small letters.
    async fn ask(&self, address: SocketAddr, method: &str, target: &str, body: &str) -> String {
        let mut stream = self.connect(address).await.unwrap();
        let length = body.len();
        let head = format!(
            "{method} {target} HTTP/1.1\r\nhost: {DOMAIN}\r\ncontent-length: {length}\r\n\
             connection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(body.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        // With the farewell of TLS: who listens knows that nothing was cut off.
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8(answer).unwrap().to_lowercase()
    }

    /// Talks to the skill, and is answered.
    async fn speak(&self, address: SocketAddr) {
        let zone = "Europe/Moscow".to_owned();
        // Who speaks too fast is asked to go slower; these are many.
        static SPEAKERS: AtomicU64 = AtomicU64::new(0);
        let user = format!("u{}", SPEAKERS.fetch_add(1, Ordering::Relaxed));
        let device = Device { user, locale: "ru-RU".to_owned(), zone };
        let body = request(&device, "s", 0, "").to_string();
        let target = format!("/alice_webhook?token={WEBHOOK_SECRET}");
        let answer = self.ask(address, "POST", &target, &body).await;
        assert!(answer.starts_with("http/1.1 200"), "{answer}");
        assert!(answer.contains("согласны?"), "{answer}");
    }
}

/// Settings of a diary with the voice door, and these besides.
fn with(more: &[(&str, &str)]) -> Vec<(String, String)> {
    let key = DatabaseKey::new(&"0123456789abcdef".repeat(4)).unwrap();
    let settings = [
        ("ALICE_WEBHOOK_SECRET", WEBHOOK_SECRET),
        ("DATABASE_KEY", key.reveal()),
        ("DATABASE_PATH", "diary.db"),
        ("ACCESS", "open"),
    ];
    let both = settings.iter().chain(more);
    both.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Starts `serve` on this address and waits until it listens.
async fn serve(home: &Home, address: SocketAddr, settings: &[(String, String)]) -> Server {
    let before = fs::read_to_string(home.log()).unwrap_or_default().len();
    let log = File::options().create(true).append(true).open(home.log()).unwrap();
    let mut command = home.command(crate::process::BINARY);
    let child = command
        .arg("serve")
        .envs(settings.iter().cloned())
        .env("HTTP_LISTEN", address.to_string())
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap();
    let server = Server { child, address };
    let serves = |log: &str| log.get(before..).is_some_and(|log| log.contains(" serves on "));
    logged(home, serves).await;
    server
}

/// Waits until the log is as it has to be.
async fn logged(home: &Home, complete: impl Fn(&str) -> bool) {
    let until = Instant::now() + PATIENCE;
    loop {
        let log = fs::read_to_string(home.log()).unwrap_or_default();
        if complete(&log) {
            return;
        }
        assert!(Instant::now() < until, "{log}");
        sleep(Duration::from_millis(10)).await;
    }
}

/// How often these words stand in the log.
fn times(home: &Home, words: &str) -> usize {
    fs::read_to_string(home.log()).unwrap_or_default().matches(words).count()
}
