//! One subscription of a socket, from its request to its last message.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use api_core::Transport;
use api_core::dialect::EventStream;
use api_core::dialect::Headers;
use futures_core::Stream;
use http::{HeaderValue, StatusCode};

use super::answer::answer;
use super::relayed::{Relayed, SubscriptionMessage, relayed};
use super::request::request;
use super::{Ending, ServerMessage, Subscribe};
use crate::error_types;

/// The stream of one subscription's messages. Its last item is the end. Dropping the stream ends the subscription.
pub(super) struct Relay {
    id: u64,
    state: State,
}

enum State {
    Opening(Pin<Box<dyn Future<Output = Result<EventStream, Ending>> + Send>>),
    Open(EventStream),
    Over,
}

impl Relay {
    /// Creates a relay. The request is sent when it is first polled.
    pub(super) fn new(transport: impl Transport, subscribe: Subscribe, host: Option<HeaderValue>) -> Self {
        let id = subscribe.id;
        let opening = async move {
            let request = request(&subscribe, host.as_ref())?;
            answer(transport.send(request).await).await
        };
        Self { id, state: State::Opening(Box::pin(opening)) }
    }

    fn poll_message(&mut self, task: &mut Context<'_>) -> Poll<Option<SubscriptionMessage>> {
        loop {
            let message = match &mut self.state {
                State::Over => return Poll::Ready(None),
                State::Opening(opening) => match ready!(opening.as_mut().poll(task)) {
                    Err(ending) => self.end(ending),
                    Ok(events) => {
                        self.state = State::Open(events);
                        SubscriptionMessage::More(
                            ServerMessage::Opened { id: self.id, headers: Headers::new() }.encode(),
                        )
                    }
                },
                State::Open(events) => {
                    let line = ready!(events.poll_bytes(task));
                    match line.and_then(|line| relayed(self.id, &line)) {
                        Some(Relayed::Nothing) => continue,
                        Some(Relayed::Message(message)) => message,
                        None => self.fail(),
                    }
                }
            };
            if matches!(message, SubscriptionMessage::Last(_)) {
                self.state = State::Over;
            }
            return Poll::Ready(Some(message));
        }
    }

    fn fail(&self) -> SubscriptionMessage {
        let description = "The service failed.";
        self.end(Ending::error(StatusCode::INTERNAL_SERVER_ERROR, error_types::INTERNAL, description))
    }

    fn end(&self, ending: Ending) -> SubscriptionMessage {
        SubscriptionMessage::Last(ServerMessage::End { id: self.id, ending }.encode())
    }
}

impl Stream for Relay {
    type Item = SubscriptionMessage;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<SubscriptionMessage>> {
        // A panic in a service ends its own subscription, as it ends only its own request elsewhere, but not the
        // socket.
        catch_unwind(AssertUnwindSafe(|| self.poll_message(task))).unwrap_or_else(|_| {
            self.state = State::Over;
            Poll::Ready(Some(self.fail()))
        })
    }
}
