//! How often an idle stream shows that it lives.

use std::time::Duration;

use http::HeaderMap;

use crate::dialect::Dialect;
use crate::error::Problem;
use crate::model::Violation;

/// Keep-alives of a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepAlive {
    /// At most this long between two of them, also while events flow.
    pub interval: Duration,
    /// Bytes of padding in the first, for proxies that hold back small beginnings.
    pub padding: usize,
}

impl Default for KeepAlive {
    /// Every 60 seconds, without padding.
    fn default() -> Self {
        Self { interval: Duration::from_secs(60), padding: 0 }
    }
}

impl KeepAlive {
    /// Reads the requested keep-alives. Only the Pusher platform's wire format has fields for them
    /// (`examples/pusher-platform/PROTOCOL.md` §5.1).
    ///
    /// # Errors
    /// A problem with status 422 for a number out of range.
    pub fn requested(headers: &HeaderMap, dialect: Dialect) -> Result<Self, Problem> {
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
                    problem: format!("is `{text}`"),
                    expected: format!("a whole number from {least} to {most}"),
                });
            }
            found
        };
        let interval = number("x-heartbeat-interval", 30, 300);
        let padding = number("x-initial-heartbeat-size", 0, 10_240);
        if !violations.is_empty() {
            return Err(Problem::out_of_range(violations));
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
