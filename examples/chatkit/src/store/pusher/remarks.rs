//! What an import of the vendor's export did not keep as it was.

use std::collections::BTreeMap;

use super::fields::Fields;

/// Maximum number of different unknown fields that are counted by name.
const MAXIMUM_IGNORED: usize = 100;

/// Maximum bytes of the name of an unknown field that is counted by name.
const MAXIMUM_FIELD_NAME: usize = 100;

/// The numbers of things that were left out or changed, and of references to users who are not in the export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Attachments that became links, because the export does not have their content.
    pub attachments: u64,
    /// Users that were left out, because the export says when they were deleted.
    pub deleted_users: u64,
    /// Rooms that were left out, because the export says when they were deleted.
    pub deleted_rooms: u64,
    /// Messages that were left out, because the export says when they were deleted.
    pub deleted_messages: u64,
    /// Messages that were left out with their rooms.
    pub messages_of_deleted_rooms: u64,
    /// Messages that got a new id, because a message of another room has theirs.
    pub renumbered_messages: u64,
    /// Rooms whose `last_message_at` was left out, because none of their messages was stored.
    pub rooms_without_last_message: u64,
    /// Members that were left out, because they are not in the export.
    pub unknown_members: u64,
    /// Messages by senders who are not in the export. They are kept.
    pub unknown_senders: u64,
    /// Rooms of creators who are not in the export. They are kept.
    pub unknown_creators: u64,
    /// Fields that are not of Chatkit: how often each was ignored, by its object and its name.
    pub ignored: BTreeMap<(&'static str, String), u64>,
    /// Ignored fields that are not counted by name.
    pub ignored_others: u64,
    /// Files in the folder of the export that were not read.
    pub unread_files: Vec<String>,
}

impl Remarks {
    /// Counts the fields that were not read.
    pub(super) fn ignore(&mut self, object: &'static str, fields: Fields) {
        for name in fields.into_unread() {
            let known = self.ignored.len();
            let key = (object, name);
            if let Some(count) = self.ignored.get_mut(&key) {
                *count += 1;
            } else if known < MAXIMUM_IGNORED && key.1.len() <= MAXIMUM_FIELD_NAME {
                self.ignored.insert(key, 1);
            } else {
                self.ignored_others += 1;
            }
        }
    }

    /// Returns a line for everything that was not kept as it was.
    pub fn losses(&self) -> Vec<String> {
        let mut losses = counted([
            (
                "attachments that became links without name, size and custom data (the export does not have their \
                 content, and their addresses may have expired)",
                self.attachments,
            ),
            ("deleted users that were left out", self.deleted_users),
            ("deleted rooms that were left out", self.deleted_rooms),
            ("messages that were left out with their deleted room", self.messages_of_deleted_rooms),
            ("deleted messages that were left out", self.deleted_messages),
            (
                "messages that got a new id, after all others, because a message of another room has theirs",
                self.renumbered_messages,
            ),
            (
                "rooms that had messages and have none now, nor the time of the last one",
                self.rooms_without_last_message,
            ),
            ("members that were left out of rooms (the export has no such users)", self.unknown_members),
        ]);
        let ignored = self.ignored.iter();
        let ignored = ignored.map(|((object, name), count)| format!("unknown fields `{name}` of a {object}: {count}"));
        losses.extend(ignored);
        losses.extend(counted([("further unknown fields", self.ignored_others)]));
        losses.extend(self.unread_files.iter().map(|file| format!("file that was not read: {file}")));
        losses
    }

    /// Returns a line for everything that was kept and may surprise.
    pub fn notes(&self) -> Vec<String> {
        counted([
            ("messages that were kept although the export does not have their sender", self.unknown_senders),
            ("rooms that were kept although the export does not have their creator", self.unknown_creators),
        ])
    }
}

/// Returns a line for each count that is not zero.
fn counted<const N: usize>(counts: [(&str, u64); N]) -> Vec<String> {
    counts.into_iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what}: {count}")).collect()
}
