//! One connection: its HTTP version, hyper's settings for it, and the way from a request to its answer without a box.

use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Tls;
use super::stream_executor::StreamExecutor;
use super::version::{Rewound, Version, detect};
use super::write_deadline::WriteDeadline;
use crate::Limits;
use crate::response_body::ResponseBody;
use crate::service::Respond;
use crate::shutdown::ShutdownSignal;
use crate::telemetry::observe;
use crate::timed_body::TimedBody;

/// The body of a request from a connection.
pub type IncomingBody = TimedBody<Incoming>;

/// What every connection of a listener shares.
pub(super) struct Connections<S> {
    pub(super) server: S,
    pub(super) limits: Limits,
    pub(super) shutdown: ShutdownSignal,
}

impl<S: Respond<IncomingBody>> Connections<S> {
    /// Serves one connection until it is closed, by whichever end.
    pub(super) async fn serve(self: Arc<Self>, stream: TcpStream, tls: Option<Tls>) {
        let served = match tls {
            Some(tls) => self.serve_tls(stream, &tls).await,
            None => self.serve_detected(stream).await,
        };
        // Peers break connections off all the time; that is theirs to do and nobody's to be told about.
        if let Err(error) = served {
            tracing::debug!(%error, "a connection ended early");
        }
    }

    async fn serve_tls(self: Arc<Self>, stream: TcpStream, tls: &Tls) -> io::Result<()> {
        let handshake = tls.acceptor().accept(stream);
        let stream = within(self.limits.handshake_time, handshake).await??;
        match stream.get_ref().1.alpn_protocol() {
            Some(b"h2") => self.serve_http2(Rewound::untouched(stream)).await,
            Some(b"http/1.1") => self.serve_http1(Rewound::untouched(stream)).await,
            _ => self.serve_detected(stream).await,
        }
    }

    async fn serve_detected<I>(self: Arc<Self>, stream: I) -> io::Result<()>
    where
        I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let mut shutdown = self.shutdown.clone();
        let detected = tokio::select! {
            detected = within(self.limits.head_time, detect(stream)) => detected??,
            () = shutdown.wait() => None,
        };
        match detected {
            Some((Version::Http1, stream)) => self.serve_http1(stream).await,
            Some((Version::Http2, stream)) => self.serve_http2(stream).await,
            None => Ok(()),
        }
    }

    async fn serve_http1<I>(self: Arc<Self>, stream: Rewound<I>) -> io::Result<()>
    where
        I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let mut shutdown = self.shutdown.clone();
        let service = service_fn(|request| self.answer(request));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.head_time)
            .max_headers(self.limits.header_fields)
            .max_buf_size(read_buffer(self.limits.head_size))
            .serve_connection(TokioIo::new(WriteDeadline::new(stream, self.limits.write_time)), service)
            .with_upgrades();
        let mut connection = pin!(connection);
        tokio::select! {
            served = connection.as_mut() => return served.map_err(io::Error::other),
            () = shutdown.wait() => connection.as_mut().graceful_shutdown(),
        }
        connection.await.map_err(io::Error::other)
    }

    async fn serve_http2<I>(self: Arc<Self>, stream: Rewound<I>) -> io::Result<()>
    where
        I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let mut shutdown = self.shutdown.clone();
        let limits = self.limits;
        let service = service_fn(move |request| {
            let connections = self.clone();
            async move { connections.answer(request).await }
        });
        let connection = http2::Builder::new(StreamExecutor)
            .timer(TokioTimer::new())
            .max_concurrent_streams(limits.streams)
            .max_pending_accept_reset_streams(limits.pending_resets)
            .max_header_list_size(limits.head_size)
            .keep_alive_interval(limits.ping_interval)
            .keep_alive_timeout(limits.ping_time)
            .max_send_buf_size(limits.send_buffer)
            .initial_stream_window_size(limits.receive_window)
            .initial_connection_window_size(limits.receive_window.saturating_mul(4))
            .serve_connection(TokioIo::new(WriteDeadline::new(stream, limits.write_time)), service);
        let mut connection = pin!(connection);
        tokio::select! {
            served = connection.as_mut() => return served.map_err(io::Error::other),
            () = shutdown.wait() => connection.as_mut().graceful_shutdown(),
        }
        connection.await.map_err(io::Error::other)
    }

    async fn answer(&self, request: Request<Incoming>) -> Result<Response<ResponseBody>, Infallible> {
        let method = request.method().clone();
        let request = request.map(|body| TimedBody::new(body, &self.limits));
        let response = observe(method, self.server.respond(request)).await;
        Ok(response.map(|body| ResponseBody::new(body, &self.shutdown)))
    }
}

/// hyper's buffer bounds a head and is at least 8 KiB; of a body it bounds what is read ahead only.
fn read_buffer(head_size: u32) -> usize {
    usize::try_from(head_size).unwrap_or(usize::MAX).max(8 * 1024)
}

async fn within<F: Future>(time: Duration, future: F) -> io::Result<F::Output> {
    timeout(time, future).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))
}
