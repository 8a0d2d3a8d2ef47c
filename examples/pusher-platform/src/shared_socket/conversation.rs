//! What goes on on one socket, in one task: messages of the client, messages of its subscriptions, and the server's farewell.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use api_core::Transport;
use api_core::websocket::{CloseCode, Connection, ConnectionError, DataMessage, Receiver, Sender};
use futures_core::Stream as _;
use http::{HeaderValue, StatusCode};

use super::relay::Relay;
use super::relayed::Said;
use super::streams_by_id::StreamsById;
use super::{Ending, MAX_SUBSCRIPTIONS, OpenSubscriptions, Reaction, ServerMessage};
use crate::error_types;

/// One socket.
///
/// While the client does not take what is said to it, nothing is asked for more: neither of the subscriptions, whose queues are bounded, nor of the
/// client.
pub(super) struct Conversation<T> {
    transport: T,
    /// The host that the socket was opened on.
    host: Option<HeaderValue>,
    sender: Sender,
    receiver: Receiver,
    open: OpenSubscriptions,
    relays: StreamsById<Relay>,
    /// Whose turn it is if both have something: the client's or the subscriptions'.
    clients_turn: bool,
}

/// What happens next.
enum Next {
    Received(DataMessage),
    Said(u64, Option<Said>),
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
    /// If it closes while something is said.
    pub(super) async fn run(mut self) -> Result<(), ConnectionError> {
        let sender = self.sender.clone();
        let mut going_away = pin!(sender.going_away());
        loop {
            match poll_fn(|task| self.poll_next(going_away.as_mut(), task)).await {
                Next::GoingAway => return self.take_leave().await,
                Next::Closed => return Ok(()),
                Next::Said(_, Some(Said::More(message))) => self.sender.send_text(message).await?,
                Next::Said(id, end) => {
                    // Before the client hears of it, who may take the id again at once.
                    self.open.ended(id);
                    self.relays.remove(id);
                    if let Some(Said::Last(message)) = end {
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

    /// Ends every subscription at once, and the connection: clients come back by themselves.
    async fn take_leave(self) -> Result<(), ConnectionError> {
        drop(self.relays);
        let description = "The server is shutting down.";
        let ending = Ending::error(StatusCode::SERVICE_UNAVAILABLE, error_types::SHUTTING_DOWN, description);
        self.sender.send_text(ServerMessage::Closing(ending.retry_after("1")).encode()).await?;
        self.sender.close_with(CloseCode::GOING_AWAY, "the server is shutting down").await
    }

    /// Each side gets its turn: neither can pings crowd out events, nor events pings.
    fn poll_next(&mut self, going_away: Pin<&mut impl Future>, task: &mut Context<'_>) -> Poll<Next> {
        if going_away.poll(task).is_ready() {
            return Poll::Ready(Next::GoingAway);
        }
        self.clients_turn = !self.clients_turn;
        if self.clients_turn {
            let received = self.poll_received(task);
            if received.is_ready() { received } else { self.poll_said(task) }
        } else {
            let said = self.poll_said(task);
            if said.is_ready() { said } else { self.poll_received(task) }
        }
    }

    fn poll_received(&mut self, task: &mut Context<'_>) -> Poll<Next> {
        let received = Pin::new(&mut self.receiver).poll_next(task);
        // What went wrong the connection has told the client already.
        received.map(|message| message.and_then(Result::ok).map_or(Next::Closed, Next::Received))
    }

    fn poll_said(&mut self, task: &mut Context<'_>) -> Poll<Next> {
        self.relays.poll_next(task).map(|(id, said)| Next::Said(id, said))
    }
}
