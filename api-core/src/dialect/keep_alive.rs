//! How often an idle stream sends a heartbeat.

use std::time::Duration;

use http::HeaderMap;

use crate::model::Violation;

use super::Dialect;

/// The heartbeats of a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepAlive {
    /// Maximum time between two heartbeats, also while events flow. Default: 60 s.
    pub interval: Duration,
    /// Bytes of padding in the first heartbeat, for proxies that hold back a small first chunk. Default: 0.
    pub padding: usize,
}

impl Default for KeepAlive {
    fn default() -> Self {
        Self { interval: Duration::from_secs(60), padding: 0 }
    }
}

impl KeepAlive {
    /// Reads what a request asks for. Only the Pusher platform's dialect has header fields for it: `X-Heartbeat-Interval`, 30 to
    /// 300 seconds, and `X-Initial-Heartbeat-Size`, 0 to 10,240 bytes.
    ///
    /// # Errors
    /// Returns every number that is out of range.
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
                    problem: format!("is `{text}`"),
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
