//! A room with its members and messages.

use std::collections::BTreeSet;
use std::sync::Arc;

use api_core::Patch;

use crate::domain::limits::page_size;
use crate::model::{Direction, Membership, Message, MessageId, MessagePage, Room, Time, UserId};

/// A room with its members and messages.
#[derive(Debug, Clone)]
pub(in crate::domain) struct RoomRecord {
    /// The room without the fields that depend on the response or the reader.
    pub(in crate::domain) room: Room,
    pub(in crate::domain) members: BTreeSet<UserId>,
    /// Ordered by id, for binary search of pages and unread counts.
    ///
    /// Shared, so that those who begin to follow the room or read a page hold no copies.
    messages: Vec<Arc<Message>>,
    /// The id of the latest message ever sent to the room, even if it was deleted. Zero before the first.
    latest: MessageId,
}

/// The state of a room for one reader: the unread count and the time of the last message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) struct Reading {
    pub(in crate::domain) unread_count: u64,
    pub(in crate::domain) last_message_at: Option<Time>,
}

impl RoomRecord {
    pub(in crate::domain) fn new(room: Room, members: BTreeSet<UserId>) -> Self {
        Self::restored(room, members, MessageId::new(0))
    }

    /// Creates a stored room, without its messages.
    pub(in crate::domain) fn restored(room: Room, members: BTreeSet<UserId>, latest: MessageId) -> Self {
        Self { room, members, messages: Vec::new(), latest }
    }

    /// Inserts a stored message. Returns false if it exists already.
    pub(in crate::domain) fn insert(&mut self, message: Message) -> bool {
        self.latest = self.latest.max(message.id);
        let place = self.messages.binary_search_by_key(&message.id, |other| other.id);
        if let Err(place) = place {
            self.messages.insert(place, Arc::new(message));
        }
        place.is_err()
    }

    /// Returns every message, oldest first.
    pub(in crate::domain) fn messages(&self) -> &[Arc<Message>] {
        &self.messages
    }

    /// Appends a message. Its id must be higher than all previous ids.
    pub(in crate::domain) fn append(&mut self, message: Message) {
        self.latest = message.id;
        self.messages.push(Arc::new(message));
    }

    pub(in crate::domain) fn message_mut(&mut self, id: MessageId) -> Option<&mut Message> {
        let index = self.messages.binary_search_by_key(&id, |message| message.id).ok()?;
        self.messages.get_mut(index).map(Arc::make_mut)
    }

    /// Removes a message, if it exists.
    pub(in crate::domain) fn remove(&mut self, id: MessageId) {
        if let Ok(index) = self.messages.binary_search_by_key(&id, |message| message.id) {
            self.messages.remove(index);
        }
    }

    pub(in crate::domain) fn message(&self, id: MessageId) -> Option<&Message> {
        let index = self.messages.binary_search_by_key(&id, |message| message.id).ok()?;
        self.messages.get(index).map(Arc::as_ref)
    }

    pub(in crate::domain) fn latest(&self) -> MessageId {
        self.latest
    }

    pub(in crate::domain) fn page(&self, page: &MessagePage) -> Vec<Arc<Message>> {
        let limit = page_size(page.limit);
        match page.direction {
            Direction::Older => {
                let end = page.initial_id.map_or(self.messages.len(), |id| self.count_before(id));
                self.messages.iter().take(end).rev().take(limit).cloned().collect()
            }
            Direction::Newer => {
                let start = page.initial_id.map_or(0, |id| self.count_through(id));
                self.messages.iter().skip(start).take(limit).cloned().collect()
            }
        }
    }

    /// Returns the last `limit` messages, oldest first.
    pub(in crate::domain) fn last(&self, limit: usize) -> Vec<Arc<Message>> {
        self.messages.iter().skip(self.messages.len().saturating_sub(limit)).cloned().collect()
    }

    /// Returns the last `limit` of the messages after this one, oldest first.
    pub(in crate::domain) fn last_after(&self, id: MessageId, limit: usize) -> Vec<Arc<Message>> {
        let after = self.messages.len() - self.count_through(id);
        self.last(limit.min(after))
    }

    /// Returns the state for a reader with this cursor position, or without a cursor.
    pub(in crate::domain) fn reading(&self, position: Option<i64>) -> Reading {
        // Ids start at one. A lower position precedes all messages, like no position.
        let read = position.and_then(|position| u64::try_from(position).ok()).unwrap_or(0);
        let unread = self.messages.len() - self.count_through(MessageId::new(read));
        Reading {
            unread_count: u64::try_from(unread).unwrap_or(u64::MAX),
            last_message_at: self.messages.last().map(|message| message.created_at),
        }
    }

    /// Returns the room for the list of all rooms up to version 6.
    pub(in crate::domain) fn listed(&self) -> Room {
        Room { member_user_ids: Patch::Null, ..self.room.clone() }
    }

    /// Returns the room for a response about it.
    pub(in crate::domain) fn with_members(&self) -> Room {
        Room { member_user_ids: Patch::Value(self.members.iter().cloned().collect()), ..self.room.clone() }
    }

    /// Returns the room for version 7 of the service, without the fields that depend on members or reader.
    pub(in crate::domain) fn bare(&self) -> Room {
        Room { last_message_at: self.messages.last().map(|message| message.created_at), ..self.room.clone() }
    }

    /// Returns the membership of the room.
    pub(in crate::domain) fn membership(&self) -> Membership {
        Membership { room_id: self.room.id.clone(), user_ids: self.members.iter().cloned().collect() }
    }

    /// Returns the room for a known user with this cursor position.
    pub(in crate::domain) fn seen_from(&self, position: Option<i64>) -> Room {
        let reading = self.reading(position);
        Room {
            unread_count: Some(reading.unread_count),
            last_message_at: reading.last_message_at,
            ..self.with_members()
        }
    }

    fn count_before(&self, id: MessageId) -> usize {
        self.messages.partition_point(|message| message.id < id)
    }

    fn count_through(&self, id: MessageId) -> usize {
        self.messages.partition_point(|message| message.id <= id)
    }
}
