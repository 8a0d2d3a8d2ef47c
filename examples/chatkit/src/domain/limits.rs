//! The size limits.

use serde::Serialize;
use serde_json::Value;

use super::refusal::Refusal;
use crate::model::{CustomData, NewPart, Part, UserId};

/// Maximum bytes of texts and links in one message.
pub const MAXIMUM_MESSAGE_BYTES: usize = 5 * 1024;
/// Maximum bytes of the custom data of a user or a room, as JSON.
pub const MAXIMUM_CUSTOM_DATA_BYTES: usize = 5 * 1024;
/// Maximum members of a room.
pub const MAXIMUM_MEMBERS: usize = 100;
/// Maximum characters of a room's name.
pub const MAXIMUM_ROOM_NAME_CHARACTERS: usize = 60;
/// Maximum characters of an id, and of the name of a user, a role or a file.
pub const MAXIMUM_NAME_CHARACTERS: usize = 255;
/// Maximum characters of an address.
pub const MAXIMUM_ADDRESS_CHARACTERS: usize = 2048;
/// Maximum parts of a message.
pub const MAXIMUM_PARTS: usize = 50;
/// Maximum cursors of a user, including those in rooms that do not exist.
pub const MAXIMUM_CURSORS: usize = 10_000;
/// Maximum nesting of custom data. Records and events nest it deeper, and JSON parsers have limits.
pub const MAXIMUM_CUSTOM_DATA_DEPTH: usize = 32;
/// Maximum users in a batch, and in one request that creates a room, or adds or removes members.
pub const MAXIMUM_BATCH: usize = 10;
/// Maximum bytes of a file of version 2 messages.
pub const MAXIMUM_FILE_BYTES: u64 = 5 * 1024 * 1024;
/// Maximum bytes of an attachment.
pub const MAXIMUM_ATTACHMENT_BYTES: u64 = 20 * 1024 * 1024;
/// Maximum entries of a page, and maximum messages sent when a room topic opens.
pub const MAXIMUM_PAGE: usize = 100;

/// Default number of entries of a page.
const USUAL_PAGE: usize = 20;

/// Returns the number of entries of a page. A larger number than the maximum is not an error.
pub(super) fn page_size(requested: Option<u32>) -> usize {
    requested.map_or(USUAL_PAGE, |requested| usize::try_from(requested).unwrap_or(MAXIMUM_PAGE).min(MAXIMUM_PAGE))
}

pub(super) fn check_not_empty(field: &'static str, text: &str) -> Result<(), Refusal> {
    if text.is_empty() { Err(Refusal::invalid(field, "it is empty")) } else { Ok(()) }
}

pub(super) fn check_room_name(name: &str) -> Result<(), Refusal> {
    check_not_empty("name", name)?;
    let found = name.chars().count();
    if found > MAXIMUM_ROOM_NAME_CHARACTERS {
        return Err(too_many("name", found, MAXIMUM_ROOM_NAME_CHARACTERS, "characters"));
    }
    Ok(())
}

/// Checks an id or a name: neither empty nor too long.
pub(super) fn check_name(field: &'static str, text: &str) -> Result<(), Refusal> {
    check_not_empty(field, text)?;
    check_characters(field, text, MAXIMUM_NAME_CHARACTERS)
}

/// Checks an id or a name that stands in paths: as [`check_name`], and neither `.` nor `..`, which URL parsers take for
/// a step in the path, encoded or not.
pub(super) fn check_id(field: &'static str, text: &str) -> Result<(), Refusal> {
    check_not_dots(field, text)?;
    check_name(field, text)
}

pub(super) fn check_not_dots(field: &'static str, text: &str) -> Result<(), Refusal> {
    match text {
        "." | ".." => Err(Refusal::invalid(field, format!("it is `{text}`, which no address can hold"))),
        _ => Ok(()),
    }
}

pub(super) fn check_characters(field: &'static str, text: &str, limit: usize) -> Result<(), Refusal> {
    let found = text.chars().count();
    if found > limit { Err(too_many(field, found, limit, "characters")) } else { Ok(()) }
}

