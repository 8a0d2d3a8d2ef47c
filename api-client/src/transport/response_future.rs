//! The future of a response.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use api_core::Body;
use api_core::error::Failure;
use http::Response;

use crate::credentials::BoxFuture;
use crate::streams::Expected;

use super::http::Inner;
use super::pool::{Begun, Exchange, Pool, Unsent};

/// The response to a request that an [`HttpTransport`](crate::HttpTransport) sends.
///
/// Dropping it closes the connection of HTTP/1.1, or resets the stream of HTTP/2.
#[must_use = "a request is not sent to its end unless its response is awaited"]
pub struct ResponseFuture(State);

enum State {
    /// The request was handed to a connection. Most requests end so, without a task or a box of their own.
    Begun(Exchange, Arc<Inner>, Expected),
    Boxed(BoxFuture<'static, Result<Response<Body>, Failure>>),
    Failed(Option<Failure>),
}

impl ResponseFuture {
    pub(super) fn new(begun: Result<Begun, Failure>, transport: Arc<Inner>, expected: Expected) -> Self {
        Self(match begun {
            Ok(Begun::Sending(exchange)) => State::Begun(exchange, transport, expected),
            Ok(Begun::Waiting(unsent)) => State::waiting(unsent, transport, expected),
            Err(failure) => State::Failed(Some(failure)),
        })
    }

    pub(super) fn boxed(future: BoxFuture<'static, Result<Response<Body>, Failure>>) -> Self {
        Self(State::Boxed(future))
    }
}

impl State {
    fn waiting(unsent: Unsent, transport: Arc<Inner>, expected: Expected) -> Self {
        Self::Boxed(Box::pin(async move {
            let received = transport.pool.send_when_free(unsent).await?;
            Ok(transport.response(received, expected))
        }))
    }
}

impl Future for ResponseFuture {
    type Output = Result<Response<Body>, Failure>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            let unsent = match &mut self.0 {
                State::Begun(exchange, transport, expected) => match ready!(Pool::poll(exchange, task))? {
                    Ok(received) => return Poll::Ready(Ok(transport.response(received, *expected))),
                    Err(unsent) => (unsent, transport.clone(), *expected),
                },
                State::Boxed(future) => return future.as_mut().poll(task),
                State::Failed(failure) => {
                    return failure.take().map_or(Poll::Pending, |failure| Poll::Ready(Err(failure)));
                }
            };
            let (unsent, transport, expected) = unsent;
            self.0 = State::waiting(unsent, transport, expected);
        }
    }
}

impl fmt::Debug for ResponseFuture {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
