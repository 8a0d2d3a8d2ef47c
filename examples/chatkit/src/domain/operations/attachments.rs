//! Attachments: announcement, upload and lookup. Their content is stored elsewhere.

use jiff::Timestamp;

use crate::domain::actor::Actor;
use crate::domain::limits::{
    MAXIMUM_ATTACHMENT_BYTES, MAXIMUM_NAME_CHARACTERS, check_attachment_data, check_characters, check_id,
    check_media_type, check_not_dots,
};
use crate::domain::refusal::Refusal;
use crate::domain::state::attachment_record::AttachmentRecord;
use crate::domain::state::instance::Instance;
use crate::domain::state::record::Key;
use crate::model::{AnnounceAttachment, AttachmentId, RoomId, UserId};

/// Maximum number of announced files per user that are not uploaded yet. Beyond it, the oldest are deleted.
const MAXIMUM_ANNOUNCED: usize = 50;

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
        // The download address ends with the name.
        check_not_dots("name", file.name.as_deref().unwrap_or_default())?;
        check_attachment_data(file.custom_data.as_ref())?;
        if file.content_length > MAXIMUM_ATTACHMENT_BYTES {
            return Err(Refusal::FileTooLarge { size: file.content_length, limit: MAXIMUM_ATTACHMENT_BYTES });
        }
        self.remove_oldest_announced(actor.user.as_ref());
        self.insert_attachment(AttachmentRecord {
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
        check_id("name", file.name.as_deref().unwrap_or_default())?;
        check_media_type("content_type", &file.content_type)?;
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
        self.insert_attachment(file);
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
    pub(in crate::domain) fn remove_attachments_of(&mut self, room: &RoomId) {
        let files = self.attachments.values().filter(|file| file.room_id == *room);
        let ids: Vec<AttachmentId> = files.map(|file| file.id.clone()).collect();
        for id in ids {
            self.remove_attachment(&id);
        }
    }

    fn insert_attachment(&mut self, file: AttachmentRecord) {
        self.touch(Key::Attachment(file.id.clone()));
        self.attachments.insert(file.id.clone(), file);
    }

    fn remove_attachment(&mut self, id: &AttachmentId) {
        self.attachments.remove(id);
        self.touch(Key::Attachment(id.clone()));
    }

    /// Deletes a user's oldest announcements, to make room for another one.
    fn remove_oldest_announced(&mut self, user: Option<&UserId>) {
        let waits = |file: &&AttachmentRecord| !file.uploaded && file.user_id.as_ref() == user;
        let mut announced: Vec<_> = self.attachments.values().filter(waits).collect();
        if announced.len() < MAXIMUM_ANNOUNCED {
            return;
        }
        announced.sort_by_key(|file| file.created_at);
        let oldest = announced.len() + 1 - MAXIMUM_ANNOUNCED;
        let ids: Vec<AttachmentId> = announced.into_iter().take(oldest).map(|file| file.id.clone()).collect();
        for id in ids {
            self.remove_attachment(&id);
        }
    }
}
