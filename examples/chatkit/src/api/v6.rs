//! Service `chatkit`, version 6: users, rooms, memberships and messages of several parts.

use api_core::{EventId, Subscription, api};

use super::ChatkitError;
use crate::model::{
    AnnounceAttachment, Attachment, AttachmentId, BatchUsers, CreateRoom, CreateUser, EventBody, MembershipEvent,
    Message, MessageId, MessagePage, MessageSent, Room, RoomEvent, RoomId, RoomPage, RoomStart, SendMessage,
    UpdateRoom, UpdateUser, UploadTicket, User, UserEvent, UserId, UserIds, UserPage, UserRooms, UsersById,
};

/// Users, rooms, memberships and messages.
#[api(
    base = "/services/chatkit/v6/{instance}",
    errors = ChatkitError,
    security = bearer,
    content_type = any,
    contract = "../../contracts/chatkit-v6.contract",
    consumers = "../../../chatkit-digest/needs.contract"
)]
pub trait Chatkit {
    /// Creates a user.
    #[post("/users", status = 201, requires = "su")]
    async fn create_user(&self, #[body] user: CreateUser) -> Result<User, ChatkitError>;

    /// Creates several users, all or none.
    #[post("/batch_users", status = 201, requires = "su")]
    async fn create_users(&self, #[body] batch: BatchUsers) -> Result<Vec<User>, ChatkitError>;

    /// Lists users, oldest first.
    #[get("/users", requires = "su")]
    async fn users(&self, #[query] page: UserPage) -> Result<Vec<User>, ChatkitError>;

    /// Looks users up by id. Unknown ids are omitted.
    #[get("/users_by_ids", requires = "user:get")]
    async fn users_by_ids(&self, #[query] lookup: UsersById) -> Result<Vec<User>, ChatkitError>;

    /// Returns a user.
    #[get("/users/{user}", requires = "user:get")]
    async fn user(&self, user: UserId) -> Result<User, ChatkitError>;

    /// Changes a user. Absent fields are unchanged.
    #[put("/users/{user}", status = 204, requires = "self")]
    async fn update_user(&self, user: UserId, #[body] changes: UpdateUser) -> Result<(), ChatkitError>;

    /// Deletes a user and removes the user from all rooms. The user's messages remain.
    #[delete("/users/{user}", requires = "su")]
    async fn delete_user(&self, user: UserId) -> Result<(), ChatkitError>;

    /// Lists the rooms of a user, or with `joinable` the public rooms of which the user is not a member.
    #[get("/users/{user}/rooms", requires = ["self", "user:rooms:get"])]
    async fn rooms_of_user(&self, user: UserId, #[query] which: UserRooms) -> Result<Vec<Room>, ChatkitError>;

    /// Adds a user to a public room. Only its members add users to a private one.
    #[post("/users/{user}/rooms/{room}/join", requires = ["self", "room:join"])]
    async fn join_room(&self, user: UserId, room: RoomId) -> Result<Room, ChatkitError>;

    /// Removes a user from a room.
    #[post("/users/{user}/rooms/{room}/leave", requires = ["self", "room:leave"])]
    async fn leave_room(&self, user: UserId, room: RoomId) -> Result<(), ChatkitError>;

    /// Creates a room. The creator is the token's user and becomes a member.
    #[post("/rooms", status = 201, requires = "room:create")]
    async fn create_room(&self, #[body] new: CreateRoom) -> Result<Room, ChatkitError>;

    /// Lists rooms, ordered by id.
    #[get("/rooms", requires = "su")]
    async fn rooms(&self, #[query] page: RoomPage) -> Result<Vec<Room>, ChatkitError>;

    /// Returns a room.
    #[get("/rooms/{room}", requires = "room:get")]
    async fn room(&self, room: RoomId) -> Result<Room, ChatkitError>;

    /// Changes a room. Absent fields are unchanged.
    #[put("/rooms/{room}", status = 204, requires = "room:update")]
    async fn update_room(&self, room: RoomId, #[body] changes: UpdateRoom) -> Result<(), ChatkitError>;

    /// Deletes a room and its messages.
    #[delete("/rooms/{room}", requires = "room:delete")]
    async fn delete_room(&self, room: RoomId) -> Result<(), ChatkitError>;

    /// Adds members to a room.
    #[put("/rooms/{room}/users/add", status = 204, requires = "room:members:add")]
    async fn add_users(&self, room: RoomId, #[body] users: UserIds) -> Result<(), ChatkitError>;

    /// Removes members from a room.
    #[put("/rooms/{room}/users/remove", status = 204, requires = "room:members:remove")]
    async fn remove_users(&self, room: RoomId, #[body] users: UserIds) -> Result<(), ChatkitError>;

    /// Notifies the room that the token's user is typing. The event has no end.
    #[post("/rooms/{room}/typing_indicators", requires = ["subject", "room:typing_indicator:create", "member"])]
    async fn start_typing(&self, room: RoomId) -> Result<(), ChatkitError>;

    /// Sends a message of one or more parts.
    #[post("/rooms/{room}/messages", status = 201, requires = ["subject", "message:create", "member"])]
    async fn send_message(&self, room: RoomId, #[body] message: SendMessage) -> Result<MessageSent, ChatkitError>;

    /// Lists messages of a room.
    #[get("/rooms/{room}/messages", requires = "room:messages:get")]
    async fn messages(&self, room: RoomId, #[query] page: MessagePage) -> Result<Vec<Message>, ChatkitError>;

    /// Returns a message.
    #[get("/rooms/{room}/messages/{message}", requires = "room:messages:get")]
    async fn message(&self, room: RoomId, message: MessageId) -> Result<Message, ChatkitError>;

    /// Replaces the parts of a message.
    #[put("/rooms/{room}/messages/{message}", status = 204, requires = ["su", "subject"])]
    async fn edit_message(
        &self,
        room: RoomId,
        message: MessageId,
        #[body] parts: SendMessage,
    ) -> Result<(), ChatkitError>;

    /// Deletes a message.
    #[delete("/rooms/{room}/messages/{message}", requires = "su")]
    async fn delete_message(&self, room: RoomId, message: MessageId) -> Result<(), ChatkitError>;

    /// Announces a file. Returns its upload address, and its id for the message.
    #[post("/rooms/{room}/attachments", requires = "file:create")]
    async fn announce_attachment(
        &self,
        room: RoomId,
        #[body] file: AnnounceAttachment,
    ) -> Result<UploadTicket, ChatkitError>;

    /// Returns an attachment with a new download address.
    #[get("/rooms/{room}/attachments/{attachment}", requires = "file:get")]
    async fn attachment(&self, room: RoomId, attachment: AttachmentId) -> Result<Attachment, ChatkitError>;

    /// Deletes everything in the instance, for tests.
    #[delete("/resources", requires = "su")]
    async fn wipe(&self) -> Result<(), ChatkitError>;

    /// Subscribes to the events of the token's user. The first event contains the whole state. Not resumable.
    #[subscribe("/users", requires = "subject")]
    async fn follow_user(&self) -> Result<Subscription<EventBody<UserEvent>>, ChatkitError>;

    /// Subscribes to a room: its latest messages, or those after the last event received, then live events.
    #[subscribe("/rooms/{room}", requires = "member")]
    async fn follow_room(
        &self,
        room: RoomId,
        #[query] start: RoomStart,
        #[resume] last_event: Option<EventId>,
    ) -> Result<Subscription<EventBody<RoomEvent>>, ChatkitError>;

    /// Subscribes to the members of a room. The first event contains all of them.
    #[subscribe("/rooms/{room}/memberships", requires = "member")]
    async fn follow_memberships(&self, room: RoomId) -> Result<Subscription<EventBody<MembershipEvent>>, ChatkitError>;
}
