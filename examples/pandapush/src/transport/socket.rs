//! A WebSocket: messages of the client, replies, and events as they come.

use std::future::ready;
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
use crate::broker::{Frame, OutletKind};
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
        let pace = Pace::new(self.settings().connection_rate);
        let socket = Socket { hub: self.clone(), sender, pace, outlet: None, held: None };
        socket.run(receiver).await;
        Ok(())
    }
}

/// One WebSocket and the client that is bound to it by its last connect.
struct Socket {
    hub: Hub,
    sender: Sender,
    pace: Pace,
    outlet: Option<Outlet>,
    held: Option<Held>,
}

/// A connect whose reply waits for its time.
struct Held {
    reply: Reply,
    due: Instant,
}

/// How many batches of events are sent before anything else is looked at.
const BATCHES: u32 = 16;

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
        // From now on, a shutdown of the server waits for a moment until a held connect is answered.
        tokio::select! {
            biased;
            () = self.sender.going_away() => {}
            () = ready(()) => {}
        }
        let hub = self.hub.clone();
        let mut closed = pin!(hub.closed());
        let mut due = pin!(sleep_until(Instant::now()));
        // How many batches of events were sent since something else was looked at.
        let mut batches = 0;
        loop {
            if let Some(held) = self.held.as_ref().filter(|held| held.due != due.deadline()) {
                due.as_mut().reset(held.due);
            }
            // Events first: most wakes are for them, and then nothing else is polled. But not for ever.
            let next = tokio::select! {
                biased;
                released = released(self.outlet.as_ref()), if batches < BATCHES => {
                    batches += 1;
                    self.release(released).await
                }
                frame = self.pace.receive(&mut receiver) => match frame {
                    Some(message) => Box::pin(self.receive(&message)).await,
                    None => Err(Lost),
                },
                () = due.as_mut(), if self.held.is_some() => self.answer_held().await,
                () = closed.as_mut() => {
                    let _ = self.answer_held().await;
                    let _ = self.sender.close_frame(&CloseFrame::code_only(CloseCode::GOING_AWAY)).await;
                    return;
                }
                () = ready(()), if batches >= BATCHES => {
                    batches = 0;
                    Ok(Next::Open)
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
    async fn receive(&mut self, message: &DataMessage) -> Result<Next, Lost> {
        let Ok(text) = std::str::from_utf8(message.as_bytes()) else { return Ok(Next::Open) };
        let Ok(messages) = messages(text) else { return Ok(Next::Open) };
        self.pace.owe(messages.len());
        let mut replies = Vec::with_capacity(messages.len());
        for message in &messages {
            match self.hub.process(message).await {
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
        let outlet = match self.hub.attach(&connect.client, OutletKind::Socket, connect.id.as_deref()).await {
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
            [event] => self.sender.send_text(event.array()).await,
            events => self.sender.send_texts(events.iter().map(Frame::array)).await,
        };
        if sent.is_err() {
            outlet.restore(events);
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

    /// Receives the next frame, not before those that were received are counted. `None` if the connection has ended.
    ///
    /// # Cancel safety
    ///
    /// Cancel safe: a frame is counted once, however often the connection has events to send meanwhile.
    async fn receive(&mut self, receiver: &mut Receiver) -> Option<DataMessage> {
        while let Some(owed) = NonZeroU32::new(self.owed.min(self.burst.get())) {
            // More than a burst is never asked for.
            if let Ok(Err(early)) = self.limiter.check_n(owed) {
                tokio::time::sleep(early.wait_time_from(MonotonicClock.now())).await;
            } else {
                self.owed -= owed.get();
            }
        }
        let message = receiver.receive_data_message().await.ok()?;
        self.owed = 1;
        Some(message)
    }
}

async fn released(outlet: Option<&Outlet>) -> Released {
    match outlet {
        Some(outlet) => outlet.released().await,
        None => std::future::pending().await,
    }
}
