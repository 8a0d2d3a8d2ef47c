//! The trait that a database implements. An operation is data: a list of statements for one transaction.

use std::fmt;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

use super::StoreError;

/// A database: runs lists of statements.
///
/// Statements are in the SQL that SQLite and PostgreSQL share, with the parameters `$1`, `$2`, …
pub trait Database: fmt::Debug + Send + Sync + 'static {
    /// Brings the tables up to date. Several processes may do this at the same time. Returns the names of the steps
    /// that were applied.
    ///
    /// # Errors
    /// Returns an error if a newer version has changed the database, or if a step fails. Nothing is changed then.
    fn migrate(&self) -> BoxFuture<'_, Result<Vec<String>, StoreError>>;

    /// Runs statements in one transaction, and returns the rows of each.
    ///
    /// # Errors
    /// Returns an error if the database is not available or refuses a statement. Nothing is changed then.
    ///
    /// # Cancel safety
    /// If the future is dropped, either all statements take effect or none.
    fn run(&self, statements: Vec<Statement>) -> BoxFuture<'_, Result<Vec<Rows>, StoreError>>;
}

/// A statement with its parameters, which may be secrets.
#[derive(Clone, PartialEq)]
pub struct Statement {
    /// The text in SQL.
    pub sql: &'static str,
    /// The parameters.
    pub parameters: Vec<Value>,
}

/// A value of a column. Each is null without a value.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// Text.
    Text(Option<String>),
    /// A point in time.
    Time(Option<Timestamp>),
    /// An integer.
    Number(Option<i64>),
}

/// The rows that a statement returned.
pub type Rows = Vec<Row>;

/// A row that a statement returned.
#[derive(Clone, PartialEq)]
pub struct Row(pub Vec<Value>);

impl Statement {
    /// Creates a statement.
    pub fn new(sql: &'static str, parameters: impl Into<Vec<Value>>) -> Self {
        Self { sql, parameters: parameters.into() }
    }
}

impl Row {
    /// Returns the text of a column, or `None` if it is null or there is no such column.
    pub fn text(&self, column: usize) -> Option<String> {
        match self.0.get(column)? {
            Value::Text(text) => text.clone(),
            Value::Number(number) => number.map(|number| number.to_string()),
            Value::Time(time) => time.map(iso),
        }
    }

    /// Returns the time of a column, or `None` if it is null or there is no such column.
    ///
    /// SQLite has no type for times. A text that is no time is one that has passed long ago: a key whose expiry cannot
    /// be read does not work.
    pub fn time(&self, column: usize) -> Option<Timestamp> {
        match self.0.get(column)? {
            Value::Time(time) => *time,
            Value::Text(text) => text.as_deref().map(|text| read_time(text).unwrap_or(Timestamp::UNIX_EPOCH)),
            // The library of the original writes times of JavaScript as milliseconds.
            Value::Number(number) => number.map(|number| Timestamp::from_millisecond(number).unwrap_or_default()),
        }
    }

    /// Returns the integer of a column, or 0 if it is null or there is no such column.
    pub fn number(&self, column: usize) -> i64 {
        match self.0.get(column) {
            Some(Value::Number(number)) => number.unwrap_or(0),
            _ => 0,
        }
    }
}

/// Returns a time as ISO 8601 in UTC with milliseconds, as the original writes them.
pub(crate) fn iso(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// Reads a time in ISO 8601. Without an offset it is in UTC, and a date is its first moment.
pub(crate) fn read_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let civil = || text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
    text.parse().ok().or_else(|| civil().map(|zoned| zoned.timestamp()))
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(str::to_owned))
    }
}

impl From<Timestamp> for Value {
    fn from(time: Timestamp) -> Self {
        Self::Time(Some(time))
    }
}

impl From<Option<Timestamp>> for Value {
    fn from(time: Option<Timestamp>) -> Self {
        Self::Time(time)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

/// Writes the SQL. Parameters may be secrets.
impl fmt::Debug for Statement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Statement").field("sql", &self.sql).finish_non_exhaustive()
    }
}

/// Writes the type. The value may be a secret.
impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Text(_) => "Text",
            Self::Time(_) => "Time",
            Self::Number(_) => "Number",
        })
    }
}

/// Writes the types of the columns.
impl fmt::Debug for Row {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(&self.0).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_every_form_that_the_original_stored() {
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        for (value, time) in [
            (Value::from("2030-01-02T03:04:05.678Z"), at("2030-01-02T03:04:05.678Z")),
            (Value::from("2030-01-02T03:04:05+02:00"), at("2030-01-02T01:04:05Z")),
            (Value::from("2030-01-02 03:04:05"), at("2030-01-02T03:04:05Z")),
            (Value::from("2030-01-02"), at("2030-01-02T00:00:00Z")),
            (Value::from(1_893_553_445_678), at("2030-01-02T03:04:05.678Z")),
            (Value::from("next year"), Some(Timestamp::UNIX_EPOCH)),
            (Value::Text(None), None),
            (Value::Number(None), None),
        ] {
            assert_eq!(Row(vec![value]).time(0), time);
        }
    }

    #[test]
    fn no_debug_output_holds_a_parameter() {
        let statement = Statement::new("SELECT $1", [Value::from("very-secret")]);
        let shown = format!("{statement:?} {:?} {:?}", statement.parameters, Row(statement.parameters.clone()));
        assert!(!shown.contains("very-secret"), "{shown}");
    }

    #[test]
    fn times_are_written_with_milliseconds() {
        assert_eq!(iso("2030-01-02T03:04:05Z".parse().unwrap()), "2030-01-02T03:04:05.000Z");
        assert_eq!(iso("2030-01-02T03:04:05.678912+01:00".parse().unwrap()), "2030-01-02T02:04:05.678Z");
    }
}
