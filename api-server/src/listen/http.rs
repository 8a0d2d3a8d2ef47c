//! One connection: its HTTP version, hyper's settings for it, and the path from a request to its response.

use std::convert::Infallible;
use std::future::{Future, pending, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};

use api_core::Body;
use api_core::context::Peer;
use api_core::routing::unanswered;
use http::request::Parts;
use http::{Request, Response};
use hyper::body::{Body as _, Incoming};
use hyper::service::service_fn;
use tokio::net::TcpStream;

use crate::bounds::{Bounds, IncomingBody, SMALL, Traffic, WriteDeadline};
use crate::events::{Asked, Free, Handover, Sending};
use crate::request_target::malformation;
use crate::respond::{Respond, counted, malformed};
use crate::response_body::ResponseBody;
use crate::shutdown::ShutdownSignal;
use crate::stream::{HyperStream, Rewound, Stream, Tls, Transport, Version, detect};
use crate::subscription::drive;
use crate::telemetry::Observed;
use crate::websocket::{Conversations, UpgradeKind};

/// The state shared by all connections of a listener.
pub(super) struct Connections<S> {
    pub(super) server: S,
    pub(super) bounds: Bounds,
    pub(super) shutdown: ShutdownSignal,
}

/// The state of one connection that its requests share.
struct Connection {
    conversations: Conversations,
    peer: Option<Peer>,
    traffic: Traffic,
    handover: Handover,
}

/// A stream with a time limit for writes.
type Limited = WriteDeadline<Stream>;

/// The future that serves a connection. Its type is erased, so that the task holds a pointer in place of all phases.
type Serving = Pin<Box<dyn Future<Output = io::Result<()>> + Send>>;

type Opened = (Arc<Connection>, Serving);

impl<S: Respond<IncomingBody>> Connections<S> {
    /// Serves one connection until either end closes it.
    ///
    /// Each phase is boxed separately, so that an idle connection only holds the memory of its current phase.
    pub(super) fn serve(
        self: Arc<Self>,
        stream: TcpStream,
        address: SocketAddr,
        tls: Option<Tls>,
    ) -> impl Future<Output = ()> + Send {
        let opening = Box::pin(self.open(stream, address, tls));
        async move {
            let Some((connection, serving)) = opening.await else { return };
            // Clients drop connections routinely: log at debug level.
            if let Err(error) = serving.await {
                tracing::debug!(%error, "a connection ended early");
            }
            // Over HTTP/1.1 a WebSocket only begins once hyper has released the connection.
            connection.conversations.ended().await;
        }
    }

    /// Establishes a connection, and returns its state and what serves it. `None` if there is nothing to serve.
    async fn open(self: Arc<Self>, stream: TcpStream, address: SocketAddr, tls: Option<Tls>) -> Option<Opened> {
        let conversations = Conversations::new(tls.is_some(), self.bounds.upgrades(), self.shutdown.clone());
        let established = self.establish(stream, tls).await;
        let (version, stream) = match established {
            Ok(established) => established?,
            Err(error) => {
                tracing::debug!(%error, "a connection ended before its first request");
                return None;
            }
        };
        let peer = Some(stream.inner().peer(address));
        let (traffic, handover) = (Traffic::default(), Handover::default());
        let state = Arc::new(Connection { conversations, peer, traffic, handover });
        let connection = state.clone();
        let serving: Serving = match version {
            #[cfg(feature = "http2")]
            Version::Http2 => Box::pin(async move { self.serve_http2(stream, &state).await }),
            _ => {
                let stream = self.bounds.writes(stream, state.traffic.clone());
                let free = Box::new(Free { stream, ahead: Vec::new() });
                Box::pin(async move { self.serve_http1(free, &state).await })
            }
        };
        Some((connection, serving))
    }

