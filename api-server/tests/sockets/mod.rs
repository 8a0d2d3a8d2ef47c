//! A server with a stand-in for a WebSocket endpoint: it echoes bytes, and says `bye` when the server shuts down.

#![allow(dead_code, unreachable_pub, reason = "each test program uses a part of this")]

use std::future::poll_fn;
use std::io;
use std::sync::Arc;

use api_core::context::{BodySlot, Context, RequestBody};
use api_core::description::Description;
use api_core::routing::{Routed, Routes};
use api_core::websocket::{Continuation, Conversation, HandshakeProblem, Prepared, Upgrade, Wire};
use api_core::{Body, BoxError};
use api_server::{Limits, Listener, Respond};
use bytes::BytesMut;
use http::header::SEC_WEBSOCKET_VERSION;
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use tokio::sync::{Notify, mpsc};

use crate::served::{Running, bind, start_with};

/// A good handshake for a path, to be continued with an empty line.
pub fn handshake(path: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    )
}

/// Paths below `/socket` become a WebSocket; everything else is the inner server's.
pub struct Sockets<S> {
    inner: S,
    ends: mpsc::UnboundedSender<Result<(), String>>,
}

impl<B: RequestBody, S: Respond<B>> Respond<B> for Sockets<S> {
    async fn respond(&self, request: Request<B>) -> Response<Body> {
        if request.method() != Method::GET || !request.uri().path().starts_with("/socket") {
            return self.inner.respond(request).await;
        }
        answer(&request.into_parts().0, self.ends.clone())
    }
}

/// The same as routes.
pub struct SocketRoutes(pub mpsc::UnboundedSender<Result<(), String>>);

impl<B: RequestBody> Routes<B> for SocketRoutes {
    async fn route(&self, context: &mut Context<'_>, _: &mut BodySlot<B>) -> Routed {
        Routed::Response(answer(context.head(), self.0.clone()))
    }

    fn reaches(&self, _: &mut Context<'_>) -> bool {
        true
    }

    fn describe(&self, _: &str, _: &mut Vec<(String, &'static Description)>) {}
}

/// Upgrades a request, or says why not. How the conversation ended is told to the test.
pub fn answer(request: &Parts, ends: mpsc::UnboundedSender<Result<(), String>>) -> Response<Body> {
    let version = request.version;
    let mut response = Response::new(Body::empty());
    match request.extensions.get::<Upgrade>().and_then(Upgrade::take) {
        None => *response.status_mut() = StatusCode::UPGRADE_REQUIRED,
        Some(Err(problem)) => {
            *response.status_mut() = problem.status(version);
            if problem == HandshakeProblem::Version {
                response.headers_mut().insert(SEC_WEBSOCKET_VERSION, HandshakeProblem::VERSION);
            }
        }
        Some(Ok(prepared)) => {
            *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
            let path = request.uri.path().to_owned();
            let closing = Arc::new(Notify::new());
            let closed = closing.clone();
            let running = async move {
                let ended = converse(&path, prepared, &closed).await;
                // A test may have seen enough.
                let _ = ends.send(ended.map_err(|error| error.to_string()));
            };
            let conversation = Conversation::new(running, move || closing.notify_one());
            response.extensions_mut().insert(Continuation::new(conversation));
        }
    }
    response
}

async fn converse(path: &str, prepared: Prepared, closing: &Notify) -> Result<(), BoxError> {
    let secure = prepared.secure;
    let mut wire = prepared.wire.await?;
    match path {
        "/socket/panic" => panic!("the secret is 43"),
        "/socket/flood" => loop {
            write(&mut *wire, &vec![0; 65_536]).await?;
        },
        "/socket/deaf" => std::future::pending().await,
        "/socket/secure" => write(&mut *wire, if secure { b"secure" } else { b"plain!" }).await?,
        "/socket/task" => {
            let (done, ran) = tokio::sync::oneshot::channel::<()>();
            let mut done = Some(done);
            let task = Box::pin(async move {
                done.take();
                std::future::pending::<()>().await;
            });
            assert!(wire.spawn(task).is_ok());
            assert!(ran.await.is_err());
        }
        _ => {}
    }
    let mut got = BytesMut::new();
    loop {
        got.clear();
        let read = poll_fn(|task| wire.poll_read(task, &mut got));
        tokio::select! {
            read = read => if read? == 0 { break },
            () = closing.notified() => {
                write(&mut *wire, b"bye").await?;
                break;
            }
        }
        write(&mut *wire, &got).await?;
    }
    Ok(poll_fn(|task| wire.poll_shutdown(task)).await?)
}

async fn write(wire: &mut dyn Wire, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = poll_fn(|task| wire.poll_write(task, bytes)).await?;
        bytes = bytes.get(written..).unwrap_or_default();
    }
    poll_fn(|task| wire.poll_flush(task)).await
}

/// A server with these paths, and the ends of its conversations.
pub async fn start_sockets(limits: Limits) -> (Running, mpsc::UnboundedReceiver<Result<(), String>>) {
    start_sockets_on(bind().await, limits)
}

pub fn start_sockets_on(listener: Listener, limits: Limits) -> (Running, mpsc::UnboundedReceiver<Result<(), String>>) {
    let (ends, ended) = mpsc::unbounded_channel();
    let running = start_with::<Sockets<_>>(listener, limits, |inner| Sockets { inner, ends });
    (running, ended)
}
