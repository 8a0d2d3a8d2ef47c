//! The export format: lines of JSON. The first is a header; each other line is a record or the content of a file.

use api_core::Patch;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::{Record, check_attachment_data, check_custom_data};
use crate::model::{AttachmentId, CustomData, Message, Part, Room};

/// The value of `format` in the header.
pub(super) const FORMAT: &str = "chatkit";

/// The version of the format.
pub(super) const VERSION: u32 = 1;

/// The value of `record` that marks the content of a file.
const FILE: &str = "file";

/// The largest integer that every JSON parser reads exactly (RFC 8259 §6). Ids and counters are limited to it.
const MAXIMUM_NUMBER: u64 = (1 << 53) - 1;

/// The header line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub(super) format: String,
    pub(super) version: u32,
    /// The instance id.
    pub(super) instance: String,
    /// The number of lines that follow. It shows whether the file was cut off between two lines.
    pub(super) lines: u64,
}

/// A line after the header.
#[derive(Debug, PartialEq)]
pub(super) enum Line {
    Record(Box<Record>),
    File(AttachmentId, Vec<u8>),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileLine {
    record: String,
    id: AttachmentId,
    content: String,
}

/// Returns the line with the content of a file.
pub(super) fn file_line(id: &AttachmentId, content: &[u8]) -> serde_json::Result<String> {
    serde_json::to_string(&FileLine { record: FILE.to_owned(), id: id.clone(), content: STANDARD.encode(content) })
}

/// Parses a line, or returns the problem.
pub(super) fn parse(line: &str) -> Result<Line, String> {
    let value: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if value.get("record").and_then(Value::as_str) == Some(FILE) {
        let FileLine { id, content, .. } = serde_json::from_value(value).map_err(|error| error.to_string())?;
        let content = STANDARD.decode(content).map_err(|error| format!("its content is not Base64: {error}"))?;
        return Ok(Line::File(id, content));
    }
    let record: Record = Deserialize::deserialize(&value).map_err(|error| error.to_string())?;
    let understood = serde_json::to_value(&record).map_err(|error| error.to_string())?;
    if let Some(place) = ignored_field(&value, &understood) {
        return Err(format!("`{place}` is not a known field"));
    }
    check(&record)?;
    Ok(Line::Record(Box::new(record)))
}

/// Returns the first field that parsing ignored, if any. A null value is equivalent to an absent field.
fn ignored_field(read: &Value, understood: &Value) -> Option<String> {
    match (read, understood) {
        (Value::Object(read), Value::Object(understood)) => {
            read.iter().filter(|(_, value)| !value.is_null()).find_map(|(key, value)| match understood.get(key) {
                None => Some(key.clone()),
                Some(other) => ignored_field(value, other).map(|place| format!("{key}.{place}")),
            })
        }
        (Value::Array(read), Value::Array(understood)) => {
            read.iter().zip(understood).find_map(|(value, other)| ignored_field(value, other))
        }
        _ => None,
    }
}

/// Checks what the type of a record does not express.
fn check(record: &Record) -> Result<(), String> {
    // Custom data with deeper nesting could be written, but not read back.
    for custom_data in custom_data(record) {
        check_custom_data(Some(custom_data)).map_err(|refusal| refusal.to_string())?;
    }
    for data in attachment_data(record) {
        check_attachment_data(Some(data)).map_err(|refusal| refusal.to_string())?;
    }
    let numbers = match record {
        Record::Counters(counters) => vec![counters.created_users, counters.sent_messages, counters.ordered_jobs],
        Record::User { number, .. } | Record::Job { number, .. } => vec![*number],
        Record::Room { latest, room, .. } => {
            if !matches!(room, Room { member_user_ids: Patch::Absent, unread_count: None, last_message_at: None, .. }) {
                return Err(
                    "the room has fields that depend on the reader: members, unread count or last message".to_owned()
                );
            }
            vec![latest.number()]
        }
        Record::Message(Message { id, .. }) if id.number() == 0 => return Err("message ids begin at 1".to_owned()),
        Record::Message(Message { id, .. }) => vec![id.number()],
        Record::Role(_) | Record::Cursor(_) | Record::Attachment(_) => vec![],
    };
    match numbers.into_iter().find(|number| *number > MAXIMUM_NUMBER) {
        Some(number) => Err(format!("{number} is more than {MAXIMUM_NUMBER}")),
        None => Ok(()),
    }
}

fn custom_data(record: &Record) -> Vec<&CustomData> {
    match record {
        Record::User { user, .. } => user.custom_data.iter().collect(),
        Record::Room { room, .. } => room.custom_data.iter().collect(),
        _ => Vec::new(),
    }
}

/// Returns the custom data of the files in a record.
fn attachment_data(record: &Record) -> Vec<&Value> {
    match record {
        Record::Attachment(file) => file.custom_data.iter().collect(),
        Record::Message(message) => {
            let files = message.parts.iter().filter_map(|part| match part {
                Part::Attachment { attachment, .. } => attachment.custom_data.as_ref(),
                Part::Inline { .. } | Part::Url { .. } => None,
            });
            files.collect()
        }
        _ => Vec::new(),
    }
}
