//! Renewal when the authority suggests it (RFC 9773). The packaged pebble does not know that yet:
//! a front before it adds the suggestion and hands everything else on.

use super::{
    Client, Root, logged,
    pebble::{Pebble, is_here},
    serve,
};
use crate::process::{Home, free_address};
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    },
};

/// What the front has heard.
#[derive(Default)]
struct Heard {
    /// Certificates that were asked about, in order, none twice.
    asked: Vec<String>,
    /// What new orders said they replace.
    replaces: Vec<Option<String>>,
}

struct Message {
    first: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Option<Message> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let mut lines = head.lines();
            let first = lines.next()?.to_owned();
            let headers: Vec<(String, String)> = lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect();
            let length = headers.iter().find(|(name, _)| name == "content-length");
            if body.len() >= length.map_or(0, |(_, value)| value.parse().unwrap()) {
                return Some(Message { first, headers, body: body.as_bytes().to_vec() });
            }
        }
        let mut more = [0; 8192];
        match stream.read(&mut more).await {
            Ok(0) | Err(_) => return None,
            Ok(length) => bytes.extend_from_slice(&more[..length]),
        }
    }
}

/// What is signed in an ACME request.
fn payload(body: &[u8]) -> Option<Value> {
    let envelope: Value = serde_json::from_slice(body).ok()?;
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for digit in envelope["payload"].as_str()?.chars() {
        bits = bits << 6 | DIGITS.find(digit)? as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    serde_json::from_slice(&bytes).ok()
}

/// A front before this directory; its address and what it hears. It suggests to renew the first
/// certificate it is asked about four to five seconds from then on, any other in a year.
async fn front(behind: &Pebble, root: &Root) -> (String, Arc<Mutex<Heard>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = format!("localhost:{}", listener.local_addr().unwrap().port());
    let (certificate, key) = root.certify(&["localhost"]);
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap()],
            PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let heard = Arc::new(Mutex::new(Heard::default()));
    let roots = std::fs::read(behind.roots()).unwrap();
    let client = reqwest::Client::builder()
        .no_proxy()
        .add_root_certificate(reqwest::Certificate::from_pem(&roots).unwrap())
        .build()
        .unwrap();
    let behind = behind.directory().trim_end_matches("/dir").to_owned();
    let (hears, here) = (heard.clone(), place.clone());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, client) = (acceptor.clone(), client.clone());
            let (heard, behind, place) = (hears.clone(), behind.clone(), here.clone());
            tokio::spawn(async move {
                let mut stream = acceptor.accept(stream).await.ok()?;
                while let Some(message) = read(&mut stream).await {
                    let answer = reply(&client, &heard, &behind, &place, message).await;
                    stream.write_all(&answer).await.ok()?;
                }
                Some(())
            });
        }
    });
    (format!("https://{place}/dir"), heard)
}

async fn reply(
    client: &reqwest::Client,
    heard: &Mutex<Heard>,
    behind: &str,
    place: &str,
    message: Message,
) -> Vec<u8> {
    let mut words = message.first.split(' ');
    let (method, target) = (words.next().unwrap(), words.next().unwrap());
    if let Some(certificate) = target.strip_prefix("/renewal/") {
        let mut heard = heard.lock().unwrap();
        if !heard.asked.iter().any(|asked| asked == certificate) {
            heard.asked.push(certificate.to_owned());
        }
        let seconds = if heard.asked[0] == certificate { 4 } else { 365 * 24 * 60 * 60 };
        let at = |more: i64| {
            let ms = tonolog::run::now_ms() + (seconds + more) * 1000;
            jiff::Timestamp::from_millisecond(ms).unwrap().to_string()
        };
        let body = json!({"suggestedWindow": {"start": at(0), "end": at(1)}}).to_string();
        let length = body.len();
        return format!(
            "HTTP/1.1 200 OK\r\nretry-after: 21600\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .into_bytes();
    }
    let replaces = payload(&message.body).and_then(|payload| payload.get("replaces").cloned());
    let mut call = client.request(method.parse().unwrap(), format!("{behind}{target}"));
    for (name, value) in &message.headers {
        if name != "content-length" {
            call = call.header(name, value);
        }
    }
    let answer = call.body(message.body).send().await.unwrap();
    let mut head = format!("HTTP/1.1 {}\r\n", answer.status());
    for (name, value) in answer.headers() {
        if name != "content-length" && name != "transfer-encoding" {
            head += &format!("{name}: {}\r\n", value.to_str().unwrap());
        }
    }
    let mut body = answer.bytes().await.unwrap().to_vec();
    if target == "/dir" {
        let mut directory: Value = serde_json::from_slice(&body).unwrap();
        directory["renewalInfo"] = format!("https://{place}/renewal").into();
        body = directory.to_string().into_bytes();
    }
    if target == "/order-plz" {
        heard
            .lock()
            .unwrap()
            .replaces
            .push(replaces.as_ref().and_then(Value::as_str).map(str::to_owned));
        if let (Some(replaces), Ok(mut order)) = (replaces, serde_json::from_slice::<Value>(&body))
        {
            order["replaces"] = replaces;
            body = order.to_string().into_bytes();
        }
    }
    head += &format!("content-length: {}\r\n\r\n", body.len());
    let mut answer = head.into_bytes();
    answer.extend_from_slice(&body);
    answer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate_is_renewed_when_the_authority_suggests_it() {
    if !is_here() {
        return;
    }
    let (home, address, root) = (Home::new(), free_address().await, Root::new());
    let pebble = Pebble::start(address, 60, 0).await;
    let (directory, heard) = front(&pebble, &root).await;
    std::fs::write(home.work().join("roots.pem"), &root.pem).unwrap();
    let settings = super::with(&[
        ("TLS_DOMAIN", super::DOMAIN),
        ("ACME_DIRECTORY", &directory),
        ("ACME_ROOTS", "roots.pem"),
    ]);
    let client = Client::new(&pebble.root().await);
    let _server = serve(&home, address, &settings).await;
    let first = client.welcome(address, &home).await;
    let had = Instant::now();
    client.renewed(address, &first).await;
    // By itself it would have been renewed after 40 seconds.
    let age = had.elapsed();
    assert!(age > Duration::from_secs(3) && age < Duration::from_secs(15), "{age:?}");
    logged(&home, |log| log.matches("tls: a new certificate").count() == 2).await;
    let heard = heard.lock().unwrap();
    assert_eq!(heard.replaces, [None, Some(heard.asked[0].clone())], "it says which one it renews");
}
