//! The fields of a JSON object, read one by one. What remains was not expected.

use std::fmt;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::domain::{MAXIMUM_CUSTOM_DATA_BYTES, MAXIMUM_CUSTOM_DATA_DEPTH, MAXIMUM_NAME_CHARACTERS, check_custom_data};
use crate::model::{CustomData, MessageId, Time};

/// Maximum characters of a wrong value in an error message.
const MAXIMUM_SHOWN: usize = 60;

/// The largest id of an imported message. Up to 2^53 - 1, which every JSON parser reads exactly (RFC 8259 §6), it
/// leaves 2^40 ids for new messages: an export with larger ids could not be imported.
const MAXIMUM_MESSAGE_ID: u64 = (1 << 53) - (1 << 40);

/// What is wrong with an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    field: Option<String>,
    reason: String,
}

/// The fields of an object that were not read yet.
#[derive(Debug)]
pub(super) struct Fields {
    /// The path of the object, with a dot at its end, or empty.
    place: String,
    members: Map<String, Value>,
}

impl Problem {
    /// Creates a problem of a whole object.
    pub(super) fn of(reason: impl Into<String>) -> Self {
        Self { field: None, reason: reason.into() }
    }

    /// Creates a problem of a field.
    pub(super) fn in_field(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { field: Some(field.into()), reason: reason.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.field {
            Some(field) => write!(formatter, "`{field}`: {}", self.reason),
            None => formatter.write_str(&self.reason),
        }
    }
}

impl Fields {
    pub(super) fn new(members: Map<String, Value>) -> Self {
        Self { place: String::new(), members }
    }

    /// Returns the path of a field.
    pub(super) fn path(&self, name: &str) -> String {
        format!("{}{name}", self.place)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.members.contains_key(name)
    }

    /// Reads an id.
    pub(super) fn id(&mut self, name: &str) -> Result<String, Problem> {
        check_id(self.text(name)?).map_err(|reason| self.wrong(name, reason))
    }

    /// Reads a list of ids. An absent list is empty.
    pub(super) fn ids(&mut self, name: &str) -> Result<Vec<String>, Problem> {
        let Some(ids) = self.optional(name) else { return Ok(Vec::new()) };
        let Value::Array(ids) = ids else { return Err(self.mistyped(name, &ids, "a list of ids")) };
        let read = |(index, id): (usize, Value)| {
            let name = format!("{name}[{index}]");
            match id {
                Value::String(id) => check_id(id).map_err(|reason| self.wrong(&name, reason)),
                other => Err(self.mistyped(&name, &other, "an id as a text")),
            }
        };
        ids.into_iter().enumerate().map(read).collect()
    }

    pub(super) fn text(&mut self, name: &str) -> Result<String, Problem> {
        self.required(name, "a text", |value| if let Value::String(text) = value { Ok(text) } else { Err(value) })
    }

    pub(super) fn optional_text(&mut self, name: &str) -> Result<Option<String>, Problem> {
        if self.is_null(name) { Ok(None) } else { self.text(name).map(Some) }
    }

    pub(super) fn truth(&mut self, name: &str) -> Result<bool, Problem> {
        self.required(name, "true or false", |value| value.as_bool().ok_or(value))
    }

    /// Reads the id of a message, a whole number.
    pub(super) fn message_id(&mut self, name: &str) -> Result<MessageId, Problem> {
        let expected =
            format!("a whole number from 1 to {MAXIMUM_MESSAGE_ID}, which leaves ids for new messages below 2^53");
        self.required(name, &expected, |value| {
            value.as_u64().filter(|id| (1..=MAXIMUM_MESSAGE_ID).contains(id)).map(MessageId::new).ok_or(value)
        })
    }

    pub(super) fn time(&mut self, name: &str) -> Result<Time, Problem> {
        self.required(name, "a time such as 2020-03-25T10:52:07Z (RFC 3339)", |value| {
            value.as_str().and_then(|text| text.parse().ok()).map(|time: Timestamp| time.into()).ok_or(value)
        })
    }

