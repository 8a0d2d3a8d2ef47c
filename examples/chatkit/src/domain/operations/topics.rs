//! The initial events of subscriptions.
//!
//! A subscriber must not miss an event between the initial one and the first live one. Callers therefore create the
//! initial event and subscribe without a change in between.

use std::sync::Arc;

use crate::domain::limits::{MAXIMUM_PAGE, page_size};
use crate::domain::refusal::Refusal;
use crate::domain::state::instance::Instance;
use crate::model::{
    CursorEvent, CursorState, MembershipEvent, Message, MessageId, RoomId, RoomStart, UserEvent, UserEventV7, UserId,
    UserState,
};

impl Instance {
    /// Returns the first event of the user topic: the state of the user.
    pub fn start_user_topic(&self, user: &UserId) -> Result<UserEvent, Refusal> {
        let current_user = self.existing_user(user)?.user.clone();
        let (rooms, cursors) = (self.rooms_of(user), self.cursors.of_user(user));
        Ok(UserEvent::InitialState(UserState { current_user, rooms, cursors }))
    }

    /// Returns the first event of the user topic in version 7 of the service.
    pub fn start_user_topic_v7(&self, user: &UserId) -> Result<UserEventV7, Refusal> {
        let current_user = self.existing_user(user)?.user.clone();
        Ok(UserEventV7::InitialState(self.state_v7(user, current_user)))
    }

    /// Returns the messages with which a room topic starts, oldest first: the latest ones, or those after
    /// `resume_after`.
    ///
    /// A subscriber that missed more than 100 messages gets the last 100, without a gap to the live ones. An id that
    /// was never assigned is ignored.
    pub fn start_room_topic(
        &self,
        room: &RoomId,
        start: &RoomStart,
        resume_after: Option<MessageId>,
    ) -> Result<Vec<Arc<Message>>, Refusal> {
        let record = self.existing_room(room)?;
        Ok(match resume_after.filter(|id| id.number() <= self.counters.sent_messages) {
            Some(id) => record.last_after(id, MAXIMUM_PAGE),
            None => record.last(page_size(start.message_limit)),
        })
    }

    /// Returns the first event of the memberships topic: the members of the room.
    pub fn start_memberships_topic(&self, room: &RoomId) -> Result<MembershipEvent, Refusal> {
        let record = self.existing_room(room)?;
        Ok(MembershipEvent::InitialState { user_ids: record.members.iter().cloned().collect() })
    }

    /// Returns the first event of a room's cursor topic.
    pub fn start_room_cursors_topic(&self, room: &RoomId) -> CursorEvent {
        CursorEvent::InitialState(CursorState { cursors: self.cursors_of_room(room) })
    }

    /// Returns the first event of a user's cursor topic.
    pub fn start_user_cursors_topic(&self, user: &UserId) -> Result<CursorEvent, Refusal> {
        let cursors = self.cursors_of_user(user)?;
        Ok(CursorEvent::InitialState(CursorState { cursors }))
    }
}
