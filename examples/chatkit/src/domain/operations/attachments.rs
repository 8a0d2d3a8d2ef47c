//! Attachments: announcement, upload and lookup. Their content is stored elsewhere.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::actor::Actor;
use super::instance::Instance;
use super::limits::{
    MAXIMUM_ATTACHMENT_BYTES, MAXIMUM_NAME_CHARACTERS, check_characters, check_custom_data, check_media_type,
    check_name,
};
use super::record::Key;
use super::refusal::Refusal;
use crate::model::{AnnounceAttachment, Attachment, AttachmentId, CustomData, FileFacts, RoomId, UserId};

/// Maximum number of announced files per user that are not uploaded yet. Beyond it, the oldest are deleted.
const MAXIMUM_ANNOUNCED: usize = 50;

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
    /// When the file was announced or uploaded.
    pub created_at: Timestamp,
    /// Whether the content was uploaded.
    pub uploaded: bool,
    /// Whether the file belongs to version 2 messages and can be found by its name.
    #[serde(default)]
    pub named: bool,
}

impl Instance {
    /// Announces a file for a room. `id` must be new.
    pub fn announce_attachment(
        &mut self,
        actor: &Actor,
        room: &RoomId,
        file: AnnounceAttachment,
        id: AttachmentId,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.existing_room(room)?;
        check_media_type("content_type", &file.content_type)?;
        check_characters("name", file.name.as_deref().unwrap_or_default(), MAXIMUM_NAME_CHARACTERS)?;
        check_custom_data(file.custom_data.as_ref())?;
        if file.content_length > MAXIMUM_ATTACHMENT_BYTES {
            return Err(Refusal::FileTooLarge { size: file.content_length, limit: MAXIMUM_ATTACHMENT_BYTES });
        }
        self.forget_announced(actor.user.as_ref());
        self.keep_attachment(AttachmentRecord {
            id,
            room_id: room.clone(),
            user_id: actor.user.clone(),
            content_type: file.content_type,
            size: file.content_length,
            name: file.name,
            custom_data: file.custom_data,
            created_at: now,
            uploaded: false,
            named: false,
        });
        Ok(())
    }

    /// Returns the announced file that an upload must match. Fails if it was uploaded already.
    pub fn announced(&self, id: &AttachmentId) -> Result<&AttachmentRecord, Refusal> {
        self.attachments.get(id).filter(|file| !file.uploaded).ok_or_else(|| Refusal::AttachmentNotFound(id.clone()))
    }

    /// Marks an announced file as uploaded. A file is uploaded only once.
    pub fn uploaded(&mut self, id: &AttachmentId) -> Result<(), Refusal> {
        let file = self.attachments.get_mut(id).filter(|file| !file.uploaded);
        let file = file.ok_or_else(|| Refusal::AttachmentNotFound(id.clone()))?;
        file.uploaded = true;
        self.touch(Key::Attachment(id.clone()));
        Ok(())
    }

    /// Adds an uploaded file of version 2 messages. A previous file of the same name can no longer be found by it.
    pub fn add_file(&mut self, file: AttachmentRecord) -> Result<(), Refusal> {
        self.existing_room(&file.room_id)?;
        check_name("name", file.name.as_deref().unwrap_or_default())?;
        let older = self.attachments.values_mut().filter(|other| other.is(&file.room_id, file.name.as_deref()));
        let renamed: Vec<AttachmentId> = older
            .map(|other| {
                other.named = false;
                other.id.clone()
            })
            .collect();
        for id in renamed {
            self.touch(Key::Attachment(id));
        }
        self.keep_attachment(file);
        Ok(())
    }

    /// Returns an uploaded file.
    pub fn attachment(&self, id: &AttachmentId) -> Result<&AttachmentRecord, Refusal> {
        self.attachments.get(id).filter(|file| file.uploaded).ok_or_else(|| Refusal::AttachmentNotFound(id.clone()))
    }

    /// Returns an uploaded file of a room.
    pub fn attachment_of(&self, room: &RoomId, id: &AttachmentId) -> Result<&AttachmentRecord, Refusal> {
        self.existing_room(room)?;
        let file = self.attachment(id)?;
        if file.room_id == *room { Ok(file) } else { Err(Refusal::AttachmentNotFound(id.clone())) }
    }

    /// Returns a file of version 2 messages by its name.
    pub fn file(&self, room: &RoomId, name: &str) -> Result<&AttachmentRecord, Refusal> {
        self.existing_room(room)?;
        let mut files = self.attachments.values();
        files.find(|file| file.is(room, Some(name))).ok_or_else(|| Refusal::AttachmentNotFound(AttachmentId::new(name)))
    }

    /// Deletes the files of a deleted room.
    pub(super) fn forget_attachments_of(&mut self, room: &RoomId) {
        let files = self.attachments.values().filter(|file| file.room_id == *room);
        let ids: Vec<AttachmentId> = files.map(|file| file.id.clone()).collect();
        for id in ids {
            self.forget_attachment(&id);
        }
    }

    fn keep_attachment(&mut self, file: AttachmentRecord) {
        self.touch(Key::Attachment(file.id.clone()));
        self.attachments.insert(file.id.clone(), file);
    }

    fn forget_attachment(&mut self, id: &AttachmentId) {
        self.attachments.remove(id);
        self.touch(Key::Attachment(id.clone()));
    }

    /// Deletes a user's oldest announcements, to make room for another one.
    fn forget_announced(&mut self, user: Option<&UserId>) {
        let waits = |file: &&AttachmentRecord| !file.uploaded && file.user_id.as_ref() == user;
        let mut announced: Vec<_> = self.attachments.values().filter(waits).collect();
        if announced.len() < MAXIMUM_ANNOUNCED {
            return;
        }
        announced.sort_by_key(|file| file.created_at);
        let oldest = announced.len() + 1 - MAXIMUM_ANNOUNCED;
        let ids: Vec<AttachmentId> = announced.into_iter().take(oldest).map(|file| file.id.clone()).collect();
        for id in ids {
            self.forget_attachment(&id);
        }
    }
}

impl AttachmentRecord {
    /// Returns the attachment with empty addresses: they depend on the caller and the time.
    pub fn unaddressed(&self) -> Attachment {
        Attachment {
            id: self.id.clone(),
            download_url: String::new(),
            refresh_url: String::new(),
            expiration: Timestamp::UNIX_EPOCH,
            name: self.name.clone(),
            custom_data: self.custom_data.clone(),
            size: self.size,
        }
    }

    /// Returns the properties of a file of version 2 messages.
    pub fn facts(&self) -> FileFacts {
        FileFacts { name: self.name.clone().unwrap_or_default(), bytes: self.size, last_modified: self.created_at }
    }

    fn is(&self, room: &RoomId, name: Option<&str>) -> bool {
        self.named && self.room_id == *room && self.name.as_deref() == name
    }
}
