//! Service `chatkit`, version 2: the same messages as text with an attachment.

use api_core::{EventId, Subscription, api};

use super::ChatkitError;
use crate::model::{
    EventBody, MessageId, MessagePage, MessageSent, RoomId, RoomStart, SendTextMessage, TextMessage, TextRoomEvent,
};

/// Messages in the form of old clients, which the last SDKs still use for plain text.
#[api(base = "/services/chatkit/v2/{instance}", errors = ChatkitError, security = bearer, content_type = any)]
pub trait ChatkitV2 {
    /// Sends a message.
    #[post("/rooms/{room}/messages", status = 201)]
    async fn send_message(&self, room: RoomId, #[body] message: SendTextMessage) -> Result<MessageSent, ChatkitError>;

    /// Lists messages of a room.
    #[get("/rooms/{room}/messages")]
    async fn messages(&self, room: RoomId, #[query] page: MessagePage) -> Result<Vec<TextMessage>, ChatkitError>;

    /// Replaces the text of a message.
    #[put("/rooms/{room}/messages/{message}", status = 204)]
    async fn edit_message(
        &self,
        room: RoomId,
        message: MessageId,
        #[body] text: SendTextMessage,
    ) -> Result<(), ChatkitError>;

    /// Deletes a message, whatever its room.
    #[delete("/messages/{message}")]
    async fn delete_message(&self, message: MessageId) -> Result<(), ChatkitError>;

    /// Deletes a room and its messages.
    #[delete("/rooms/{room}")]
    async fn delete_room(&self, room: RoomId) -> Result<(), ChatkitError>;

    /// Follows a room: its latest messages or those after the last event seen, then what happens.
    #[subscribe("/rooms/{room}")]
    async fn follow_room(
        &self,
        room: RoomId,
        #[query] start: RoomStart,
        #[resume] last_event: Option<EventId>,
    ) -> Result<Subscription<EventBody<TextRoomEvent>>, ChatkitError>;
}
