//! A carrier without HTTP: runs a handler with the head of a request, and its connection over the test's wire.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use api_websocket::handshake::{Conversation, Decision, PreparedWire, Rest, Terms, UpgradeRequest};
use api_websocket::wire::Wire;
use api_websocket::{CloseCode, CloseFrame, Connection, ConnectionOptions, PendingConnection, SizeLimit};
use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode, request};

use crate::peer::{Peer, wire};

/// The error of a handler.
#[derive(Debug)]
pub(crate) struct Broken;

type Running = Pin<Box<dyn Future<Output = Result<(), Broken>> + Send>>;

/// A handler, and the options of its service.
pub(crate) struct Service {
    handler: Arc<dyn Fn(PendingConnection) -> Running + Send + Sync>,
    options: ConnectionOptions,
}

/// Creates a service of a handler. Its path `/strict` has terms, all others have none.
pub(crate) fn service<F, R>(handler: F) -> Service
where
    F: Fn(PendingConnection) -> R + Send + Sync + 'static,
    R: Future<Output = Result<(), Broken>> + Send + 'static,
{
    Service { handler: Arc::new(move |pending| Box::pin(handler(pending))), options: ConnectionOptions::default() }
}

impl Service {
    pub(crate) fn with(mut self, options: ConnectionOptions) -> Self {
        self.options = options;
        self
    }

    fn terms(path: &str) -> Terms {
        if path != "/strict" {
            return Terms::default();
        }
        Terms {
            subprotocols: vec!["v2".to_owned(), "v1".to_owned()],
            max_message: Some(SizeLimit::at_most(100)),
            max_frame: Some(SizeLimit::at_most(50)),
        }
    }
}

/// Sends back every message.
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
    pub(crate) extensions: http::Extensions,
    pub(crate) peer: Peer,
}

impl Answered {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("text"))
    }
}

/// A valid request.
pub(crate) fn opening(uri: &str) -> request::Builder {
    Request::get(uri)
        .header("host", "test")
        .header("upgrade", "websocket")
        .header("connection", "Upgrade")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        .header("sec-websocket-version", "13")
}

/// Runs a service for a request as a carrier does, and its conversation in a task.
pub(crate) async fn ask(service: Service, request: request::Builder) -> Answered {
    let (answered, rest) = decide(service, request).await;
    if let Some(rest) = rest {
        tokio::spawn(rest);
    }
    answered
}

/// Returns a conversation that was not polled yet, and the other end of its wire.
pub(crate) async fn converse(service: Service) -> (Peer, Conversation) {
    let (answered, rest) = decide(service, opening("/any/x")).await;
    (answered.peer, rest.expect("a conversation"))
}

async fn decide(service: Service, request: request::Builder) -> (Answered, Option<Conversation>) {
    let (end, peer) = wire();
    let wire: PreparedWire = Box::pin(async { Ok(Box::new(end) as Box<dyn Wire>) });
    let (head, ()) = request.body(()).expect("a request").into_parts();
    assert!(matches!(UpgradeRequest::of(&head, None), UpgradeRequest::Http1 { .. }));
    let terms = Service::terms(head.uri.path());
    let (pending, undecided) = PendingConnection::new(head);
    let pending = pending.secure(true).defaults(service.options).terms(terms);
    let answer = |status: StatusCode, headers: HeaderMap, body: Bytes, extensions| Answered {
        status,
        headers,
        body,
        extensions,
        peer,
    };
    match undecided.decide(Box::pin((service.handler)(pending))).await {
        Decision::Accepted(acceptance, rest) => {
            let headers = acceptance.headers().clone();
            let answered = answer(StatusCode::SWITCHING_PROTOCOLS, headers, Bytes::new(), http::Extensions::default());
            (answered, Some(acceptance.into_conversation(rest.closing_with(|returned| close(&returned)), wire)))
        }
        Decision::Rejected(response, rest) => {
            drop(wire);
            let (head, body) = response.into_parts();
            (answer(head.status, head.headers, body, head.extensions), after(rest))
        }
        Decision::Unanswered(rest) => {
            drop(wire);
            let extensions = http::Extensions::default();
            (answer(StatusCode::INTERNAL_SERVER_ERROR, HeaderMap::new(), Bytes::new(), extensions), after(rest))
        }
        Decision::Fulfilled(_) => panic!("it is not a local opening"),
    }
}

fn after(rest: Rest<Running>) -> Option<Conversation> {
    matches!(rest, Rest::Running(_))
        .then(|| Conversation::after_rejection(rest.closing_with(|returned| close(&returned))))
}

fn close(returned: &Result<(), Broken>) -> CloseFrame {
    CloseFrame::code_only(if returned.is_ok() { CloseCode::NORMAL } else { CloseCode::INTERNAL_ERROR })
}
