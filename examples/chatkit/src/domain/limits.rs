//! How large things may be.

use super::refusal::Refusal;
use crate::model::{CustomData, Part};

/// Bytes of inline text and addresses in one message, and as many of the types of its parts.
pub const MAXIMUM_MESSAGE_BYTES: usize = 5 * 1024;
/// Bytes of a user's or a room's custom data, written as JSON.
pub const MAXIMUM_CUSTOM_DATA_BYTES: usize = 5 * 1024;
/// Members of one room.
pub const MAXIMUM_MEMBERS: usize = 100;
/// Characters of a room's name.
pub const MAXIMUM_ROOM_NAME_CHARACTERS: usize = 60;
/// Users in one batch, and in one request to add or remove members.
pub const MAXIMUM_BATCH: usize = 10;
/// Bytes of a file of a message in the older form.
pub const MAXIMUM_FILE_BYTES: u64 = 5 * 1024 * 1024;
/// Bytes of an attachment.
pub const MAXIMUM_ATTACHMENT_BYTES: u64 = 20 * 1024 * 1024;
/// Entries of one page, and messages sent when a subscription to a room opens.
pub const MAXIMUM_PAGE: usize = 100;

/// How many entries a page has when the asker does not say.
const USUAL_PAGE: usize = 20;

/// How many entries to answer. Asking for more than the maximum is no error.
pub(super) fn page_size(asked: Option<u32>) -> usize {
    asked.map_or(USUAL_PAGE, |asked| usize::try_from(asked).unwrap_or(MAXIMUM_PAGE).min(MAXIMUM_PAGE))
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

pub(super) fn check_custom_data(data: Option<&CustomData>) -> Result<(), Refusal> {
    let Some(data) = data else { return Ok(()) };
    let bytes = serde_json::to_vec(data).map_err(|error| Refusal::invalid("custom_data", error.to_string()))?;
    if bytes.len() > MAXIMUM_CUSTOM_DATA_BYTES {
        return Err(too_many("custom_data", bytes.len(), MAXIMUM_CUSTOM_DATA_BYTES, "bytes"));
    }
    Ok(())
}

pub(super) fn check_batch(field: &'static str, found: usize) -> Result<(), Refusal> {
    if found > MAXIMUM_BATCH { Err(too_many(field, found, MAXIMUM_BATCH, "users")) } else { Ok(()) }
}

pub(super) fn check_members(found: usize) -> Result<(), Refusal> {
    if found > MAXIMUM_MEMBERS { Err(too_many("user_ids", found, MAXIMUM_MEMBERS, "members")) } else { Ok(()) }
}

pub(super) fn check_message(parts: &[Part]) -> Result<(), Refusal> {
    if parts.is_empty() {
        return Err(Refusal::invalid("parts", "a message has at least one part"));
    }
    if parts.iter().any(|part| part.media_type().is_empty()) {
        return Err(Refusal::invalid("parts", "the type of a part is empty"));
    }
    // The types have a limit of their own, so that a text of the full size has room beside its type; it bounds the parts too.
    let types = parts.iter().map(|part| part.media_type().len()).sum();
    let contents = parts.iter().map(bytes_of).sum();
    match [contents, types].into_iter().find(|size| *size > MAXIMUM_MESSAGE_BYTES) {
        Some(size) => Err(Refusal::MessageSizeLimitExceeded { size, limit: MAXIMUM_MESSAGE_BYTES }),
        None => Ok(()),
    }
}

/// A file counts where it was uploaded, not here.
fn bytes_of(part: &Part) -> usize {
    match part {
        Part::Inline { content, .. } => content.len(),
        Part::Url { url, .. } => url.len(),
        Part::Attachment { .. } => 0,
    }
}

fn too_many(field: &'static str, found: usize, limit: usize, unit: &str) -> Refusal {
    Refusal::invalid(field, format!("there are {found} {unit} where {limit} are allowed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_twenty_unless_told_and_at_most_a_hundred() {
        for (asked, size) in [(None, 20), (Some(0), 0), (Some(7), 7), (Some(100), 100), (Some(101), 100)] {
            assert_eq!(page_size(asked), size, "{asked:?}");
        }
    }

    #[test]
    fn a_room_name_is_counted_in_characters() {
        assert_eq!(check_room_name(&"ü".repeat(60)), Ok(()));
        assert!(check_room_name(&"ü".repeat(61)).is_err());
        assert!(check_room_name("").is_err());
    }

    #[test]
    fn a_message_is_counted_in_bytes() {
        let inline = |content: String| Part::Inline { media_type: "text/plain".to_owned(), content };
        assert_eq!(check_message(&[inline("x".repeat(5120))]), Ok(()));
        assert_eq!(
            check_message(&[inline("ü".repeat(2560)), inline("x".to_owned())]),
            Err(Refusal::MessageSizeLimitExceeded { size: 5121, limit: 5120 })
        );
        assert!(check_message(&[]).is_err());
        assert!(check_message(&vec![inline(String::new()); 512]).is_ok());
        assert!(check_message(&vec![inline(String::new()); 513]).is_err(), "types of 5130 bytes");
    }
}
