//! The implementation of version 7 of the service: as version 6, with members and counts beside the rooms.

use api_core::{EventId, Patch, Subscription};
use uuid::Uuid;

use super::as_version_6::as_version_6;
use crate::api::{ChatkitError, ChatkitV7};
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
    as_version_6! {
        create_user(user: CreateUser) -> User;
        create_users(batch: BatchUsers) -> Vec<User>;
        users(page: UserPage) -> Vec<User>;
        users_by_ids(lookup: UsersById) -> Vec<User>;
        user(user: UserId) -> User;
        update_user(user: UserId, changes: UpdateUser) -> ();
        delete_user(user: UserId) -> ();
        delete_room(room: RoomId) -> ();
        add_users(room: RoomId, users: UserIds) -> ();
        remove_users(room: RoomId, users: UserIds) -> ();
        start_typing(room: RoomId) -> ();
        send_message(room: RoomId, message: SendMessage) -> MessageSent;
        messages(room: RoomId, page: MessagePage) -> Vec<Message>;
        message(room: RoomId, message: MessageId) -> Message;
        edit_message(room: RoomId, message: MessageId, parts: SendMessage) -> ();
        delete_message(room: RoomId, message: MessageId) -> ();
        announce_attachment(room: RoomId, file: AnnounceAttachment) -> UploadTicket;
        attachment(room: RoomId, attachment: AttachmentId) -> Attachment;
        wipe() -> ();
        leave_room(user: UserId, room: RoomId) -> ();
        update_room(room: RoomId, changes: UpdateRoom) -> ();
        follow_room(room: RoomId, start: RoomStart, last_event: Option<EventId>) -> Subscription<EventBody<RoomEvent>>;
    }

    async fn rooms(&self, page: RoomPage) -> Result<Vec<Room>, ChatkitError> {
        self.read(|instance| {
            let rooms = instance.rooms(&page).into_iter();
            Ok(rooms.map(|room| Room { member_user_ids: Patch::Absent, ..room }).collect())
        })
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

    async fn create_room(&self, new: CreateRoom) -> Result<RoomWithMembership, ChatkitError> {
        let fresh_id = || RoomId::new(Uuid::new_v4().to_string());
        self.change(|instance, now| {
            let Changed { value, publications } = instance.create_room(&self.actor, new, fresh_id, now)?;
            Ok(Changed { value: instance.with_membership(&value), publications })
        })
    }

    async fn room(&self, room: RoomId) -> Result<Room, ChatkitError> {
        self.read(|instance| instance.room(&room).map(|room| instance.with_membership(&room).room))
    }

    async fn follow_user(&self) -> Result<Subscription<EventBody<UserEventV7>>, ChatkitError> {
        let user = self.identity()?;
        self.follow(
            |instance| instance.start_user_topic_v7(user),
            |topics, first, now| {
                let first = self.backend.first_events().one(topics.next_id(), first)?;
                Ok(topics.users_v7.follow(user, Start { who: None, first, now }))
            },
        )?
    }
}
