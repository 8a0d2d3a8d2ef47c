//! The task that serves one socket: it handles the client's messages, relays those of its subscriptions, and ends both
//! at shutdown.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use api_core::Transport;
use api_core::websocket::{CloseCode, Connection, ConnectionError, DataMessage, Receiver, Sender};
use futures_core::Stream as _;
use http::{HeaderValue, StatusCode};

use super::relay::Relay;
use super::relayed::SubscriptionMessage;
use super::streams_by_id::StreamsById;
use super::{Ending, MAX_SUBSCRIPTIONS, OpenSubscriptions, Reaction, ServerMessage};
use crate::error_types;

/// One socket.
///
/// While a message waits to be sent, nothing is polled: neither the subscriptions, whose queues are bounded, nor the
/// client.
pub(super) struct Conversation<T> {
    transport: T,
    /// The host on which the socket was opened.
    host: Option<HeaderValue>,
    sender: Sender,
    receiver: Receiver,
    open: OpenSubscriptions,
    relays: StreamsById<Relay>,
    /// Whether the client is polled before the subscriptions.
    clients_turn: bool,
}

/// The next event of the loop.
enum Next {
    Received(DataMessage),
    Relayed(u64, Option<SubscriptionMessage>),
    GoingAway,
    Closed,
}

impl<T: Transport> Conversation<T> {
    pub(super) fn new(transport: T, host: Option<HeaderValue>, connection: Connection) -> Self {
        let (sender, receiver) = connection.split();
        let open = OpenSubscriptions::new(MAX_SUBSCRIPTIONS);
        Self { transport, host, sender, receiver, open, relays: StreamsById::new(), clients_turn: true }
    }

    /// Runs until the connection closes.
    ///
    /// # Errors
    /// Returns an error if the connection closes while a message is sent.
    pub(super) async fn run(mut self) -> Result<(), ConnectionError> {
        let sender = self.sender.clone();
        let mut going_away = pin!(sender.going_away());
        loop {
            match poll_fn(|task| self.poll_next(going_away.as_mut(), task)).await {
                Next::GoingAway => return self.shut_down().await,
                Next::Closed => return Ok(()),
                Next::Relayed(_, Some(SubscriptionMessage::More(message))) => self.sender.send_text(message).await?,
                Next::Relayed(id, end) => {
                    // First release the id, because the client may reuse it as soon as it receives the end.
                    self.open.ended(id);
                    self.relays.remove(id);
                    if let Some(SubscriptionMessage::Last(message)) = end {
                        self.sender.send_text(message).await?;
                    }
                }
                Next::Received(message) => match self.open.receive(&message) {
                    Reaction::Nothing => {}
                    Reaction::Pong(number) => self.sender.send_text(ServerMessage::Pong(number).encode()).await?,
                    Reaction::Open(subscribe) => {
                        let id = subscribe.id;
                        let relay = Relay::new(self.transport.clone(), subscribe, self.host.clone());
                        self.relays.insert(id, relay);
                    }
                    Reaction::End(id, ending) => {
                        self.relays.remove(id);
                        self.sender.send_text(ServerMessage::End { id, ending }.encode()).await?;
                    }
                    Reaction::Close(code, reason) => return self.sender.close_with(code, reason).await,
                },
            }
        }
    }

    /// Ends every subscription at once and closes the connection. Clients reconnect by themselves.
    async fn shut_down(self) -> Result<(), ConnectionError> {
        drop(self.relays);
        let description = "The server is shutting down.";
        let ending = Ending::error(StatusCode::SERVICE_UNAVAILABLE, error_types::SHUTTING_DOWN, description);
        self.sender.send_text(ServerMessage::Closing(ending.retry_after("1")).encode()).await?;
        self.sender.close_with(CloseCode::GOING_AWAY, "the server is shutting down").await
    }

    /// Alternates between the two sides: neither can pings delay events for ever, nor events pings.
    fn poll_next(&mut self, going_away: Pin<&mut impl Future>, task: &mut Context<'_>) -> Poll<Next> {
        if going_away.poll(task).is_ready() {
            return Poll::Ready(Next::GoingAway);
        }
        self.clients_turn = !self.clients_turn;
        if self.clients_turn {
            let received = self.poll_received(task);
            if received.is_ready() { received } else { self.poll_relays(task) }
        } else {
            let relayed = self.poll_relays(task);
            if relayed.is_ready() { relayed } else { self.poll_received(task) }
        }
    }

    fn poll_received(&mut self, task: &mut Context<'_>) -> Poll<Next> {
        let received = Pin::new(&mut self.receiver).poll_next(task);
        // The connection has already reported the error to the client.
        received.map(|message| message.and_then(Result::ok).map_or(Next::Closed, Next::Received))
    }

    fn poll_relays(&mut self, task: &mut Context<'_>) -> Poll<Next> {
        self.relays.poll_next(task).map(|(id, relayed)| Next::Relayed(id, relayed))
    }
}
