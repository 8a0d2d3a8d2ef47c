//! The implementation of version 6 of the service. Each method is one operation of the domain.

use api_core::{EventId, Subscription};
use uuid::Uuid;

use crate::api::{Chatkit, ChatkitError};
use crate::domain::{AttachmentRecord, Changed};
use crate::model::{
    AnnounceAttachment, Attachment, AttachmentId, BatchUsers, CreateRoom, CreateUser, EventBody, MembershipEvent,
    Message, MessageId, MessagePage, MessageSent, Room, RoomEvent, RoomId, RoomPage, RoomStart, SendMessage,
    UpdateRoom, UpdateUser, UploadTicket, User, UserEvent, UserId, UserIds, UserPage, UserRooms, UsersById,
};
use crate::server::Session;
use crate::server::table::Start;

impl Chatkit for Session {
    async fn create_user(&self, user: CreateUser) -> Result<User, ChatkitError> {
        self.change(|instance, now| instance.create_user(user, now))
    }

    async fn create_users(&self, batch: BatchUsers) -> Result<Vec<User>, ChatkitError> {
        self.change(|instance, now| instance.create_users(batch, now))
    }

    async fn users(&self, page: UserPage) -> Result<Vec<User>, ChatkitError> {
        self.read(|instance| Ok(instance.users(&page)))
    }

    async fn users_by_ids(&self, lookup: UsersById) -> Result<Vec<User>, ChatkitError> {
        self.read(|instance| Ok(instance.users_by_ids(&lookup.ids())))
    }

    async fn user(&self, user: UserId) -> Result<User, ChatkitError> {
        self.read(|instance| instance.user(&user))
    }

    async fn update_user(&self, user: UserId, changes: UpdateUser) -> Result<(), ChatkitError> {
        self.change(|instance, now| instance.update_user(&user, changes, now))
    }

    async fn delete_user(&self, user: UserId) -> Result<(), ChatkitError> {
        self.change_and_end(|instance, _| instance.delete_user(&user), |topics, _| topics.end_user(&user))
    }

    async fn rooms_of_user(&self, user: UserId, which: UserRooms) -> Result<Vec<Room>, ChatkitError> {
        self.read(
            |instance| {
                if which.joinable { instance.joinable_rooms(&user) } else { instance.rooms_of_user(&user) }
            },
        )
    }

    async fn join_room(&self, user: UserId, room: RoomId) -> Result<Room, ChatkitError> {
        self.change(|instance, _| instance.join_room(&user, &room))
    }

    async fn leave_room(&self, user: UserId, room: RoomId) -> Result<(), ChatkitError> {
        self.change(|instance, _| instance.leave_room(&user, &room))
    }

    async fn create_room(&self, new: CreateRoom) -> Result<Room, ChatkitError> {
        let fresh_id = || RoomId::new(Uuid::new_v4().to_string());
        self.change(|instance, now| instance.create_room(&self.actor, new, fresh_id, now))
    }

    async fn rooms(&self, page: RoomPage) -> Result<Vec<Room>, ChatkitError> {
        self.read(|instance| Ok(instance.rooms(&page)))
    }

    async fn room(&self, room: RoomId) -> Result<Room, ChatkitError> {
        self.read(|instance| instance.room(&room))
    }

    async fn update_room(&self, room: RoomId, changes: UpdateRoom) -> Result<(), ChatkitError> {
        self.change(|instance, now| instance.update_room(&room, changes, now))
    }

    async fn delete_room(&self, room: RoomId) -> Result<(), ChatkitError> {
        self.change_and_end(|instance, _| instance.delete_room(&room), |topics, _| topics.end_room(&room))
    }

    async fn add_users(&self, room: RoomId, users: UserIds) -> Result<(), ChatkitError> {
        self.change(|instance, _| instance.add_users(&room, &users))
    }

    async fn remove_users(&self, room: RoomId, users: UserIds) -> Result<(), ChatkitError> {
        self.change(|instance, _| instance.remove_users(&room, &users))
    }

    async fn start_typing(&self, room: RoomId) -> Result<(), ChatkitError> {
        let user = self.identity()?;
        self.change(|instance, _| instance.start_typing(user, &room))
    }

    async fn send_message(&self, room: RoomId, message: SendMessage) -> Result<MessageSent, ChatkitError> {
        let sender = self.identity()?;
        self.change(|instance, now| instance.send_message(sender, &room, message, now))
    }

    async fn messages(&self, room: RoomId, page: MessagePage) -> Result<Vec<Message>, ChatkitError> {
        self.read(|instance| instance.messages(&room, &page)).map(|messages| self.with_addresses(messages))
    }

    async fn message(&self, room: RoomId, message: MessageId) -> Result<Message, ChatkitError> {
        self.read(|instance| instance.message(&room, message)).map(|message| self.links().address(message))
    }

    async fn edit_message(&self, room: RoomId, message: MessageId, parts: SendMessage) -> Result<(), ChatkitError> {
        let editor = self.identity()?;
        self.change(|instance, now| instance.edit_message(editor, &room, message, parts, now))
    }

    async fn delete_message(&self, room: RoomId, message: MessageId) -> Result<(), ChatkitError> {
        self.change(|instance, _| instance.delete_message(&room, message))
    }

    async fn announce_attachment(&self, room: RoomId, file: AnnounceAttachment) -> Result<UploadTicket, ChatkitError> {
        let id = AttachmentId::new(Uuid::new_v4().to_string());
        let fresh = id.clone();
        self.change(|instance, now| {
            instance.announce_attachment(&self.actor, &room, file, fresh, now).map(Changed::without_events)
        })?;
        Ok(UploadTicket { upload_url: self.links().upload(&id), attachment_id: id })
    }

    async fn attachment(&self, room: RoomId, attachment: AttachmentId) -> Result<Attachment, ChatkitError> {
        let file =
            self.read(|instance| instance.attachment_of(&room, &attachment).map(AttachmentRecord::without_addresses))?;
        Ok(self.links().attachment(&room, file))
    }

    async fn wipe(&self) -> Result<(), ChatkitError> {
        self.change_and_end(|instance, _| Ok(instance.wipe()), |topics, _| topics.end_all())
    }

    async fn follow_user(&self) -> Result<Subscription<EventBody<UserEvent>>, ChatkitError> {
        let user = self.identity()?;
        self.follow(
            |instance| instance.start_user_topic(user),
            |topics, first, now| {
                let first = self.backend.first_events().one(topics.next_id(), first)?;
                Ok(topics.users.follow(user, Start { who: None, first, now }))
            },
        )?
    }

    async fn follow_room(
        &self,
        room: RoomId,
        start: RoomStart,
        last_event: Option<EventId>,
    ) -> Result<Subscription<EventBody<RoomEvent>>, ChatkitError> {
        let (events, links) = (self.room_events(&room, &start, last_event.as_ref())?, self.file_links());
        Ok(events.replacing(move |event| links.added(event)))
    }

    async fn follow_memberships(&self, room: RoomId) -> Result<Subscription<EventBody<MembershipEvent>>, ChatkitError> {
        self.follow(
            |instance| instance.start_memberships_topic(&room),
            |topics, first, now| {
                let first = self.backend.first_events().one(topics.next_id(), first)?;
                Ok(topics.memberships.follow(&room, Start { who: self.follower(), first, now }))
            },
        )?
    }
}
