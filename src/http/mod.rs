//! The porter: limits of size, time and number, and nothing of the diary. A service is a function
//! from a [`Request`] to a [`Response`]; before any body is read, its gate may turn a caller away.

mod routes;

pub use routes::{Door, serve_doors};

use crate::tls::Acceptor;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Method, Request as HyperRequest, Response as HyperResponse, StatusCode,
    body::{Body, Bytes, Incoming},
    header::{CONTENT_TYPE, HeaderName, HeaderValue, STRICT_TRANSPORT_SECURITY},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use std::{io, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    sync::{Semaphore, watch},
    time::{sleep, timeout},
};

/// Every answer carries these: nothing here is to be cached, framed, sniffed or referred to.
const HEADERS: [(&str, &str); 4] = [
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
];
/// Where TLS ends here, whoever has been here once keeps to it for a year. Other names below this
/// one are not ours to decide about.
const SECURE: HeaderValue = HeaderValue::from_static("max-age=31536000");
/// Connections that are still busy when we stop get this long.
const DRAIN: Duration = Duration::from_secs(5);
/// A failed accept (no file handles left, say) is not tried again at once.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// Where callers come in: a port, and the lock on it if TLS ends here.
pub struct Entrance {
    /// The port.
    pub listener: TcpListener,
    /// The lock.
    pub tls: Option<Acceptor>,
}

impl From<TcpListener> for Entrance {
    /// Without a lock: a reverse proxy has it.
    fn from(listener: TcpListener) -> Entrance {
        Entrance { listener, tls: None }
    }
}

/// What a service allows its callers.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at a time; more wait to be accepted.
    pub connections: usize,
    /// For the headers of a request to arrive.
    pub headers: Duration,
    /// For a body to arrive.
    pub body: Duration,
    /// For the whole request.
    pub request: Duration,
    /// Bytes of a body.
    pub body_bytes: usize,
    /// Bytes of all headers, and of what is read ahead.
    pub buffer_bytes: usize,
}

/// The first line of a request.
#[derive(Clone, Copy)]
pub struct Head<'a> {
    /// `GET`, `POST` …
    pub method: &'a Method,
    /// The path, as it was sent.
    pub path: &'a str,
    /// The query without its question mark.
    pub query: &'a str,
}

/// A whole request.
pub struct Request {
    /// `GET`, `POST` …
    pub method: Method,
    /// The path, as it was sent.
    pub path: String,
    /// The query without its question mark.
    pub query: String,
    /// What the body says it is.
    pub content_type: String,
    /// The body, within its limit.
    pub body: Bytes,
}

/// An answer.
pub struct Response {
    /// The status.
    pub status: u16,
    /// The type of the body.
    pub content_type: &'static str,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// JSON.
    pub fn json(status: u16, body: Vec<u8>) -> Response {
        Response { status, content_type: "application/json; charset=utf-8", body }
    }

    /// A status and its reason, nothing else.
    pub fn bare(status: u16) -> Response {
        let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
        let body = reason.unwrap_or_default().as_bytes().to_vec();
        Response { status, content_type: "text/plain; charset=utf-8", body }
    }
}

/// A connection that is to be cut instead of answered.
#[derive(Debug)]
pub struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is cut")
    }
}

impl std::error::Error for Cut {}

