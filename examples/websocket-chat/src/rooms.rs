//! The rooms: their members, their latest lines, and the delivery of messages to members.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use api_core::Messages;
use api_core::websocket::{CloseCode, CloseFrame, MessageSender};

use crate::api::{ChatError, Line, Name, ServerMessage};

/// Maximum number of rooms. Empty rooms are removed when it is reached.
const ROOMS: usize = 1000;
/// Maximum number of lines that a room keeps.
const HISTORY: usize = 50;
/// Maximum number of messages queued for a slow member, who is then disconnected.
const QUEUE_CAPACITY: usize = 64;

/// The set of all rooms. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Rooms(Arc<Mutex<HashMap<Name, Room>>>);

#[derive(Debug, Default)]
struct Room {
    members: Vec<Entry>,
    history: VecDeque<Line>,
    /// Number of members that ever joined, used to number members.
    joined: u64,
}

/// An entry of a room's list of members.
#[derive(Debug)]
struct Entry {
    number: u64,
    name: Name,
    sender: MessageSender<ServerMessage>,
}

/// A member of a room. Dropping it leaves the room.
#[derive(Debug)]
pub(crate) struct Member {
    rooms: Rooms,
    room: Name,
    name: Name,
    number: u64,
}

impl Rooms {
    /// Joins a room, which is created if necessary. Returns the member and the messages to it.
    pub(crate) fn join(&self, room: Name, name: Name) -> Result<(Member, Messages<ServerMessage>), ChatError> {
        let mut rooms = self.lock();
        if rooms.len() >= ROOMS && !rooms.contains_key(&room) {
            rooms.retain(|_, room| !room.members.is_empty());
            if rooms.len() >= ROOMS {
                return Err(ChatError::TooManyRooms);
            }
        }
        let target = rooms.entry(room.clone()).or_default();
        target.broadcast(ServerMessage::Joined { name: name.clone() });
        target.joined += 1;
        let (number, (sender, messages)) = (target.joined, Messages::channel(QUEUE_CAPACITY));
        target.members.push(Entry { number, name: name.clone(), sender });
        let members = target.members.iter().map(|member| member.name.clone()).collect();
        target.send_to(number, ServerMessage::Welcome { members, history: target.history.iter().cloned().collect() });
        drop(rooms);
        Ok((Member { rooms: self.clone(), room, name, number }, messages))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Name, Room>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Room {
    /// Sends a message to every member. A member whose queue is full is disconnected, so a slow reader does not
    /// delay the others.
    fn broadcast(&mut self, message: ServerMessage) {
        let mut pending = vec![message];
        while let Some(message) = pending.pop() {
            for slow in self.members.extract_if(.., |member| !member.sender.try_send(message.clone())) {
                pending.push(ServerMessage::Left { name: slow.name });
                slow.sender.close(CloseFrame::code_only(CloseCode::TRY_AGAIN_LATER));
            }
        }
    }

    fn send_to(&mut self, number: u64, message: ServerMessage) {
        if let Some(member) = self.members.iter().find(|member| member.number == number) {
            // If the queue is full, the next `broadcast` disconnects the member.
            let _ = member.sender.try_send(message);
        }
    }
}

impl Member {
    /// Sends a line to every member of the room, including this one.
    pub(crate) fn say(&self, text: String) {
        let line = Line { name: self.name.clone(), text };
        self.with_room(|room| {
            if room.history.len() == HISTORY {
                room.history.pop_front();
            }
            room.history.push_back(line.clone());
            room.broadcast(ServerMessage::Line { line });
        });
    }

    /// Sends a message to this member only.
    pub(crate) fn send(&self, message: ServerMessage) {
        self.with_room(|room| room.send_to(self.number, message));
    }

    /// Runs `act` on the room, unless the member was disconnected from it.
    fn with_room(&self, act: impl FnOnce(&mut Room)) {
        if let Some(room) = self.rooms.lock().get_mut(&self.room)
            && room.members.iter().any(|member| member.number == self.number)
        {
            act(room);
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.with_room(|room| {
            room.members.retain(|member| member.number != self.number);
            room.broadcast(ServerMessage::Left { name: self.name.clone() });
        });
    }
}
