//! The events of the user topic and of notifications, as each version of the service sends them.

use serde_json::json;

use crate::domain::message_forms::plain_text;
use crate::domain::notification_options::NotificationOptions;
use crate::domain::publication::Notice;
use crate::domain::state::instance::Instance;
use crate::domain::state::room_record::RoomRecord;
use crate::model::{
    CustomData, Membership, Message, MessageId, Notification, PushEvent, ReadState, Room, RoomId, RoomWithMembership,
    User, UserEvent, UserEventV7, UserId, UserStateV7,
};

/// Maximum number of read states in the initial state of version 7: those of the rooms with the latest messages.
const MAXIMUM_READ_STATES: usize = 1000;

impl Instance {
    /// Converts a notice for versions up to 6. Returns `None` if they have no such event.
    pub fn user_event(&self, user: &UserId, notice: &Notice) -> Option<UserEvent> {
        let room = |id| self.rooms.get(id).map(|record| self.seen_by(user, record));
        Some(match notice {
            Notice::AddedToRoom(id) => UserEvent::AddedToRoom { room: room(id)? },
            Notice::RoomUpdated(id) | Notice::ReadStateChanged(id) | Notice::ReadStateChangedByCursor(id) => {
                UserEvent::RoomUpdated { room: room(id)? }
            }
            Notice::RemovedFromRoom(id) => UserEvent::RemovedFromRoom { room_id: id.clone() },
            Notice::RoomDeleted(id) => UserEvent::RoomDeleted { room_id: id.clone() },
            Notice::CursorSet(cursor) => UserEvent::NewCursor(cursor.clone()),
            // The time of the last message is in the event of the read state.
            Notice::LastMessageChanged(_) | Notice::UserJoined(..) | Notice::UserLeft(..) => return None,
        })
    }

    /// Converts a notice for version 7. Returns `None` if it has no such event.
    pub fn user_event_v7(&self, user: &UserId, notice: &Notice) -> Option<UserEventV7> {
        Some(match notice {
            Notice::AddedToRoom(id) => {
                let record = self.rooms.get(id)?;
                let (membership, read_state) = (record.membership(), self.read_state(user, record));
                UserEventV7::AddedToRoom { room: record.bare(), membership, read_state }
            }
            Notice::RoomUpdated(id) | Notice::LastMessageChanged(id) => {
                UserEventV7::RoomUpdated { room: self.rooms.get(id)?.bare() }
            }
            Notice::ReadStateChanged(id) => {
                UserEventV7::ReadStateUpdated { read_state: self.read_state(user, self.rooms.get(id)?) }
            }
            Notice::RemovedFromRoom(id) => UserEventV7::RemovedFromRoom { room_id: id.clone() },
            Notice::RoomDeleted(id) => UserEventV7::RoomDeleted { room_id: id.clone() },
            Notice::UserJoined(room, user) => {
                UserEventV7::UserJoinedRoom { room_id: room.clone(), user_id: user.clone() }
            }
            Notice::UserLeft(room, user) => UserEventV7::UserLeftRoom { room_id: room.clone(), user_id: user.clone() },
            Notice::CursorSet(cursor) => {
                let record = self.rooms.get(&cursor.room_id).filter(|record| record.members.contains(user))?;
                UserEventV7::ReadStateUpdated { read_state: self.read_state(user, record) }
            }
            // Included in the event of the cursor.
            Notice::ReadStateChangedByCursor(_) => return None,
        })
    }

    /// Returns the notification of a message, or `None` if the message was deleted.
    pub fn notification(&self, room: &RoomId, message: MessageId, options: &NotificationOptions) -> Option<PushEvent> {
        let record = self.rooms.get(room)?;
        let message = record.message(message)?;
        let sender = self.users.get(&message.user_id).map(|record| &record.user);
        let name = sender.map_or(message.user_id.as_str(), |sender| &sender.name);
        let title = record.room.push_notification_title_override.as_deref().unwrap_or(name);
        let notification = Notification {
            title: title.to_owned(),
            body: summary(message).to_owned(),
            icon: options.icon.clone().or_else(|| sender?.avatar_url.clone()).unwrap_or_default(),
            deep_link: options.deep_link(room),
        };
        // The published client reads the room's id here when the notification is clicked.
        let mut data = CustomData::new();
        data.insert("chatkit".to_owned(), json!({ "roomId": room }));
        Some(PushEvent::PushNotification { notification, data })
    }

    /// Returns the initial state of a user for version 7.
    pub(in crate::domain) fn state_v7(&self, user: &UserId, current_user: User) -> UserStateV7 {
        let ids = self.users.get(user).into_iter().flat_map(|record| &record.rooms);
        let mut records: Vec<&RoomRecord> = ids.filter_map(|id| self.rooms.get(id)).collect();
        let rooms = records.iter().map(|record| record.bare()).collect();
        let memberships = records.iter().map(|record| record.membership()).collect();
        records.sort_by_key(|record| std::cmp::Reverse(record.latest()));
        let read_states = records.into_iter().take(MAXIMUM_READ_STATES).map(|record| self.read_state(user, record));
        UserStateV7 { current_user, rooms, read_states: read_states.collect(), memberships }
    }

    /// Returns a room and its membership for version 7.
    pub fn with_membership(&self, room: &Room) -> RoomWithMembership {
        let record = self.rooms.get(&room.id);
        RoomWithMembership {
            room: record.map_or_else(|| room.clone(), RoomRecord::bare),
            membership: record
                .map_or_else(|| Membership { room_id: room.id.clone(), user_ids: Vec::new() }, RoomRecord::membership),
        }
    }

    fn read_state(&self, user: &UserId, record: &RoomRecord) -> ReadState {
        let cursor = self.cursors.find(user, &record.room.id).cloned();
        let unread_count = record.reading(cursor.as_ref().map(|cursor| cursor.position)).unread_count;
        ReadState { room_id: record.room.id.clone(), unread_count, cursor }
    }
}

/// Returns the text of a message in a notification.
fn summary(message: &Message) -> &str {
    message.parts.iter().find_map(plain_text).filter(|text| !text.is_empty()).unwrap_or("sent a file")
}
