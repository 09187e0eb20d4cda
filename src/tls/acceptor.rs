//! Handshakes: with the certificate in force, or with an answer to the authority's challenge.

use super::{
    certificate::{Certificate, Pair},
    queue::Queue,
};
use crate::metrics::Metrics;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};
use tokio::{io::AsyncWriteExt, net::TcpStream, time::timeout};
use tokio_rustls::{
    LazyConfigAcceptor, StartHandshake,
    rustls::{
        self, ServerConfig,
        crypto::ring,
        server::{ClientHello, ResolvesServerCert},
        sign::CertifiedKey,
    },
};

/// A handshake is two round trips and a signature: who needs longer is not the platform, which
/// gives the whole call 4.5 s.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(5);
/// What is spoken inside: the door knows nothing else.
const HTTP: &[u8] = b"http/1.1";
/// What the authority asks for when it checks a challenge (RFC 8737, section 6.2).
const CHALLENGE: &[u8] = b"acme-tls/1";

/// A connection inside TLS.
pub type Stream = tokio_rustls::server::TlsStream<TcpStream>;

/// What is served at the moment.
pub(super) struct Shown {
    metrics: Metrics,
    pair: RwLock<Option<Pair>>,
    challenges: Mutex<HashMap<String, Arc<ServerConfig>>>,
}

impl Shown {
    /// Nothing so far; how long what is served lives is shown there.
    pub(super) fn new(metrics: Metrics) -> Shown {
        Shown { metrics, pair: RwLock::default(), challenges: Mutex::default() }
    }

    /// Serves this certificate from the next handshake on.
    pub(super) fn show(&self, pair: Pair) {
        self.metrics.certified_until(pair.certificate.expires_ms);
        *self.pair.write().unwrap_or_else(PoisonError::into_inner) = Some(pair);
    }

    pub(super) fn pair(&self) -> Option<Pair> {
        self.pair.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Answers the challenge for this domain until [`Shown::calm`].
    pub(super) fn challenge(&self, domain: &str, answer: CertifiedKey) -> Option<()> {
        let only = rustls::sign::SingleCertAndKey::from(answer);
        let config = config(Arc::new(only), CHALLENGE)?;
        let mut challenges = self.challenges.lock().unwrap_or_else(PoisonError::into_inner);
        challenges.insert(domain.to_owned(), Arc::new(config));
        Some(())
    }

    /// No challenge is answered any more.
    pub(super) fn calm(&self) {
        self.challenges.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn challenged(&self, domain: &str) -> Option<Arc<ServerConfig>> {
        let challenges = self.challenges.lock().unwrap_or_else(PoisonError::into_inner);
        challenges.get(&domain.to_ascii_lowercase()).cloned()
    }
}

/// Hands out the certificate in force, whatever name is asked for: a client that wants another one
/// finds out by itself.
struct InForce(Arc<Shown>);

impl std::fmt::Debug for InForce {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the certificate in force")
    }
}

impl ResolvesServerCert for InForce {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.0.pair().map(|pair| pair.served)
    }
}

/// Ends TLS. Clones serve the same certificate.
#[derive(Clone)]
pub struct Acceptor {
    shown: Arc<Shown>,
    config: Arc<ServerConfig>,
    queue: Queue,
}

impl Acceptor {
    pub(super) fn new(shown: Arc<Shown>) -> Option<Acceptor> {
        let config = Arc::new(config(Arc::new(InForce(shown.clone())), HTTP)?);
        Some(Acceptor { shown, config, queue: Queue::default() })
    }

    /// What is served at the moment; nothing before the first certificate is there.
    pub fn certificate(&self) -> Option<Certificate> {
        self.shown.pair().map(|pair| pair.certificate)
    }

    /// The handshake of a connection. Nothing when there is nobody to talk to: it failed, took too
    /// long, had to give way to others, or was the authority's look at a challenge.
    pub async fn handshake(&self, stream: TcpStream) -> Option<Stream> {
        timeout(HANDSHAKE_WITHIN, self.greet(stream)).await.ok().flatten()
    }

    async fn greet(&self, stream: TcpStream) -> Option<Stream> {
        let hello = LazyConfigAcceptor::new(rustls::server::Acceptor::default(), stream);
        // Until all of it is here nothing was done for them: whoever says nothing is one of the
        // silent connections that the door itself keeps down, with a fair share for each address.
        let start = hello.await.ok()?;
        let mut place = self.queue.enter();
        tokio::select! {
            answered = self.answer(start) => answered,
            () = place.lost() => None,
        }
    }

    async fn answer(&self, start: StartHandshake<TcpStream>) -> Option<Stream> {
        match challenge(&start) {
            None => start.into_stream(self.config.clone()).await.ok(),
            Some(domain) => {
                let config = self.shown.challenged(&domain)?;
                let mut stream = start.into_stream(config).await.ok()?;
                // Nothing is said on such a connection (RFC 8737, section 3); whoever has seen
                // the certificate may well be gone.
                let _ = stream.shutdown().await;
                None
            }
        }
    }
}

/// The domain whose challenge is looked at, if that is what the other side wants.
fn challenge(start: &StartHandshake<TcpStream>) -> Option<String> {
    let hello = start.client_hello();
    let wanted = hello.alpn().is_some_and(|mut names| names.any(|name| name == CHALLENGE));
    wanted.then(|| hello.server_name().unwrap_or_default().to_owned())
}

/// TLS 1.2 and 1.3 with the library's own choice of ciphers.
fn config(certificates: Arc<dyn ResolvesServerCert>, inside: &[u8]) -> Option<ServerConfig> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .ok()?
        .with_no_client_auth()
        .with_cert_resolver(certificates);
    config.alpn_protocols = vec![inside.to_vec()];
    Some(config)
}
