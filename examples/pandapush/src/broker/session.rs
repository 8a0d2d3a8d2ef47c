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
    /// The number of the outlet that has taken events last.
    last_taker: u64,
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
    turn: Turn,
}

/// Who has to do something about an outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// The next event.
    Event,
    /// The connection: it was woken, and has to poll.
    Poll,
    /// The connection, or a writer on its behalf: the outlet of this number has taken events and sends them. Until it
    /// says that they are sent, the socket gets no others, which would overtake them.
    Send(u64),
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
            last_taker: 0,
            is_overflowed: false,
            queue: Queue::new(),
            queued_bytes: 0,
            last_answer: None,
            outlet: None,
            last_kind: None,
        }
    }

    /// Adds an event and wakes the outlet. Returns the number of the outlet if it is a socket that is to be written.
    pub(super) fn enqueue(&mut self, frame: Frame, limits: &Limits) -> Result<Option<u64>, Overflow> {
        let bytes = self.queued_bytes + frame.size();
        let is_full = self.queue.len() >= limits.queued_events || bytes > limits.queued_bytes;
        if is_full && !self.queue.is_empty() {
            self.lose();
            return Err(Overflow);
        }
        self.queued_bytes = bytes;
        self.queue.push_back(frame);
        Ok(self.wake())
    }

    /// Notes that events were lost. Returns whether it is the first loss.
    pub(super) fn lose(&mut self) -> bool {
        let is_first = !std::mem::replace(&mut self.is_overflowed, true);
        self.queue = Queue::new();
        self.queued_bytes = 0;
        self.last_answer = None;
        if let Some(outlet) = &self.outlet {
            outlet.waiter.wake();
        }
        is_first
    }

    /// Learns from the next connect whether the last answer arrived.
    pub(super) fn settle_last_answer(
        &mut self,
        connect: Option<&str>,
        limits: &Limits,
    ) -> Result<Option<u64>, Overflow> {
        match self.last_answer.take() {
            Some(answer) if connect == Some(&answer.connect) && connect != self.handshake.as_deref() => {
                self.restore(answer.frames, limits)
            }
            _ => Ok(None),
        }
    }

    /// Forgets the last answer, which was not sent.
    pub(super) fn forget_answer(&mut self) {
        self.last_answer = None;
    }

    /// Puts back what an outlet has taken and could not send. If another one has taken later events meanwhile, these
    /// would come after them: they are lost instead, and the client learns of it. Returns the same as
    /// [`Session::enqueue`].
    pub(super) fn give_back(
        &mut self,
        taker: u64,
        frames: Vec<Frame>,
        limits: &Limits,
    ) -> Result<Option<u64>, Overflow> {
        if self.last_taker == taker || self.is_overflowed {
            return self.restore(frames, limits);
        }
        self.lose();
        Err(Overflow)
    }

    /// Puts events in front of those that wait. A client that takes events and never keeps them would otherwise
    /// have a longer queue each time. Returns the same as [`Session::enqueue`].
    pub(super) fn restore(&mut self, frames: Vec<Frame>, limits: &Limits) -> Result<Option<u64>, Overflow> {
        if self.is_overflowed {
            return Ok(None);
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
        Ok(self.wake())
    }

    /// Attaches a connection, and wakes the one that it replaces. If that is the same socket, by its number, it may
    /// still be sending.
    pub(super) fn place(&mut self, mut outlet: Outlet<W>, same_socket: Option<u64>) {
        self.last_kind = Some(outlet.kind);
        if let Some(before) = self.outlet.as_ref().filter(|before| Some(before.number) == same_socket)
            && matches!(before.turn, Turn::Send(_))
        {
            outlet.turn = before.turn;
        }
        if let Some(replaced) = self.outlet.replace(outlet) {
            replaced.waiter.wake();
        }
    }

    pub(super) fn poll(&mut self, number: u64) -> Polled {
        let Some(outlet) = self.outlet.as_mut().filter(|outlet| outlet.number == number) else {
            return Polled::Replaced;
        };
        if matches!(outlet.turn, Turn::Send(_)) {
            return Polled::Pending;
        }
        outlet.turn = Turn::Event;
        if self.queue.is_empty() {
            return Polled::Pending;
        }
        self.last_taker = number;
        match outlet.kind {
            OutletKind::EventStream => return self.poll_one(),
            OutletKind::Socket => outlet.turn = Turn::Send(number),
            OutletKind::Poll => {}
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

    /// Takes what waits for a socket that is to be written. `None` if nothing waits or if another connection has taken
    /// the place.
    pub(super) fn take_due(&mut self, number: u64) -> Option<(W, Frame, Vec<Frame>)>
    where
        W: Clone,
    {
        let outlet = self.outlet.as_mut().filter(|outlet| outlet.number == number && outlet.turn == Turn::Poll)?;
        let Some(first) = self.queue.pop_front() else {
            outlet.turn = Turn::Event;
            return None;
        };
        outlet.turn = Turn::Send(number);
        self.last_taker = number;
        self.queued_bytes = 0;
        // One event is the common case. The memory of the queue stays for the next.
        let rest = if self.queue.is_empty() { Vec::new() } else { Vec::from(std::mem::take(&mut self.queue)) };
        Some((outlet.waiter.clone(), first, rest))
    }

    /// Notes that a socket has sent what it took. Returns its number if more waits.
    pub(super) fn settle(&mut self, number: u64) -> Option<u64> {
        let outlet = self.outlet.as_mut().filter(|outlet| outlet.turn == Turn::Send(number))?;
        outlet.turn = Turn::Event;
        if self.queue.is_empty() { None } else { self.wake() }
    }

    /// Wakes the connection itself, which waits for its peer where the writer does not.
    pub(super) fn hand_over(&mut self, number: u64) {
        if let Some(outlet) = self.outlet.as_mut().filter(|outlet| outlet.turn == Turn::Send(number)) {
            outlet.turn = Turn::Poll;
            outlet.waiter.wake();
        }
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

    /// Wakes the outlet. Returns its number if it is a socket instead, which is written without its task.
    fn wake(&mut self) -> Option<u64> {
        let outlet = self.outlet.as_mut().filter(|outlet| outlet.turn == Turn::Event)?;
        outlet.turn = Turn::Poll;
        if outlet.kind == OutletKind::Socket {
            return Some(outlet.number);
        }
        outlet.waiter.wake();
        None
    }
}

impl<W> Outlet<W> {
    pub(super) fn new(kind: OutletKind, number: u64, connect: Option<&str>, waiter: W) -> Self {
        Self { kind, number, connect: connect.map(Into::into), waiter, turn: Turn::Event }
    }
}