/// Serves until `stop`, then lets running requests end. `gate` sees a request before its body is
/// read and may answer at once; `handle` gets the whole request.
pub async fn serve<G, H, F>(
    entrance: impl Into<Entrance>,
    limits: Limits,
    gate: G,
    handle: H,
    stop: impl Future<Output = ()>,
) -> io::Result<()>
where
    G: Fn(Head<'_>) -> Option<Response> + Clone + Send + 'static,
    H: Fn(Request) -> F + Clone + Send + 'static,
    F: Future<Output = Result<Response, Cut>> + Send + 'static,
{
    let Entrance { listener, tls } = entrance.into();
    let slots = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let (open, closing) = watch::channel(());
    tokio::pin!(stop);
    loop {
        let slot = tokio::select! {
            slot = slots.clone().acquire_owned() => slot,
            () = &mut stop => break,
        };
        let Ok(slot) = slot else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let Ok((stream, _)) = accepted else {
            sleep(ACCEPT_AGAIN).await;
            continue;
        };
        // Small answers must not wait for more to come; if it fails they merely do.
        let _ = stream.set_nodelay(true);
        let (gate, handle) = (gate.clone(), handle.clone());
        let (watcher, tls, mut closing) = (graceful.watcher(), tls.clone(), closing.clone());
        tokio::spawn(async move {
            match tls {
                None => converse(stream, false, watcher, limits, gate, handle).await,
                Some(tls) => {
                    // Nobody waits for who is still at the door when it closes.
                    let stream = tokio::select! {
                        stream = tls.handshake(stream) => stream,
                        _ = closing.changed() => None,
                    };
                    if let Some(stream) = stream {
                        converse(stream, true, watcher, limits, gate, handle).await;
                    }
                }
            }
            drop(slot);
        });
    }
    drop((listener, open));
    let _ = timeout(DRAIN, graceful.shutdown()).await;
    Ok(())
}

/// The requests of one connection, until it ends.
async fn converse<S, G, H, F>(
    stream: S,
    secure: bool,
    watcher: Watcher,
    limits: Limits,
    gate: G,
    handle: H,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    G: Fn(Head<'_>) -> Option<Response> + Clone + Send + 'static,
    H: Fn(Request) -> F + Clone + Send + 'static,
    F: Future<Output = Result<Response, Cut>> + Send + 'static,
{
    let service = service_fn(move |request| {
        let (gate, handle) = (gate.clone(), handle.clone());
        async move {
            let answered = timeout(limits.request, answer(limits, gate, handle, request)).await;
            let mut response = hyper_response(answered.unwrap_or(Ok(Response::bare(503)))?);
            if secure {
                response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, SECURE);
            }
            Ok::<_, Cut>(response)
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.headers)
        .max_buf_size(limits.buffer_bytes)
        .half_close(false)
        .serve_connection(TokioIo::new(stream), service);
    // How a connection ended matters to nobody: its requests were answered or not.
    let _ = watcher.watch(connection).await;
}

async fn answer<G, H, F>(
    limits: Limits,
    gate: G,
    handle: H,
    request: HyperRequest<Incoming>,
) -> Result<Response, Cut>
where
    G: Fn(Head<'_>) -> Option<Response>,
    H: Fn(Request) -> F,
    F: Future<Output = Result<Response, Cut>>,
{
    let (parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default();
    let head = Head { method: &parts.method, path: parts.uri.path(), query };
    if let Some(refusal) = gate(head) {
        return Ok(refusal);
    }
    // What says itself that it is too long is not waited for.
    if body.size_hint().lower() > limits.body_bytes as u64 {
        return Ok(Response::bare(413));
    }
    let collected = timeout(limits.body, Limited::new(body, limits.body_bytes).collect()).await;
    let body = match collected {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            return Ok(Response::bare(413));
        }
        Ok(Err(_)) => return Err(Cut),
        Err(_) => return Ok(Response::bare(408)),
    };
    let (path, query) = (head.path.to_owned(), head.query.to_owned());
    let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default().to_owned();
    handle(Request { method: parts.method, path, query, content_type, body }).await
}

fn hyper_response(response: Response) -> HyperResponse<Full<Bytes>> {
    let closing = matches!(response.status, 408 | 413);
    let mut built = HyperResponse::new(Full::new(Bytes::from(response.body)));
    *built.status_mut() =
        StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = built.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(response.content_type));
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if closing {
        // The rest of the body is not waited for.
        headers.insert(hyper::header::CONNECTION, HeaderValue::from_static("close"));
    }
    built
}
