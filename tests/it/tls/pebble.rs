//! pebble, the small authority for tests, with a name server of its own.

use super::{DOMAIN, PATIENCE, Root};
use crate::process::free_address;
use serde_json::json;
use std::{
    fs::{self, File},
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::time::sleep;

/// Whether pebble is here. Where nothing may be left out, it has to be.
pub(super) fn is_here() -> bool {
    let found = Command::new("pebble").arg("-h").stderr(Stdio::null()).status().is_ok();
    let strict = std::env::var_os("NOTHING_LEFT_OUT").is_some();
    assert!(found || !strict, "pebble is not installed (Debian: apt install pebble)");
    if !found {
        eprintln!("left out: pebble is not installed (Debian: apt install pebble)");
    }
    found
}

/// An authority that looks at challenges on the port of one server.
pub(super) struct Pebble {
    folder: TempDir,
    pebble: Child,
    names: Child,
    acme: SocketAddr,
    management: SocketAddr,
    name_server: SocketAddr,
    names_management: SocketAddr,
    rejects: u8,
    client: reqwest::Client,
}

impl Pebble {
    /// Makes certificates that are good for so many seconds, for servers at `validated`; rejects
    /// so many good nonces in a hundred.
    pub(super) async fn start(validated: SocketAddr, seconds: u64, rejects: u8) -> Pebble {
        let folder = TempDir::new().unwrap();
        let (acme, management) = (free_address().await, free_address().await);
        let (name_server, names_management) = (free_address().await, free_address().await);
        let root = Root::new();
        let (certificate, key) = root.certify(&["localhost", "127.0.0.1"]);
        let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        file("root.pem", &root.pem);
        file("certificate.pem", &certificate);
        file("key.pem", &key);
        let config = json!({"pebble": {
            "listenAddress": acme.to_string(),
            "managementListenAddress": management.to_string(),
            "certificate": folder.path().join("certificate.pem"),
            "privateKey": folder.path().join("key.pem"),
            "httpPort": 9,
            "tlsPort": validated.port(),
            "ocspResponderURL": "",
            "externalAccountBindingRequired": false,
            "certificateValidityPeriod": seconds,
        }});
        file("config.json", &config.to_string());
        let client = reqwest::Client::builder()
            .no_proxy()
            .add_root_certificate(reqwest::Certificate::from_pem(root.pem.as_bytes()).unwrap())
            .build()
            .unwrap();
        let names = Command::new("pebble-challtestsrv")
            .args(["-http01", "", "-https01", "", "-tlsalpn01", "", "-defaultIPv6", ""])
            .args(["-dns01", &name_server.to_string()])
            .args(["-management", &names_management.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let pebble = spawn(&folder, name_server, rejects);
        let pebble = Pebble {
            folder,
            pebble,
            names,
            acme,
            management,
            name_server,
            names_management,
            rejects,
            client,
        };
        pebble.ready().await;
        pebble
    }

    async fn ready(&self) {
        let until = Instant::now() + PATIENCE;
        while self.client.get(self.directory()).send().await.is_err()
            || self.client.get(self.of_names("")).send().await.is_err()
        {
            assert!(Instant::now() < until, "pebble does not answer: {}", self.log());
            sleep(Duration::from_millis(10)).await;
        }
    }

    pub(super) fn directory(&self) -> String {
        format!("https://localhost:{}/dir", self.acme.port())
    }

    /// Where its own address is vouched for.
    pub(super) fn roots(&self) -> PathBuf {
        self.folder.path().join("root.pem")
    }

    pub(super) fn settings(&self) -> Vec<(String, String)> {
        super::with(&[
            ("TLS_DOMAIN", DOMAIN),
            ("ACME_DIRECTORY", &self.directory()),
            ("ACME_ROOTS", self.roots().to_str().unwrap()),
            ("ACME_CONTACT", "owner@example.org"),
        ])
    }

    /// The root of the certificates that it makes.
    pub(super) async fn root(&self) -> String {
        let url = format!("https://localhost:{}/roots/0", self.management.port());
        self.client.get(url).send().await.unwrap().text().await.unwrap()
    }

    fn of_names(&self, target: &str) -> String {
        format!("http://{}/{target}", self.names_management)
    }

    /// From now on the domain is at this address.
    pub(super) async fn point(&self, address: &str) {
        let body = json!({"host": format!("{DOMAIN}."), "addresses": [address]}).to_string();
        for target in ["clear-a", "add-a"] {
            let call = self.client.post(self.of_names(target)).body(body.clone());
            assert!(call.send().await.unwrap().status().is_success());
        }
    }

    pub(super) fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// How many orders there were.
    pub(super) fn orders(&self) -> usize {
        self.log().matches("POST /order-plz").count()
    }

    pub(super) fn stop(&mut self) {
        let _ = self.pebble.kill();
        let _ = self.pebble.wait();
    }

    /// Starts again; it has forgotten everything, and has another root.
    pub(super) async fn again(&mut self) {
        self.pebble = spawn(&self.folder, self.name_server, self.rejects);
        self.ready().await;
    }
}

impl Drop for Pebble {
    fn drop(&mut self) {
        self.stop();
        let _ = self.names.kill();
        let _ = self.names.wait();
    }
}

fn spawn(folder: &TempDir, name_server: SocketAddr, rejects: u8) -> Child {
    let log = File::options().create(true).append(true).open(folder.path().join("log")).unwrap();
    Command::new("pebble")
        .args(["-dnsserver", &name_server.to_string(), "-config"])
        .arg(folder.path().join("config.json"))
        .env("PEBBLE_VA_NOSLEEP", "1")
        .env("PEBBLE_AUTHZREUSE", "0")
        .env("PEBBLE_WFE_NONCEREJECT", rejects.to_string())
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap()
}