    pub(super) fn optional_time(&mut self, name: &str) -> Result<Option<Time>, Problem> {
        if self.is_null(name) { Ok(None) } else { self.time(name).map(Some) }
    }

    /// Reads custom data of a user or a room.
    pub(super) fn custom_data(&mut self, name: &str) -> Result<Option<CustomData>, Problem> {
        let Some(data) = self.optional(name) else { return Ok(None) };
        let Value::Object(data) = data else { return Err(self.mistyped(name, &data, "an object or null")) };
        // Larger data could be stored, but then the export of the instance could not be imported.
        check_custom_data(Some(&data)).map_err(|_| {
            let reason = format!(
                "it has more than {MAXIMUM_CUSTOM_DATA_BYTES} bytes or {MAXIMUM_CUSTOM_DATA_DEPTH} levels: shorten it"
            );
            self.wrong(name, reason)
        })?;
        Ok(Some(data))
    }

    pub(super) fn object(&mut self, name: &str) -> Result<Self, Problem> {
        let members = self.required(name, "an object", |value| match value {
            Value::Object(members) => Ok(members),
            other => Err(other),
        })?;
        Ok(Self { place: format!("{}.", self.path(name)), members })
    }

    /// Reads a list of objects.
    pub(super) fn objects(&mut self, name: &str) -> Result<Vec<Self>, Problem> {
        let values = self.required(name, "a list", |value| match value {
            Value::Array(values) => Ok(values),
            other => Err(other),
        })?;
        let read = |(index, value)| {
            let name = format!("{name}[{index}]");
            match value {
                Value::Object(members) => Ok(Self { place: format!("{}.", self.path(&name)), members }),
                other => Err(self.mistyped(&name, &other, "an object")),
            }
        };
        values.into_iter().enumerate().map(read).collect()
    }

    /// Reads a field whatever it contains, and returns whether it contained something.
    pub(super) fn skip(&mut self, name: &str) -> bool {
        self.optional(name).is_some()
    }

    /// Creates a problem of a field.
    pub(super) fn wrong(&self, name: &str, reason: impl Into<String>) -> Problem {
        Problem::in_field(self.path(name), reason)
    }

    /// Returns the names of the fields that were not read and contain something.
    pub(super) fn into_unread(self) -> impl Iterator<Item = String> {
        self.members.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name)
    }

    fn is_null(&self, name: &str) -> bool {
        self.members.get(name).is_none_or(Value::is_null)
    }

    fn optional(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name).filter(|value| !value.is_null())
    }

    fn required<T>(
        &mut self,
        name: &str,
        expected: &str,
        read: impl FnOnce(Value) -> Result<T, Value>,
    ) -> Result<T, Problem> {
        let value =
            self.members.remove(name).ok_or_else(|| self.wrong(name, format!("it is missing, expected {expected}")))?;
        read(value).map_err(|value| self.mistyped(name, &value, expected))
    }

    fn mistyped(&self, name: &str, found: &Value, expected: &str) -> Problem {
        let whole = found.to_string();
        let shown: String = whole.chars().take(MAXIMUM_SHOWN).collect();
        let dots = if shown.len() < whole.len() { "…" } else { "" };
        self.wrong(name, format!("it is {shown}{dots}, expected {expected}"))
    }
}

/// Checks that an id can stand in an address.
fn check_id(id: String) -> Result<String, String> {
    match id.chars().count() {
        0 => Err("it is empty, expected an id".to_owned()),
        _ if id == "." || id == ".." => Err(format!("it is `{id}`, which no address can hold: choose another id")),
        found if found > MAXIMUM_NAME_CHARACTERS => {
            Err(format!("it has {found} characters, but an id has at most {MAXIMUM_NAME_CHARACTERS}"))
        }
        _ => Ok(id),
    }
}
