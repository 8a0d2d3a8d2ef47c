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
use super::relayed::{Relayed, Said, relayed};
use super::request::request;
use super::{Ending, ServerMessage, Subscribe};
use crate::error_types;

/// The messages of one subscription. The last of them is its end; dropping it ends the subscription too.
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
    /// Asks for a subscription; nothing happens before it is polled.
    pub(super) fn new(transport: impl Transport, subscribe: Subscribe, host: Option<HeaderValue>) -> Self {
        let id = subscribe.id;
        let opening = async move {
            let request = request(&subscribe, host.as_ref())?;
            answer(transport.send(request).await).await
        };
        Self { id, state: State::Opening(Box::pin(opening)) }
    }

    fn poll_said(&mut self, task: &mut Context<'_>) -> Poll<Option<Said>> {
        loop {
            let said = match &mut self.state {
                State::Over => return Poll::Ready(None),
                State::Opening(opening) => match ready!(opening.as_mut().poll(task)) {
                    Err(ending) => self.end(ending),
                    Ok(events) => {
                        self.state = State::Open(events);
                        Said::More(ServerMessage::Opened { id: self.id, headers: Headers::new() }.encode())
                    }
                },
                State::Open(events) => {
                    let line = ready!(events.poll_bytes(task));
                    match line.and_then(|line| relayed(self.id, &line)) {
                        Some(Relayed::Nothing) => continue,
                        Some(Relayed::Message(said)) => said,
                        None => self.fail(),
                    }
                }
            };
            if matches!(said, Said::Last(_)) {
                self.state = State::Over;
            }
            return Poll::Ready(Some(said));
        }
    }

    fn fail(&self) -> Said {
        let description = "The service failed.";
        self.end(Ending::error(StatusCode::INTERNAL_SERVER_ERROR, error_types::INTERNAL, description))
    }

    fn end(&self, ending: Ending) -> Said {
        Said::Last(ServerMessage::End { id: self.id, ending }.encode())
    }
}

impl Stream for Relay {
    type Item = Said;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Said>> {
        // A panic in a service ends its own subscription, as it ends its own request elsewhere, and not the socket.
        catch_unwind(AssertUnwindSafe(|| self.poll_said(task))).unwrap_or_else(|_| {
            self.state = State::Over;
            Poll::Ready(Some(self.fail()))
        })
    }
}
