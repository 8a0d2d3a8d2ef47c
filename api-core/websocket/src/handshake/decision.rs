//! A handler's decision on a pending connection, as seen by the code that sends the answer.

use std::fmt;
use std::future::{self, Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{HeaderMap, Response};

use crate::connection::Connection;
use crate::message::CloseFrame;
use crate::options::Agreement;

use super::slot::{Accepted, Answer, Slot};
use super::{Conversation, Handler, PreparedWire};

/// The side of an opening that waits for the handler's decision.
///
/// It is created together with its [`PendingConnection`](crate::PendingConnection). If it is dropped, a waiting call of
/// `accept` fails.
#[derive(Debug)]
pub struct Undecided(Guard);

/// A handler's decision, and the rest of the handler.
pub enum Decision<R: Future> {
    /// The handler has accepted. The response is 101.
    Accepted(Acceptance, Rest<R>),
    /// The handler has rejected with this response.
    Rejected(Response<Bytes>, Rest<R>),
    /// The handler has dropped the pending connection without an answer, or returned.
    Unanswered(Rest<R>),
    /// A client that was called with the pending connection has opened this connection for its caller.
    Fulfilled(Connection),
}

/// The rest of a handler after its decision.
pub enum Rest<R: Future> {
    /// The handler is still running.
    Running(Pin<Box<R>>),
    /// The handler has returned.
    Returned(R::Output),
}

/// The parameters with which a handler has accepted.
pub struct Acceptance {
    guard: Guard,
    accepted: Box<Accepted>,
}

impl Undecided {
    pub(super) fn new(slot: Arc<Slot>) -> Self {
        Self(Guard(Some(slot)))
    }

    /// Runs a handler until it has decided or returned.
    ///
    /// ```
    /// use api_websocket::PendingConnection;
    /// use api_websocket::handshake::Decision;
    /// # use std::future::Future;
    /// # fn block_on<F: Future>(future: F) -> F::Output {
    /// #     let mut task = std::task::Context::from_waker(std::task::Waker::noop());
    /// #     match std::pin::pin!(future).poll(&mut task) {
    /// #         std::task::Poll::Ready(output) => output,
    /// #         std::task::Poll::Pending => panic!("it waits"),
    /// #     }
    /// # }
    /// # block_on(async {
    /// let head = http::Request::get("/chat").body(()).unwrap().into_parts().0;
    /// let (pending, undecided) = PendingConnection::new(head);
    /// let handler = async move { pending.reject("closed for today") };
    /// let Decision::Rejected(response, _) = undecided.decide(Box::pin(handler)).await else { panic!("rejected") };
    /// assert_eq!((response.status().as_u16(), &response.body()[..]), (400, &b"closed for today"[..]));
    /// # });
    /// ```
    ///
    /// # Cancel safety
    /// Dropping the future drops the handler.
    pub async fn decide<R: Future + Send>(self, mut handler: Pin<Box<R>>) -> Decision<R> {
        let Some(slot) = self.0.0.clone() else { return Decision::Unanswered(Rest::Running(handler)) };
        let mut fulfilled = None;
        let (answer, returned) = poll_fn(|task| {
            let returned = handler.as_mut().poll(task);
            let answer = match slot.take_answer(task) {
                Some(Answer::Fulfil(connection)) => {
                    // The handler still runs to its end.
                    fulfilled = Some(connection);
                    None
                }
                answer => answer,
            };
            match (answer, returned) {
                (answer, Poll::Ready(returned)) => Poll::Ready((answer, Some(returned))),
                (Some(answer), Poll::Pending) => Poll::Ready((Some(answer), None)),
                (None, Poll::Pending) => Poll::Pending,
            }
        })
        .await;
        if let Some(connection) = fulfilled {
            return Decision::Fulfilled(*connection);
        }
        let rest = returned.map_or(Rest::Running(handler), Rest::Returned);
        match answer {
            Some(Answer::Accept(accepted)) => Decision::Accepted(Acceptance { guard: self.0, accepted }, rest),
            Some(Answer::Reject(response)) => Decision::Rejected(*response, rest),
            Some(Answer::Fulfil(connection)) => Decision::Fulfilled(*connection),
            Some(Answer::Unanswered) | None => Decision::Unanswered(rest),
        }
    }

    /// Waits for the answer of a pending connection that another task handles.
    #[cfg(feature = "tokio")]
    pub(crate) async fn answered(self) -> Answered {
        let Some(slot) = self.0.0.clone() else { return Answered::Unanswered };
        let answer = poll_fn(|task| slot.take_answer(task).map_or(Poll::Pending, Poll::Ready)).await;
        match answer {
            Answer::Accept(accepted) => Answered::Accepted(Acceptance { guard: self.0, accepted }),
            Answer::Reject(response) => Answered::Rejected(*response),
            Answer::Unanswered | Answer::Fulfil(_) => Answered::Unanswered,
        }
    }
}

/// The answer of a pending connection that another task handles.
#[cfg(feature = "tokio")]
pub(crate) enum Answered {
    Accepted(Acceptance),
    Rejected(Response<Bytes>),
    Unanswered,
}

impl<R> Rest<R>
where
    R: Future<Output: Send> + Send + 'static,
{
    /// Returns the rest as the handler of a [`Conversation`]. `close` converts the handler's output into a close frame.
    pub fn closing_with(self, close: impl FnOnce(R::Output) -> CloseFrame + Send + 'static) -> Handler {
        match self {
            Self::Running(rest) => Box::pin(Closing { rest, close: Some(close) }),
            Self::Returned(returned) => Box::pin(future::ready(close(returned))),
        }
    }
}

/// A handler whose output is converted into a close frame.
struct Closing<R, C> {
    rest: Pin<Box<R>>,
    close: Option<C>,
}

// The handler is in a pinned box, so moving this value does not move it.
impl<R, C> Unpin for Closing<R, C> {}

impl<R: Future, C: FnOnce(R::Output) -> CloseFrame> Future for Closing<R, C> {
    type Output = CloseFrame;

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<CloseFrame> {
        let returned = ready!(self.rest.as_mut().poll(task));
        Poll::Ready(self.close.take().map_or_else(CloseFrame::normal, |close| close(returned)))
    }
}

impl Acceptance {
    /// Returns the header fields of the response, without those that depend on the version of HTTP.
    pub fn headers(&self) -> &HeaderMap {
        &self.accepted.headers
    }

    /// Returns the parameters that both ends have agreed on.
    pub fn agreement(&self) -> Agreement {
        Agreement { subprotocol: self.accepted.subprotocol.clone(), deflate: self.accepted.deflate }
    }

    /// Returns the handler and its connection, which must be run once the response was sent.
    pub fn into_conversation(mut self, handler: Handler, wire: PreparedWire) -> Conversation {
        // From here on the conversation gives up the slot.
        let slot = self.guard.0.take().unwrap_or_default();
        Conversation::new(Some(handler), slot, wire, self.accepted)
    }

    /// Returns the connection of a handler that runs in another task.
    #[cfg(feature = "tokio")]
    pub(crate) fn into_driver(mut self, wire: PreparedWire) -> Conversation {
        let slot = self.guard.0.take().unwrap_or_default();
        Conversation::new(None, slot, wire, self.accepted)
    }
}

/// Gives up the slot when dropped, so that no `accept` waits for an abandoned opening.
#[derive(Debug)]
struct Guard(Option<Arc<Slot>>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(slot) = &self.0 {
            slot.give_up();
        }
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

impl<R: Future> fmt::Debug for Rest<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Running(_) => "Running",
            Self::Returned(_) => "Returned",
        })
    }
}

impl fmt::Debug for Acceptance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Acceptance").finish_non_exhaustive()
    }
}
