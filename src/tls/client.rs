//! The authority's HTTP client: time limits and a limit of size on everything, public roots and
//! those that the owner has named.

use super::certificate::Fault;
use hyper::{Request, Response, body::Bytes};
use instant_acme::{BodyWrapper, BytesResponse, Error, HttpClient};
use std::{pin::Pin, time::Duration};

/// Establishing a connection.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// A whole call.
const CALL_WITHIN: Duration = Duration::from_secs(30);
/// Bytes of an answer: a chain has a few KiB.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// Talks to one authority.
#[derive(Clone)]
pub(super) struct Client(reqwest::Client);

impl Client {
    /// `roots`: certificates in PEM that are trusted besides the public ones.
    pub(super) fn new(roots: Option<&[u8]>) -> Result<Client, Fault> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(CONNECT_WITHIN)
            .timeout(CALL_WITHIN)
            .https_only(true)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy();
        let broken = Fault::NotPem("ACME_ROOTS");
        if let Some(roots) = roots {
            for root in reqwest::Certificate::from_pem_bundle(roots).map_err(|_| broken)? {
                builder = builder.add_root_certificate(root);
            }
        }
        builder.build().map(Client).map_err(|_| broken)
    }

    async fn call(
        client: reqwest::Client,
        request: Request<BodyWrapper<Bytes>>,
    ) -> Result<BytesResponse, Error> {
        let other = |error: reqwest::Error| Error::Other(Box::new(error.without_url()));
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts, reqwest::Body::wrap(body));
        let request = reqwest::Request::try_from(request).map_err(other)?;
        let mut response = client.execute(request).await.map_err(other)?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(other)? {
            body.extend_from_slice(&chunk);
            if body.len() > BODY_BYTES_MAX {
                return Err(Error::Str("an answer of a size that can be read"));
            }
        }
        let mut head = Response::new(());
        *head.status_mut() = response.status();
        *head.headers_mut() = response.headers().clone();
        let (parts, ()) = head.into_parts();
        Ok(BytesResponse { parts, body: Box::new(Bytes::from(body)) })
    }
}

type Answer = Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>>;

impl HttpClient for Client {
    fn request(&self, request: Request<BodyWrapper<Bytes>>) -> Answer {
        Box::pin(Client::call(self.0.clone(), request))
    }
}
