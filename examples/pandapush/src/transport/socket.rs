//! A WebSocket: messages of the client, replies, and events as they come.

use std::future::pending;
use std::num::NonZeroU32;
use std::pin::pin;

use api_core::PendingConnection;
use api_core::websocket::{AcceptOptions, CloseCode, CloseFrame, DataMessage, Receiver, Sender, SizeLimit};
use governor::clock::{Clock as _, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::time::{Instant, sleep_until};

use super::{PushError, PushSocket};
use crate::bayeux::{Connect, Message, Reply, array, messages};
use crate::broker::Frame;
use crate::hub::{Hub, Outlet, Processed, Released};

impl PushSocket for Hub {
    async fn socket(&self, pending: PendingConnection) -> Result<(), PushError> {
        let options = pending
            .default_options()
            .max_message(SizeLimit::at_most(self.settings().message_size as u64))
            // A client sends a connect at least once in the time that one is held.
            .idle_timeout(self.settings().hold * 2);
        let accepted = pending.accept_with(AcceptOptions::default().connection(options)).await;
        // A client that is gone is no error of the server.
        let Ok(connection) = accepted else { return Ok(()) };
        let (sender, receiver) = connection.split();
        let socket = Socket { hub: self.clone(), sender, outlet: None, held: None };
        socket.run(receiver).await;
        Ok(())
    }
}

/// One WebSocket and the client that is bound to it by its last connect.
struct Socket {
    hub: Hub,
    sender: Sender,
    outlet: Option<Outlet>,
    held: Option<Held>,
}

/// A connect whose reply waits for its time.
struct Held {
    reply: Reply,
    due: Instant,
}

/// What a socket has to do next.
enum Step {
    /// Events, or the loss of the place at the session.
    Released(Released),
    /// A frame of the client, or `None` if the connection has ended.
    Received(Option<DataMessage>),
    /// The held connect is due.
    Due,
    /// The node shuts down.
    Leave,
}

/// Whether the WebSocket stays open.
#[derive(PartialEq, Eq)]
enum Next {
    Open,
    Close,
}

/// The connection is lost.
struct Lost;

impl Socket {
    async fn run(mut self, mut receiver: Receiver) {
        let (hub, sender) = (self.hub.clone(), self.sender.clone());
        // The server gives time to answer only if it is waited for.
        let mut leaving = pin!(async {
            tokio::select! {
                () = hub.closed() => {}
                () = sender.going_away() => {}
            }
        });
        let mut due = pin!(sleep_until(Instant::now()));
        let mut pace = Pace::new(self.hub.settings().connection_rate);
        loop {
            if let Some(held) = self.held.as_ref().filter(|held| held.due != due.deadline()) {
                due.as_mut().reset(held.due);
            }
            let is_held = self.held.is_some();
            let step = tokio::select! {
                released = released(self.outlet.as_ref()) => Step::Released(released),
                message = next_message(&mut pace, &mut receiver) => Step::Received(message),
                () = &mut due, if is_held => Step::Due,
                () = &mut leaving => Step::Leave,
            };
            let next = match step {
                Step::Released(released) => self.release(released).await,
                // Boxed, so that an idle connection does not take its memory.
                Step::Received(Some(message)) => Box::pin(self.receive(&mut pace, &message)).await,
                Step::Received(None) => Err(Lost),
                Step::Due => self.answer_held().await,
                Step::Leave => {
                    let _ = self.answer_held().await;
                    let _ = self.sender.close_frame(&CloseFrame::code_only(CloseCode::GOING_AWAY)).await;
                    return;
                }
            };
            match next {
                Ok(Next::Open) => {}
                Ok(Next::Close) => {
                    let _ = self.sender.close_frame(&CloseFrame::normal()).await;
                    return;
                }
                Err(Lost) => return,
            }
        }
    }

    /// Processes the messages of one frame. A frame that is not messages is ignored.
    async fn receive(&mut self, pace: &mut Pace, message: &DataMessage) -> Result<Next, Lost> {
        let Ok(text) = std::str::from_utf8(message.as_bytes()) else { return Ok(Next::Open) };
        let Ok(messages) = messages(text) else { return Ok(Next::Open) };
        pace.owe(messages.len());
        let (mut replies, mut listed) = (Vec::with_capacity(messages.len()), 0);
        for message in &messages {
            match self.hub.process_after(message, &mut listed).await {
                Processed::Reply(reply) => replies.push(reply),
                Processed::Connect(connect, reply) => {
                    // What waits for the client goes first, as the connect is not answered by events.
                    replies.extend(self.connect(message, &connect, reply).await?);
                }
            }
        }
        if !replies.is_empty() {
            self.reply(&replies).await?;
        }
        Ok(Next::Open)
    }

    /// Binds the client of a connect. Returns the replies that are due at once.
    async fn connect(&mut self, message: &Message<'_>, connect: &Connect, reply: Reply) -> Result<Vec<Reply>, Lost> {
        // A connect that is still held is answered by the next one.
        let mut due: Vec<Reply> = self.held.take().map(|held| held.reply).into_iter().collect();
        let before = self.outlet.as_ref().filter(|outlet| *outlet.client() == connect.client);
        let attached = self.hub.attach_socket(&connect.client, connect.id.as_deref(), &self.sender, before).await;
        let outlet = match attached {
            Ok(outlet) => outlet,
            Err(error) => {
                due.push(Hub::failed_connect(message, &error.reply(&connect.client)));
                return Ok(due);
            }
        };
        if let Some(Released::Events(events)) = outlet.take() {
            self.deliver(&outlet, events).await?;
        }
        self.outlet = Some(outlet);
        let hold = self.hub.hold(connect);
        if hold.is_zero() {
            due.push(reply);
        } else {
            self.held = Some(Held { reply, due: Instant::now() + hold });
        }
        Ok(due)
    }

    async fn release(&mut self, released: Released) -> Result<Next, Lost> {
        match released {
            Released::Events(events) => {
                let Some(outlet) = self.outlet.take() else { return Ok(Next::Open) };
                let delivered = self.deliver(&outlet, events).await;
                self.outlet = Some(outlet);
                delivered.map(|()| Next::Open)
            }
            Released::Replaced => {
                self.outlet = None;
                self.answer_held().await
            }
            Released::Gone => {
                self.outlet = None;
                self.answer_held().await.map(|_| Next::Close)
            }
        }
    }

    async fn answer_held(&mut self) -> Result<Next, Lost> {
        if let Some(held) = self.held.take() {
            self.reply(&[held.reply]).await?;
        }
        Ok(Next::Open)
    }

    async fn reply(&self, replies: &[Reply]) -> Result<(), Lost> {
        self.sender.send_text(array(replies, &[])).await.map_err(|_| Lost)
    }

    /// Sends events, each in a frame of its own and all of them in one write. If that fails they wait for the client's
    /// next connection.
    async fn deliver(&self, outlet: &Outlet, events: Vec<Frame>) -> Result<(), Lost> {
        let sent = match &*events {
            [event] => self.sender.send_prepared(event.array()).await,
            events => self.sender.send_all_prepared(events.iter().map(Frame::array)).await,
        };
        match sent {
            Ok(()) => outlet.settle(),
            Err(_) => outlet.restore(events),
        }
        sent.map_err(|_| Lost)
    }
}

type Limiter = RateLimiter<NotKeyed, InMemoryState, MonotonicClock, NoOpMiddleware<std::time::Instant>>;

/// How many messages a connection may send. More stay unread until they are due, so that nothing is lost.
struct Pace {
    limiter: Limiter,
    /// How many may be sent at once.
    burst: NonZeroU32,
    /// Messages that were received and not counted yet.
    owed: u32,
}

impl Pace {
    fn new(rate: NonZeroU32) -> Self {
        Self { limiter: RateLimiter::direct_with_clock(Quota::per_second(rate), MonotonicClock), burst: rate, owed: 0 }
    }

    /// Notes the messages of a frame.
    fn owe(&mut self, messages: usize) {
        // The frame itself is noted already.
        let more = u32::try_from(messages).unwrap_or(u32::MAX).saturating_sub(1);
        self.owed = self.owed.saturating_add(more);
    }

    /// Waits until another frame may be received.
    async fn due(&mut self) {
        while let Some(owed) = NonZeroU32::new(self.owed.min(self.burst.get())) {
            // More than a burst is never asked for.
            if let Ok(Err(early)) = self.limiter.check_n(owed) {
                tokio::time::sleep(early.wait_time_from(MonotonicClock.now())).await;
            } else {
                self.owed -= owed.get();
            }
        }
    }
}

/// Waits for events. Never returns without an outlet.
async fn released(outlet: Option<&Outlet>) -> Released {
    match outlet {
        Some(outlet) => outlet.released().await,
        None => pending().await,
    }
}

/// Receives the next frame, not before those that were received are counted. `None` if the connection has ended.
async fn next_message(pace: &mut Pace, receiver: &mut Receiver) -> Option<DataMessage> {
    pace.due().await;
    let message = receiver.receive_data_message().await.ok()?;
    pace.owed = 1;
    Some(message)
}
