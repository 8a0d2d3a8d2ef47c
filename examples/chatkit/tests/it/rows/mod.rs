//! Every endpoint, topic and statement of `examples/pusher-platform/PROTOCOL.md` §7 and §8, as a request and its
//! response in bytes.

mod access;
mod attachments;
mod authorizer;
mod browsers;
mod coverage;
mod cursor_topics;
mod cursors;
mod errors;
mod files;
mod limits;
mod memberships;
mod message_forms;
mod message_pages;
mod messages;
mod notifications;
mod older_versions;
mod permissions;
mod presence;
mod roles;
mod room_topic;
mod rooms;
mod rooms_v7;
mod scheduler;
pub(crate) mod stage;
pub(crate) mod table;
mod tokens;
mod user_topic;
mod user_topic_v7;
mod users;
mod wipe;
