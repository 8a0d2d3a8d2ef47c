//! Messages of a text and perhaps a link, as version 2 of the service speaks them.

use api_core::Model;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::id::{MessageId, RoomId, UserId};

/// A message in the older form: a text and perhaps one attachment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct TextMessage {
    /// Which message this is; the same in either form.
    pub id: MessageId,
    /// Who sent it; the user may be gone.
    pub user_id: UserId,
    /// Where it was sent.
    pub room_id: RoomId,
    /// The text; empty when the message has none.
    pub text: String,
    /// What comes with the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Link>,
    /// When it was sent.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub updated_at: Timestamp,
    /// When it was deleted, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}

/// The attachment of a message in the older form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Link {
    /// Where the content is found.
    pub resource_link: String,
    /// What kind of content it is.
    #[serde(rename = "type")]
    pub kind: LinkKind,
    /// The name of the file.
    pub name: String,
}

/// What kind of content an attachment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// A picture.
    Image,
    /// A film.
    Video,
    /// A recording.
    Audio,
    /// Anything else.
    File,
}

impl LinkKind {
    /// The kind that a media type is of.
    pub fn of(media_type: &str) -> Self {
        match media_type.split('/').next() {
            Some("image") => Self::Image,
            Some("video") => Self::Video,
            Some("audio") => Self::Audio,
            _ => Self::File,
        }
    }
}

/// A message in the older form to be sent, or what an edited message is to become.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct SendTextMessage {
    /// The text.
    pub text: String,
    /// What comes with the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<NewLink>,
}

/// The attachment of a message to be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct NewLink {
    /// Where the content is found.
    pub resource_link: String,
    /// What kind of content it is.
    #[serde(rename = "type")]
    pub kind: LinkKind,
}
