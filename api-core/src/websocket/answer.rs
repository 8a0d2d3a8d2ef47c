//! A handler up to its decision, and what is left of it then.

use std::future::{Future, poll_fn, ready};
use std::pin::Pin;
use std::task::Poll;

use crate::error::ApiError;

use super::conversation::Handler;
use super::slot::{Decision, Slot};
use super::{CloseCode, CloseFrame};

/// What is left of a handler.
pub(crate) enum Rest<R, E> {
    Running(Pin<Box<R>>),
    Returned(Result<(), E>),
}

/// Polls a handler until it has answered or returned.
pub(crate) async fn first_answer<R, E>(slot: &Slot, mut handler: Pin<Box<R>>) -> (Option<Decision>, Rest<R, E>)
where
    R: Future<Output = Result<(), E>> + Send,
{
    let (decision, returned) = poll_fn(|task| {
        let returned = handler.as_mut().poll(task);
        match (slot.decision(task), returned) {
            (decision, Poll::Ready(returned)) => Poll::Ready((decision, Some(returned))),
            (Some(decision), Poll::Pending) => Poll::Ready((Some(decision), None)),
            (None, Poll::Pending) => Poll::Pending,
        }
    })
    .await;
    (decision, returned.map_or(Rest::Running(handler), Rest::Returned))
}

impl<R, E> Rest<R, E>
where
    R: Future<Output = Result<(), E>> + Send + 'static,
    E: ApiError,
{
    /// The rest as the handler of a conversation.
    pub(crate) fn into_handler(self) -> Handler {
        match self {
            Self::Running(rest) => Box::pin(async move { last_word(&rest.await) }),
            Self::Returned(returned) => Box::pin(ready(last_word(&returned))),
        }
    }
}

/// What a conversation is closed with when its handler returned. A caller's mistake is 1008, with the error's kind as the reason.
fn last_word<E: ApiError>(returned: &Result<(), E>) -> CloseFrame {
    let Err(error) = returned else { return CloseFrame::normal() };
    if error.failure().is_some() {
        return CloseFrame::code_only(CloseCode::INTERNAL_ERROR);
    }
    let document = error.document();
    if document.status.is_client_error() {
        CloseFrame::because(CloseCode::POLICY, &document.kind)
    } else {
        CloseFrame::code_only(CloseCode::INTERNAL_ERROR)
    }
}
