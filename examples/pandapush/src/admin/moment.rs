//! Points in time on the wire.

use api_core::Model;
use api_core::model::format::DateTime;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::store::{iso, read_time};

/// A point in time: ISO 8601 in UTC with milliseconds.
///
/// ```
/// use pandapush::admin::Moment;
///
/// let moment = Moment("2030-01-02T03:04:05+01:00".parse()?);
/// assert_eq!(serde_json::to_string(&moment).unwrap(), r#""2030-01-02T02:04:05.000Z""#);
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Model)]
#[serde(try_from = "String", into = "String")]
#[model(as = DateTime)]
pub struct Moment(pub Timestamp);

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        iso(moment.0)
    }
}

impl TryFrom<String> for Moment {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        read_time(&text).map(Self).ok_or("not a date and time of ISO 8601")
    }
}
