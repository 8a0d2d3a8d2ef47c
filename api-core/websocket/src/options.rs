//! What one end of a connection allows, expects and does by itself.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{CloseCode, PermessageDeflate, SizeLimit};

/// Called with the payload of each pong.
pub type OnPong = Arc<dyn Fn(&[u8]) + Send + Sync>;

/// Options of a connection, with a finite default for everything that a peer can make grow.
///
/// ```
/// use std::time::Duration;
/// use api_websocket::{ConnectionOptions, PingPolicy, SizeLimit};
///
/// let options = ConnectionOptions::default()
///     .max_message(SizeLimit::at_most(64 * 1024))
///     .ping(PingPolicy::every(Duration::from_secs(15)))
///     .idle_timeout(Duration::from_secs(300));
/// # let _ = options;
/// ```
#[derive(Clone)]
pub struct ConnectionOptions {
    /// Limits that nobody spoke of are none here, so that they do not take part where the smallest is looked for.
    pub(super) frame: Option<SizeLimit>,
    pub(super) message: Option<SizeLimit>,
    pub(crate) utf8: Utf8Mode,
    pub(crate) deflate: Option<PermessageDeflate>,
    pub(crate) ping: Option<PingPolicy>,
    pub(crate) on_pong: Option<OnPong>,
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) message_timeout: Option<Duration>,
    pub(crate) write_timeout: Option<Duration>,
    pub(crate) close_timeout: Duration,
    pub(crate) fragment: Option<usize>,
    pub(crate) write_buffer: usize,
}

impl ConnectionOptions {
    /// The biggest frame, by what its header announces; 16 MiB by default, or as much as a message may have. Above it: close 1009.
    #[must_use]
    pub fn max_frame(mut self, limit: SizeLimit) -> Self {
        self.frame = Some(limit);
        self
    }

    /// The biggest message, as it comes and once inflated; 16 MiB by default. Above it: close 1009.
    #[must_use]
    pub fn max_message(mut self, limit: SizeLimit) -> Self {
        self.message = Some(limit);
        self
    }

    /// What is done about text that is not UTF-8; strict by default.
    #[must_use]
    pub fn utf8(mut self, mode: Utf8Mode) -> Self {
        self.utf8 = mode;
        self
    }

    /// Compresses messages, if the peer wants that too; off by default.
    #[must_use]
    pub fn deflate(mut self, deflate: PermessageDeflate) -> Self {
        self.deflate = Some(deflate);
        self
    }

    /// Pings the peer; off by default.
    #[must_use]
    pub fn ping(mut self, policy: PingPolicy) -> Self {
        self.ping = (!policy.interval.is_zero()).then_some(policy);
        self
    }

    /// Called with the payload of each pong that comes, asked for or not.
    #[must_use]
    pub fn on_pong(mut self, action: impl Fn(&[u8]) + Send + Sync + 'static) -> Self {
        self.on_pong = Some(Arc::new(action));
        self
    }

    /// Closes with 1001 if nothing at all comes for this long; off by default, and zero is off.
    #[must_use]
    pub fn idle_timeout(mut self, time: Duration) -> Self {
        self.idle_timeout = some(time);
        self
    }

    /// How long a peer may take from the first byte of a message to its last; 60 seconds by default, and zero is for ever.
    #[must_use]
    pub fn message_timeout(mut self, time: Duration) -> Self {
        self.message_timeout = some(time);
        self
    }

    /// How long a peer may take nothing of what waits to be sent; 60 seconds by default, and zero is for ever.
    #[must_use]
    pub fn write_timeout(mut self, time: Duration) -> Self {
        self.write_timeout = some(time);
        self
    }

    /// How long to wait for the peer's part of the closing handshake and of the transport's end; 5 seconds by default.
    #[must_use]
    pub fn close_timeout(mut self, time: Duration) -> Self {
        self.close_timeout = time;
        self
    }

    /// Cuts outgoing messages into frames of at most this many bytes; one frame a message by default, and zero is that too.
    #[must_use]
    pub fn fragment(mut self, bytes: usize) -> Self {
        self.fragment = (bytes > 0).then_some(bytes);
        self
    }

    /// How many bytes may wait to be sent before senders wait; 64 KiB by default. One message may always wait.
    #[must_use]
    pub fn write_buffer(mut self, bytes: usize) -> Self {
        self.write_buffer = bytes;
        self
    }

    /// Whether the connection pings by itself.
    pub fn pings(&self) -> bool {
        self.ping.is_some()
    }

    /// The biggest frame.
    pub(crate) fn frame_limit(&self) -> SizeLimit {
        let message = self.message_limit();
        self.frame.unwrap_or(if message.allows(USUAL) { message } else { SizeLimit::at_most(USUAL) })
    }

    /// The biggest message.
    pub(crate) fn message_limit(&self) -> SizeLimit {
        self.message.unwrap_or(SizeLimit::at_most(USUAL))
    }

