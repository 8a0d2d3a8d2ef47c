//! Files are announced, uploaded and found again. Their bytes are somebody else's.

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

/// How many files that one user announced may wait for their bytes; of more the oldest are forgotten.
const MAXIMUM_ANNOUNCED: usize = 50;

/// What is known of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttachmentRecord {
    /// Which file this is.
    pub id: AttachmentId,
    /// The room it may be sent to.
    pub room_id: RoomId,
    /// Who announced it; nobody for the application's own server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Its media type.
    pub content_type: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the application keeps with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_data: Option<CustomData>,
    /// When it was announced, or uploaded.
    pub created_at: Timestamp,
    /// Whether its bytes are there.
    pub uploaded: bool,
    /// Whether it belongs to messages of the older form, and is found by its name.
    #[serde(default)]
    pub named: bool,
}

impl Instance {
    /// Announces a file for a room. `id` is a fresh one.
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

    /// What an upload must match: the announced file, as long as nothing was uploaded for it.
    pub fn announced(&self, id: &AttachmentId) -> Result<&AttachmentRecord, Refusal> {
        self.attachments.get(id).filter(|file| !file.uploaded).ok_or_else(|| Refusal::AttachmentNotFound(id.clone()))
    }

    /// Notes that the bytes of an announced file are there. Nothing is uploaded twice.
    pub fn uploaded(&mut self, id: &AttachmentId) -> Result<(), Refusal> {
        let file = self.attachments.get_mut(id).filter(|file| !file.uploaded);
        let file = file.ok_or_else(|| Refusal::AttachmentNotFound(id.clone()))?;
        file.uploaded = true;
        self.touch(Key::Attachment(id.clone()));
        Ok(())
    }

    /// Adds a file of the older form, whose bytes are there; an older one of the name is no longer found by it.
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

    /// An uploaded file.
    pub fn attachment(&self, id: &AttachmentId) -> Result<&AttachmentRecord, Refusal> {
        self.attachments.get(id).filter(|file| file.uploaded).ok_or_else(|| Refusal::AttachmentNotFound(id.clone()))
    }

    /// An uploaded file of a room.
    pub fn attachment_of(&self, room: &RoomId, id: &AttachmentId) -> Result<&AttachmentRecord, Refusal> {
        self.existing_room(room)?;
        let file = self.attachment(id)?;
        if file.room_id == *room { Ok(file) } else { Err(Refusal::AttachmentNotFound(id.clone())) }
    }

    /// A file of the older form, by its name.
    pub fn file(&self, room: &RoomId, name: &str) -> Result<&AttachmentRecord, Refusal> {
        self.existing_room(room)?;
        let mut files = self.attachments.values();
        files.find(|file| file.is(room, Some(name))).ok_or_else(|| Refusal::AttachmentNotFound(AttachmentId::new(name)))
    }

    /// The files of a room that is no more go with it.
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

    /// Makes room for one more announcement of a user.
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
    /// The file as a reader sees it; its addresses depend on who asks and when, and are still empty.
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

    /// What is known of a file of the older form.
    pub fn facts(&self) -> FileFacts {
        FileFacts { name: self.name.clone().unwrap_or_default(), bytes: self.size, last_modified: self.created_at }
    }

    fn is(&self, room: &RoomId, name: Option<&str>) -> bool {
        self.named && self.room_id == *room && self.name.as_deref() == name
    }
}
