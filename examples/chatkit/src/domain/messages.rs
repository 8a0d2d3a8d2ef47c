//! Messages are sent, read, edited and deleted.
//!
//! A message is kept once, in parts. Version 2 of the service converts what it sends by `SendMessage::from` and what it
//! reads by `TextMessage::from`.

use jiff::Timestamp;

use super::actor::Actor;
use super::instance::Instance;
use super::limits::check_message;
use super::permission::Permission;
use super::publication::{Changed, Publication};
use super::refusal::Refusal;
use super::room_record::{Reading, RoomRecord};
use crate::model::{
    Message, MessageId, MessagePage, MessageSent, NewPart, Part, RoomEvent, RoomId, SendMessage, UserEvent, UserId,
};

impl Instance {
    /// Sends a message. Needs `message:create` and a member of the room, or a super-user in the name of any user.
    pub fn send_message(
        &mut self,
        actor: &Actor,
        room: &RoomId,
        message: impl Into<SendMessage>,
        now: Timestamp,
    ) -> Result<Changed<MessageSent>, Refusal> {
        self.require_permission(actor, Permission::MessageCreate)?;
        let sender = Self::require_identity(actor)?;
        self.existing_user(sender)?;
        Self::require_member(actor, self.existing_room(room)?)?;
        let parts = acceptable_parts(message.into())?;
        let message = Message {
            id: self.next_message_id(),
            user_id: sender.clone(),
            room_id: room.clone(),
            parts,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        };
        let id = message.id;
        let event = Publication::to_room(room, RoomEvent::NewMessage(message.clone()), id);
        let updates = self.change_messages(room, |record| record.append(message))?;
        let publications = std::iter::once(event).chain(updates).collect();
        Ok(Changed { value: MessageSent { message_id: id }, publications })
    }

    /// A page of the messages of a room. Needs `room:messages:get`.
    pub fn messages(&self, actor: &Actor, room: &RoomId, page: &MessagePage) -> Result<Vec<Message>, Refusal> {
        self.require_permission(actor, Permission::RoomMessagesGet)?;
        Ok(self.existing_room(room)?.page(page))
    }

    /// One message of a room. Needs `room:messages:get`.
    pub fn message(&self, actor: &Actor, room: &RoomId, id: MessageId) -> Result<Message, Refusal> {
        self.require_permission(actor, Permission::RoomMessagesGet)?;
        self.existing_room(room)?.message(id).cloned().ok_or(Refusal::MessageNotFound(id))
    }

    /// Replaces the parts of a message. Needs a super-user in the name of an existing user. Nobody is told.
    pub fn edit_message(
        &mut self,
        actor: &Actor,
        room: &RoomId,
        id: MessageId,
        message: impl Into<SendMessage>,
        now: Timestamp,
    ) -> Result<Changed<()>, Refusal> {
        Self::require_superuser(actor)?;
        self.existing_user(Self::require_identity(actor)?)?;
        let old = self.existing_room_mut(room)?.message_mut(id).ok_or(Refusal::MessageNotFound(id))?;
        old.parts = acceptable_parts(message.into())?;
        old.updated_at = now;
        Ok(Changed::quietly(()))
    }

    /// Deletes a message. Needs a super-user.
    pub fn delete_message(&mut self, actor: &Actor, room: &RoomId, id: MessageId) -> Result<Changed<()>, Refusal> {
        Self::require_superuser(actor)?;
        let record = self.existing_room(room)?;
        if record.message(id).is_none() {
            return Err(Refusal::MessageNotFound(id));
        }
        let event = Publication::to_room(room, RoomEvent::MessageDeleted { message_id: id }, record.latest());
        let updates = self.change_messages(room, |record| record.remove(id))?;
        Ok(Changed { value: (), publications: std::iter::once(event).chain(updates).collect() })
    }

    /// Deletes a message wherever it is, as versions 2 to 4 of the service name it. Needs a super-user.
    pub fn delete_message_anywhere(&mut self, actor: &Actor, id: MessageId) -> Result<Changed<()>, Refusal> {
        Self::require_superuser(actor)?;
        let holder = self.rooms.iter().find(|(_, record)| record.message(id).is_some()).map(|(room, _)| room.clone());
        let room = holder.ok_or(Refusal::MessageNotFound(id))?;
        self.delete_message(actor, &room, id)
    }

    /// Tells a room that somebody is typing. Needs `room:typing_indicator:create`.
    pub fn start_typing(&self, actor: &Actor, room: &RoomId) -> Result<Changed<()>, Refusal> {
        self.require_permission(actor, Permission::RoomTypingIndicatorCreate)?;
        let user = Self::require_identity(actor)?;
        self.existing_user(user)?;
        let latest = self.existing_room(room)?.latest();
        let event = Publication::to_room(room, RoomEvent::IsTyping { user_id: user.clone() }, latest);
        Ok(Changed { value: (), publications: vec![event] })
    }

    /// Changes the messages of a room and tells each member whose count or last message time is another now.
    fn change_messages(
        &mut self,
        room: &RoomId,
        change: impl FnOnce(&mut RoomRecord),
    ) -> Result<Vec<Publication>, Refusal> {
        let before = self.readings(self.existing_room(room)?);
        change(self.existing_room_mut(room)?);
        let record = self.existing_room(room)?;
        let changed = before.into_iter().zip(self.readings(record)).filter(|(before, after)| before != after);
        let tell =
            |user: &UserId| Publication::to_user(user, UserEvent::RoomUpdated { room: self.seen_by(user, record) });
        Ok(changed.map(|(_, (user, _))| tell(&user)).collect())
    }

    fn readings(&self, record: &RoomRecord) -> Vec<(UserId, Reading)> {
        let position = |user| self.cursors.position(user, &record.room.id);
        record.members.iter().map(|user| (user.clone(), record.reading(position(user)))).collect()
    }
}

/// The parts as they are kept, if they are within the limits.
fn acceptable_parts(message: SendMessage) -> Result<Vec<Part>, Refusal> {
    let parts = message.parts.into_iter().map(resolve).collect::<Result<Vec<_>, _>>()?;
    check_message(&parts)?;
    Ok(parts)
}

/// Where uploaded files will be looked up; there are none yet.
fn resolve(part: NewPart) -> Result<Part, Refusal> {
    match part {
        NewPart::Inline { media_type, content } => Ok(Part::Inline { media_type, content }),
        NewPart::Url { media_type, url } => Ok(Part::Url { media_type, url }),
        NewPart::Attachment { attachment, .. } => {
            Err(Refusal::invalid("parts", format!("there is no attachment {}", attachment.id)))
        }
    }
}