/// Checks a media type: `type/subtype` with optional parameters (RFC 9110 §8.3.1). A list of types is rejected, because
/// parsers disagree about which one applies.
pub(super) fn check_media_type(field: &'static str, text: &str) -> Result<(), Refusal> {
    check_characters(field, text, MAXIMUM_NAME_CHARACTERS)?;
    let token = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    let essence = text.split(';').next().unwrap_or_default().trim_end();
    let is_one = essence.split_once('/').is_some_and(|(kind, subtype)| token(kind) && token(subtype));
    if is_one && text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b',') {
        Ok(())
    } else {
        // Without a reason, as the Swift suite compares it.
        Err(Refusal::invalid(field, ""))
    }
}

/// Checks the size and the nesting of custom data.
///
/// # Errors
/// Returns an error if the data is too large or nested too deep.
pub fn check_custom_data(data: Option<&CustomData>) -> Result<(), Refusal> {
    let Some(data) = data else { return Ok(()) };
    let levels = 1 + data.values().map(depth).max().unwrap_or_default();
    check_json(data, levels)
}

/// Checks the size and the nesting of an attachment's custom data, which may be any JSON value.
///
/// # Errors
/// Returns an error if the data is too large or nested too deep.
pub fn check_attachment_data(data: Option<&Value>) -> Result<(), Refusal> {
    data.map_or(Ok(()), |data| check_json(data, depth(data)))
}

fn check_json(data: &impl Serialize, levels: usize) -> Result<(), Refusal> {
    if levels > MAXIMUM_CUSTOM_DATA_DEPTH {
        return Err(Refusal::invalid(
            "custom_data",
            format!("it is nested deeper than {MAXIMUM_CUSTOM_DATA_DEPTH} levels"),
        ));
    }
    let bytes = serde_json::to_vec(data).map_err(|error| Refusal::invalid("custom_data", error.to_string()))?;
    if bytes.len() > MAXIMUM_CUSTOM_DATA_BYTES {
        return Err(too_many("custom_data", bytes.len(), MAXIMUM_CUSTOM_DATA_BYTES, "bytes"));
    }
    Ok(())
}

pub(super) fn check_batch(field: &'static str, found: usize) -> Result<(), Refusal> {
    if found > MAXIMUM_BATCH { Err(too_many(field, found, MAXIMUM_BATCH, "users")) } else { Ok(()) }
}

/// Checks the number of users with whom a room is created, or who are added or removed.
pub(super) fn check_room_users(users: &[UserId]) -> Result<(), Refusal> {
    if users.len() > MAXIMUM_BATCH { Err(Refusal::TooManyRoomUsers { limit: MAXIMUM_BATCH }) } else { Ok(()) }
}

pub(super) fn check_members(found: usize) -> Result<(), Refusal> {
    if found > MAXIMUM_MEMBERS { Err(too_many("user_ids", found, MAXIMUM_MEMBERS, "members")) } else { Ok(()) }
}

pub(super) fn check_cursors(found: usize) -> Result<(), Refusal> {
    if found > MAXIMUM_CURSORS { Err(too_many("room_id", found, MAXIMUM_CURSORS, "cursors")) } else { Ok(()) }
}

pub(super) fn check_message(parts: &[NewPart]) -> Result<(), Refusal> {
    if parts.is_empty() {
        return Err(Refusal::invalid("parts", "a message has at least one part"));
    }
    if parts.len() > MAXIMUM_PARTS {
        return Err(too_many("parts", parts.len(), MAXIMUM_PARTS, "parts"));
    }
    if parts.iter().any(|part| part.media_type().is_empty()) {
        return Err(Refusal::invalid("parts", "the type of a part is empty"));
    }
    parts.iter().try_for_each(|part| check_characters("parts", part.media_type(), MAXIMUM_NAME_CHARACTERS))?;
    let size = parts.iter().map(bytes_of).sum();
    if size > MAXIMUM_MESSAGE_BYTES {
        return Err(Refusal::MessageSizeLimitExceeded { size, limit: MAXIMUM_MESSAGE_BYTES });
    }
    Ok(())
}

/// Checks the custom data of all files of a message together: each message and each event has a copy of it.
pub(super) fn check_attached_data(parts: &[Part]) -> Result<(), Refusal> {
    let data = parts.iter().filter_map(|part| match part {
        Part::Attachment { attachment, .. } => attachment.custom_data.as_ref(),
        Part::Inline { .. } | Part::Url { .. } => None,
    });
    let bytes: usize = data.map(|data| serde_json::to_vec(data).map_or(0, |json| json.len())).sum();
    if bytes > MAXIMUM_CUSTOM_DATA_BYTES {
        return Err(too_many("parts", bytes, MAXIMUM_CUSTOM_DATA_BYTES, "bytes of custom data of files"));
    }
    Ok(())
}

