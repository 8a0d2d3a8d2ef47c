//! Who is in which room, what was said there, and who is told.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use api_core::Messages;
use api_core::websocket::{CloseCode, CloseFrame, MessageSender};

use crate::api::{ChatError, Line, Name, Told};

/// So many rooms there are at most; empty ones are forgotten when there is need of another.
const ROOMS: usize = 1000;
/// So many lines a room remembers.
const HISTORY: usize = 50;
/// So many messages wait for a member who reads slowly. After that the member is sent away.
const WAITING: usize = 64;

/// All rooms. Clones are the same rooms.
#[derive(Debug, Clone, Default)]
pub struct Rooms(Arc<Mutex<HashMap<Name, Room>>>);

#[derive(Debug, Default)]
struct Room {
    present: Vec<Present>,
    history: VecDeque<Line>,
    /// How many ever joined, which is where members get their numbers from.
    joined: u64,
}

#[derive(Debug)]
struct Present {
    number: u64,
    name: Name,
    sender: MessageSender<Told>,
}

/// Somebody in a room, for as long as this value lives.
#[derive(Debug)]
pub(crate) struct Member {
    rooms: Rooms,
    room: Name,
    name: Name,
    number: u64,
}

impl Rooms {
    /// Enters a room, which begins to exist by that. What the member is told waits in the messages.
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
    /// Tells everybody. Nobody waits for a slow reader: whoever has no room for one more message is sent away.
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
            // Were there no room, the next thing that everybody is told would show it.
            let _ = one.sender.try_send(told);
        }
    }
}

impl Member {
    /// Says something to everybody in the room, oneself included.
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

    /// Tells this member alone.
    pub(crate) fn tell(&self, told: Told) {
        self.here(|room| room.tell_one(self.number, told));
    }

    /// Does something in the room, if the member was not sent away from it.
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
