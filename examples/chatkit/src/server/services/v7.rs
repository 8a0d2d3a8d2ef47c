//! The implementation of version 7 of the service: as version 6, with members and counts beside the rooms.

use api_core::{EventId, Subscription};
use uuid::Uuid;

use crate::api::{Chatkit, ChatkitError, ChatkitV7};
use crate::domain::Changed;
use crate::model::{
    AnnounceAttachment, Attachment, AttachmentId, BatchUsers, CreateRoom, CreateUser, EventBody, Membership, Message,
    MessageId, MessagePage, MessageSent, Room, RoomEvent, RoomId, RoomPage, RoomStart, RoomWithMembership,
    RoomsWithMemberships, SendMessage, UpdateRoom, UpdateUser, UploadTicket, User, UserEventV7, UserId, UserIds,
    UserPage, UsersById,
};
use crate::server::Session;
use crate::server::table::Start;

impl ChatkitV7 for Session {
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

    async fn rooms_of_user(&self, user: UserId) -> Result<Vec<Room>, ChatkitError> {
        self.read(|instance| {
            let rooms = instance.rooms_of_user(&user)?;
            Ok(rooms.iter().map(|room| instance.with_membership(room).room).collect())
        })
    }

    async fn joinable_rooms(&self, user: UserId) -> Result<RoomsWithMemberships, ChatkitError> {
        self.read(|instance| {
            let rooms = instance.joinable_rooms(&user)?;
            let split = |found: RoomWithMembership| (found.room, found.membership);
            let (rooms, memberships): (Vec<Room>, Vec<Membership>) =
                rooms.iter().map(|room| split(instance.with_membership(room))).unzip();
            Ok(RoomsWithMemberships { rooms, memberships })
        })
    }

    async fn join_room(&self, user: UserId, room: RoomId) -> Result<RoomWithMembership, ChatkitError> {
        self.change(|instance, _| {
            let Changed { value, publications } = instance.join_room(&user, &room)?;
            Ok(Changed { value: instance.with_membership(&value), publications })
        })
    }

    async fn leave_room(&self, user: UserId, room: RoomId) -> Result<(), ChatkitError> {
        Chatkit::leave_room(self, user, room).await
    }

    async fn create_room(&self, new: CreateRoom) -> Result<RoomWithMembership, ChatkitError> {
        let fresh_id = || RoomId::new(Uuid::new_v4().to_string());
        self.change(|instance, now| {
            let Changed { value, publications } = instance.create_room(&self.actor, new, fresh_id, now)?;
            Ok(Changed { value: instance.with_membership(&value), publications })
        })
    }

    async fn rooms(&self, page: RoomPage) -> Result<Vec<Room>, ChatkitError> {
        Chatkit::rooms(self, page).await
    }

    async fn room(&self, room: RoomId) -> Result<Room, ChatkitError> {
        self.read(|instance| instance.room(&room).map(|room| instance.with_membership(&room).room))
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

    async fn send_message(&self, room: RoomId, message: SendMessage) -> Result<MessageSent, ChatkitError> {
        Chatkit::send_message(self, room, message).await
    }

    async fn messages(&self, room: RoomId, page: MessagePage) -> Result<Vec<Message>, ChatkitError> {
        Chatkit::messages(self, room, page).await
    }

    async fn message(&self, room: RoomId, message: MessageId) -> Result<Message, ChatkitError> {
        Chatkit::message(self, room, message).await
    }

    async fn edit_message(&self, room: RoomId, message: MessageId, parts: SendMessage) -> Result<(), ChatkitError> {
        Chatkit::edit_message(self, room, message, parts).await
    }

    async fn delete_message(&self, room: RoomId, message: MessageId) -> Result<(), ChatkitError> {
        Chatkit::delete_message(self, room, message).await
    }

    async fn announce_attachment(&self, room: RoomId, file: AnnounceAttachment) -> Result<UploadTicket, ChatkitError> {
        Chatkit::announce_attachment(self, room, file).await
    }

    async fn attachment(&self, room: RoomId, attachment: AttachmentId) -> Result<Attachment, ChatkitError> {
        Chatkit::attachment(self, room, attachment).await
    }

    async fn wipe(&self) -> Result<(), ChatkitError> {
        Chatkit::wipe(self).await
    }

    async fn follow_user(&self) -> Result<Subscription<EventBody<UserEventV7>>, ChatkitError> {
        let user = self.identity()?;
        self.follow(
            |instance| instance.start_user_topic_v7(user),
            |topics, first, now| {
                let first = vec![(topics.next_id(), first)];
                topics.users_v7.follow(user, Start { view: (), who: None, first, now })
            },
        )
    }

    async fn follow_room(
        &self,
        room: RoomId,
        start: RoomStart,
        last_event: Option<EventId>,
    ) -> Result<Subscription<EventBody<RoomEvent>>, ChatkitError> {
        Chatkit::follow_room(self, room, start, last_event).await
    }
}