/// Returns the size of a part. Files are limited when they are uploaded, and with [`check_attached_data`].
fn bytes_of(part: &NewPart) -> usize {
    match part {
        NewPart::Inline { content, .. } => content.len(),
        NewPart::Url { url, .. } => url.len(),
        NewPart::Attachment { .. } => 0,
    }
}

/// Returns the number of arrays and objects around the innermost value. The JSON parser has already limited the
/// recursion.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

fn too_many(field: &'static str, found: usize, limit: usize, unit: &str) -> Refusal {
    Refusal::invalid(field, format!("there are {found} {unit}, but at most {limit} are allowed"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Attachment, AttachmentId, Time};

    #[test]
    fn the_custom_data_of_all_files_of_a_message_is_bounded() {
        let part = |bytes: usize| Part::Attachment {
            media_type: "image/png".to_owned(),
            attachment: Attachment {
                id: AttachmentId::new("1"),
                download_url: String::new(),
                refresh_url: String::new(),
                expiration: Time::UNIX_EPOCH,
                name: None,
                // With two quotation marks.
                custom_data: Some(Value::String("x".repeat(bytes - 2))),
                size: 1,
            },
        };
        let parts = |sizes: &[usize]| sizes.iter().copied().map(part).collect::<Vec<_>>();
        assert!(check_attached_data(&parts(&[MAXIMUM_CUSTOM_DATA_BYTES - 10, 10])).is_ok());
        assert!(check_attached_data(&parts(&[MAXIMUM_CUSTOM_DATA_BYTES - 10, 11])).is_err());
    }

    #[test]
    fn a_page_has_20_entries_by_default_and_at_most_100() {
        for (requested, size) in [(None, 20), (Some(0), 0), (Some(7), 7), (Some(100), 100), (Some(101), 100)] {
            assert_eq!(page_size(requested), size, "{requested:?}");
        }
    }

    #[test]
    fn the_length_of_a_room_name_is_counted_in_characters() {
        assert_eq!(check_room_name(&"ü".repeat(60)), Ok(()));
        assert!(check_room_name(&"ü".repeat(61)).is_err());
        assert!(check_room_name("").is_err());
    }

    #[test]
    fn an_id_that_no_address_can_hold_is_rejected() {
        for id in [".", "..", "", "x".repeat(256).as_str()] {
            assert!(check_id("id", id).is_err(), "{id}");
        }
        for id in ["...", ".x", "%2e%2e", "../x"] {
            assert_eq!(check_id("id", id), Ok(()), "{id}");
        }
    }

    #[test]
    fn the_size_of_a_message_is_counted_in_bytes() {
        let inline = |content: String| NewPart::Inline { media_type: "text/plain".to_owned(), content };
        assert_eq!(check_message(&[inline("x".repeat(5120))]), Ok(()));
        assert_eq!(
            check_message(&[inline("ü".repeat(2560)), inline("x".to_owned())]),
            Err(Refusal::MessageSizeLimitExceeded { size: 5121, limit: 5120 })
        );
        assert!(check_message(&[]).is_err());
        assert_eq!(check_message(&vec![inline(String::new()); MAXIMUM_PARTS]), Ok(()));
        assert!(check_message(&vec![inline(String::new()); MAXIMUM_PARTS + 1]).is_err());
    }

    #[test]
    fn the_nesting_of_custom_data_is_limited() {
        let nested = |depth: usize| {
            let value = (1..depth).fold(Value::Null, |inner, _| Value::Array(vec![inner]));
            CustomData::from_iter([("a".to_owned(), value)])
        };
        assert_eq!(check_custom_data(Some(&nested(MAXIMUM_CUSTOM_DATA_DEPTH))), Ok(()));
        assert!(check_custom_data(Some(&nested(MAXIMUM_CUSTOM_DATA_DEPTH + 1))).is_err());
    }

    #[test]
    fn a_media_type_is_accepted_and_a_list_is_rejected() {
        for (text, taken) in [
            ("image/png", true),
            ("text/plain; charset=utf-8", true),
            ("application/vnd.a+json", true),
            ("image/png, text/html", false),
            ("video/x;a=b, text/html", false),
            ("image", false),
            ("image/", false),
            ("", false),
            ("image/png\r\nx: y", false),
        ] {
            assert_eq!(check_media_type("content_type", text).is_ok(), taken, "{text}");
        }
    }
}
