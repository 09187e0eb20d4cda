//! Ordering a certificate: the account, the challenges, the certificate.

use super::{
    acceptor::Shown,
    certificate::{Certificate, Fault, Pair},
    client::Client,
};
use crate::{
    app::{self, App, Clock, StoredCertificate},
    seal::Secret,
};
use instant_acme::{
    Account, AccountCredentials, AuthorizationStatus, CertificateIdentifier, ChallengeType, Error,
    Identifier, NewAccount, NewOrder, Order, OrderStatus, Problem, RetryPolicy,
};
use rcgen::{CertificateParams, CustomExtension, KeyPair};
use std::{fmt, sync::Arc, time::Duration};
use tokio_rustls::rustls::{
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    sign::CertifiedKey,
};

/// The authority looks at a challenge from several places and may take a while; past this the
/// order is given up.
const CHECKED_WITHIN: Duration = Duration::from_secs(120);
/// The account is not known there (RFC 8555, section 6.7).
const LOST: &str = "accountDoesNotExist";
/// What is told when an authority tells nothing.
const NO_REASON: &str = "the order was refused without a reason";
/// What an authority says is cut to so many characters in a log.
const SAID_MAX: usize = 300;

/// Why there is no new certificate.
#[derive(Debug)]
pub(super) enum Failure {
    /// The authority refuses: the kind of problem, and its own words.
    Refused { kind: String, said: String },
    /// The authority was not reached, or what it answered is no ACME.
    Unreached(String),
    /// The authority does not offer the one challenge that we can answer.
    NoChallenge,
    /// What came cannot be served.
    Certificate(Fault),
    /// What came could not be kept.
    Store(app::Error),
}

impl Failure {
    /// A refusal that the next try does not get: a nonce that was used up, an account that the
    /// authority has lost.
    pub(super) fn fleeting(&self) -> bool {
        self.is("badNonce") || self.is(LOST)
    }

    /// Whether we are asked to come less often.
    pub(super) fn limited(&self) -> bool {
        self.is("rateLimited")
    }

    fn is(&self, word: &str) -> bool {
        matches!(self, Failure::Refused { kind, .. } if kind == word)
    }

    /// What the authority says, about `domain` if it is known which one is meant.
    fn of(problem: &Problem, domain: Option<&str>) -> Failure {
        let kind = problem.r#type.as_deref().unwrap_or_default();
        let kind = kind.rsplit(':').next().unwrap_or_default();
        let details = problem.subproblems.iter().filter_map(|part| part.detail.as_deref());
        let said = problem.detail.as_deref().into_iter().chain(details);
        let said = plain(&said.collect::<Vec<_>>().join("; "));
        let said = domain.map(|domain| format!("{domain}: {said}")).unwrap_or(said);
        Failure::Refused { kind: plain(kind), said }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refused { kind, said } => write!(f, "the authority refuses ({kind}): {said}"),
            Failure::Unreached(why) => write!(f, "the authority was not reached: {why}"),
            Failure::NoChallenge => f.write_str("the authority does not offer tls-alpn-01"),
            Failure::Certificate(fault) => write!(f, "{fault}"),
            Failure::Store(error) => write!(f, "not kept: {error}"),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        if let Error::Api(problem) = &error {
            return Failure::of(problem, None);
        }
        // The last cause says most: a name that is not found, a refused connection.
        let mut cause: &dyn std::error::Error = &error;
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        Failure::Unreached(plain(&cause.to_string()))
    }
}

impl From<app::Error> for Failure {
    fn from(error: app::Error) -> Failure {
        Failure::Store(error)
    }
}

/// One line without control characters, of a bounded length: others have written it.
fn plain(said: &str) -> String {
    said.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SAID_MAX).collect()
}

/// An authority, and what it is asked to certify.
pub(super) struct Authority {
    pub(super) domains: Vec<String>,
    pub(super) directory: String,
    pub(super) contact: Option<String>,
    pub(super) client: Client,
    pub(super) app: App,
    pub(super) shown: Arc<Shown>,
    pub(super) clock: Clock,
}

/// What was suggested, and when to ask again.
pub(super) struct Suggestion {
    /// Begin and end of the window, ms UTC.
    pub(super) window_ms: (i64, i64),
    /// To be asked for again after this time.
    pub(super) again: Duration,
}

/// Challenges are answered while this lives.
struct Answering<'a>(&'a Shown);

impl Drop for Answering<'_> {
    fn drop(&mut self) {
        self.0.calm();
    }
}

impl Authority {
    fn names(&self) -> String {
        self.domains.join(",")
    }

    /// What was kept, if it can still be used.
    pub(super) async fn kept(&self) -> Option<(Pair, i64)> {
        let kept = match self.app.certificate(&self.directory, &self.names()).await {
            Ok(kept) => kept?,
            Err(error) => {
                log::error!("tls: {error}");
                return None;
            }
        };
        match Pair::of_pem(&kept.chain, &kept.key) {
            Ok(pair) => Some((pair, kept.issued_ms)),
            Err(fault) => {
                log::error!("tls: what was kept: {fault}");
                None
            }
        }
    }

