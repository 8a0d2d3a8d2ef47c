//! Where the parties of an opening meet: the handler that answers, the route that sends the answer, whoever has the wire.

use std::fmt;
use std::future::{Future, poll_fn, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderMap, Response};

use super::conversation::{Conversation, Handler};
use super::deflate::Agreed;
use super::upgrade::PreparedWire;
use super::wakers::Wakers;
use super::{Agreement, CloseFrame, Connection, ConnectionOptions, HandshakeError};

/// What was agreed on for a connection that is accepted.
pub(crate) struct Accepted {
    pub(crate) headers: HeaderMap,
    pub(crate) subprotocol: Option<String>,
    pub(crate) agreed: Option<Agreed>,
    pub(crate) options: ConnectionOptions,
    pub(crate) on_accept: Option<Box<dyn FnOnce() + Send>>,
}

/// The handler's answer.
pub(crate) enum Answer {
    Accept(Box<Accepted>),
    Reject(Box<Response<Bytes>>),
    /// The pending connection was dropped.
    Unanswered,
}

/// A handler's decision on a [`PendingConnection`](super::PendingConnection), and what is left of the handler.
pub enum Decision<R: Future> {
    /// The handler accepted: the response is 101.
    Accepted(Acceptance, Rest<R>),
    /// The handler rejected with this response.
    Rejected(Response<Bytes>, Rest<R>),
    /// The handler dropped the pending connection without an answer.
    Unanswered(Rest<R>),
    /// A client called with the pending connection has opened this connection for its caller.
    Fulfilled(Connection),
}

/// The rest of a handler.
pub enum Rest<R: Future> {
    /// The handler goes on.
    Running(Pin<Box<R>>),
    /// The handler has returned this.
    Returned(R::Output),
}

impl<R> Rest<R>
where
    R: Future<Output: Send> + Send + 'static,
{
    /// The rest as the handler of a [`Conversation`], whose output is turned into a close frame.
    pub fn closing_with(
        self,
        close: impl FnOnce(R::Output) -> CloseFrame + Send + 'static,
    ) -> Pin<Box<dyn Future<Output = CloseFrame> + Send>> {
        match self {
            Self::Running(rest) => Box::pin(async move { close(rest.await) }),
            Self::Returned(returned) => Box::pin(ready(close(returned))),
        }
    }
}

/// The side of an opening that waits for the handler's decision. Dropping it fails the acceptance of a connection.
#[derive(Debug)]
pub struct Undecided(Guard);

impl Undecided {
    pub(crate) fn new(slot: Arc<Slot>) -> Self {
        Self(Guard(Some(slot)))
    }

    /// Runs a handler until it has decided or returned.
    ///
    /// # Cancel safety
    /// Dropping the future drops the handler.
    pub async fn decide<R: Future + Send>(self, mut handler: Pin<Box<R>>) -> Decision<R> {
        let Some(slot) = self.0.0.clone() else { return Decision::Unanswered(Rest::Running(handler)) };
        let (answer, returned) = poll_fn(|task| {
            let returned = handler.as_mut().poll(task);
            match (slot.answer(task), returned) {
                (answer, Poll::Ready(returned)) => Poll::Ready((answer, Some(returned))),
                (Some(answer), Poll::Pending) => Poll::Ready((Some(answer), None)),
                (None, Poll::Pending) => Poll::Pending,
            }
        })
        .await;
        if let Some(connection) = slot.filled() {
            return Decision::Fulfilled(connection);
        }
        let rest = returned.map_or(Rest::Running(handler), Rest::Returned);
        match answer {
            Some(Answer::Accept(accepted)) => Decision::Accepted(Acceptance { guard: self.0, accepted }, rest),
            Some(Answer::Reject(response)) => Decision::Rejected(*response, rest),
            Some(Answer::Unanswered) | None => Decision::Unanswered(rest),
        }
    }
}

/// What a handler accepted with.
pub struct Acceptance {
    guard: Guard,
    accepted: Box<Accepted>,
}

impl Acceptance {
    /// The response's header fields, without those of the version of HTTP.
    pub fn headers(&self) -> &HeaderMap {
        &self.accepted.headers
    }

    /// What both ends have agreed on.
    pub fn agreement(&self) -> Agreement {
        Agreement { subprotocol: self.accepted.subprotocol.clone(), deflate: self.accepted.agreed }
    }

    /// The handler and its connection, over a wire that is there once the response has been sent.
    pub fn into_conversation(mut self, handler: Handler, wire: PreparedWire) -> Conversation {
        // From here on the conversation gives up the slot.
        let slot = self.guard.0.take().unwrap_or_default();
        Conversation::new(Some(handler), slot, wire, self.accepted)
    }
}

impl fmt::Debug for Acceptance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Acceptance").finish_non_exhaustive()
    }
}

impl<R: Future> fmt::Debug for Rest<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Running(_) => "Running",
            Self::Returned(_) => "Returned",
        })
    }
}

impl<R: Future> fmt::Debug for Decision<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Accepted(..) => "Accepted",
            Self::Rejected(..) => "Rejected",
            Self::Unanswered(_) => "Unanswered",
            Self::Fulfilled(_) => "Fulfilled",
        })
    }
}

/// Nobody must wait in another task for an opening that is given up.
#[derive(Debug)]
struct Guard(Option<Arc<Slot>>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(slot) = &self.0 {
            slot.give_up();
        }
    }
}

/// The state of an opening.
#[derive(Default)]
pub(crate) struct Slot {
    /// Whether the caller is in the same program, and wants a connection of its own.
    local: bool,
    state: Mutex<State>,
    waiting: Arc<Wakers>,
}

#[derive(Default)]
struct State {
    decided: bool,
    answer: Option<Answer>,
    connection: Option<Result<Connection, HandshakeError>>,
    /// Whether the connection was handed over, or never will be.
    over: bool,
    /// A connection that a client made, for the caller of a local opening.
    filled: Option<Connection>,
}

impl Slot {
    /// A slot between two ends of the same program.
    pub(crate) fn local() -> Arc<Self> {
        Arc::new(Self { local: true, state: Mutex::default(), waiting: Arc::default() })
    }

    pub(crate) fn is_local(&self) -> bool {
        self.local
    }

    pub(crate) fn accept(&self, accepted: Accepted) {
        let state = self.lock();
        self.decide(state, Answer::Accept(Box::new(accepted)));
    }

    pub(crate) fn reject(&self, response: Response<Bytes>) {
        let state = self.lock();
        self.decide(state, Answer::Reject(Box::new(response)));
    }

    pub(crate) fn unanswered(&self) {
        let state = self.lock();
        if !state.decided {
            self.decide(state, Answer::Unanswered);
        }
    }

    fn decide(&self, mut state: MutexGuard<'_, State>, answer: Answer) {
        state.decided = true;
        state.answer = Some(answer);
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

    /// The answer, if there is one; else the task is woken once there is.
    fn answer(&self, task: &mut Context<'_>) -> Option<Answer> {
        self.waiting.register(task.waker());
        self.lock().answer.take()
    }

    /// The connection that a client made.
    fn filled(&self) -> Option<Connection> {
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
