//! A subscription on its way out: events as whole messages of a dialect, one after the other.

use std::fmt;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use serde::Serialize;

use crate::dialect::{Dialect, Frame};
use crate::error::Failure;

use super::{End, Event, KeepAlive, Step, Subscription};

/// The bytes of a subscription, whatever the type of its events.
///
/// Each item is one whole message; a server must write it as a frame of its own, since there are clients that take each HTTP/2
/// DATA frame for exactly one message.
pub struct EventStream {
    source: Box<dyn Messages>,
    dialect: Dialect,
    keep_alive: KeepAlive,
    opened: bool,
    finished: bool,
}

impl EventStream {
    /// The bytes of a subscription in a dialect.
    pub fn new<T: Serialize + Send + 'static>(
        subscription: Subscription<T>,
        dialect: Dialect,
        keep_alive: KeepAlive,
    ) -> Self {
        Self { source: Box::new(subscription), dialect, keep_alive, opened: false, finished: false }
    }

    /// The next message: a keep-alive at once, so that everything in between sees the stream open; events; the end.
    pub fn poll_bytes(&mut self, task: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if self.finished {
            return Poll::Ready(None);
        }
        if !self.opened {
            self.opened = true;
            return Poll::Ready(Some(self.dialect.bytes(&Frame::Heartbeat { padding: self.keep_alive.padding })));
        }
        Poll::Ready(Some(match ready!(self.source.poll_message(task, self.dialect)) {
            Message::Event(bytes) => bytes,
            Message::End(end) => self.finish(&end),
        }))
    }

    /// A keep-alive, to be sent between events.
    pub fn heartbeat(&self) -> Bytes {
        self.dialect.bytes(&Frame::heartbeat())
    }

    /// How often keep-alives are due.
    pub fn keep_alive(&self) -> KeepAlive {
        self.keep_alive
    }

    /// The last message, sent by whoever ends the stream from outside. Nothing follows it.
    pub fn finish(&mut self, end: &End) -> Bytes {
        self.finished = true;
        let body = serde_json::to_vec(&end.body).unwrap_or_else(|_| b"null".to_vec());
        self.dialect.bytes(&Frame::End { status: end.status, headers: end.headers.clone(), body: body.into() })
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("EventStream").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}

/// An event as one message of a dialect.
pub(super) fn encode<T: Serialize>(event: &Event<T>, dialect: Dialect) -> Result<Bytes, serde_json::Error> {
    let id = event.id.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default();
    let body = serde_json::to_vec(&event.body)?.into();
    Ok(dialect.bytes(&Frame::Event { id, headers: event.headers.clone(), body }))
}

enum Message {
    Event(Bytes),
    End(End),
}

/// Hides the type of the events.
trait Messages: Send {
    fn poll_message(&mut self, task: &mut Context<'_>, dialect: Dialect) -> Poll<Message>;
}

impl<T: Serialize + Send> Messages for Subscription<T> {
    fn poll_message(&mut self, task: &mut Context<'_>, dialect: Dialect) -> Poll<Message> {
        let encoded = match ready!(self.poll_step(task)) {
            Ok(Step::Event(event)) => encode(&event, dialect),
            Ok(Step::Shared(shared)) => shared.encoded(dialect),
            Ok(Step::End(end)) => return Poll::Ready(Message::End(end)),
            Err(failure) => return Poll::Ready(Message::End(broken(&failure))),
        };
        Poll::Ready(match encoded {
            Ok(bytes) => Message::Event(bytes),
            Err(_) => Message::End(End::because(500, "internal")),
        })
    }
}

/// What a source's failure is called in front of strangers.
fn broken(failure: &Failure) -> End {
    if failure.is_transport() || failure.is_timeout() {
        End::because(502, "the stream behind this one was lost")
    } else {
        End::because(500, "internal")
    }
}
