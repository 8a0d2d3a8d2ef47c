//! The deadlines and byte budgets of one connection, for every state that it can be in. Nothing else sets them.
//!
//! | state | silent or slow | does not read | bytes held |
//! |---|---|---|---|
//! | TLS handshake | [`handshake`](Bounds::handshake) | same | rustls's record |
//! | first bytes, preface of HTTP/2 | [`first_bytes`](Bounds::first_bytes) | nothing is sent | 24 bytes |
//! | head of a request, idle between two of them, over HTTP/1.1 | [`heads`](Bounds::heads) | same | head and read-ahead |
//! | head, idle, over HTTP/2 | [`http2`](Bounds::http2): pings | the connection's [`WriteDeadline`] | head, window, resets |
//! | body of a request | [`body`](Bounds::body): [`TimedBody`] | | the window; the body limit of routing |
//! | rest of a body after its response | [`DrainedBody`] | | 64 KiB, discarded |
//! | whole response | | as a stream of its version | of more than 64 KiB: [`waiting`](Bounds::waiting), over all connections |
//! | response or stream of events over HTTP/1.1 | may be silent | the connection's [`WriteDeadline`] | 24 KiB of events, and one chunk, counted as a whole response is |
//! | response or stream of events over HTTP/2 | may be silent | [`streams`](Bounds::streams) | the send buffer |
//! | WebSocket over HTTP/1.1 | pings of its options | the connection's [`WriteDeadline`] | its message limits |
//! | WebSocket over HTTP/2 | pings of its options | [`upgrades`](Bounds::upgrades) | its message limits |
//! | shutdown | the listener's drain time | same | |
//!
//! `tests/it/silence.rs` walks these states.

mod drained_body;
mod head_deadline;
#[cfg(feature = "http2")]
mod stream_deadline;
#[cfg(feature = "http2")]
mod stream_executor;
mod timed_body;
mod traffic;
#[cfg(all(feature = "websocket", feature = "http2"))]
mod upgraded_stream;
#[cfg(all(feature = "websocket", not(feature = "http2")))]
#[path = "without_streams.rs"]
mod upgraded_stream;
mod waiting_bytes;
mod write_deadline;

use std::future::Future;
use std::io;
use std::time::Duration;

use http::request::Parts;
use hyper::body::Incoming;
use hyper::server::conn::http1;
#[cfg(feature = "http2")]
use hyper::server::conn::http2;
#[cfg(feature = "http2")]
use hyper_util::rt::TokioTimer;
use tokio::time::timeout;

pub use self::drained_body::DrainedBody;
pub(crate) use self::head_deadline::HeadDeadline;
#[cfg(feature = "http2")]
pub(crate) use self::stream_deadline::{BodyPoll, PIECE, is_limited, report};
#[cfg(feature = "http2")]
pub(crate) use self::stream_executor::StreamExecutor;
pub use self::timed_body::TimedBody;
pub(crate) use self::traffic::{Answering, Traffic};
#[cfg(feature = "websocket")]
pub(crate) use self::upgraded_stream::UpgradeLimit;
pub(crate) use self::waiting_bytes::{SMALL, WaitingBytes};
pub(crate) use self::write_deadline::WriteDeadline;
use crate::Limits;

/// The request body of a served connection.
pub type IncomingBody = TimedBody<DrainedBody<Incoming>>;

/// Maximum buffer of hyper for reading ahead and for writing over HTTP/1.1, in bytes. hyper's default is 408 KiB.
const READ_AHEAD: usize = 64 * 1024;

/// The maximum number of header fields that hyper has if none is set.
const HEADER_FIELDS_OF_HYPER: usize = 100;

/// Applies the limits of a listener to its connections.
#[derive(Debug, Clone)]
pub(crate) struct Bounds {
    limits: Limits,
    waiting: WaitingBytes,
}

impl Bounds {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, waiting: WaitingBytes::new(limits.waiting_bytes) }
    }

    /// Limits the time of a TLS handshake.
    pub(crate) async fn handshake<F: Future>(&self, handshake: F) -> io::Result<F::Output> {
        within(self.limits.handshake_time, handshake).await
    }

    /// Limits the time until the version of HTTP is known.
    pub(crate) async fn first_bytes<F: Future>(&self, detection: F) -> io::Result<F::Output> {
        within(self.limits.head_time, detection).await
    }

    /// Limits the time for which the peer may accept no bytes of its connection.
    pub(crate) fn writes<S>(&self, stream: S, traffic: Traffic) -> WriteDeadline<S> {
        WriteDeadline::new(stream, self.limits.write_time, traffic)
    }

    /// Limits the time of each head over HTTP/1.1.
    pub(crate) fn heads(&self, traffic: Traffic) -> HeadDeadline {
        HeadDeadline::new(self.limits.head_time, traffic)
    }

    /// Returns hyper's settings for HTTP/1.1. They have no time limit: [`heads`](Self::heads) has.
    pub(crate) fn http1(&self) -> http1::Builder {
        let head_size = usize::try_from(self.limits.head_size).unwrap_or(usize::MAX);
        let mut builder = http1::Builder::new();
        builder.header_read_timeout(None).max_header_size(head_size).max_buf_size(head_size.max(READ_AHEAD));
        // A limit that is set makes hyper collect the fields of each request in buffers of its own.
        if self.limits.header_fields != HEADER_FIELDS_OF_HYPER {
            builder.max_headers(self.limits.header_fields);
        }
        builder
    }

    /// Returns hyper's settings for HTTP/2.
    #[cfg(feature = "http2")]
    pub(crate) fn http2(&self, streams: StreamExecutor) -> http2::Builder<StreamExecutor> {
        let limits = &self.limits;
        let mut builder = http2::Builder::new(streams);
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
        builder
    }

    /// Limits the time for which the peer may keep the window of a stream of HTTP/2 shut.
    #[cfg(feature = "http2")]
    pub(crate) fn streams(&self, traffic: Traffic) -> StreamExecutor {
        StreamExecutor::new(self.limits.write_time, traffic)
    }

    /// Limits the time of a request's body, and what is read of it after the response.
    pub(crate) fn body(&self, head: &Parts, body: Incoming) -> IncomingBody {
        TimedBody::new(DrainedBody::of(head, body), &self.limits)
    }

    /// Counts the bytes of large responses and events.
    pub(crate) fn waiting(&self) -> &WaitingBytes {
        &self.waiting
    }

    /// Returns the bounds of WebSockets.
    pub(crate) fn upgrades(&self) -> UpgradeBounds {
        UpgradeBounds { write_time: self.limits.write_time }
    }
}

/// The bounds of the WebSockets of one connection.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "websocket"), expect(dead_code, reason = "without WebSockets nothing is upgraded"))]
pub(crate) struct UpgradeBounds {
    write_time: Duration,
}

#[cfg(feature = "websocket")]
impl UpgradeBounds {
    /// Limits the time of writes to a WebSocket on a stream of HTTP/2. Returns `None` for a request over HTTP/1.1,
    /// whose connection has a deadline.
    pub(crate) fn stream(&self) -> Option<UpgradeLimit> {
        UpgradeLimit::of_stream(self.write_time)
    }
}

async fn within<F: Future>(time: Duration, future: F) -> io::Result<F::Output> {
    timeout(time, future).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))
}
