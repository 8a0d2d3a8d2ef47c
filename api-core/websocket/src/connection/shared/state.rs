//! The state of a connection behind its lock.

use std::task::{Context, Waker};
use std::time::Instant;

use crate::error::ConnectionError;
use crate::message::{DataMessage, Message};
use crate::protocol::Machine;
use crate::wire::{Seat, Wire};

pub(super) struct State {
    pub(super) machine: Machine,
    /// `None` once the connection is over.
    pub(super) transport: Option<Transport>,
    /// The driver, which polls [`Shared::poll_drive`](super::Shared::poll_drive), if there is one.
    pub(super) driver: Option<Driver>,
    pub(super) inbox: Inbox,
    pub(super) listener: Listener,
    /// Whether the last round of the driver has left an idle connection, and since then there were only whole messages
    /// in either direction. They move no deadline
    /// forward.
    pub(super) quiet: bool,
    /// The seat of the task that reads.
    pub(super) reader: Option<Seat>,
    /// The seat of the driver's task among those that write.
    pub(super) writer: Option<Seat>,
    pub(super) close_frame: PeerClose,
    /// The number of handles.
    pub(super) handles: usize,
    pub(super) shutdown: Shutdown,
}

/// The transport, and the state of its sending direction.
pub(super) struct Transport {
    pub(super) wire: Box<dyn Wire>,
    pub(super) outlet: Outlet,
}

/// The state of the sending direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outlet {
    /// Everything that was written is flushed.
    Flushed,
    /// Bytes were written and not flushed.
    Unflushed,
    /// The direction was shut down.
    ShutDown,
}

/// What drives the connection while nothing receives or sends.
pub(super) struct Driver {
    pub(super) kind: DriverKind,
    /// The task of the last round.
    task: Option<Waker>,
    /// The deadline that the driver waits for.
    pub(super) armed: Option<Instant>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DriverKind {
    /// The task of the handler.
    Handler,
    /// A separate task, which can run other tasks too.
    OwnTask,
}

/// What the driver does with data messages.
pub(super) enum Inbox {
    /// Reads one message ahead while nothing receives.
    Empty,
    /// Holds the message that was read ahead. Reading is suspended.
    Message(DataMessage),
    /// Discards messages, because the receiver was dropped or the connection was finished.
    Discarding,
}

/// The task that receives.
pub(super) struct Listener {
    /// `None` before the first one.
    waker: Option<Waker>,
    attention: Attention,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attention {
    /// It has waited for a message since the last round of the driver.
    Waiting,
    /// It has received a message, or a round of the driver has passed.
    Busy,
}

/// The close frame of the peer, as seen by the receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PeerClose {
    /// It was not returned as a message. The driver may have read it.
    Unseen,
    /// It was returned as a message.
    Returned,
}

/// How a shutdown affects the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shutdown {
    /// No handler waits for it: it closes at once.
    AtOnce,
    /// A handler waits for it.
    Announced,
    /// It has begun.
    Begun,
}

impl State {
    pub(super) fn new(machine: Machine, wire: Box<dyn Wire>) -> Self {
        Self {
            machine,
            transport: Some(Transport { wire, outlet: Outlet::Flushed }),
            driver: None,
            inbox: Inbox::Empty,
            listener: Listener { waker: None, attention: Attention::Busy },
            quiet: false,
            reader: None,
            writer: None,
            close_frame: PeerClose::Unseen,
            handles: 0,
            shutdown: Shutdown::AtOnce,
        }
    }

    pub(super) fn now(&self) -> Instant {
        time_of(self.transport.as_ref())
    }

    /// Returns the next message of the input, `None` if more bytes are needed.
    #[inline]
    pub(super) fn next_message(&mut self) -> Result<Option<Message>, ConnectionError> {
        let Self { machine, transport, .. } = self;
        machine.receive(|| time_of(transport.as_ref()))
    }

    /// Returns whether the connection is open and idle, so that only a message, a deadline or another use of the state
    /// gives the driver something to do.
    pub(super) fn is_idle(&self) -> bool {
        self.transport.as_ref().is_some_and(|transport| transport.outlet == Outlet::Flushed)
            && self.machine.output().is_empty()
            && self.machine.is_open()
            && matches!(self.inbox, Inbox::Empty)
            && self.handles > 0
    }

    /// Returns whether a round of the driver would change nothing, and this is the task of the driver.
    #[expect(clippy::inline_always, reason = "a part of the way of each message, across units of code generation")]
    #[inline(always)]
    pub(super) fn is_settled(&mut self, task: &mut Context<'_>) -> bool {
        let (true, Some(transport), Some(driver)) = (self.quiet, &mut self.transport, &self.driver) else {
            return false;
        };
        self.listener.attention() == Attention::Waiting
            && driver.task.as_ref().is_some_and(|driving| driving.will_wake(task.waker()))
            && !self.listener.is_elsewhere(task.waker())
            && driver.armed.is_none_or(|deadline| transport.wire.poll_deadline(task, deadline).is_pending())
    }

    /// Returns the error that has ended receiving.
    pub(super) fn why(&self) -> ConnectionError {
        self.machine.ended().cloned().unwrap_or(ConnectionError::ConnectionClosed(None))
    }

    /// Takes the message that was read ahead, and resumes reading.
    #[cold]
    pub(super) fn take_ahead(&mut self) -> Option<DataMessage> {
        let Inbox::Message(message) = std::mem::replace(&mut self.inbox, Inbox::Empty) else { return None };
        let now = self.now();
        self.machine.suspend(false, now);
        Some(message)
    }
}

fn time_of(transport: Option<&Transport>) -> Instant {
    transport.map_or_else(Instant::now, |transport| transport.wire.now())
}

impl Inbox {
    pub(super) fn holds_message(&self) -> bool {
        matches!(self, Self::Message(_))
    }

    pub(super) fn discards(&self) -> bool {
        matches!(self, Self::Discarding)
    }
}

impl Driver {
    pub(super) fn new(kind: DriverKind) -> Self {
        Self { kind, task: None, armed: None }
    }

    /// Sets the task that drives.
    pub(super) fn set_task(&mut self, task: &Waker) {
        if !self.task.as_ref().is_some_and(|known| known.will_wake(task)) {
            self.task = Some(task.clone());
        }
    }
}

impl Listener {
    pub(super) fn attention(&self) -> Attention {
        self.attention
    }

    /// Records whether the task waits for a message.
    pub(super) fn set(&mut self, attention: Attention) {
        self.attention = attention;
    }

    /// Sets the task that receives.
    #[inline]
    pub(super) fn register(&mut self, waker: &Waker) {
        if !self.waker.as_ref().is_some_and(|known| known.will_wake(waker)) {
            self.waker = Some(waker.clone());
        }
    }

    /// Returns whether another task receives.
    #[inline]
    pub(super) fn is_elsewhere(&self, task: &Waker) -> bool {
        self.waker.as_ref().is_some_and(|known| !known.will_wake(task))
    }
}
