//! Where the parties of an opening meet: the handler that answers, the route that sends the answer, whoever has the wire.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use http::{HeaderMap, Response};

use crate::body::Body;

use super::deflate::Agreed;
use super::wakers::Wakers;
use super::{Connection, ConnectionOptions, HandshakeError};

/// What was agreed on for a connection that is accepted.
pub(crate) struct Accepted {
    pub(crate) headers: HeaderMap,
    pub(crate) subprotocol: Option<String>,
    pub(crate) agreed: Option<Agreed>,
    pub(crate) options: ConnectionOptions,
    pub(crate) on_accept: Option<Box<dyn FnOnce() + Send>>,
}

/// The handler's decision.
pub(crate) enum Decision {
    Accept(Box<Accepted>),
    Reject(Box<Response<Body>>),
    /// The pending connection was dropped.
    Unanswered,
}

/// The state of an opening.
pub(crate) struct Slot {
    /// Whether the caller is in the same program, and wants a connection of its own.
    local: bool,
    state: Mutex<State>,
    waiting: Arc<Wakers>,
}

#[derive(Default)]
struct State {
    decided: bool,
    decision: Option<Decision>,
    connection: Option<Result<Connection, HandshakeError>>,
    /// Whether the connection was handed over, or never will be.
    over: bool,
    /// A connection that a client made, for the caller of a local opening.
    filled: Option<Connection>,
}

impl Slot {
    /// A slot between a handler and a wire.
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { local: false, state: Mutex::default(), waiting: Arc::default() })
    }

    /// A slot between two ends of the same program.
    pub(crate) fn local() -> Arc<Self> {
        Arc::new(Self { local: true, state: Mutex::default(), waiting: Arc::default() })
    }

    pub(crate) fn is_local(&self) -> bool {
        self.local
    }

    pub(crate) fn accept(&self, accepted: Accepted) {
        let state = self.lock();
        self.decide(state, Decision::Accept(Box::new(accepted)));
    }

    pub(crate) fn reject(&self, response: Response<Body>) {
        let state = self.lock();
        self.decide(state, Decision::Reject(Box::new(response)));
    }

    pub(crate) fn unanswered(&self) {
        let state = self.lock();
        if !state.decided {
            self.decide(state, Decision::Unanswered);
        }
    }

    fn decide(&self, mut state: MutexGuard<'_, State>, decision: Decision) {
        state.decided = true;
        state.decision = Some(decision);
        drop(state);
        self.waiting.wake_all();
    }

    /// A connection that a client made is what the caller wanted.
    pub(crate) fn fill(&self, connection: Connection) {
        let mut state = self.lock();
        state.decided = true;
        state.filled = Some(connection);
        drop(state);
        self.waiting.wake_all();
    }

    /// The decision, if there is one; else the task is woken once there is.
    pub(crate) fn decision(&self, task: &mut Context<'_>) -> Option<Decision> {
        self.waiting.register(task.waker());
        self.lock().decision.take()
    }

    /// The connection that a client made.
    pub(crate) fn filled(&self) -> Option<Connection> {
        self.lock().filled.take()
    }

    /// The wire is there, or never will be.
    pub(crate) fn connected(&self, connection: Result<Connection, HandshakeError>) {
        let mut state = self.lock();
        state.over = true;
        state.connection = Some(connection);
        drop(state);
        self.waiting.wake_all();
    }

    /// Nobody will follow the opening up any more.
    pub(crate) fn give_up(&self) {
        let mut state = self.lock();
        if !std::mem::replace(&mut state.over, true) && state.connection.is_none() {
            state.connection = Some(Err(HandshakeError::Transport("the opening was given up".into())));
        }
        drop(state);
        self.waiting.wake_all();
    }

    pub(crate) fn poll_connection(&self, task: &mut Context<'_>) -> Poll<Result<Connection, HandshakeError>> {
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
