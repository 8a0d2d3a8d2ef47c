//! The state that the participants of an opening share: the handler that answers, the code that sends the answer, and
//! the carrier with the transport.

use std::fmt;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderMap, Response};

use crate::connection::Connection;
use crate::deflate::Negotiated;
use crate::options::ConnectionOptions;
use crate::wire::Wakers;

use super::HandshakeError;

/// The parameters with which a handler has accepted.
pub(super) struct Accepted {
    pub(super) headers: HeaderMap,
    pub(super) subprotocol: Option<String>,
    pub(super) deflate: Option<Negotiated>,
    pub(super) options: ConnectionOptions,
    pub(super) on_accept: Option<Box<dyn FnOnce() + Send>>,
}

/// The handler's answer.
pub(super) enum Answer {
    Accept(Box<Accepted>),
    Reject(Box<Response<Bytes>>),
    /// The pending connection was dropped.
    Unanswered,
    /// A client that was called with the pending connection has opened this one for its caller.
    Fulfil(Box<Connection>),
}

/// The state of an opening.
#[derive(Default)]
pub(crate) struct Slot {
    /// Whether the caller is in the same program, and takes a connection that a client has opened.
    local: bool,
    state: Mutex<State>,
    waiting: Arc<Wakers>,
}

#[derive(Default)]
struct State {
    answer: Handed<Answer>,
    connection: Handed<Result<Connection, HandshakeError>>,
}

/// A value that is handed over once.
#[derive(Default)]
enum Handed<T> {
    #[default]
    Awaited,
    Ready(T),
    Taken,
}

impl<T> Handed<T> {
    fn take(&mut self) -> Option<T> {
        match mem::replace(self, Self::Taken) {
            Self::Ready(value) => Some(value),
            Self::Taken => None,
            Self::Awaited => {
                *self = Self::Awaited;
                None
            }
        }
    }
}

impl Slot {
    /// Creates a slot between two ends in the same program.
    pub(super) fn local() -> Arc<Self> {
        Arc::new(Self { local: true, ..Self::default() })
    }

    pub(super) fn is_local(&self) -> bool {
        self.local
    }

    pub(super) fn give_answer(&self, answer: Answer) {
        self.lock().answer = Handed::Ready(answer);
        self.waiting.wake_all();
    }

    /// Records that the pending connection was dropped, after its answer or without one.
    pub(super) fn pending_dropped(&self) {
        let mut state = self.lock();
        if matches!(state.answer, Handed::Awaited) {
            state.answer = Handed::Ready(Answer::Unanswered);
            drop(state);
            self.waiting.wake_all();
        }
    }

    /// Takes the answer, if there is one. Otherwise the task is woken once there is one.
    pub(super) fn take_answer(&self, task: &mut Context<'_>) -> Option<Answer> {
        self.waiting.register(task.waker());
        self.lock().answer.take()
    }

    /// Sets the connection, or the error of its transport.
    pub(super) fn connected(&self, connection: Result<Connection, HandshakeError>) {
        self.lock().connection = Handed::Ready(connection);
        self.waiting.wake_all();
    }

    /// Fails the opening unless the connection was handed over.
    pub(super) fn give_up(&self) {
        let mut state = self.lock();
        if matches!(state.connection, Handed::Awaited) {
            state.connection = Handed::Ready(Err(HandshakeError::Transport("the opening was abandoned".into())));
        }
        drop(state);
        self.waiting.wake_all();
    }

    pub(super) fn poll_connection(&self, task: &mut Context<'_>) -> Poll<Result<Connection, HandshakeError>> {
        self.waiting.register(task.waker());
        self.lock().connection.take().map_or(Poll::Pending, Poll::Ready)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Slot").field("local", &self.local).finish_non_exhaustive()
    }
}
