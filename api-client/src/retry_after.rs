//! Reads `Retry-After` in both forms, seconds and date (RFC 9110 §10.2.3).

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// Returns the pause that a response requests. A date is compared with the response's `Date` field, because clocks
/// differ, and with `now` if there is none.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?;
    parse(value, || {
        let date = headers.get(DATE).and_then(|date| date.to_str().ok());
        date.and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now)
    })
}

/// Returns the pause of a `Retry-After` value from another place, for example the end of a subscription.
pub(crate) fn parse(value: &str, now: impl FnOnce() -> SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use http::{HeaderMap, HeaderValue};

    use super::retry_after;

    fn headers(after: &'static str, date: Option<&'static str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", HeaderValue::from_static(after));
        if let Some(date) = date {
            headers.insert("date", HeaderValue::from_static(date));
        }
        headers
    }

    #[test]
    fn seconds_and_dates_are_read_and_other_values_are_ignored() {
        let epoch = SystemTime::UNIX_EPOCH;
        let date = Some("Sun, 06 Nov 1994 08:49:30 GMT");
        let table = [
            (headers("7", None), Some(7)),
            (headers(" 0 ", None), Some(0)),
            (headers("Sun, 06 Nov 1994 08:49:37 GMT", date), Some(7)),
            (headers("Sun, 06 Nov 1994 08:49:20 GMT", date), Some(0)),
            (headers("Thu, 01 Jan 1970 00:00:09 GMT", None), Some(9)),
            (headers("-1", None), None),
            (headers("1.5", None), None),
            (headers("soon", None), None),
            (HeaderMap::new(), None),
        ];
        for (headers, expected) in table {
            assert_eq!(retry_after(&headers, epoch), expected.map(Duration::from_secs), "{headers:?}");
        }
    }
}
