//! The objects, bodies, queries and events of Chatkit, exactly as they are on the wire.
//!
//! The types contain no rules; these are in [`domain`](crate::domain).

mod attachment;
mod cursor;
mod event;
mod id;
mod job;
mod message;
mod notification;
mod page;
mod presence;
mod reading;
mod role;
mod room;
mod text_message;
mod time;
mod user;

pub use attachment::{
    AnnounceAttachment, Attachment, AttachmentReference, FileAnswer, FileProperties, Pass, UploadTicket, UploadedFile,
};
pub use cursor::{Cursor, Position, READ_CURSOR};
pub use event::{CursorEvent, CursorState, EventBody, MembershipEvent, RoomEvent, TextRoomEvent, UserEvent, UserState};
pub use id::{AttachmentId, MessageId, RoomId, UserId};
pub use job::{Job, JobStatus};
pub use message::{Message, MessageSent, NewPart, Part, SendMessage};
pub use notification::{BeamsToken, Notification, PushEvent, TestToken, TestTokenQuery, TokenFor};
pub use page::{Direction, MessagePage, RoomPage, RoomStart, UserPage, UserRooms, UsersById};
pub use presence::{Presence, PresenceEvent};
pub use reading::{Membership, ReadState, RoomWithMembership, RoomsWithMemberships, UserEventV7, UserStateV7};
pub use role::{AssignRole, AssignedRole, Role, RoleOf, Scope, UpdatePermissions};
pub use room::{CreateRoom, Room, UpdateRoom, UserIds};
pub use text_message::{Link, LinkKind, NewLink, SendTextMessage, TextMessage};
pub use time::Time;
pub use user::{BatchUsers, CreateUser, CustomData, UpdateUser, User};
