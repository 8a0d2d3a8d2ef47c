//! Version 2 of the service: the same messages through their older form.

use api_core::{EventId, Subscription};

use super::Session;
use super::v6::last_message;
use crate::api::{ChatkitError, ChatkitV2};
use crate::domain::Instance;
use crate::model::{
    EventBody, MessageId, MessagePage, MessageSent, RoomEvent, RoomId, RoomStart, SendTextMessage, TextMessage,
    TextRoomEvent,
};

impl ChatkitV2 for Session {
    async fn send_message(&self, room: RoomId, message: SendTextMessage) -> Result<MessageSent, ChatkitError> {
        self.backend.change(|instance, now| instance.send_message(&self.actor, &room, message, now))
    }

    async fn messages(&self, room: RoomId, page: MessagePage) -> Result<Vec<TextMessage>, ChatkitError> {
        let messages = self.backend.read(|instance| instance.messages(&self.actor, &room, &page))?;
        Ok(messages.iter().map(TextMessage::from).collect())
    }

    async fn edit_message(&self, room: RoomId, message: MessageId, text: SendTextMessage) -> Result<(), ChatkitError> {
        self.backend.change(|instance, now| instance.edit_message(&self.actor, &room, message, text, now))
    }

    async fn delete_message(&self, message: MessageId) -> Result<(), ChatkitError> {
        self.backend.change(|instance, _| instance.delete_message_anywhere(&self.actor, message))
    }

    async fn delete_room(&self, room: RoomId) -> Result<(), ChatkitError> {
        let delete = |instance: &mut Instance, _| instance.delete_room(&self.actor, &room);
        self.backend.change_and_end(delete, |topics| topics.end_room(&room))
    }

    async fn follow_room(
        &self,
        room: RoomId,
        start: RoomStart,
        last_event: Option<EventId>,
    ) -> Result<Subscription<EventBody<TextRoomEvent>>, ChatkitError> {
        self.backend.follow(
            |instance| instance.start_room_topic(&self.actor, &room, &start, last_message(last_event.as_ref())),
            |topics, messages, now| {
                let first = messages.into_iter().filter_map(|message| {
                    let id = message.id.to_string();
                    RoomEvent::NewMessage(message).to_text().map(|event| (id, event))
                });
                topics.follow_text_room(&room, self.actor.user.as_ref(), first.collect(), now)
            },
        )
    }
}
