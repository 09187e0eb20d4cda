//! The instruments, read by Prometheus from an address of their own.

use super::{Head, Limits, Request, Response, Watch, serve};
use crate::{app::App, domain::network::Networks, metrics::CONTENT_TYPE};
use hyper::Method;
use std::{io, time::Duration};
use tokio::net::TcpListener;

/// Somebody who reads the instruments a few times a minute.
const LIMITS: Limits = Limits {
    connections: 16,
    of_address: 8,
    headers: Duration::from_secs(5),
    body: Duration::from_secs(1),
    request: Duration::from_secs(5),
    body_bytes: 0,
    buffer_bytes: 16 * 1024,
};

/// Serves `/metrics` until `stop`, to these networks only.
pub async fn serve_metrics(
    listener: TcpListener,
    networks: Networks,
    watch: Watch,
    app: App,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let gate = move |head: Head<'_>| {
        let known = head.path == "/metrics" && head.method == Method::GET;
        (!known || !networks.hold(head.peer)).then(|| Response::bare(404))
    };
    let handle = move |_: Request| {
        let (app, watch) = (app.clone(), watch.clone());
        async move {
            let now_ms = (watch.clock)();
            let text = watch.metrics.render(app.queues().await.ok(), now_ms);
            Ok(Response { content_type: CONTENT_TYPE, ..Response::json(200, text.into_bytes()) })
        }
    };
    serve(listener, LIMITS, None, gate, handle, stop).await
}
