//! The porter: limits of size, time and number, and nothing of the diary. A service is a function
//! from a [`Request`] to a [`Response`]; before any body is read, its gate may turn a caller away.

mod callers;
mod connections;
mod health;
mod own;
mod routes;
mod scrape;
mod signed;

pub use callers::Callers;
pub use routes::{Door, Entry, serve_doors};
pub use scrape::serve_metrics;

use crate::{app::Clock, domain::network::block, metrics::Metrics, tls::Acceptor};
use connections::{Connections, Place};
use own::Own;

use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    HeaderMap, Method, Request as HyperRequest, Response as HyperResponse, StatusCode,
    body::{Body, Bytes, Incoming},
    header::{CONTENT_TYPE, HeaderName, HeaderValue, STRICT_TRANSPORT_SECURITY},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{io, net::IpAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    sync::watch,
    time::{MissedTickBehavior, interval, sleep, timeout},
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
const SECURE: &str = "max-age=31536000";
/// Connections that are still busy when we stop get this long.
const DRAIN: Duration = Duration::from_secs(5);
/// A connection that has asked for nothing yet when we stop gets this long.
const LAST_WORD: Duration = Duration::from_secs(1);
/// A failed accept (no file handles left, say) is not tried again at once.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// The loop that accepts connections shows this often that it is alive.
const TURN: Duration = Duration::from_secs(5);

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
    /// Connections at a time. When there are more, idle ones make room; while all are at work,
    /// new ones wait to be accepted.
    pub connections: usize,
    /// Connections of one address at a time.
    pub of_address: usize,
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
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The address at the other end of the connection.
    pub peer: IpAddr,
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
    /// The headers.
    pub headers: HeaderMap,
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
    /// Further headers.
    pub headers: Vec<(HeaderName, HeaderValue)>,
}

/// How the service is watched.
#[derive(Clone)]
pub struct Watch {
    /// Where it is counted.
    pub metrics: Metrics,
    /// The time in ms UTC.
    pub clock: Clock,
}

impl Response {
    /// JSON.
    pub fn json(status: u16, body: Vec<u8>) -> Response {
        let content_type = "application/json; charset=utf-8";
        Response { status, content_type, body, headers: Vec::new() }
    }

    /// A status and its reason, nothing else.
    pub fn bare(status: u16) -> Response {
        let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
        let body = reason.unwrap_or_default().as_bytes().to_vec();
        let content_type = "text/plain; charset=utf-8";
        Response { status, content_type, body, headers: Vec::new() }
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
    seen: Option<Watch>,
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
    let metrics = seen.as_ref().map(|watch| watch.metrics.clone());
    let connections = Connections::new(limits.connections, limits.of_address, metrics);
    let (closing, open) = watch::channel(false);
    let turned = || {
        if let Some(Watch { metrics, clock }) = &seen {
            metrics.http_turned(clock());
        }
    };
    let mut turn = interval(TURN);
    turn.set_missed_tick_behavior(MissedTickBehavior::Skip);
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = turn.tick() => {
                turned();
                continue;
            }
            () = &mut stop => break,
        };
        let Ok((stream, address)) = accepted else {
            sleep(ACCEPT_AGAIN).await;
            continue;
        };
        let address = address.ip().to_canonical();
        let place = tokio::select! {
            place = connections.enter(block(address)) => place,
            () = &mut stop => break,
        };
        let Some(place) = place else { continue };
        // Small answers must not wait for more to come; if it fails they merely do.
        let _ = stream.set_nodelay(true);
        let (gate, handle, mut open) = (gate.clone(), handle.clone(), open.clone());
        let tls = tls.clone();
        tokio::spawn(async move {
            let caller = Caller { address, place: Arc::new(place), secure: tls.is_some() };
            let Some(tls) = tls else {
                return converse(stream, caller, open, limits, gate, handle).await;
            };
            let stream = tokio::select! {
                stream = tls.handshake(stream) => stream,
                () = caller.place.unwanted() => None,
                // Nobody waits for who is still at the door when it closes.
                _ = open.wait_for(|closing| *closing) => None,
            };
            if let Some(stream) = stream {
                converse(stream, caller, open, limits, gate, handle).await;
            }
        });
    }
    // Whoever is not let in any more may find somebody else listening here.
    drop((listener, open));
    // Without connections there is nobody to tell.
    let _ = closing.send(true);
    let _ = timeout(DRAIN, closing.closed()).await;
    Ok(())
}

/// Who is at the other end of a connection.
#[derive(Clone)]
struct Caller {
    address: IpAddr,
    place: Arc<Place>,
    /// Whether TLS ends here.
    secure: bool,
}

/// The requests of one connection, until it ends or has to make room.
async fn converse<S, G, H, F>(
    stream: S,
    caller: Caller,
    mut open: watch::Receiver<bool>,
    limits: Limits,
    gate: G,
    handle: H,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    G: Fn(Head<'_>) -> Option<Response> + Clone + Send + 'static,
    H: Fn(Request) -> F + Clone + Send + 'static,
    F: Future<Output = Result<Response, Cut>> + Send + 'static,
{
    let (place, secure) = (caller.place.clone(), caller.secure);
    let service = service_fn(move |request| {
        let (gate, handle, caller) = (gate.clone(), handle.clone(), caller.clone());
        caller.place.ask();
        async move {
            let answered = answer(limits, &caller, gate, handle, request);
            let answered = timeout(limits.request, answered).await;
            let mut response = hyper_response(answered.unwrap_or(Ok(Response::bare(503)))?);
            if caller.secure {
                response
                    .headers_mut()
                    .insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(SECURE));
            }
            Ok::<_, Cut>(response)
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.headers)
        .max_buf_size(limits.buffer_bytes)
        .half_close(false)
        .serve_connection(TokioIo::new(Own::new(stream, secure)), service);
    tokio::pin!(connection);
    // How a connection ended matters to nobody: its requests were answered or not.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = place.unwanted() => return,
        _ = open.wait_for(|closing| *closing) => {}
    }
    // Whoever has only just come may still say what they came for: from here on nobody else hears
    // it. The library would cut them.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = place.asked() => {}
        () = sleep(LAST_WORD) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

async fn answer<G, H, F>(
    limits: Limits,
    caller: &Caller,
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
    let (method, headers) = (&parts.method, &parts.headers);
    let head = Head { method, path: parts.uri.path(), query, headers, peer: caller.address };
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
    // Only now: whoever holds a body back is no more at work than one who says nothing.
    let _work = caller.place.at_work();
    let (path, query) = (head.path.to_owned(), head.query.to_owned());
    let content_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default().to_owned();
    let (method, headers) = (parts.method, parts.headers);
    handle(Request { method, path, query, content_type, headers, body }).await
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
    for (name, value) in response.headers {
        headers.insert(name, value);
    }
    if closing {
        // The rest of the body is not waited for.
        headers.insert(hyper::header::CONNECTION, HeaderValue::from_static("close"));
    }
    built
}
