//! Endpoints that run a handler of the test, and requests as a server passes them to routes.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;

use api_core::error::Answer;
use api_core::routing::{InProcess, Routes};
use api_core::websocket::handshake::{Continuation, Upgrade, UpgradeRequest};
use api_core::websocket::wire::Wire;
use api_core::websocket::{Connection, PendingConnection};
use api_core::{ApiError, Body, Failure, api};
use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body::Body as _;
use tower_service::Service as _;

use super::peer::{Peer, wire};

#[derive(Debug, ApiError)]
pub(crate) enum Oops {
    /// The name does not exist.
    #[error(status = 404)]
    Missing,
    /// The handler failed.
    #[error(status = 500)]
    Broken,
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(errors = Oops)]
pub(crate) trait Sockets {
    /// Opens a WebSocket without terms.
    #[websocket("/any/{name}")]
    async fn any(&self, name: String, pending: PendingConnection) -> Result<(), Oops>;
    /// Opens a WebSocket with terms.
    #[websocket("/strict", subprotocol = ["v2", "v1"], max_message = 100, max_frame = 50)]
    async fn strict(&self, pending: PendingConnection) -> Result<(), Oops>;
}

type Handler = Arc<dyn Fn(PendingConnection) -> Pin<Box<dyn Future<Output = Result<(), Oops>> + Send>> + Send + Sync>;

pub(crate) struct Handled(Handler);

impl Sockets for Handled {
    async fn any(&self, name: String, pending: PendingConnection) -> Result<(), Oops> {
        if name == "missing" { Err(Oops::Missing) } else { (self.0)(pending).await }
    }

    async fn strict(&self, pending: PendingConnection) -> Result<(), Oops> {
        (self.0)(pending).await
    }
}

/// Returns routes whose endpoints run a handler.
pub(crate) fn routes<F, R>(handler: F) -> impl Routes<Body> + api_core::Compose
where
    F: Fn(PendingConnection) -> R + Send + Sync + 'static,
    R: Future<Output = Result<(), Oops>> + Send + 'static,
{
    SocketsApi::serve(Handled(Arc::new(move |pending| Box::pin(handler(pending)))))
}

/// Echoes every message.
pub(crate) async fn echo(mut connection: Connection) {
    while let Ok(message) = connection.receive_data_message().await {
        if connection.send_data_message(message).await.is_err() {
            return;
        }
    }
}

pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) peer: Peer,
}

impl Answered {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("text"))
    }
}

/// Returns a valid opening request.
pub(crate) fn opening(uri: &str) -> http::request::Builder {
    Request::get(uri)
        .header("host", "test")
        .header("upgrade", "websocket")
        .header("connection", "Upgrade")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        .header("sec-websocket-version", "13")
}

/// Sends a request as a server does, and runs the conversation after the response.
pub(crate) async fn send(routes: impl Routes<Body>, request: http::request::Builder) -> Answered {
    let (end, peer) = wire();
    let (mut head, ()) = request.body(()).expect("a request").into_parts();
    match UpgradeRequest::of(&head, None) {
        UpgradeRequest::None => {}
        UpgradeRequest::Malformed(problem) => drop(head.extensions.insert(Upgrade::refused(problem))),
        _ => {
            let wire = async { Ok(Box::new(end) as Box<dyn Wire>) };
            head.extensions.insert(Upgrade::new(true, wire));
        }
    }
    let mut service = InProcess::new(routes);
    let response = service.call(Request::from_parts(head, Body::empty())).await.expect("infallible");
    let (mut head, body) = response.into_parts();
    let body = collect(body).await;
    if let Some(rest) = head.extensions.remove::<Continuation>().and_then(|rest| rest.take()) {
        tokio::spawn(rest);
    }
    Answered { status: head.status, headers: head.headers, body, peer }
}

async fn collect(body: Body) -> Bytes {
    let mut body = std::pin::pin!(body);
    let mut all = Vec::new();
    while let Some(frame) = poll_fn(|task| body.as_mut().poll_frame(task)).await {
        all.extend_from_slice(&frame.expect("a whole body").into_data().unwrap_or_default());
    }
    all.into()
}
