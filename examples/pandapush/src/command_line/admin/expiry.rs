//! Until when a key or a token works: a time, or how long from now.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use crate::store::read_time;

/// Until when something works.
#[derive(Debug, Clone, Copy)]
pub(super) enum Expiry {
    /// At a time.
    At(Timestamp),
    /// So long from now.
    In(Span),
}

impl Expiry {
    /// Returns the time.
    ///
    /// # Errors
    /// Returns an error if it is later than any time that can be stored.
    pub(super) fn from(self, now: Timestamp) -> Result<Timestamp, String> {
        match self {
            Self::At(time) => Ok(time),
            Self::In(span) => {
                let end = now.to_zoned(TimeZone::UTC).checked_add(span);
                end.map(|end| end.timestamp()).map_err(|_| "--expires is too far in the future".to_owned())
            }
        }
    }
}

/// Reads an option: `PT1H`, `P1Y`, `90 days`, or `2030-01-02T03:04:05Z`.
pub(super) fn read(text: &str) -> Result<Expiry, String> {
    let span = text.parse::<Span>().ok().filter(|span| span.is_positive()).map(Expiry::In);
    let time = || read_time(text).map(Expiry::At);
    span.or_else(time)
        .ok_or_else(|| "write a duration as `PT1H` or `P1Y`, or a time as `2030-01-02T03:04:05Z`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_times_are_read() {
        let now: Timestamp = "2028-02-28T00:00:00Z".parse().unwrap();
        for (text, expected) in [
            ("PT1H", Some("2028-02-28T01:00:00Z")),
            ("P1D", Some("2028-02-29T00:00:00Z")),
            ("P1Y", Some("2029-02-28T00:00:00Z")),
            ("90 days", Some("2028-05-28T00:00:00Z")),
            ("1h 30m", Some("2028-02-28T01:30:00Z")),
            ("2030-01-02T03:04:05+01:00", Some("2030-01-02T02:04:05Z")),
            ("2030-01-02", Some("2030-01-02T00:00:00Z")),
            ("-PT1H", None),
            ("PT0S", None),
            ("soon", None),
            ("3600", None),
            ("", None),
        ] {
            let found = read(text).ok().map(|expiry| expiry.from(now).unwrap().to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
        assert!(read("P19998Y").unwrap().from(now).is_err());
    }
}
