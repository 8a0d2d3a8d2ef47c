//! Times in whole seconds.

use std::fmt;

use api_core::Model;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A time in whole seconds. Published clients end when a time has a fraction of a second (`PROTOCOL.md` §2).
///
/// ```
/// use chatkit::model::Time;
///
/// let precise: jiff::Timestamp = "2019-07-15T09:01:02.999Z".parse()?;
/// assert_eq!(Time::from(precise).to_string(), "2019-07-15T09:01:02Z");
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Model)]
#[serde(from = "Timestamp", into = "Timestamp")]
#[model(as = Timestamp)]
pub struct Time(Timestamp);

impl Time {
    /// 1 January 1970.
    pub const UNIX_EPOCH: Self = Self(Timestamp::UNIX_EPOCH);

    /// Returns the number of seconds since 1 January 1970.
    pub fn as_second(self) -> i64 {
        self.0.as_second()
    }
}

impl From<Timestamp> for Time {
    /// Removes the fraction of the second.
    fn from(precise: Timestamp) -> Self {
        // The second that a valid time is in is a valid time.
        Self(Timestamp::from_second(precise.as_second()).unwrap_or(precise))
    }
}

impl From<Time> for Timestamp {
    fn from(time: Time) -> Self {
        time.0
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fraction_that_was_stored_or_received_is_removed() {
        for (precise, whole) in [
            ("2019-07-15T09:01:02Z", "2019-07-15T09:01:02Z"),
            ("2019-07-15T09:01:02.5+02:00", "2019-07-15T07:01:02Z"),
            ("2019-07-15T09:01:02.999999999Z", "2019-07-15T09:01:02Z"),
        ] {
            let time: Time = serde_json::from_value(json!(precise)).unwrap();
            assert_eq!(serde_json::to_value(time).unwrap(), whole);
        }
    }
}