    /// Tightens the limits to those of the terms: each becomes the smallest of both.
    #[must_use]
    pub fn under(mut self, terms: &Terms) -> Self {
        self.frame = smallest(self.frame, terms.max_frame);
        self.message = smallest(self.message, terms.max_message);
        self
    }

    /// Tightens the limits to those of other options: each becomes the smallest of both.
    #[must_use]
    pub fn within(mut self, outer: &Self) -> Self {
        self.frame = smallest(self.frame, outer.frame);
        self.message = smallest(self.message, outer.message);
        self
    }
}

/// What an endpoint fixes for all of its connections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The subprotocols that the server speaks, in its order of preference.
    pub subprotocols: Vec<String>,
    /// The biggest message.
    pub max_message: Option<SizeLimit>,
    /// The biggest frame.
    pub max_frame: Option<SizeLimit>,
}

/// A limit where nobody says one.
const USUAL: u64 = 16 << 20;

fn smallest(one: Option<SizeLimit>, other: Option<SizeLimit>) -> Option<SizeLimit> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

impl Default for ConnectionOptions {
    fn default() -> Self {
        Self {
            frame: None,
            message: None,
            utf8: Utf8Mode::Strict,
            deflate: None,
            ping: None,
            on_pong: None,
            idle_timeout: None,
            message_timeout: Some(Duration::from_secs(60)),
            write_timeout: Some(Duration::from_secs(60)),
            close_timeout: Duration::from_secs(5),
            fragment: None,
            write_buffer: 64 << 10,
        }
    }
}

impl fmt::Debug for ConnectionOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ConnectionOptions")
            .field("frame", &self.frame_limit())
            .field("message", &self.message_limit())
            .field("utf8", &self.utf8)
            .field("deflate", &self.deflate)
            .field("ping", &self.ping)
            .finish_non_exhaustive()
    }
}

/// What is done about text messages that are not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Utf8Mode {
    /// Close 1007, as RFC 6455 §8.1 demands.
    #[default]
    Strict,
    /// U+FFFD in place of what is wrong.
    Lossy,
    /// Nothing is looked at: text messages are received as [`DataMessage::Binary`](super::DataMessage::Binary).
    Unchecked,
}

/// Pings that a connection sends by itself, with a decimal counter from 1 as payload.
///
/// They stop with the connection. While received messages wait to be taken nothing more is read, so no pong is waited for then.
#[derive(Clone)]
pub struct PingPolicy {
    pub(crate) interval: Duration,
    pub(crate) pong_timeout: Option<Duration>,
    pub(crate) any_bytes: bool,
    pub(crate) on_ping: Option<Arc<dyn Fn() + Send + Sync>>,
    /// What to say to a peer that does not answer.
    pub(crate) give_up: Option<CloseCode>,
}

impl PingPolicy {
    /// A ping each time this long has passed, the first after that time, with a pong expected within twice as long. Zero is no pings.
    pub fn every(interval: Duration) -> Self {
        Self {
            interval,
            pong_timeout: Some(interval.saturating_mul(2)),
            any_bytes: true,
            on_ping: None,
            give_up: Some(CloseCode::INTERNAL_ERROR),
        }
    }

    /// A ping each 15 seconds, a pong expected within 30.
    pub fn usual() -> Self {
        Self::every(Duration::from_secs(15))
    }

    /// Ends the connection if no pong came this long after a ping; zero waits for ever.
    ///
    /// A time that is not longer than the interval becomes twice the interval, since a pong could not come before the next ping.
    #[must_use]
    pub fn pong_timeout(mut self, time: Duration) -> Self {
        self.pong_timeout = match some(time) {
            Some(time) if time <= self.interval => Some(self.interval.saturating_mul(2)),
            other => other,
        };
        self
    }

    /// Whether anything that comes shows that the peer lives, and not pongs alone; it does by default.
    #[must_use]
    pub fn any_bytes(mut self, any: bool) -> Self {
        self.any_bytes = any;
        self
    }

    /// What the connection is closed with if no pong comes, 1011 by default. With none the transport is dropped without a word.
    #[must_use]
    pub fn give_up_with(mut self, code: impl Into<Option<CloseCode>>) -> Self {
        self.give_up = code.into();
        self
    }

    /// Called after each ping.
    #[must_use]
    pub fn on_ping(mut self, action: impl Fn() + Send + Sync + 'static) -> Self {
        self.on_ping = Some(Arc::new(action));
        self
    }
}

impl fmt::Debug for PingPolicy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PingPolicy")
            .field("interval", &self.interval)
            .field("pong_timeout", &self.pong_timeout)
            .field("any_bytes", &self.any_bytes)
            .finish_non_exhaustive()
    }
}

fn some(time: Duration) -> Option<Duration> {
    (!time.is_zero()).then_some(time)
}
