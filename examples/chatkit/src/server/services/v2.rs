//! The implementation of version 2 of the service: rooms without counts, and messages in their version 2 form.

use api_core::{EventId, Subscription};

use super::v6::last_message;
use crate::api::{Chatkit, ChatkitError, ChatkitV2};
use crate::model::{
    BatchUsers, CreateRoom, CreateUser, EventBody, MembershipEvent, Message, MessageId, MessagePage, MessageSent, Room,
    RoomId, RoomPage, RoomStart, SendTextMessage, TextMessage, TextRoomEvent, UpdateRoom, UpdateUser, User, UserEvent,
    UserId, UserIds, UserPage, UserRooms, UsersById,
};
use crate::server::Session;
use crate::server::links::with_files;
use crate::server::table::Start;

impl ChatkitV2 for Session {
    async fn create_user(&self, user: CreateUser) -> Result<User, ChatkitError> {
        Chatkit::create_user(self, user).await
    }

    async fn create_users(&self, batch: BatchUsers) -> Result<Vec<User>, ChatkitError> {
        Chatkit::create_users(self, batch).await
    }

    async fn users(&self, page: UserPage) -> Result<Vec<User>, ChatkitError> {
        Chatkit::users(self, page).await
    }

    async fn users_by_ids(&self, lookup: UsersById) -> Result<Vec<User>, ChatkitError> {
        Chatkit::users_by_ids(self, lookup).await
    }

    async fn user(&self, user: UserId) -> Result<User, ChatkitError> {
        Chatkit::user(self, user).await
    }

    async fn update_user(&self, user: UserId, changes: UpdateUser) -> Result<(), ChatkitError> {
        Chatkit::update_user(self, user, changes).await
    }

    async fn delete_user(&self, user: UserId) -> Result<(), ChatkitError> {
        Chatkit::delete_user(self, user).await
    }

    async fn rooms_of_user(&self, user: UserId, which: UserRooms) -> Result<Vec<Room>, ChatkitError> {
        let rooms = Chatkit::rooms_of_user(self, user, which).await?;
        Ok(rooms.into_iter().map(without_counts).collect())
    }

    async fn join_room(&self, user: UserId, room: RoomId) -> Result<Room, ChatkitError> {
        Chatkit::join_room(self, user, room).await.map(without_counts)
    }

    async fn leave_room(&self, user: UserId, room: RoomId) -> Result<(), ChatkitError> {
        Chatkit::leave_room(self, user, room).await
    }

    async fn create_room(&self, new: CreateRoom) -> Result<Room, ChatkitError> {
        Chatkit::create_room(self, new).await.map(without_counts)
    }

    async fn rooms(&self, page: RoomPage) -> Result<Vec<Room>, ChatkitError> {
        Chatkit::rooms(self, page).await
    }

    async fn room(&self, room: RoomId) -> Result<Room, ChatkitError> {
        Chatkit::room(self, room).await
    }

    async fn update_room(&self, room: RoomId, changes: UpdateRoom) -> Result<(), ChatkitError> {
        Chatkit::update_room(self, room, changes).await
    }

    async fn delete_room(&self, room: RoomId) -> Result<(), ChatkitError> {
        Chatkit::delete_room(self, room).await
    }

    async fn add_users(&self, room: RoomId, users: UserIds) -> Result<(), ChatkitError> {
        Chatkit::add_users(self, room, users).await
    }

    async fn remove_users(&self, room: RoomId, users: UserIds) -> Result<(), ChatkitError> {
        Chatkit::remove_users(self, room, users).await
    }

    async fn start_typing(&self, room: RoomId) -> Result<(), ChatkitError> {
        Chatkit::start_typing(self, room).await
    }

    async fn send_message(&self, room: RoomId, message: SendTextMessage) -> Result<MessageSent, ChatkitError> {
        let sender = self.identity()?;
        self.change(|instance, now| {
            let message = with_files(instance, &room, message.into());
            instance.send_message(sender, &room, message, now)
        })
    }

    async fn messages(&self, room: RoomId, page: MessagePage) -> Result<Vec<TextMessage>, ChatkitError> {
        let messages = Chatkit::messages(self, room, page).await?;
        Ok(messages.iter().map(TextMessage::from).collect())
    }

    async fn edit_message(&self, room: RoomId, message: MessageId, text: SendTextMessage) -> Result<(), ChatkitError> {
        let editor = self.identity()?;
        self.change(|instance, now| {
            let text = with_files(instance, &room, text.into());
            instance.edit_message(editor, &room, message, text, now)
        })
    }

    async fn delete_message(&self, message: MessageId) -> Result<(), ChatkitError> {
        self.change(|instance, _| instance.delete_message_anywhere(message))
    }

    async fn wipe(&self) -> Result<(), ChatkitError> {
        Chatkit::wipe(self).await
    }

    async fn follow_user(&self) -> Result<Subscription<EventBody<UserEvent>>, ChatkitError> {
        Chatkit::follow_user(self).await
    }

    async fn follow_room(
        &self,
        room: RoomId,
        start: RoomStart,
        last_event: Option<EventId>,
    ) -> Result<Subscription<EventBody<TextRoomEvent>>, ChatkitError> {
        self.follow(
            |instance| instance.start_room_topic(&room, &start, last_message(last_event.as_ref())),
            |topics, messages, now| {
                let event = |message: Message| (message.id.to_string(), TextRoomEvent::NewMessage((&message).into()));
                let first = self.addressed(messages).into_iter().map(event).collect();
                let start = Start { view: self.origin.clone(), who: self.follower(), first, now };
                topics.text_rooms.follow(&room, start)
            },
        )
    }

    async fn follow_memberships(&self, room: RoomId) -> Result<Subscription<EventBody<MembershipEvent>>, ChatkitError> {
        Chatkit::follow_memberships(self, room).await
    }
}

/// Removes the counts, which version 4 introduced.
fn without_counts(room: Room) -> Room {
    Room { unread_count: None, last_message_at: None, ..room }
}
