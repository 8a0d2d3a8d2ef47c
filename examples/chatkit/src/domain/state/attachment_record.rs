//! The stored properties of a file.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::model::{Attachment, AttachmentId, CustomData, FileProperties, RoomId, Time, UserId};

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
    pub custom_data: Option<CustomData>,
    /// When the file was announced or uploaded, with the fraction of the second: files are announced in quick succession.
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
            name: self.name.clone(),
            custom_data: self.custom_data.clone(),
            size: self.size,
        }
    }

    /// Returns the properties of a file of version 2 messages.
    pub fn properties(&self) -> FileProperties {
        FileProperties {
            name: self.name.clone().unwrap_or_default(),
            bytes: self.size,
            last_modified: self.created_at.into(),
        }
    }

    /// Whether it is the file of version 2 messages with this name.
    pub(in crate::domain) fn is(&self, room: &RoomId, name: Option<&str>) -> bool {
        self.named && self.room_id == *room && self.name.as_deref() == name
    }
}
