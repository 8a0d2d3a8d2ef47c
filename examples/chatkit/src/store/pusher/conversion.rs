//! The conversion of the vendor's objects.

use api_core::Patch;

use super::fields::{Fields, Problem};
use super::remarks::Remarks;
use crate::model::{Message, Part, Room, RoomId, Time, User, UserId};

/// The kind of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    User,
    Room,
    Message,
}

impl Kind {
    /// Every kind, each after those it refers to.
    pub(super) const ALL: [Self; 3] = [Self::User, Self::Room, Self::Message];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Room => "room",
            Self::Message => "message",
        }
    }

    /// Returns the kind of an object by its fields.
    pub(super) fn of(fields: &Fields) -> Result<Self, Problem> {
        if fields.has("record") || fields.has("format") {
            return Err(Problem::of(
                "it is a line of `chatkit export`, but this file is an export of Pusher's Chatkit: import the two apart",
            ));
        }
        let has_any = |names: &[&str]| names.iter().any(|name| fields.has(name));
        if has_any(&["parts", "sender_id", "room_id"]) {
            Ok(Self::Message)
        } else if has_any(&["created_by_id", "member_ids", "private"]) {
            Ok(Self::Room)
        } else if has_any(&["id", "name", "avatar_url"]) {
            Ok(Self::User)
        } else {
            Err(Problem::of(
                "it is neither a user (`id`, `name`), nor a room (`id`, `created_by_id`), nor a message (`id`, `parts`)",
            ))
        }
    }
}

/// A room, its members, and whether it had messages.
#[derive(Debug)]
pub(super) struct ExportedRoom {
    pub(super) room: Room,
    pub(super) members: Vec<UserId>,
    pub(super) had_messages: bool,
}

/// Reads a user, and when it was deleted.
pub(super) fn user(mut fields: Fields, remarks: &mut Remarks) -> Result<(User, Option<Time>), Problem> {
    let user = User {
        id: UserId::new(fields.id("id")?),
        name: fields.text("name")?,
        avatar_url: fields.optional_text("avatar_url")?,
        custom_data: fields.custom_data("custom_data")?,
        created_at: fields.time("created_at")?,
        updated_at: fields.time("updated_at")?,
    };
    let deleted_at = fields.optional_time("deleted_at")?;
    remarks.ignore("user", fields);
    Ok((user, deleted_at))
}

/// Reads a room.
pub(super) fn room(mut fields: Fields, remarks: &mut Remarks) -> Result<ExportedRoom, Problem> {
    let room = Room {
        id: RoomId::new(fields.id("id")?),
        name: fields.text("name")?,
        created_by_id: UserId::new(fields.id("created_by_id")?),
        private: fields.truth("private")?,
        custom_data: fields.custom_data("custom_data")?,
        push_notification_title_override: fields.optional_text("push_notification_title_override")?,
        member_user_ids: Patch::Absent,
        unread_count: None,
        last_message_at: None,
        created_at: fields.time("created_at")?,
        updated_at: fields.time("updated_at")?,
        deleted_at: fields.optional_time("deleted_at")?,
    };
    let members = fields.ids("member_ids")?.into_iter().map(UserId::new).collect();
    // The time itself is computed from the messages.
    let had_messages = fields.optional_time("last_message_at")?.is_some();
    remarks.ignore("room", fields);
    Ok(ExportedRoom { room, members, had_messages })
}

/// Reads a message.
pub(super) fn message(mut fields: Fields, remarks: &mut Remarks) -> Result<Message, Problem> {
    let message = Message {
        id: fields.message_id("id")?,
        user_id: UserId::new(fields.id("sender_id")?),
        room_id: RoomId::new(fields.id("room_id")?),
        created_at: fields.time("created_at")?,
        updated_at: fields.time("updated_at")?,
        deleted_at: fields.optional_time("deleted_at")?,
        parts: Vec::new(),
    };
    if message.deleted_at.is_some() {
        // It is not stored. Its parts may have been removed.
        return Ok(message);
    }
    let parts = fields.objects("parts")?;
    if parts.is_empty() {
        return Err(fields.wrong("parts", "it is empty, expected at least one part: add one, or remove the message"));
    }
    let parts = parts.into_iter().map(|fields| part(fields, remarks)).collect::<Result<_, _>>()?;
    remarks.ignore("message", fields);
    Ok(Message { parts, ..message })
}

fn part(mut fields: Fields, remarks: &mut Remarks) -> Result<Part, Problem> {
    let kind = fields.text("part_type")?;
    let mut payload = fields.object("payload")?;
    let media_type = payload.text("type")?;
    let part = match &*kind {
        "inline" => Part::Inline { media_type, content: payload.text("content")? },
        "url" => Part::Url { media_type, url: payload.text("url")? },
        "attachment" => {
            let url = payload.text("download_url")?;
            for lost in ["name", "size", "custom_data"] {
                payload.skip(lost);
            }
            remarks.attachments += 1;
            // A file is stored with its content, which the export does not have.
            Part::Url { media_type, url }
        }
        _ => {
            let shown: String = kind.chars().take(60).collect();
            return Err(fields.wrong("part_type", format!("it is `{shown}`, expected `inline`, `url` or `attachment`")));
        }
    };
    remarks.ignore("part", fields);
    remarks.ignore("part's payload", payload);
    Ok(part)
}
