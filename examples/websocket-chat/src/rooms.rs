//! The rooms: their members, their latest lines, and the delivery of messages to members.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use api_core::Messages;
use api_core::websocket::{CloseCode, CloseFrame, MessageSender};

use crate::api::{ChatError, Line, Name, Told};

/// Maximum number of rooms. Empty rooms are removed when it is reached.
const ROOMS: usize = 1000;
/// Maximum number of lines that a room keeps.
const HISTORY: usize = 50;
/// Maximum number of messages queued for a slow member, who is then disconnected.
const WAITING: usize = 64;

/// The set of all rooms. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Rooms(Arc<Mutex<HashMap<Name, Room>>>);

#[derive(Debug, Default)]
struct Room {
    present: Vec<Present>,
    history: VecDeque<Line>,
    /// Number of members that ever joined, used to number members.
    joined: u64,
}

#[derive(Debug)]
struct Present {
    number: u64,
    name: Name,
    sender: MessageSender<Told>,
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
    pub(crate) fn join(&self, room: Name, name: Name) -> Result<(Member, Messages<Told>), ChatError> {
        let mut rooms = self.lock();
        if rooms.len() >= ROOMS && !rooms.contains_key(&room) {
            rooms.retain(|_, room| !room.present.is_empty());
            if rooms.len() >= ROOMS {
                return Err(ChatError::TooManyRooms);
            }
        }
        let here = rooms.entry(room.clone()).or_default();
        here.tell(Told::Joined { name: name.clone() });
        here.joined += 1;
        let (number, (sender, told)) = (here.joined, Messages::channel(WAITING));
        here.present.push(Present { number, name: name.clone(), sender });
        let members = here.present.iter().map(|present| present.name.clone()).collect();
        here.tell_one(number, Told::Welcome { members, history: here.history.iter().cloned().collect() });
        drop(rooms);
        Ok((Member { rooms: self.clone(), room, name, number }, told))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Name, Room>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Room {
    /// Sends a message to every member. A member whose queue is full is disconnected, so a slow reader does not delay
    /// the others.
    fn tell(&mut self, told: Told) {
        let mut news = vec![told];
        while let Some(told) = news.pop() {
            for slow in self.present.extract_if(.., |present| !present.sender.try_send(told.clone())) {
                news.push(Told::Left { name: slow.name });
                slow.sender.close(CloseFrame::code_only(CloseCode::TRY_AGAIN_LATER));
            }
        }
    }

    fn tell_one(&mut self, number: u64, told: Told) {
        if let Some(one) = self.present.iter().find(|present| present.number == number) {
            // If the queue is full, the next `tell` disconnects the member.
            let _ = one.sender.try_send(told);
        }
    }
}

impl Member {
    /// Sends a line to every member of the room, including this one.
    pub(crate) fn say(&self, text: String) {
        let line = Line { name: self.name.clone(), text };
        self.here(|room| {
            if room.history.len() == HISTORY {
                room.history.pop_front();
            }
            room.history.push_back(line.clone());
            room.tell(Told::Said { line });
        });
    }

    /// Sends a message to this member only.
    pub(crate) fn tell(&self, told: Told) {
        self.here(|room| room.tell_one(self.number, told));
    }

    /// Runs `act` on the room, unless the member was disconnected from it.
    fn here(&self, act: impl FnOnce(&mut Room)) {
        if let Some(room) = self.rooms.lock().get_mut(&self.room)
            && room.present.iter().any(|present| present.number == self.number)
        {
            act(room);
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.here(|room| {
            room.present.retain(|present| present.number != self.number);
            room.tell(Told::Left { name: self.name.clone() });
        });
    }
}
