//! One client: its subscriptions, what waits for it, and the connection that is attached.

use std::collections::VecDeque;

use super::client_id::ClientId;
use super::frame::Frame;
use super::limits::{Limits, Milliseconds};
use super::outlet::{OutletKind, Polled, Waiter};
use super::patterns::Patterns;

/// The events that wait in a session. Streams take them one by one, and all others all at once, for which nothing
/// moves.
type Queue = VecDeque<Frame>;

/// The session of one client.
#[derive(Debug)]
pub(super) struct Session<W> {
    pub(super) client: ClientId,
    pub(super) since: Milliseconds,
    pub(super) last_connect: Milliseconds,
    /// The id of the handshake. A client that sends it again with a connect numbers its messages not at all.
    pub(super) handshake: Option<Box<str>>,
    pub(super) patterns: Patterns,
    /// The number of the last publication that was put into the queue.
    pub(super) last_publication: u64,
    /// Events were lost. The session ends, so that the client learns of it and begins another.
    pub(super) is_overflowed: bool,
    queue: Queue,
    queued_bytes: usize,
    /// The events of the last answer to a poll, until another connect shows that it arrived.
    last_answer: Option<Answer>,
    outlet: Option<Outlet<W>>,
    last_kind: Option<OutletKind>,
}

/// A connection that waits for events.
#[derive(Debug)]
pub(super) struct Outlet<W> {
    kind: OutletKind,
    number: u64,
    /// The id of the connect that a poll answers.
    connect: Option<Box<str>>,
    waiter: W,
    is_woken: bool,
}

#[derive(Debug)]
struct Answer {
    connect: Box<str>,
    frames: Vec<Frame>,
}

/// The queue was full.
#[derive(Debug)]
pub(super) struct Overflow;

impl<W: Waiter> Session<W> {
    pub(super) fn new(client: ClientId, now: Milliseconds) -> Self {
        Self {
            client,
            since: now,
            last_connect: now,
            handshake: None,
            patterns: Patterns::default(),
            last_publication: 0,
            is_overflowed: false,
            queue: Queue::new(),
            queued_bytes: 0,
            last_answer: None,
            outlet: None,
            last_kind: None,
        }
    }

    /// Adds an event and wakes the outlet.
    pub(super) fn enqueue(&mut self, frame: Frame, limits: &Limits) -> Result<(), Overflow> {
        let bytes = self.queued_bytes + frame.size();
        let is_full = self.queue.len() >= limits.queued_events || bytes > limits.queued_bytes;
        if is_full && !self.queue.is_empty() {
            self.lose();
            return Err(Overflow);
        }
        self.queued_bytes = bytes;
        self.queue.push_back(frame);
        self.wake();
        Ok(())
    }

    /// Notes that events were lost. Returns whether it is the first loss.
    pub(super) fn lose(&mut self) -> bool {
        let is_first = !std::mem::replace(&mut self.is_overflowed, true);
        self.queue = Queue::new();
        self.queued_bytes = 0;
        self.last_answer = None;
        self.wake();
        is_first
    }

    /// Learns from the next connect whether the last answer arrived.
    pub(super) fn settle_last_answer(&mut self, connect: Option<&str>, limits: &Limits) -> Result<(), Overflow> {
        match self.last_answer.take() {
            Some(answer) if connect == Some(&answer.connect) && connect != self.handshake.as_deref() => {
                self.restore(answer.frames, limits)
            }
            _ => Ok(()),
        }
    }

    /// Forgets the last answer, which was not sent.
    pub(super) fn forget_answer(&mut self) {
        self.last_answer = None;
    }

    /// Puts events back in front of those that wait. A client that takes events and never keeps them would otherwise
    /// have a longer queue each time.
    pub(super) fn restore(&mut self, frames: Vec<Frame>, limits: &Limits) -> Result<(), Overflow> {
        if self.is_overflowed {
            return Ok(());
        }
        for frame in frames.into_iter().rev() {
            self.queued_bytes += frame.size();
            self.queue.push_front(frame);
        }
        let is_full = self.queue.len() > limits.queued_events || self.queued_bytes > limits.queued_bytes;
        if is_full && self.queue.len() > 1 {
            self.lose();
            return Err(Overflow);
        }
        self.wake();
        Ok(())
    }

    /// Attaches a connection, and wakes the one that it replaces.
    pub(super) fn place(&mut self, outlet: Outlet<W>) {
        self.last_kind = Some(outlet.kind);
        if let Some(replaced) = self.outlet.replace(outlet) {
            replaced.waiter.wake();
        }
    }

    pub(super) fn poll(&mut self, number: u64) -> Polled {
        let Some(outlet) = self.outlet.as_mut().filter(|outlet| outlet.number == number) else {
            return Polled::Replaced;
        };
        outlet.is_woken = false;
        if self.queue.is_empty() {
            return Polled::Pending;
        }
        if outlet.kind == OutletKind::EventStream {
            return self.poll_one();
        }
        self.queued_bytes = 0;
        let frames = Vec::from(std::mem::take(&mut self.queue));
        if outlet.kind == OutletKind::Poll {
            let connect = outlet.connect.take();
            self.outlet = None;
            self.last_answer = connect.map(|connect| Answer { connect, frames: frames.clone() });
        }
        Polled::Frames(frames)
    }

    /// Takes the oldest event only, and wakes the outlet for the others: a stream does not learn what of them was sent
    /// when its connection is lost.
    fn poll_one(&mut self) -> Polled {
        let Some(frame) = self.queue.pop_front() else { return Polled::Pending };
        self.queued_bytes -= frame.size();
        if !self.queue.is_empty() {
            self.wake();
        }
        Polled::Frames(vec![frame])
    }

    /// Returns the events that wait, oldest first.
    pub(super) fn undelivered(&self) -> impl Iterator<Item = &Frame> {
        self.queue.iter()
    }

    pub(super) fn detach(&mut self, number: u64) {
        if self.outlet.as_ref().is_some_and(|outlet| outlet.number == number) {
            self.outlet = None;
        }
    }

    pub(super) fn attached(&self) -> Option<OutletKind> {
        self.outlet.as_ref().map(|outlet| outlet.kind)
    }

    pub(super) fn last_kind(&self) -> Option<OutletKind> {
        self.last_kind
    }

    /// Wakes the outlet of a session that is removed.
    pub(super) fn end(&mut self) {
        if let Some(outlet) = self.outlet.take() {
            outlet.waiter.wake();
        }
    }

    fn wake(&mut self) {
        if let Some(outlet) = self.outlet.as_mut().filter(|outlet| !outlet.is_woken) {
            outlet.is_woken = true;
            outlet.waiter.wake();
        }
    }
}

impl<W> Outlet<W> {
    pub(super) fn new(kind: OutletKind, number: u64, connect: Option<&str>, waiter: W) -> Self {
        Self { kind, number, connect: connect.map(Into::into), waiter, is_woken: false }
    }
}
