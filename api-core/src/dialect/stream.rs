//! A subscription as the bytes of a response: a stream of encoded messages.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;

use super::{Dialect, End, EventDriver, EventForm, EventLink, Frame, Interruption, KeepAlive};

/// A source of events that are encoded in the dialect that a reader selects.
pub trait EncodedEvents: Send {
    /// Polls for the next event, encoded as one message of the dialect. `Err` is the end.
    fn poll_event(&mut self, task: &mut Context<'_>, dialect: Dialect) -> Poll<Result<Bytes, End>>;

    /// Returns whether the last poll has stored the task's waker, although it returned an event: no other was ready.
    /// Default: no, which makes a reader poll once more.
    fn is_waiting(&self) -> bool {
        false
    }

    /// Returns the form of the server-sent events.
    fn form(&self) -> &'static EventForm {
        &EventForm::DEFAULT
    }
}

/// The encoded messages of a subscription, without the type of its events.
///
/// Each item is one message. A server must write it as one frame of its transport, because some clients take each
/// HTTP/2 DATA frame for exactly one message.
pub struct EventStream {
    source: Box<dyn EncodedEvents>,
    dialect: Dialect,
    link: EventLink,
    driver: Option<Box<dyn EventDriver>>,
    ends: Option<Box<EndForm>>,
    reconnect_after: Option<Duration>,
    phase: Phase,
    is_waiting: bool,
}

/// A function that gives the ends of the framework the form of an API's errors.
type EndForm = dyn Fn(End) -> End + Send;

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
        let link = EventLink::new(keep_alive);
        let source = Box::new(source);
        Self {
            source,
            dialect,
            link,
            driver: None,
            ends: None,
            reconnect_after: None,
            phase: Phase::Unopened,
            is_waiting: false,
        }
    }

    /// Tells readers of server-sent events how long to wait before they reconnect. The other dialects cannot.
    #[must_use]
    pub fn reconnect_after(mut self, delay: Option<Duration>) -> Self {
        self.reconnect_after = delay.filter(|_| self.dialect == Dialect::ServerSentEvents);
        self
    }

    /// Sets a function that sees every end before it is sent, and returns the end that is sent instead.
    ///
    /// An API's routes set it, so that the ends of the framework (a shutdown, a slow reader, a panic) have the form of
    /// the API's errors.
    #[must_use]
    pub fn map_end(mut self, form: impl Fn(End) -> End + Send + 'static) -> Self {
        self.ends = Some(Box::new(form));
        self
    }

    /// Polls for the next message: first a heartbeat, which shows intermediaries that the stream is open, then events,
    /// then the end. `None` after the end. A driver adds heartbeats between the events, and its own end.
    pub fn poll_bytes(&mut self, task: &mut Context<'_>) -> Poll<Option<Bytes>> {
        self.is_waiting = false;
        if self.phase == Phase::Finished {
            return Poll::Ready(None);
        }
        if self.driver.is_none() {
            self.driver = self.link.take();
        }
        match self.driver.as_mut().map_or(Poll::Pending, |driver| driver.poll_interruption(task)) {
            Poll::Ready(Interruption::Heartbeat) => return Poll::Ready(Some(self.heartbeat())),
            Poll::Ready(Interruption::End(end)) => return Poll::Ready(self.finish(&end)),
            Poll::Pending => {}
        }
        if self.phase == Phase::Unopened {
            self.phase = Phase::Open;
            return Poll::Ready(Some(self.opening()));
        }
        Poll::Ready(match ready!(self.poll_source(task)) {
            Ok(bytes) => {
                // The driver has stored the waker too: it was polled before the source.
                self.is_waiting = self.source.is_waiting();
                Some(bytes)
            }
            Err(end) => self.finish(&end),
        })
    }

    /// Returns whether nothing is ready after the message that the last poll returned, and the task of that poll is
    /// woken by what comes next. Such a reader need not poll again.
    pub fn is_waiting(&self) -> bool {
        self.is_waiting
    }

    /// Returns the first heartbeat, and before it how long a reader waits before it reconnects.
    fn opening(&self) -> Bytes {
        let heartbeat =
            self.source.form().bytes(self.dialect, &Frame::Heartbeat { padding: self.keep_alive().padding });
        match self.reconnect_after {
            Some(delay) => [format!("retry: {}\n", delay.as_millis()).as_bytes(), &heartbeat].concat().into(),
            None => heartbeat,
        }
    }

    /// Polls the source, which may be a handler's code. With a driver its panic is an end.
    fn poll_source(&mut self, task: &mut Context<'_>) -> Poll<Result<Bytes, End>> {
        let Some(driver) = &mut self.driver else { return self.source.poll_event(task, self.dialect) };
        // Unwind safety: after a panic the stream has ended, and the source is not polled again.
        let (source, dialect) = (&mut self.source, self.dialect);
        match catch_unwind(AssertUnwindSafe(|| source.poll_event(task, dialect))) {
            Ok(polled) => polled,
            Err(payload) => Poll::Ready(Err(driver.panicked(payload))),
        }
    }

    /// Returns the link with which a server drives this stream.
    pub fn link(&self) -> EventLink {
        self.link.clone()
    }

    /// Returns whether the last message was returned.
    pub fn is_finished(&self) -> bool {
        self.phase == Phase::Finished
    }

    /// Returns an encoded heartbeat, to be sent between events.
    pub fn heartbeat(&self) -> Bytes {
        self.source.form().bytes(self.dialect, &Frame::heartbeat())
    }

    /// Returns the heartbeat settings.
    pub fn keep_alive(&self) -> KeepAlive {
        self.link.keep_alive()
    }

    /// Ends the stream and returns its last message, if it has one. Nothing follows it.
    fn finish(&mut self, end: &End) -> Option<Bytes> {
        self.phase = Phase::Finished;
        let formed = self.ends.as_ref().map(|form| form(end.clone()));
        let end = formed.as_ref().unwrap_or(end);
        let body = serde_json::to_vec(&end.body).unwrap_or_else(|_| b"null".to_vec());
        let frame = Frame::End { status: end.status, headers: end.headers.clone(), body: body.into() };
        let last = self.source.form().bytes(self.dialect, &frame);
        // An empty chunk would be the end of the body over HTTP/1.1.
        (!last.is_empty()).then_some(last)
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("EventStream").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    struct Silent;

    impl EncodedEvents for Silent {
        fn poll_event(&mut self, _: &mut Context<'_>, _: Dialect) -> Poll<Result<Bytes, End>> {
            Poll::Pending
        }
    }

    #[test]
    fn readers_of_server_sent_events_are_told_first_how_long_to_wait() {
        let opening = |dialect| {
            let stream = EventStream::new(Silent, dialect, KeepAlive::default());
            let mut stream = stream.reconnect_after(Some(Duration::from_secs(5)));
            stream.poll_bytes(&mut Context::from_waker(Waker::noop()))
        };
        assert_eq!(opening(Dialect::ServerSentEvents), Poll::Ready(Some("retry: 5000\n:\n".into())));
        assert_eq!(opening(Dialect::Ndjson), Poll::Ready(Some(Dialect::Ndjson.bytes(&Frame::heartbeat()))));
    }
}
