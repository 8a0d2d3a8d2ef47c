//! The heartbeat settings of a subscription.

use std::time::Duration;

use http::HeaderMap;

use crate::model::{Violation, excerpt};

use super::Dialect;

/// The heartbeat settings of a subscription.
///
/// ```
/// use api_core::dialect::{Dialect, KeepAlive};
/// use http::{HeaderMap, HeaderValue};
///
/// let mut headers = HeaderMap::new();
/// let keep_alive = KeepAlive::of(Dialect::ServerSentEvents);
/// assert_eq!(keep_alive.interval.as_secs(), 15);
/// headers.insert("x-heartbeat-interval", HeaderValue::from_static("30"));
/// let keep_alive = keep_alive.requested(&headers, Dialect::ServerSentEvents).unwrap();
/// assert_eq!((keep_alive.interval.as_secs(), keep_alive.padding), (30, 0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepAlive {
    /// The maximum time between two heartbeats, also while events are sent. Default: 15 s, which WHATWG HTML §9.2.7
    /// advises, because proxies close a connection that is silent for a minute or less.
    pub interval: Duration,
    /// The number of padding bytes in the first heartbeat, for proxies that hold back a short first chunk. Default: 0.
    pub padding: usize,
}

impl Default for KeepAlive {
    fn default() -> Self {
        Self { interval: Duration::from_secs(15), padding: 0 }
    }
}

impl KeepAlive {
    /// Returns the default of a dialect. That of [`Dialect::Elements`] is 60 s, as in
    /// examples/pusher-platform/PROTOCOL.md, §5.1.
    pub fn of(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Elements => Self::default().every(Duration::from_mins(1)),
            Dialect::ServerSentEvents | Dialect::Ndjson | Dialect::JsonSequence | Dialect::WebSocket => Self::default(),
        }
    }

    /// Sets the interval.
    #[must_use]
    pub fn every(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// Replaces the settings by those that the header fields of a request name.
    ///
    /// `X-Heartbeat-Interval` is 5 to 300 s, for [`Dialect::Elements`] 30 to 300 s
    /// (examples/pusher-platform/PROTOCOL.md, §5.1). `X-Initial-Heartbeat-Size` is 0 to 10,240 bytes, and is read for
    /// [`Dialect::Elements`] only.
    ///
    /// # Errors
    /// Returns a violation for each value that is not a number or is out of range.
    pub fn requested(mut self, headers: &HeaderMap, dialect: Dialect) -> Result<Self, Vec<Violation>> {
        let elements = dialect == Dialect::Elements;
        let mut violations = Vec::new();
        let mut number = |name: &str, least: u64, most: u64| {
            let text = headers.get(name)?.to_str().unwrap_or("?");
            let found = text.trim().parse::<u64>().ok().filter(|found| (least..=most).contains(found));
            if found.is_none() {
                violations.push(Violation {
                    path: format!("/header/{name}"),
                    problem: format!("is `{}`", excerpt(text, 40)),
                    expected: format!("a whole number from {least} to {most}"),
                });
            }
            found
        };
        let interval = number("x-heartbeat-interval", if elements { 30 } else { 5 }, 300);
        let padding = elements.then(|| number("x-initial-heartbeat-size", 0, 10_240)).flatten();
        if !violations.is_empty() {
            return Err(violations);
        }
        if let Some(interval) = interval {
            self.interval = Duration::from_secs(interval);
        }
        if let Some(padding) = padding {
            self.padding = usize::try_from(padding).unwrap_or_default();
        }
        Ok(self)
    }
}