    /// Performs the TLS handshake, if any, and detects the HTTP version. Returns `None` if there is nothing to serve.
    async fn establish(&self, stream: TcpStream, tls: Option<Tls>) -> io::Result<Option<(Version, Stream)>> {
        let mut shutdown = self.shutdown.clone();
        let (transport, agreed) = match tls {
            None => (Transport::Plain(stream), None),
            Some(tls) => self.bounds.handshake(tls.accept(stream)).await??,
        };
        if agreed == Some(Version::Http1) {
            return Ok(Some((Version::Http1, Rewound::untouched(transport))));
        }
        // Also where ALPN agreed on HTTP/2: hyper waits for the preface without a time limit.
        let detected = tokio::select! {
            detected = self.bounds.first_bytes(detect(transport)) => detected??,
            () = shutdown.wait() => None,
        };
        match detected {
            Some((version, _)) if agreed.is_some_and(|agreed| agreed != version) => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the connection does not begin with the preface of HTTP/2",
            )),
            detected => Ok(detected),
        }
    }

    /// Serves requests, and between them subscriptions.
    ///
    /// Each of the two phases is boxed, as is what passes between them, so that the connection only holds the memory
    /// of the present one.
    async fn serve_http1(&self, mut free: Box<Free<Limited>>, state: &Connection) -> io::Result<()> {
        let mut ends = false;
        loop {
            let Some(left) = Box::pin(self.serve_requests(free, state, ends)).await? else { return Ok(()) };
            // A function, so that the boxes of what it takes are free while events are sent.
            let Some(sending) = send(left, state) else { return Ok(()) };
            let Some(left) = sending.await? else { return Ok(()) };
            free = Box::new(left);
            ends = self.shutdown.has_begun();
        }
    }

    /// Serves requests until the connection is over, or one is answered with a subscription. For the latter it returns
    /// the stream. `ends`: whether a shutdown has ended a subscription before. Then no other request is answered, also
    /// if it has arrived.
    async fn serve_requests(
        &self,
        free: Box<Free<Limited>>,
        state: &Connection,
        ends: bool,
    ) -> io::Result<Option<Box<Free<Limited>>>> {
        let Free { mut stream, ahead } = *free;
        stream.stream_mut().rewind(ahead.into());
        let traffic = &state.traffic;
        let mut deadline = self.bounds.heads(traffic.clone());
        let service = service_fn(|request| {
            traffic.begin_answer();
            self.answer(request, state)
        });
        let mut connection = self.bounds.http1().serve_connection(HyperStream::new(stream), service).with_upgrades();
        let mut poll = |task: &mut Context<'_>, ends: bool| {
            let mut connection = Pin::new(&mut connection);
            if ends {
                connection.as_mut().graceful_shutdown();
            }
            if let Poll::Ready(served) = connection.poll(task) {
                return Poll::Ready(served.map(|()| false).map_err(io::Error::other));
            }
            // hyper writes all that it has in each poll, so that nothing is left if the peer accepts bytes.
            if state.handover.is_waiting() && !traffic.is_stalled() {
                return Poll::Ready(Ok(true));
            }
            deadline.poll_passed(task).map(|()| Err(io::ErrorKind::TimedOut.into()))
        };
        let served =
            if ends { None } else { self.shutdown.clone().or_until(pin!(poll_fn(|task| poll(task, false)))).await };
        let served = match served {
            Some(served) => served,
            None => poll_fn(|task| poll(task, true)).await,
        };
        let parts = if served? { connection.into_parts() } else { None };
        // Copied, because hyper's buffer is large and normally empty.
        Ok(parts.map(|parts| Box::new(Free { stream: parts.io.into_inner(), ahead: parts.read_buf.to_vec() })))
    }

    #[cfg(feature = "http2")]
    async fn serve_http2(self: &Arc<Self>, stream: Stream, state: &Arc<Connection>) -> io::Result<()> {
        let shutdown = self.shutdown.clone();
        let traffic = &state.traffic;
        // Each stream may become a task, so it owns a handle to the shared state. The future is boxed, because hyper
        // keeps its space while the body is sent: 2 kB for each subscription.
        let service = service_fn(|request| {
            let (connections, state) = (self.clone(), state.clone());
            Box::pin(async move { connections.answer(request, &state).await })
        });
        let streams = self.bounds.streams(traffic.clone());
        let builder = self.bounds.http2(streams.clone());
        let stream = HyperStream::new(self.bounds.writes(stream, traffic.clone()));
        let mut connection = pin!(builder.serve_connection(stream, service));
        let mut young = streams.young();
        let serving = poll_fn(|task| streams.poll_connection(connection.as_mut(), &mut young, task));
        if let Some(served) = shutdown.or_until(pin!(serving)).await {
            return served;
        }
        connection.as_mut().graceful_shutdown();
        poll_fn(|task| streams.poll_connection(connection.as_mut(), &mut young, task)).await
    }

    async fn answer(
        &self,
        request: Request<Incoming>,
        state: &Connection,
    ) -> Result<Response<ResponseBody>, Infallible> {
        let (mut head, body) = request.into_parts();
        let is_safe = head.method.is_safe();
        let asked = Asked::of(&head, !body.is_end_stream());
        let observed = Observed::begin(&head.method);
        // The response stays where it is made until it is complete: it is large.
        let mut answer = None;
        if let Some(detail) = malformation(&head) {
            answer = Some(malformed(self.server.settings(), &head, state.peer.as_ref(), detail));
        } else {
            let body = self.bounds.body(&head, body);
            if UpgradeKind::is_likely(&head) {
                // Boxed to keep the futures of ordinary requests small.
                observed.run(Box::pin(self.answer_upgrade(&mut head, body, state, &mut answer)).as_mut()).await;
            } else {
                observed.run(pin!(self.server.respond(&mut head, body, state.peer.as_ref(), &mut answer))).await;
            }
        }
        let mut response = answer.unwrap_or_else(|| unanswered(self.server.settings()));
        observed.end(&response);
        let is_subscription = drive(&mut response, Some(&self.shutdown));
        if response.body().as_bytes().is_none_or(|bytes| bytes.len() > SMALL) {
            let is_free = is_subscription && response.body().as_bytes().is_none() && asked.permits(&response);
            let response = counted(response, is_safe, self.bounds.waiting(), &state.traffic, self.server.settings());
            if is_free {
                state.handover.put(response, &head.headers);
                // The connection is taken from hyper, which drops this future.
                return pending().await;
            }
            return Ok(response);
        }
        state.traffic.end_answer();
        Ok(response.map(ResponseBody::Whole))
    }

    /// Answers a request that asks to become a WebSocket.
    async fn answer_upgrade(
        &self,
        head: &mut Parts,
        body: IncomingBody,
        state: &Connection,
        answer: &mut Option<Response<Body>>,
    ) {
        let kind = UpgradeKind::of(head, &state.conversations);
        self.server.respond(head, body, state.peer.as_ref(), answer).await;
        let response = answer.get_or_insert_with(|| unanswered(self.server.settings()));
        if let Some(conversation) = kind.settle(response) {
            state.conversations.run(conversation);
        }
    }
}

/// Returns what sends the subscription that waits, if one does.
#[expect(clippy::boxed_local, reason = "the box is freed before the events are sent, and not after them")]
fn send(free: Box<Free<Limited>>, state: &Connection) -> Option<Pin<Box<Sending<Limited>>>> {
    let subscribed = state.handover.take()?;
    Some(Box::pin(Sending::new(*free, *subscribed)))
}
