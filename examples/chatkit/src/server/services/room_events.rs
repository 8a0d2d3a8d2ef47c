//! The events of a room, for every version of the service.

use api_core::{Event, EventId};

use crate::api::ChatkitError;
use crate::model::{EventBody, Message, MessageId, Part, RoomEvent, RoomId, RoomStart, TextRoomEvent};
use crate::server::links::Links;
use crate::server::table::{Events, Start};
use crate::server::{Backend, Origin, Session};

impl Session {
    /// Subscribes to a room. The events have no addresses of files yet: see [`FileLinks`].
    pub(super) fn room_events(
        &self,
        room: &RoomId,
        start: &RoomStart,
        last_event: Option<&EventId>,
    ) -> Result<Events<RoomEvent>, ChatkitError> {
        self.follow(
            |instance| instance.start_room_topic(room, start, last_message(last_event)),
            |topics, messages, now| {
                let first = messages
                    .into_iter()
                    .map(|message| (message.id.to_string(), RoomEvent::NewMessage(Message::clone(&message))));
                topics.rooms.follow(room, Start { who: self.follower(), first, now })
            },
        )
    }

    /// Returns what adds the addresses of files to events for this caller.
    pub(super) fn file_links(&self) -> FileLinks {
        FileLinks { backend: self.backend.clone(), origin: self.origin.clone() }
    }
}

/// Adds the addresses of files to events, as they are sent and without the lock of the state. An event without files
/// stays shared by all subscribers.
pub(super) struct FileLinks {
    backend: Backend,
    origin: Origin,
}

impl FileLinks {
    /// Returns an event with its addresses, or `None` if it has no files.
    pub(super) fn added(&self, event: &Event<EventBody<RoomEvent>>) -> Option<Event<EventBody<RoomEvent>>> {
        let RoomEvent::NewMessage(message) = &event.body.event else { return None };
        if !message.parts.iter().any(|part| matches!(part, Part::Attachment { .. })) {
            return None;
        }
        let linked = RoomEvent::NewMessage(self.links().address(message.clone()));
        Some(with_body(event, linked))
    }

    /// Returns an event in the form of version 2, or `None` if that version does not have it.
    pub(super) fn as_text(&self, event: &Event<EventBody<RoomEvent>>) -> Option<Event<EventBody<TextRoomEvent>>> {
        let linked = self.added(event);
        let text = linked.as_ref().unwrap_or(event).body.event.to_text()?;
        Some(with_body(event, text))
    }

    fn links(&self) -> Links<'_> {
        self.backend.links(&self.origin)
    }
}

fn with_body<T>(event: &Event<EventBody<RoomEvent>>, body: T) -> Event<EventBody<T>> {
    let body = EventBody { event: body, timestamp: event.body.timestamp };
    Event { id: event.id.clone(), headers: event.headers.clone(), body }
}

/// Returns the message after which to resume. An unknown id starts the topic again (`PROTOCOL.md` §5.4).
fn last_message(last_event: Option<&EventId>) -> Option<MessageId> {
    last_event.and_then(|id| id.as_str().parse().ok())
}
