//! One room with what is in it: members and messages.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::limits::page_size;
use crate::model::{Direction, Membership, Message, MessageId, MessagePage, Room, UserId};

/// One room with its members and messages.
#[derive(Debug, Clone)]
pub(super) struct RoomRecord {
    /// The room without the fields that depend on the answer or the reader.
    pub(super) room: Room,
    pub(super) members: BTreeSet<UserId>,
    /// Ordered by id, so that a page and an unread count are a binary search away.
    messages: Vec<Message>,
    /// The latest message ever sent here, be it deleted since; zero before the first.
    latest: MessageId,
}

/// What a reader has before it: how many unread messages, and when the last one came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) unread_count: u64,
    pub(super) last_message_at: Option<Timestamp>,
}

impl RoomRecord {
    pub(super) fn new(room: Room, members: BTreeSet<UserId>) -> Self {
        Self::restored(room, members, MessageId::new(0))
    }

    /// A room as it was kept, without its messages.
    pub(super) fn restored(room: Room, members: BTreeSet<UserId>, latest: MessageId) -> Self {
        Self { room, members, messages: Vec::new(), latest }
    }

    /// Puts a message back where it was; false if it is there.
    pub(super) fn insert(&mut self, message: Message) -> bool {
        self.latest = self.latest.max(message.id);
        let place = self.messages.binary_search_by_key(&message.id, |other| other.id);
        if let Err(place) = place {
            self.messages.insert(place, message);
        }
        place.is_err()
    }

    /// Every message, oldest first.
    pub(super) fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// Adds a message, whose id is higher than all before.
    pub(super) fn append(&mut self, message: Message) {
        self.latest = message.id;
        self.messages.push(message);
    }

    pub(super) fn message_mut(&mut self, id: MessageId) -> Option<&mut Message> {
        let index = self.messages.binary_search_by_key(&id, |message| message.id).ok()?;
        self.messages.get_mut(index)
    }

    /// Takes a message out, if it is there.
    pub(super) fn remove(&mut self, id: MessageId) {
        if let Ok(index) = self.messages.binary_search_by_key(&id, |message| message.id) {
            self.messages.remove(index);
        }
    }

    pub(super) fn message(&self, id: MessageId) -> Option<&Message> {
        let index = self.messages.binary_search_by_key(&id, |message| message.id).ok()?;
        self.messages.get(index)
    }

    pub(super) fn latest(&self) -> MessageId {
        self.latest
    }

    pub(super) fn page(&self, page: &MessagePage) -> Vec<Message> {
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

    /// The last `limit` messages, oldest first.
    pub(super) fn last(&self, limit: usize) -> Vec<Message> {
        self.messages.iter().skip(self.messages.len().saturating_sub(limit)).cloned().collect()
    }

    /// The last `limit` of the messages after this one, oldest first.
    pub(super) fn last_after(&self, id: MessageId, limit: usize) -> Vec<Message> {
        let after = self.messages.len() - self.count_through(id);
        self.last(limit.min(after))
    }

    /// What somebody has before them whose cursor is there, or who has none.
    pub(super) fn reading(&self, position: Option<i64>) -> Reading {
        // Ids begin at one: a position below is before everything, like no position.
        let read = position.and_then(|position| u64::try_from(position).ok()).unwrap_or(0);
        let unread = self.messages.len() - self.count_through(MessageId::new(read));
        Reading {
            unread_count: u64::try_from(unread).unwrap_or(u64::MAX),
            last_message_at: self.messages.last().map(|message| message.created_at),
        }
    }

    /// The room as it stands in the list of all rooms.
    pub(super) fn listed(&self) -> Room {
        self.room.clone()
    }

    /// The room as it stands in an answer about it.
    pub(super) fn with_members(&self) -> Room {
        Room { member_user_ids: Some(self.members.iter().cloned().collect()), ..self.room.clone() }
    }

    /// The room as version 7 of the service shows it: what depends on members and reader stands beside it.
    pub(super) fn bare(&self) -> Room {
        Room { last_message_at: self.messages.last().map(|message| message.created_at), ..self.room.clone() }
    }

    /// Who is in the room.
    pub(super) fn membership(&self) -> Membership {
        Membership { room_id: self.room.id.clone(), user_ids: self.members.iter().cloned().collect() }
    }

    /// The room as a known user sees it, whose cursor is there.
    pub(super) fn seen_from(&self, position: Option<i64>) -> Room {
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
