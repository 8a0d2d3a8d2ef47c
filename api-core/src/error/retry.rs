//! Advice on repeating a failed call.

use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};

/// Advice on repeating a failed request.
///
/// ```
/// use std::time::Duration;
///
/// use api_core::error::RetryAdvice;
/// use http::{HeaderMap, HeaderValue, StatusCode};
///
/// let mut headers = HeaderMap::new();
/// assert_eq!(RetryAdvice::of(StatusCode::SERVICE_UNAVAILABLE, &headers), RetryAdvice::Backoff);
/// headers.insert("retry-after", HeaderValue::from_static("7"));
/// assert_eq!(RetryAdvice::of(StatusCode::SERVICE_UNAVAILABLE, &headers), RetryAdvice::After(Duration::from_secs(7)));
/// assert_eq!(RetryAdvice::of(StatusCode::NOT_FOUND, &headers), RetryAdvice::Never);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAdvice {
    /// Do not repeat: the same request results in the same error.
    Never,
    /// The error may be temporary: repeat an idempotent request after a delay that the client chooses.
    Backoff,
    /// The server set the delay. It did not process the request, so any request may be repeated.
    After(Duration),
}

impl RetryAdvice {
    /// Returns the advice of a response: the delay of `Retry-After` for 429 and 5xx, otherwise that of the status.
    pub fn of(status: StatusCode, headers: &HeaderMap) -> Self {
        Self::for_status(status, retry_after(headers))
    }

    /// Returns the advice of a status and of the delay in `Retry-After`.
    pub fn for_status(status: StatusCode, retry_after: Option<Duration>) -> Self {
        let retriable = status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error();
        match retry_after {
            Some(after) if retriable => Self::After(after),
            _ if retriable || status == StatusCode::REQUEST_TIMEOUT => Self::Backoff,
            _ => Self::Never,
        }
    }
}

/// Returns the delay of `Retry-After` in seconds (RFC 9110 §10.2.3). `None` for a date, which needs a clock.
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
