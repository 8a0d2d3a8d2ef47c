//! Options of a connection: limits, time-outs, compression, pings.

mod agreement;
mod ping;
mod role;
mod terms;
mod utf8;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::deflate::PermessageDeflate;
use crate::message::SizeLimit;

pub use self::agreement::Agreement;
pub use self::ping::PingPolicy;
pub use self::role::Role;
pub use self::terms::Terms;
pub use self::utf8::Utf8Mode;

pub(crate) use self::ping::Liveness;

/// An action that gets the payload of each pong.
pub(crate) type OnPong = Arc<dyn Fn(&[u8]) + Send + Sync>;

/// Options of a connection. Everything that a peer can make grow has a finite default.
///
/// ```
/// use std::time::Duration;
/// use api_websocket::{ConnectionOptions, PingPolicy, SizeLimit};
///
/// let options = ConnectionOptions::default()
///     .max_message(SizeLimit::at_most(64 * 1024))
///     .ping(PingPolicy::usual())
///     .idle_timeout(Duration::from_mins(5));
/// # let _ = options;
/// ```
#[derive(Clone)]
pub struct ConnectionOptions {
    /// `None` if no limit was set. The default is not compared with other limits.
    pub(crate) frame: Option<SizeLimit>,
    pub(crate) message: Option<SizeLimit>,
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
    /// Sets the largest frame, by the size that its header announces. Default: 16 MiB, or the limit of a message if
    /// that is smaller.
    ///
    /// A larger frame closes the connection with 1009.
    #[must_use]
    pub fn max_frame(mut self, limit: SizeLimit) -> Self {
        self.frame = Some(limit);
        self
    }

    /// Sets the largest message, as received and once inflated. Default: 16 MiB.
    ///
    /// A larger message closes the connection with 1009.
    #[must_use]
    pub fn max_message(mut self, limit: SizeLimit) -> Self {
        self.message = Some(limit);
        self
    }

    /// Sets what happens to text that is not UTF-8. Default: [`Utf8Mode::Strict`].
    #[must_use]
    pub fn utf8(mut self, mode: Utf8Mode) -> Self {
        self.utf8 = mode;
        self
    }

    /// Offers or accepts message compression. Default: off.
    #[must_use]
    pub fn deflate(mut self, deflate: PermessageDeflate) -> Self {
        self.deflate = Some(deflate);
        self
    }

    /// Sends pings. Default: off.
    #[must_use]
    pub fn ping(mut self, policy: PingPolicy) -> Self {
        self.ping = (!policy.interval.is_zero()).then_some(policy);
        self
    }

    /// Sets an action that gets the payload of each pong, whether it answers a ping or not.
    #[must_use]
    pub fn on_pong(mut self, action: impl Fn(&[u8]) + Send + Sync + 'static) -> Self {
        self.on_pong = Some(Arc::new(action));
        self
    }

    /// Closes with 1001 if nothing is received for this long. Default: off, and zero is off.
    #[must_use]
    pub fn idle_timeout(mut self, time: Duration) -> Self {
        self.idle_timeout = some(time);
        self
    }

    /// Sets how long a peer may take from the first byte of a message to its last. Default: 60 s. Zero is no limit.
    #[must_use]
    pub fn message_timeout(mut self, time: Duration) -> Self {
        self.message_timeout = some(time);
        self
    }

    /// Sets how long bytes may wait to be sent without any being accepted. Default: 60 s. Zero is no limit.
    #[must_use]
    pub fn write_timeout(mut self, time: Duration) -> Self {
        self.write_timeout = some(time);
        self
    }

    /// Sets how long to wait for the peer's close frame and for the end of the transport. Default: 5 s.
    #[must_use]
    pub fn close_timeout(mut self, time: Duration) -> Self {
        self.close_timeout = time;
        self
    }

    /// Cuts outgoing messages into frames of at most this many bytes. Default: one frame for each message, and zero is
    /// the same.
    #[must_use]
    pub fn fragment(mut self, bytes: usize) -> Self {
        self.fragment = (bytes > 0).then_some(bytes);
        self
    }

    /// Sets the number of bytes in the write buffer above which senders wait. Default: 64 KiB.
    ///
    /// A message larger than that is still accepted while the buffer is not above it.
    #[must_use]
    pub fn write_buffer(mut self, bytes: usize) -> Self {
        self.write_buffer = bytes;
        self
    }

    /// Returns whether the connection sends pings.
    pub fn pings(&self) -> bool {
        self.ping.is_some()
    }

    /// Returns the largest frame.
    pub(crate) fn frame_limit(&self) -> SizeLimit {
        let message = self.message_limit();
        self.frame.unwrap_or(if message.allows(DEFAULT) { message } else { SizeLimit::at_most(DEFAULT) })
    }

    /// Returns the largest message.
    pub(crate) fn message_limit(&self) -> SizeLimit {
        self.message.unwrap_or(SizeLimit::at_most(DEFAULT))
    }

    /// Applies the limits of an endpoint's terms: the smaller limit holds.
    #[must_use]
    pub fn under(mut self, terms: &Terms) -> Self {
        self.frame = smallest(self.frame, terms.max_frame);
        self.message = smallest(self.message, terms.max_message);
        self
    }

    /// Applies the limits of other options: the smaller limit holds.
    #[must_use]
    pub fn within(mut self, outer: &Self) -> Self {
        self.frame = smallest(self.frame, outer.frame);
        self.message = smallest(self.message, outer.message);
        self
    }
}

/// The default limit of frames and messages.
const DEFAULT: u64 = 16 << 20;

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
            message_timeout: Some(Duration::from_mins(1)),
            write_timeout: Some(Duration::from_mins(1)),
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

fn some(time: Duration) -> Option<Duration> {
    (!time.is_zero()).then_some(time)
}
