//! The operations on messages.
//!
//! A message is stored once, in parts. Version 2 of the service converts what it sends by `SendMessage::from` and what
//! it reads by `TextMessage::from`.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::limits::{check_attached_data, check_message};
use crate::domain::publication::{Changed, Notice, Publication};
use crate::domain::refusal::Refusal;
use crate::domain::state::instance::Instance;
use crate::domain::state::record::Key;
use crate::domain::state::room_record::{Reading, RoomRecord};
use crate::model::{
    Message, MessageId, MessagePage, MessageSent, NewPart, Part, RoomEvent, RoomId, SendMessage, UserId,
};

impl Instance {
    /// Sends a message of an existing user.
    pub fn send_message(
        &mut self,
        sender: &UserId,
        room: &RoomId,
        message: impl Into<SendMessage>,
        now: Timestamp,
    ) -> Result<Changed<MessageSent>, Refusal> {
        self.existing_user(sender)?;
        self.existing_room(room)?;
        let parts = self.acceptable_parts(room, message.into())?;
        let message = Message {
            id: self.next_message_id(),
            user_id: sender.clone(),
            room_id: room.clone(),
            parts,
            created_at: now.into(),
            updated_at: now.into(),
            deleted_at: None,
        };
        let id = message.id;
        let event = Publication::to_room(room, RoomEvent::NewMessage(message.clone()), id);
        let updates = self.change_messages(room, |record| record.append(message))?;
        self.touch(Key::Counters);
        self.touch(Key::Message(room.clone(), id));
        let others = self.existing_room(room)?.members.iter().filter(|member| *member != sender);
        let notifications = others.map(|member| Publication::to_notifications(member, room, id));
        let publications = std::iter::once(event).chain(updates).chain(notifications).collect();
        Ok(Changed { value: MessageSent { message_id: id }, publications })
    }

    /// Returns a page of the messages of a room.
    pub fn messages(&self, room: &RoomId, page: &MessagePage) -> Result<Vec<Arc<Message>>, Refusal> {
        Ok(self.existing_room(room)?.page(page))
    }

    /// Returns a message of a room.
    pub fn message(&self, room: &RoomId, id: MessageId) -> Result<Message, Refusal> {
        self.existing_room(room)?.message(id).cloned().ok_or(Refusal::MessageNotFound(id))
    }

    /// Replaces the parts of a message, on behalf of an existing user. It causes no event.
    pub fn edit_message(
        &mut self,
        editor: &UserId,
        room: &RoomId,
        id: MessageId,
        message: impl Into<SendMessage>,
        now: Timestamp,
    ) -> Result<Changed<()>, Refusal> {
        self.existing_user(editor)?;
        self.message(room, id)?;
        let parts = self.acceptable_parts(room, message.into())?;
        let old = self.existing_room_mut(room)?.message_mut(id).ok_or(Refusal::MessageNotFound(id))?;
        old.parts = parts;
        old.updated_at = now.into();
        self.touch(Key::Message(room.clone(), id));
        Ok(Changed::without_events(()))
    }

    /// Deletes a message.
    pub fn delete_message(&mut self, room: &RoomId, id: MessageId) -> Result<Changed<()>, Refusal> {
        let record = self.existing_room(room)?;
        if record.message(id).is_none() {
            return Err(Refusal::MessageNotFound(id));
        }
        let latest = record.latest();
        if id == latest {
            // So far the stored message determined the latest id. From now on the room's record has to.
            self.touch(Key::Room(room.clone()));
        }
        let event = Publication::to_room(room, RoomEvent::MessageDeleted { message_id: id }, latest);
        let updates = self.change_messages(room, |record| record.remove(id))?;
        self.touch(Key::Message(room.clone(), id));
        Ok(Changed { value: (), publications: std::iter::once(event).chain(updates).collect() })
    }

    /// Deletes a message of any room, as versions 2 to 4 of the service require.
    pub fn delete_message_anywhere(&mut self, id: MessageId) -> Result<Changed<()>, Refusal> {
        let holder = self.rooms.iter().find(|(_, record)| record.message(id).is_some()).map(|(room, _)| room.clone());
        let room = holder.ok_or(Refusal::MessageNotFound(id))?;
        self.delete_message(&room, id)
    }

    /// Notifies a room that a user is typing.
    pub fn start_typing(&self, user: &UserId, room: &RoomId) -> Result<Changed<()>, Refusal> {
        self.existing_user(user)?;
        let latest = self.existing_room(room)?.latest();
        let event = Publication::to_room(room, RoomEvent::IsTyping { user_id: user.clone() }, latest);
        Ok(Changed { value: (), publications: vec![event] })
    }

    /// Changes the messages of a room. Returns the events for the members: first that the last message changed, then
    /// that the member's unread count or last message time did.
    fn change_messages(
        &mut self,
        room: &RoomId,
        change: impl FnOnce(&mut RoomRecord),
    ) -> Result<Vec<Publication>, Refusal> {
        let last = |record: &RoomRecord| record.messages().last().map(|message| message.id);
        let record = self.existing_room(room)?;
        let (last_before, before) = (last(record), self.readings(record));
        change(self.existing_room_mut(room)?);
        let record = self.existing_room(room)?;
        let other_last = last(record) != last_before;
        let mut events = Vec::new();
        for ((_, before), (user, after)) in before.into_iter().zip(self.readings(record)) {
            if other_last {
                events.push(Publication::to_user(&user, Notice::LastMessageChanged(room.clone())));
            }
            if before != after {
                events.push(Publication::to_user(&user, Notice::ReadStateChanged(room.clone())));
            }
        }
        Ok(events)
    }

    fn readings(&self, record: &RoomRecord) -> Vec<(UserId, Reading)> {
        let position = |user| self.cursors.position(user, &record.room.id);
        record.members.iter().map(|user| (user.clone(), record.reading(position(user)))).collect()
    }

    /// Checks the limits and returns the parts as they are stored.
    fn acceptable_parts(&self, room: &RoomId, message: SendMessage) -> Result<Vec<Part>, Refusal> {
        check_message(&message.parts)?;
        let parts = message.parts.into_iter().map(|part| self.resolve(room, part));
        let parts: Vec<Part> = parts.collect::<Result<_, _>>()?;
        check_attached_data(&parts)?;
        Ok(parts)
    }

    /// Resolves an attachment. A file can only be sent to the room for which it was uploaded.
    fn resolve(&self, room: &RoomId, part: NewPart) -> Result<Part, Refusal> {
        Ok(match part {
            NewPart::Inline { media_type, content } => Part::Inline { media_type, content },
            NewPart::Url { media_type, url } => Part::Url { media_type, url },
            NewPart::Attachment { media_type, attachment } => {
                let file = self.attachment_of(room, &attachment.id).map_err(|_| {
                    Refusal::invalid("parts", format!("no file {} was uploaded for the room {room}", attachment.id))
                })?;
                Part::Attachment { media_type, attachment: file.without_addresses() }
            }
        })
    }
}
