//! The implementation of version 2 of the service: rooms without counts, and messages in their version 2 form.

use api_core::{EventId, Subscription};
use uuid::Uuid;

use super::as_version_6::as_version_6;
use crate::api::{Chatkit, ChatkitError, ChatkitV2};
use crate::domain::Instance;
use crate::model::{
    BatchUsers, CreateRoom, CreateUser, EventBody, MembershipEvent, MessageId, MessagePage, MessageSent, Room, RoomId,
    RoomPage, RoomStart, SendTextMessage, TextMessage, TextRoomEvent, UpdateRoom, UpdateUser, User, UserEvent, UserId,
    UserIds, UserPage, UserRooms, UsersById,
};
use crate::server::Session;
use crate::server::links::with_files;

impl ChatkitV2 for Session {
    as_version_6! {
        create_user(user: CreateUser) -> User;
        create_users(batch: BatchUsers) -> Vec<User>;
        users(page: UserPage) -> Vec<User>;
        users_by_ids(lookup: UsersById) -> Vec<User>;
        user(user: UserId) -> User;
        update_user(user: UserId, changes: UpdateUser) -> ();
        delete_user(user: UserId) -> ();
        room(room: RoomId) -> Room;
        update_room(room: RoomId, changes: UpdateRoom) -> ();
        delete_room(room: RoomId) -> ();
        add_users(room: RoomId, users: UserIds) -> ();
        remove_users(room: RoomId, users: UserIds) -> ();
        start_typing(room: RoomId) -> ();
        follow_user() -> Subscription<EventBody<UserEvent>>;
        leave_room(user: UserId, room: RoomId) -> ();
        rooms(page: RoomPage) -> Vec<Room>;
        wipe() -> ();
        follow_memberships(room: RoomId) -> Subscription<EventBody<MembershipEvent>>;
    }

    async fn rooms_of_user(&self, user: UserId, which: UserRooms) -> Result<Vec<Room>, ChatkitError> {
        let rooms = Chatkit::rooms_of_user(self, user, which).await?;
        Ok(rooms.into_iter().map(without_counts).collect())
    }

    async fn join_room(&self, user: UserId, room: RoomId) -> Result<Room, ChatkitError> {
        Chatkit::join_room(self, user, room).await.map(without_counts)
    }

    async fn create_room(&self, new: CreateRoom) -> Result<Room, ChatkitError> {
        let room = self.change(|instance, now| {
            let fresh_id = unused_number(instance);
            instance.create_room(&self.actor, new, || fresh_id, now)
        });
        room.map(without_counts)
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

    async fn follow_room(
        &self,
        room: RoomId,
        start: RoomStart,
        last_event: Option<EventId>,
    ) -> Result<Subscription<EventBody<TextRoomEvent>>, ChatkitError> {
        let (events, links) = (self.room_events(&room, &start, last_event.as_ref())?, self.file_links());
        Ok(events.converting(move |event| links.as_text(event)))
    }
}

/// Removes the counts, which version 4 introduced.
fn without_counts(room: Room) -> Room {
    Room { unread_count: None, last_message_at: None, ..room }
}

/// Returns the id of a new room in the form of the versions before 6: a decimal number, which programs parse. It fits
/// in 31 bits.
fn unused_number(instance: &Instance) -> RoomId {
    loop {
        let [a, b, c, d, ..] = Uuid::new_v4().into_bytes();
        let id = RoomId::new((u32::from_be_bytes([a, b, c, d]) >> 1).to_string());
        if instance.room(&id).is_err() {
            return id;
        }
    }
}