    /// Orders a certificate, keeps it and shows it. `before`: the one that it takes the place of,
    /// when the authority is to know.
    pub(super) async fn order(&self, before: Option<&Pair>) -> Result<i64, Failure> {
        let ordered = self.ordered(before).await;
        if let Err(failure @ Failure::Refused { .. }) = &ordered
            && failure.is(LOST)
        {
            // A new one is made with the next try.
            self.app.forget_acme_account(&self.directory).await?;
        }
        let (chain, key) = ordered?;
        let pair = Pair::of_pem(&chain, &key).map_err(Failure::Certificate)?;
        let Certificate { expires_ms, .. } = pair.certificate;
        let now_ms = (self.clock)();
        let kept = StoredCertificate { chain, key, issued_ms: now_ms, expires_ms };
        let stored = self.app.keep_certificate(&self.directory, &self.names(), kept, now_ms).await;
        // It is good even when it could not be kept; then the next start orders another one.
        self.shown.show(pair);
        if let Err(error) = stored {
            log::error!("tls: the certificate is served but not kept: {error}");
        }
        Ok(expires_ms)
    }

    async fn ordered(&self, before: Option<&Pair>) -> Result<(String, Secret), Failure> {
        let account = self.account().await?;
        let identifiers: Vec<Identifier> =
            self.domains.iter().cloned().map(Identifier::Dns).collect();
        let mut wish = NewOrder::new(&identifiers);
        let replaced = before.and_then(Pair::leaf).map(CertificateIdentifier::try_from);
        if let Some(Ok(replaced)) = replaced {
            wish = wish.replaces(replaced);
        }
        let mut order = account.new_order(&wish).await?;
        let answering = Answering(&self.shown);
        let mut authorizations = order.authorizations();
        while let Some(authorization) = authorizations.next().await {
            let mut authorization = authorization?;
            if authorization.status == AuthorizationStatus::Valid {
                continue;
            }
            let mut challenge =
                authorization.challenge(ChallengeType::TlsAlpn01).ok_or(Failure::NoChallenge)?;
            let domain = challenge.identifier().to_string();
            let proof = challenge.key_authorization();
            let answer = answer(&domain, proof.digest().as_ref())
                .ok_or(Failure::Certificate(Fault::Unusable))?;
            self.shown.challenge(&domain, answer).ok_or(Failure::NoChallenge)?;
            challenge.set_ready().await?;
        }
        let patience = RetryPolicy::new().timeout(CHECKED_WITHIN);
        let ready = order.poll_ready(&patience).await;
        drop(answering);
        match ready {
            Ok(OrderStatus::Ready) => {}
            // What is wrong with which name stands beside the challenges.
            Ok(_) => {
                let found = refusal(&mut order).await;
                return Err(found.unwrap_or_else(|| Failure::Unreached(NO_REASON.to_owned())));
            }
            Err(Error::Api(problem)) => {
                let found = refusal(&mut order).await;
                return Err(found.unwrap_or_else(|| Failure::of(&problem, None)));
            }
            Err(error) => return Err(error.into()),
        }
        let key = Secret::new(order.finalize().await?);
        let chain = order.poll_certificate(&patience).await?;
        Ok((chain, key))
    }

    /// The account that was kept, or a new one.
    async fn account(&self) -> Result<Account, Failure> {
        let builder = Account::builder_with_http(Box::new(self.client.clone()));
        let kept = self.app.acme_account(&self.directory).await?;
        let kept = kept.and_then(|kept| serde_json::from_str(kept.reveal()).ok());
        if let Some::<AccountCredentials>(credentials) = kept {
            return Ok(builder.from_credentials(credentials).await?);
        }
        let contact = self.contact.as_ref().map(|address| format!("mailto:{address}"));
        let contact: Vec<&str> = contact.as_deref().into_iter().collect();
        let wish = NewAccount {
            contact: &contact,
            terms_of_service_agreed: true,
            only_return_existing: false,
        };
        let (account, credentials) = builder.create(&wish, self.directory.clone(), None).await?;
        let credentials = serde_json::to_string(&credentials).map_err(Error::Json)?;
        self.app
            .keep_acme_account(&self.directory, Secret::new(credentials), (self.clock)())
            .await?;
        Ok(account)
    }

    /// When the authority would have this certificate renewed (RFC 9773); nothing when it does not
    /// say.
    pub(super) async fn suggestion(&self, pair: &Pair) -> Option<Suggestion> {
        let id = CertificateIdentifier::try_from(pair.leaf()?).ok()?;
        let account = self.account().await.ok()?;
        let (info, again) = account.renewal_info(&id).await.ok()?;
        let ms = |nanos: i128| i64::try_from(nanos / 1_000_000).ok();
        let window = info.suggested_window;
        let start_ms = ms(window.start.unix_timestamp_nanos())?;
        let end_ms = ms(window.end.unix_timestamp_nanos())?;
        Some(Suggestion { window_ms: (start_ms, end_ms), again })
    }
}

/// The certificate that proves a name (RFC 8737, section 3).
fn answer(domain: &str, digest: &[u8]) -> Option<CertifiedKey> {
    // The library panics at any other length.
    let digest: &[u8; 32] = digest.try_into().ok()?;
    let key = KeyPair::generate().ok()?;
    let mut params = CertificateParams::new([domain.to_owned()]).ok()?;
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let certificate = params.self_signed(&key).ok()?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let key = ring::default_provider().key_provider.load_private_key(key).ok()?;
    // Not compared with each other: what compares knows nothing of the critical extension.
    Some(CertifiedKey::new(vec![certificate.der().clone()], key))
}

/// What the authority found wrong with the first name that did not pass.
async fn refusal(order: &mut Order) -> Option<Failure> {
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization.ok()?;
        let domain = authorization.identifier().to_string();
        let state = authorization.refresh().await.ok()?;
        let found = state.challenges.iter().find_map(|challenge| challenge.error.as_ref());
        if let Some(problem) = found {
            return Some(Failure::of(problem, Some(&domain)));
        }
    }
    None
}
