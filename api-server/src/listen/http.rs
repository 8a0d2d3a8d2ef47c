//! One connection: its HTTP version, hyper's settings for it, and the path from a request to its response.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use api_core::Body;
use api_core::context::Peer;
use http::{Method, Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
#[cfg(feature = "http2")]
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::TokioTimer;
use tokio::net::TcpStream;
use tokio::time::timeout;

#[cfg(feature = "http2")]
use super::stream_executor::StreamExecutor;
use crate::Limits;
use crate::drained_body::DrainedBody;
#[cfg(feature = "http2")]
use crate::flow_control::StreamLimit;
use crate::request_target::malformation;
use crate::respond::{Respond, malformed};
use crate::response_body::ResponseBody;
use crate::shutdown::ShutdownSignal;
#[cfg(feature = "http2")]
use crate::stream::Congestion;
use crate::stream::{HyperStream, Rewound, Stream, Tls, Transport, Version, WriteDeadline, detect};
use crate::subscription::drive;
use crate::telemetry::observe;
use crate::timed_body::TimedBody;
use crate::websocket::{Conversations, UpgradeKind};

/// Maximum buffer of hyper for reading ahead and for writing over HTTP/1.1, in bytes. hyper's default is 408 KiB.
const READ_AHEAD: usize = 64 * 1024;

/// The request body of a served connection.
pub type IncomingBody = TimedBody<DrainedBody<Incoming>>;

/// The state shared by all connections of a listener.
pub(super) struct Connections<S> {
    pub(super) server: S,
    pub(super) limits: Limits,
    pub(super) shutdown: ShutdownSignal,
}

/// The state of one connection that its requests share.
struct Connection {
    conversations: Conversations,
    peer: Option<Peer>,
}

impl<S: Respond<IncomingBody>> Connections<S> {
    /// Serves one connection until either end closes it.
    ///
    /// Each phase is boxed separately, so that an idle connection only holds the memory of its current phase.
    pub(super) async fn serve(self: Arc<Self>, stream: TcpStream, address: SocketAddr, tls: Option<Tls>) {
        let conversations = Conversations::new(tls.is_some(), self.limits.write_time, self.shutdown.clone());
        let established = Box::pin(self.establish(stream, tls)).await;
        let peer = established.as_ref().ok().and_then(Option::as_ref);
        let peer = peer.map(|(_, stream)| stream.inner().peer(address));
        let connection = Arc::new(Connection { conversations, peer });
        let served = match established {
            #[cfg(feature = "http2")]
            Ok(Some((Version::Http2, stream))) => Box::pin(self.serve_http2(stream, &connection)).await,
            Ok(Some((_, stream))) => Box::pin(self.serve_http1(stream, &connection)).await,
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        // Clients drop connections routinely: log at debug level.
        if let Err(error) = served {
            tracing::debug!(%error, "a connection ended early");
        }
        // Over HTTP/1.1 a WebSocket only begins once hyper has released the connection.
        connection.conversations.ended().await;
    }

    /// Performs the TLS handshake, if any, and detects the HTTP version. Returns `None` if there is nothing to serve.
    async fn establish(&self, stream: TcpStream, tls: Option<Tls>) -> io::Result<Option<(Version, Stream)>> {
        let mut shutdown = self.shutdown.clone();
        let (transport, agreed) = match tls {
            None => (Transport::Plain(stream), None),
            Some(tls) => within(self.limits.handshake_time, tls.accept(stream)).await??,
        };
        if agreed == Some(Version::Http1) {
            return Ok(Some((Version::Http1, Rewound::untouched(transport))));
        }
        // Also where ALPN agreed on HTTP/2: hyper waits for the preface without a time limit.
        let detected = tokio::select! {
            detected = within(self.limits.head_time, detect(transport)) => detected??,
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

    async fn serve_http1(&self, stream: Stream, state: &Connection) -> io::Result<()> {
        let head_size = usize::try_from(self.limits.head_size).unwrap_or(usize::MAX);
        let shutdown = self.shutdown.clone();
        let mut connection = pin!(
            http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(self.limits.head_time)
                .max_headers(self.limits.header_fields)
                .max_header_size(head_size)
                .max_buf_size(head_size.max(READ_AHEAD))
                .serve_connection(
                    HyperStream::new(self.timed_writes(stream)),
                    service_fn(|request| self.answer(request, state))
                )
                .with_upgrades()
        );
        if let Some(served) = shutdown.or_until(connection.as_mut()).await {
            return served.map_err(io::Error::other);
        }
        connection.as_mut().graceful_shutdown();
        connection.await.map_err(io::Error::other)
    }

    #[cfg(feature = "http2")]
    async fn serve_http2(self: &Arc<Self>, stream: Stream, state: &Arc<Connection>) -> io::Result<()> {
        let shutdown = self.shutdown.clone();
        let limits = &self.limits;
        let congestion = Congestion::default();
        let limit = StreamLimit::new(limits.write_time, congestion.clone());
        // Each stream may become a task, so it owns a handle to the shared state.
        let service = service_fn(|request| {
            let (connections, state) = (self.clone(), state.clone());
            async move { connections.answer(request, &state).await }
        });
        let mut builder = http2::Builder::new(StreamExecutor(limit));
        builder
            .timer(TokioTimer::new())
            .max_concurrent_streams(limits.streams)
            .max_pending_accept_reset_streams(limits.pending_resets)
            .max_header_list_size(limits.head_size)
            .keep_alive_interval(limits.ping_interval)
            .keep_alive_timeout(limits.ping_time)
            .max_send_buf_size(limits.send_buffer)
            .initial_stream_window_size(limits.receive_window)
            .initial_connection_window_size(limits.receive_window.saturating_mul(4));
        #[cfg(feature = "websocket")]
        builder.enable_connect_protocol();
        let mut connection =
            pin!(builder.serve_connection(HyperStream::new(self.timed_writes(stream).noting(congestion)), service));
        if let Some(served) = shutdown.or_until(connection.as_mut()).await {
            return served.map_err(io::Error::other);
        }
        connection.as_mut().graceful_shutdown();
        connection.await.map_err(io::Error::other)
    }

    fn timed_writes(&self, stream: Stream) -> WriteDeadline<Stream> {
        WriteDeadline::new(stream, self.limits.write_time)
    }

    async fn answer(
        &self,
        request: Request<Incoming>,
        state: &Connection,
    ) -> Result<Response<ResponseBody>, Infallible> {
        let method = request.method().clone();
        // Two of the three are boxed to keep the futures of ordinary requests small.
        let mut response = if let Some(detail) = malformation(&request) {
            Box::pin(self.refuse(method, request, state, detail)).await
        } else if UpgradeKind::is_likely(&request) {
            let request = self.timed(request);
            Box::pin(self.answer_upgrade(method, request, state)).await
        } else {
            let request = self.timed(request);
            observe(method, pin!(self.server.respond(request, state.peer.as_ref()))).await
        };
        drive(&mut response, Some(&self.shutdown));
        Ok(response.map(ResponseBody::Whole))
    }

    fn timed(&self, request: Request<Incoming>) -> Request<IncomingBody> {
        DrainedBody::of(request).map(|body| TimedBody::new(body, &self.limits))
    }

    /// Answers a request whose target or `Host` is malformed.
    async fn refuse(
        &self,
        method: Method,
        request: Request<Incoming>,
        state: &Connection,
        detail: &'static str,
    ) -> Response<Body> {
        let response = malformed(self.server.settings(), request, state.peer.as_ref(), detail);
        observe(method, pin!(std::future::ready(response))).await
    }

    /// Answers a request that asks to become a WebSocket.
    async fn answer_upgrade(
        &self,
        method: Method,
        mut request: Request<IncomingBody>,
        state: &Connection,
    ) -> Response<Body> {
        let kind = UpgradeKind::of(&mut request, &state.conversations);
        let settled = pin!(async {
            let mut response = self.server.respond(request, state.peer.as_ref()).await;
            if let Some(conversation) = kind.settle(&mut response) {
                state.conversations.run(conversation);
            }
            response
        });
        observe(method, settled).await
    }
}

async fn within<F: Future>(time: Duration, future: F) -> io::Result<F::Output> {
    timeout(time, future).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))
}
