//! Messages of version 2 of the service: a text and at most one attachment.

use api_core::Model;
use serde::{Deserialize, Serialize};

use super::id::{MessageId, RoomId, UserId};
use super::time::Time;

/// A version 2 message: a text and at most one attachment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct TextMessage {
    /// The message's id, the same in all versions.
    pub id: MessageId,
    /// The sender. The user may have been deleted.
    pub user_id: UserId,
    /// The room.
    pub room_id: RoomId,
    /// The text. Empty if the message has none.
    pub text: String,
    /// The attachment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Link>,
    /// When the message was sent.
    pub created_at: Time,
    /// When the message was last edited.
    pub updated_at: Time,
    /// When the message was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Time>,
}

/// The attachment of a version 2 message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Link {
    /// The address of the content.
    pub resource_link: String,
    /// The kind of content.
    #[serde(rename = "type")]
    pub kind: LinkKind,
    /// The name of the file.
    pub name: String,
}

/// The kind of content of an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// An image.
    Image,
    /// A video.
    Video,
    /// An audio recording.
    Audio,
    /// Any other file.
    File,
}

impl LinkKind {
    /// Returns the kind of a media type.
    pub fn of(media_type: &str) -> Self {
        match media_type.split('/').next() {
            Some("image") => Self::Image,
            Some("video") => Self::Video,
            Some("audio") => Self::Audio,
            _ => Self::File,
        }
    }
}

/// A version 2 message to be sent, or the new content of an edited message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct SendTextMessage {
    /// The text.
    pub text: String,
    /// The attachment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<NewLink>,
}

/// The attachment of a version 2 message to be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct NewLink {
    /// The address of the content.
    pub resource_link: String,
    /// The kind of content.
    #[serde(rename = "type")]
    pub kind: LinkKind,
}
