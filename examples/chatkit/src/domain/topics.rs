//! What a subscription starts with.
//!
//! A subscriber must miss nothing between this and the first event: whoever holds the instance takes the start and
//! begins to listen without letting a change in between.

use super::instance::Instance;
use super::limits::{MAXIMUM_PAGE, page_size};
use super::refusal::Refusal;
use crate::model::{
    CursorEvent, CursorState, MembershipEvent, Message, MessageId, RoomId, RoomStart, UserEvent, UserEventV7, UserId,
    UserState,
};

impl Instance {
    /// Everything a user knows: the first event of the user topic.
    pub fn start_user_topic(&self, user: &UserId) -> Result<UserEvent, Refusal> {
        let current_user = self.existing_user(user)?.user.clone();
        let (rooms, cursors) = (self.rooms_of(user), self.cursors.of_user(user));
        Ok(UserEvent::InitialState(UserState { current_user, rooms, cursors }))
    }

    /// The same as version 7 of the service tells it.
    pub fn start_user_topic_v7(&self, user: &UserId) -> Result<UserEventV7, Refusal> {
        let current_user = self.existing_user(user)?.user.clone();
        Ok(UserEventV7::InitialState(self.state_v7(user, current_user)))
    }

    /// The messages a room topic starts with, oldest first: the last few, or those after the one the subscriber had last.
    ///
    /// A resuming subscriber that missed more than 100 messages gets the last 100, which join up with what follows. An
    /// id that was never given out counts as none.
    pub fn start_room_topic(
        &self,
        room: &RoomId,
        start: &RoomStart,
        resume_after: Option<MessageId>,
    ) -> Result<Vec<Message>, Refusal> {
        let record = self.existing_room(room)?;
        Ok(match resume_after.filter(|id| id.number() <= self.counters.sent_messages) {
            Some(id) => record.last_after(id, MAXIMUM_PAGE),
            None => record.last(page_size(start.message_limit)),
        })
    }

    /// Who is in a room: the first event of the memberships topic.
    pub fn start_memberships_topic(&self, room: &RoomId) -> Result<MembershipEvent, Refusal> {
        let record = self.existing_room(room)?;
        Ok(MembershipEvent::InitialState { user_ids: record.members.iter().cloned().collect() })
    }

    /// How far everybody has read a room: the first event of its cursor topic.
    pub fn start_room_cursors_topic(&self, room: &RoomId) -> CursorEvent {
        CursorEvent::InitialState(CursorState { cursors: self.cursors_of_room(room) })
    }

    /// How far a user has read every room: the first event of its cursor topic.
    pub fn start_user_cursors_topic(&self, user: &UserId) -> Result<CursorEvent, Refusal> {
        let cursors = self.cursors_of_user(user)?;
        Ok(CursorEvent::InitialState(CursorState { cursors }))
    }
}
