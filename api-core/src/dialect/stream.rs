//! A subscription as the bytes of a response: a stream of encoded messages.

use std::fmt;
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::{Dialect, End, Frame, KeepAlive};

/// A source of events that are encoded in the dialect that a reader selects.
pub trait EncodedEvents: Send {
    /// Polls for the next event, encoded as one message of the dialect. `Err` is the end.
    fn poll_event(&mut self, task: &mut Context<'_>, dialect: Dialect) -> Poll<Result<Bytes, End>>;
}

/// The encoded messages of a subscription, without the type of its events.
///
/// Each item is one message. A server must write it as one frame of its transport, because some clients take each
/// HTTP/2 DATA frame for exactly one message.
pub struct EventStream {
    source: Box<dyn EncodedEvents>,
    dialect: Dialect,
    keep_alive: KeepAlive,
    phase: Phase,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Nothing was sent: a heartbeat comes first.
    Unopened,
    Open,
    /// The end was sent.
    Finished,
}

impl EventStream {
    /// Creates the stream of a source's events in a dialect.
    pub fn new(source: impl EncodedEvents + 'static, dialect: Dialect, keep_alive: KeepAlive) -> Self {
        Self { source: Box::new(source), dialect, keep_alive, phase: Phase::Unopened }
    }

    /// Polls for the next message: first a heartbeat, which shows intermediaries that the stream is open, then events,
    /// then the end. `None` after the end.
    pub fn poll_bytes(&mut self, task: &mut Context<'_>) -> Poll<Option<Bytes>> {
        Poll::Ready(match self.phase {
            Phase::Finished => None,
            Phase::Unopened => {
                self.phase = Phase::Open;
                Some(self.dialect.bytes(&Frame::Heartbeat { padding: self.keep_alive.padding }))
            }
            Phase::Open => Some(match ready!(self.source.poll_event(task, self.dialect)) {
                Ok(bytes) => bytes,
                Err(end) => self.finish(&end),
            }),
        })
    }

    /// Returns an encoded heartbeat, to be sent between events.
    pub fn heartbeat(&self) -> Bytes {
        self.dialect.bytes(&Frame::heartbeat())
    }

    /// Returns the heartbeat settings.
    pub fn keep_alive(&self) -> KeepAlive {
        self.keep_alive
    }

    /// Ends the stream and returns its last message. Nothing follows it.
    pub fn finish(&mut self, end: &End) -> Bytes {
        self.phase = Phase::Finished;
        let body = serde_json::to_vec(&end.body).unwrap_or_else(|_| b"null".to_vec());
        self.dialect.bytes(&Frame::End { status: end.status, headers: end.headers.clone(), body: body.into() })
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("EventStream").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}
