//! From rows of the tables to values, and the present time as the tables store it.

use jiff::{RoundMode, Timestamp, TimestampRound, Unit};

use super::database::{Row, Rows};
use super::records::{Application, KeyRecord};
use crate::access::Key;

/// Returns the time in whole milliseconds, as it is stored.
pub(super) fn now() -> Timestamp {
    let now = Timestamp::now();
    now.round(TimestampRound::new().smallest(Unit::Millisecond).mode(RoundMode::Trunc)).unwrap_or(now)
}

pub(super) fn application(row: &Row) -> Application {
    Application {
        id: row.text(0).unwrap_or_default(),
        name: row.text(1),
        created_by: row.text(2),
        created_at: row.time(3),
        updated_at: row.time(4),
    }
}

pub(super) fn key_record(row: &Row) -> KeyRecord {
    KeyRecord {
        id: row.text(0).unwrap_or_default(),
        application_id: row.text(1).unwrap_or_default(),
        created_by: row.text(2),
        expires: row.time(3),
        purpose: row.text(4),
        created_at: row.time(5),
        updated_at: row.time(6),
        last_used: row.time(7),
        use_count: u64::try_from(row.number(8)).unwrap_or(0),
        revoked_at: row.time(9),
    }
}

/// Reads a key. One without an application or a secret works nowhere.
pub(super) fn key(row: &Row) -> Option<Key> {
    Some(Key {
        application: row.text(0)?,
        id: row.text(1)?,
        secret: row.text(2)?.into(),
        expires: row.time(3),
        revoked_at: row.time(4),
    })
}

/// Returns the only number of the only row.
pub(super) fn number(rows: &Rows) -> i64 {
    rows.first().map_or(0, |row| row.number(0))
}
