//! Whether and when a failed call is worth repeating.

use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};

/// What an error says about trying again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAdvice {
    /// Repeating the same request unchanged gives the same error.
    Never,
    /// The trouble may pass: repeat an idempotent request after a pause of one's own choosing.
    Backoff,
    /// The server named the pause; it was not processed, so any request may be repeated.
    After(Duration),
}

impl RetryAdvice {
    /// The advice in an answer's status and headers: `Retry-After` on 429 and 5xx, else the class of the status.
    pub fn of(status: StatusCode, headers: &HeaderMap) -> Self {
        Self::for_status(status, retry_after(headers))
    }

    /// The same, where `Retry-After` was read already.
    pub fn for_status(status: StatusCode, retry_after: Option<Duration>) -> Self {
        let retriable = status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error();
        match retry_after {
            Some(after) if retriable => Self::After(after),
            _ if retriable || status == StatusCode::REQUEST_TIMEOUT => Self::Backoff,
            _ => Self::Never,
        }
    }
}

/// `Retry-After` in seconds (RFC 9110 §10.2.3). The date form needs a clock and is read by the transport's retry layer.
pub fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, StatusCode};

    use super::RetryAdvice;

    #[test]
    fn advice_follows_status_and_retry_after() {
        let mut named = HeaderMap::new();
        named.insert("retry-after", http::HeaderValue::from_static("7"));
        let none = HeaderMap::new();
        let after = RetryAdvice::After(Duration::from_secs(7));
        let table = [
            (StatusCode::TOO_MANY_REQUESTS, &named, after),
            (StatusCode::SERVICE_UNAVAILABLE, &named, after),
            (StatusCode::SERVICE_UNAVAILABLE, &none, RetryAdvice::Backoff),
            (StatusCode::BAD_REQUEST, &named, RetryAdvice::Never),
            (StatusCode::REQUEST_TIMEOUT, &none, RetryAdvice::Backoff),
        ];
        for (status, headers, expected) in table {
            assert_eq!(RetryAdvice::of(status, headers), expected, "{status}");
        }
    }
}
