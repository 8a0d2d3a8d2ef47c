//! A simulated network with injected faults: cut streams, refused connections, delays and a change of servers.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use api_client::BoxFuture;
use api_core::error::FailureKind;
use api_core::{Body, BoxError, Failure, Transport};
use bytes::Bytes;
use http::{Request, Response};
use http_body::Frame;
use tokio::sync::watch;

/// The fault of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Nothing,
    Refused,
    /// The request arrives after this time.
    Delayed(Duration),
    /// The response body breaks after this number of frames.
    CutAfterFrames(usize),
    /// The response body breaks after this number of bytes.
    CutAfterBytes(usize),
}

type Server = dyn Fn(Request<Body>) -> BoxFuture<'static, Result<Response<Body>, Failure>> + Send + Sync;

#[derive(Clone)]
pub(crate) struct Network(Arc<State>);

struct State {
    server: Mutex<Arc<Server>>,
    faults: Mutex<VecDeque<Fault>>,
    always: Mutex<Fault>,
    requests: Mutex<Vec<Sent>>,
    /// The number of calls of `break_streams`.
    losses: watch::Sender<usize>,
}

/// A request that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) last_event: Option<String>,
    pub(crate) token: Option<String>,
}

impl Sent {
    fn of(request: &Request<Body>) -> Self {
        let field = |name| request.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        Self { method: request.method().to_string(), last_event: field("last-event-id"), token: field("authorization") }
    }
}

impl Network {
    /// Creates a network without faults.
    pub(crate) fn to(server: impl Transport) -> Self {
        Self(Arc::new(State {
            server: Mutex::new(boxed(server)),
            faults: Mutex::default(),
            always: Mutex::new(Fault::Nothing),
            requests: Mutex::default(),
            losses: watch::Sender::new(0),
        }))
    }

    /// Sets the faults of the next requests, one each.
    pub(crate) fn next(&self, faults: impl IntoIterator<Item = Fault>) {
        self.0.faults.lock().unwrap().extend(faults);
    }

    /// Sets the fault of every request that `next` does not cover.
    pub(crate) fn always(&self, fault: Fault) {
        *self.0.always.lock().unwrap() = fault;
    }

    /// Breaks all response bodies that are being read.
    pub(crate) fn break_streams(&self) {
        self.0.losses.send_modify(|losses| *losses += 1);
    }

    /// Sends all later requests to another server.
    pub(crate) fn switch_to(&self, server: impl Transport) {
        *self.0.server.lock().unwrap() = boxed(server);
    }

    /// Returns the requests that arrived.
    pub(crate) fn requests(&self) -> Vec<Sent> {
        self.0.requests.lock().unwrap().clone()
    }
}

impl Transport for Network {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        let fault = self.0.faults.lock().unwrap().pop_front().unwrap_or(*self.0.always.lock().unwrap());
        let (frames, bytes) = match fault {
            Fault::Nothing => (usize::MAX, usize::MAX),
            Fault::Refused => return Err(Failure::new(FailureKind::Transport, "the connection was refused")),
            Fault::Delayed(delay) => {
                tokio::time::sleep(delay).await;
                (usize::MAX, usize::MAX)
            }
            Fault::CutAfterFrames(frames) => (frames, usize::MAX),
            Fault::CutAfterBytes(bytes) => (usize::MAX, bytes),
        };
        self.0.requests.lock().unwrap().push(Sent::of(&request));
        let mut losses = self.0.losses.subscribe();
        let server = self.0.server.lock().unwrap().clone();
        let response = server(request).await?;
        let lost = Box::pin(async move { losses.changed().await.unwrap_or_default() });
        Ok(response.map(|body| Body::stream(Wire { body, frames, bytes, lost })))
    }
}

fn boxed(server: impl Transport) -> Arc<Server> {
    Arc::new(move |request| {
        let server = server.clone();
        Box::pin(async move { server.send(request).await })
    })
}

/// A response body with its fault.
struct Wire {
    body: Body,
    frames: usize,
    bytes: usize,
    lost: BoxFuture<'static, ()>,
}

impl http_body::Body for Wire {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.frames == 0 || self.bytes == 0 || self.lost.as_mut().poll(task).is_ready() {
            // Later polls fail too.
            self.frames = 0;
            return Poll::Ready(Some(Err("connection lost".into())));
        }
        let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(task) else { return Poll::Pending };
        let Some(frame) = frame else { return Poll::Ready(None) };
        let mut data = frame?.into_data().unwrap_or_default();
        data.truncate(self.bytes);
        self.frames -= 1;
        self.bytes -= data.len();
        Poll::Ready(Some(Ok(Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }
}
