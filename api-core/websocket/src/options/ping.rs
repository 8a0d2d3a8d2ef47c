//! Pings that a connection sends automatically.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::message::CloseCode;

/// Pings that a connection sends automatically, with a decimal counter from 1 as payload.
///
/// They stop at the end of the connection. While a received message waits for the program, nothing is read, so no pong
/// is expected.
///
/// ```
/// use std::time::Duration;
///
/// use api_websocket::PingPolicy;
///
/// // Keeps the path through proxies open. A missing pong has no effect.
/// let keep_alive = PingPolicy::every(Duration::from_secs(15));
/// // Closes with 1011 if nothing is received for 30 seconds after a ping.
/// let watch = PingPolicy::every(Duration::from_secs(15)).pong_timeout(Duration::from_secs(30));
/// # let _ = (keep_alive, watch);
/// ```
#[derive(Clone)]
pub struct PingPolicy {
    pub(crate) interval: Duration,
    pub(crate) pong_timeout: Option<Duration>,
    pub(crate) liveness: Liveness,
    pub(crate) on_ping: Option<Arc<dyn Fn() + Send + Sync>>,
    /// The close code after a missing pong. `None` drops the transport.
    pub(crate) timeout_code: Option<CloseCode>,
}

/// The received data that counts as a pong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Liveness {
    AnyBytes,
    PongsOnly,
}

impl PingPolicy {
    /// Sends a ping whenever `interval` has passed, the first after that time. Zero sends none.
    ///
    /// No pong is expected unless [`PingPolicy::pong_timeout`] is set.
    pub fn every(interval: Duration) -> Self {
        Self {
            interval,
            pong_timeout: None,
            liveness: Liveness::AnyBytes,
            on_ping: None,
            timeout_code: Some(CloseCode::INTERNAL_ERROR),
        }
    }

    /// Sends a ping every 15 seconds, and expects a pong within 30.
    pub fn usual() -> Self {
        Self::every(Duration::from_secs(15)).pong_timeout(Duration::from_secs(30))
    }

    /// Closes the connection if no pong arrives within `time` after a ping. Default: no time-out, and zero is none.
    ///
    /// A time that is not longer than the interval is raised to twice the interval.
    #[must_use]
    pub fn pong_timeout(mut self, time: Duration) -> Self {
        self.pong_timeout = match time {
            Duration::ZERO => None,
            time if time <= self.interval => Some(self.interval.saturating_mul(2)),
            time => Some(time),
        };
        self
    }

    /// Sets whether any received bytes count as a pong. Default: yes.
    #[must_use]
    pub fn any_bytes(mut self, any: bool) -> Self {
        self.liveness = if any { Liveness::AnyBytes } else { Liveness::PongsOnly };
        self
    }

    /// Sets the close code after a missing pong. Default: 1011. `None` drops the transport without a close frame.
    #[must_use]
    pub fn timeout_code(mut self, code: impl Into<Option<CloseCode>>) -> Self {
        self.timeout_code = code.into();
        self
    }

    /// Sets an action that runs after each ping.
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
            .field("liveness", &self.liveness)
            .finish_non_exhaustive()
    }
}
