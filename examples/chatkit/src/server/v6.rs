//! Version 6 of the service, method by method: each is one operation of the domain.

use api_core::{EventId, Subscription};
use uuid::Uuid;

use super::Session;
use super::topics::Topics;
use crate::api::{Chatkit, ChatkitError};
use crate::domain::Instance;
use crate::model::{
    BatchUsers, CreateRoom, CreateUser, EventBody, MembershipEvent, Message, MessageId, MessagePage, MessageSent, Room,
    RoomEvent, RoomId, RoomPage, RoomStart, SendMessage, UpdateRoom, UpdateUser, User, UserEvent, UserId, UserIds,
    UserPage, UserRooms, UsersById,
};

impl Chatkit for Session {
    async fn create_user(&self, user: CreateUser) -> Result<User, ChatkitError> {
        self.backend.change(|instance, now| instance.create_user(&self.actor, user, now))
    }

    async fn create_users(&self, batch: BatchUsers) -> Result<Vec<User>, ChatkitError> {
        self.backend.change(|instance, now| instance.create_users(&self.actor, batch, now))
    }

    async fn users(&self, page: UserPage) -> Result<Vec<User>, ChatkitError> {
        self.backend.read(|instance| instance.users(&self.actor, &page))
    }

    async fn users_by_ids(&self, lookup: UsersById) -> Result<Vec<User>, ChatkitError> {
        self.backend.read(|instance| instance.users_by_ids(&self.actor, &lookup.ids()))
    }

    async fn user(&self, user: UserId) -> Result<User, ChatkitError> {
        self.backend.read(|instance| instance.user(&self.actor, &user))
    }

    async fn update_user(&self, user: UserId, changes: UpdateUser) -> Result<(), ChatkitError> {
        self.backend.change(|instance, now| instance.update_user(&self.actor, &user, changes, now))
    }

    async fn delete_user(&self, user: UserId) -> Result<(), ChatkitError> {
        let delete = |instance: &mut Instance, _| instance.delete_user(&self.actor, &user);
        self.backend.change_and_end(delete, |topics| topics.end_user(&user))
    }

    async fn rooms_of_user(&self, user: UserId, which: UserRooms) -> Result<Vec<Room>, ChatkitError> {
        self.backend.read(|instance| {
            if which.joinable {
                instance.joinable_rooms(&self.actor, &user)
            } else {
                instance.rooms_of_user(&self.actor, &user)
            }
        })
    }

    async fn join_room(&self, user: UserId, room: RoomId) -> Result<Room, ChatkitError> {
        self.backend.change(|instance, _| instance.join_room(&self.actor, &user, &room))
    }

    async fn leave_room(&self, user: UserId, room: RoomId) -> Result<(), ChatkitError> {
        self.backend.change(|instance, _| instance.leave_room(&self.actor, &user, &room))
    }

    async fn create_room(&self, new: CreateRoom) -> Result<Room, ChatkitError> {
        let fresh_id = || RoomId::new(Uuid::new_v4().to_string());
        self.backend.change(|instance, now| instance.create_room(&self.actor, new, fresh_id, now))
    }

    async fn rooms(&self, page: RoomPage) -> Result<Vec<Room>, ChatkitError> {
        self.backend.read(|instance| instance.rooms(&self.actor, &page))
    }

    async fn room(&self, room: RoomId) -> Result<Room, ChatkitError> {
        self.backend.read(|instance| instance.room(&self.actor, &room))
    }

    async fn update_room(&self, room: RoomId, changes: UpdateRoom) -> Result<(), ChatkitError> {
        self.backend.change(|instance, now| instance.update_room(&self.actor, &room, changes, now))
    }

    async fn delete_room(&self, room: RoomId) -> Result<(), ChatkitError> {
        let delete = |instance: &mut Instance, _| instance.delete_room(&self.actor, &room);
        self.backend.change_and_end(delete, |topics| topics.end_room(&room))
    }

    async fn add_users(&self, room: RoomId, users: UserIds) -> Result<(), ChatkitError> {
        self.backend.change(|instance, _| instance.add_users(&self.actor, &room, &users))
    }

    async fn remove_users(&self, room: RoomId, users: UserIds) -> Result<(), ChatkitError> {
        self.backend.change(|instance, _| instance.remove_users(&self.actor, &room, &users))
    }

    async fn start_typing(&self, room: RoomId) -> Result<(), ChatkitError> {
        self.backend.change(|instance, _| instance.start_typing(&self.actor, &room))
    }

    async fn send_message(&self, room: RoomId, message: SendMessage) -> Result<MessageSent, ChatkitError> {
        self.backend.change(|instance, now| instance.send_message(&self.actor, &room, message, now))
    }

    async fn messages(&self, room: RoomId, page: MessagePage) -> Result<Vec<Message>, ChatkitError> {
        self.backend.read(|instance| instance.messages(&self.actor, &room, &page))
    }

    async fn message(&self, room: RoomId, message: MessageId) -> Result<Message, ChatkitError> {
        self.backend.read(|instance| instance.message(&self.actor, &room, message))
    }

    async fn edit_message(&self, room: RoomId, message: MessageId, parts: SendMessage) -> Result<(), ChatkitError> {
        self.backend.change(|instance, now| instance.edit_message(&self.actor, &room, message, parts, now))
    }

    async fn delete_message(&self, room: RoomId, message: MessageId) -> Result<(), ChatkitError> {
        self.backend.change(|instance, _| instance.delete_message(&self.actor, &room, message))
    }

    async fn wipe(&self) -> Result<(), ChatkitError> {
        self.backend.change_and_end(|instance, _| instance.wipe(&self.actor), Topics::end_all)
    }

    async fn follow_user(&self) -> Result<Subscription<EventBody<UserEvent>>, ChatkitError> {
        self.backend.follow(
            |instance| Ok((instance.start_user_topic(&self.actor)?, self.actor.user.clone())),
            |topics, (first, user), now| {
                // The topic starts only for a token with a subject, so there is a user.
                topics.follow_user(&user.unwrap_or_else(|| UserId::new("")), first, now)
            },
        )
    }

    async fn follow_room(
        &self,
        room: RoomId,
        start: RoomStart,
        last_event: Option<EventId>,
    ) -> Result<Subscription<EventBody<RoomEvent>>, ChatkitError> {
        self.backend.follow(
            |instance| instance.start_room_topic(&self.actor, &room, &start, last_message(last_event.as_ref())),
            |topics, messages, now| {
                let first =
                    messages.into_iter().map(|message| (message.id.to_string(), RoomEvent::NewMessage(message)));
                topics.follow_room(&room, self.actor.user.as_ref(), first.collect(), now)
            },
        )
    }

    async fn follow_memberships(&self, room: RoomId) -> Result<Subscription<EventBody<MembershipEvent>>, ChatkitError> {
        self.backend.follow(
            |instance| instance.start_memberships_topic(&self.actor, &room),
            |topics, first, now| topics.follow_memberships(&room, self.actor.user.as_ref(), first, now),
        )
    }
}

/// The message after which to go on. An id that means nothing starts over (reference pusher-platform §5.4).
pub(super) fn last_message(last_event: Option<&EventId>) -> Option<MessageId> {
    last_event.and_then(|id| id.as_str().parse().ok())
}
