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
/// headers.insert("x-heartbeat-interval", HeaderValue::from_static("30"));
/// let keep_alive = KeepAlive::requested(&headers, Dialect::Elements).unwrap();
/// assert_eq!(keep_alive.interval.as_secs(), 30);
/// assert_eq!(keep_alive.padding, 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepAlive {
    /// The maximum time between two heartbeats, also while events are sent. Default: 60 s.
    pub interval: Duration,
    /// The number of padding bytes in the first heartbeat, for proxies that hold back a short first chunk. Default: 0.
    pub padding: usize,
}

impl Default for KeepAlive {
    fn default() -> Self {
        Self { interval: Duration::from_mins(1), padding: 0 }
    }
}

impl KeepAlive {
    /// Reads the settings from the header fields of a request.
    ///
    /// Only [`Dialect::Elements`] has header fields for them (examples/pusher-platform/PROTOCOL.md, §5.1):
    /// `X-Heartbeat-Interval`, 30 to 300 s, and `X-Initial-Heartbeat-Size`, 0 to 10,240 bytes. For the other dialects
    /// the settings are the defaults.
    ///
    /// # Errors
    /// Returns a violation for each value that is not a number or is out of range.
    pub fn requested(headers: &HeaderMap, dialect: Dialect) -> Result<Self, Vec<Violation>> {
        let mut keep_alive = Self::default();
        if dialect != Dialect::Elements {
            return Ok(keep_alive);
        }
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
        let interval = number("x-heartbeat-interval", 30, 300);
        let padding = number("x-initial-heartbeat-size", 0, 10_240);
        if !violations.is_empty() {
            return Err(violations);
        }
        if let Some(interval) = interval {
            keep_alive.interval = Duration::from_secs(interval);
        }
        if let Some(padding) = padding {
            keep_alive.padding = usize::try_from(padding).unwrap_or_default();
        }
        Ok(keep_alive)
    }
}
