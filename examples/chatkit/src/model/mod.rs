//! What travels: the objects, bodies, queries and events of Chatkit, exactly as on the wire.
//!
//! The types say nothing about what is allowed; that is the [`domain`](crate::domain)'s part.

mod cursor;
mod event;
mod id;
mod message;
mod page;
mod patch;
mod room;
mod text_message;
mod user;

pub use cursor::{Cursor, Position, READ_CURSOR};
pub use event::{CursorEvent, CursorState, EventBody, MembershipEvent, RoomEvent, TextRoomEvent, UserEvent, UserState};
pub use id::{MessageId, RoomId, UserId};
pub use message::{Attachment, AttachmentReference, Message, MessageSent, NewPart, Part, SendMessage};
pub use page::{Direction, MessagePage, RoomPage, RoomStart, UserPage, UserRooms, UsersById};
pub use patch::Patch;
pub use room::{CreateRoom, Room, UpdateRoom, UserIds};
pub use text_message::{Link, LinkKind, NewLink, SendTextMessage, TextMessage};
pub use user::{BatchUsers, CreateUser, CustomData, UpdateUser, User};
