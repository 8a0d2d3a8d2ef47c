//! The stored properties of a file.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::{Attachment, AttachmentId, FileProperties, RoomId, Time, UserId};

/// The stored properties of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttachmentRecord {
    /// The attachment id.
    pub id: AttachmentId,
    /// The room to which the file may be sent.
    pub room_id: RoomId,
    /// The user who announced it. `None` for the application's server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The media type.
    pub content_type: String,
    /// The size in bytes.
    pub size: u64,
    /// The file's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Custom data of the application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<Value>,
    /// When the file was announced or uploaded. It has the fraction of the second, because files are announced in quick
    /// succession and the oldest is deleted first.
    pub created_at: Timestamp,
    /// Whether the content was uploaded.
    pub uploaded: bool,
    /// Whether the file belongs to version 2 messages and can be found by its name.
    #[serde(default)]
    pub named: bool,
}

impl AttachmentRecord {
    /// Returns the attachment with empty addresses: they depend on the caller and the time.
    pub fn without_addresses(&self) -> Attachment {
        Attachment {
            id: self.id.clone(),
            download_url: String::new(),
            refresh_url: String::new(),
            expiration: Time::UNIX_EPOCH,
            name: Some(self.shown_name().to_owned()),
            custom_data: self.custom_data.clone(),
            size: self.size,
        }
    }

    /// Returns the properties of a file of version 2 messages.
    pub fn properties(&self) -> FileProperties {
        FileProperties { name: self.shown_name().to_owned(), bytes: self.size, last_modified: self.created_at.into() }
    }

    /// Returns the name, or the id if none was given: the service always sent a name.
    fn shown_name(&self) -> &str {
        self.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(self.id.as_str())
    }

    /// Whether it is the file of version 2 messages with this name.
    pub(in crate::domain) fn is(&self, room: &RoomId, name: Option<&str>) -> bool {
        self.named && self.room_id == *room && self.name.as_deref() == name
    }
}
