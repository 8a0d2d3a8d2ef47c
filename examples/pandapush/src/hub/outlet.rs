//! A connection that waits for events.

use std::future::poll_fn;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use api_core::websocket::Sender;

use super::signal::Signal;
use super::{Hub, Unsettled};
use crate::broker::{Attachment, ClientId, Frame, OutletKind, Polled, UnknownClient, Waiter as _};
use crate::cluster::Positions;

/// How often a connection tries to attach to a session that moves at the same time.
const ATTEMPTS: u32 = 5;

/// A connection's place at a session. Dropping it leaves what waits for the next connection.
#[derive(Debug)]
pub struct Outlet {
    hub: Hub,
    client: ClientId,
    attachment: Attachment,
    signal: Signal,
    kind: OutletKind,
    connect: Option<String>,
    /// How far the client's events were delivered before those that a poll has taken, and after them.
    taken: Mutex<Option<(Positions, Positions)>>,
}

/// Why a connection waits no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Released {
    /// There are events, oldest first.
    Events(Vec<Frame>),
    /// Another connection of the client took the place.
    Replaced,
    /// The session has ended.
    Gone,
}

impl Hub {
    /// Attaches a connection to a client's session, in place of the one that was attached. `connect` is the id of the
    /// message that asks for it.
    ///
    /// # Errors
    ///
    /// Returns an error for an unknown client, or if Redis is not there.
    pub async fn attach(
        &self,
        client: &ClientId,
        kind: OutletKind,
        connect: Option<&str>,
    ) -> Result<Outlet, Unsettled> {
        self.attach_as(client, kind, connect, None, None).await
    }

    /// Attaches a WebSocket like [`Hub::attach`]. Events are written to it without waking its task where it has room.
    /// The others are released as for any connection, and [`Outlet::settle`] says that they were sent. `before` is the
    /// place at the same session that this WebSocket has had so far.
    ///
    /// # Errors
    ///
    /// Returns an error for an unknown client, or if Redis is not there.
    pub async fn attach_socket(
        &self,
        client: &ClientId,
        connect: Option<&str>,
        socket: &Sender,
        before: Option<&Outlet>,
    ) -> Result<Outlet, Unsettled> {
        let before = before.map(|outlet| outlet.attachment);
        self.attach_as(client, OutletKind::Socket, connect, Some(socket), before).await
    }

    async fn attach_as(
        &self,
        client: &ClientId,
        kind: OutletKind,
        connect: Option<&str>,
        socket: Option<&Sender>,
        before: Option<Attachment>,
    ) -> Result<Outlet, Unsettled> {
        if self.0.together.is_none() {
            let attached = self.attach_here(client, kind, connect, socket, before);
            return attached.map_err(|UnknownClient| Unsettled::Unknown);
        }
        for _ in 0..ATTEMPTS {
            self.settle(client, connect).await?;
            // A request that the client has given up may have moved the session away again.
            if let Ok(outlet) = self.attach_here(client, kind, connect, socket, before) {
                return Ok(outlet);
            }
        }
        Err(Unsettled::Unavailable)
    }

    fn attach_here(
        &self,
        client: &ClientId,
        kind: OutletKind,
        connect: Option<&str>,
        socket: Option<&Sender>,
        before: Option<Attachment>,
    ) -> Result<Outlet, UnknownClient> {
        let signal = Signal::new(client.clone(), socket.cloned());
        let now = self.now();
        let attachment = self.state().broker.attach(client, (kind, before), connect, signal.clone(), now)?;
        // It may have something to take already.
        signal.wake();
        let (hub, client, connect) = (self.clone(), client.clone(), connect.map(str::to_owned));
        Ok(Outlet { hub, client, attachment, signal, kind, connect, taken: Mutex::default() })
    }
}

impl Hub {
    /// Puts events back that a connection could not send, see [`Outlet::restore`].
    pub(super) fn restore(&self, client: &ClientId, attachment: Attachment, frames: Vec<Frame>) {
        let is_here = self.state().broker.restore(client, attachment, frames);
        if !is_here {
            self.end_elsewhere(client);
        }
    }
}

impl Outlet {
    /// Returns the client.
    pub fn client(&self) -> &ClientId {
        &self.client
    }

    /// Waits until there are events, or until the connection has lost its place.
    ///
    /// # Cancel safety
    ///
    /// Cancel safe: events are taken in the moment in which they are returned.
    pub async fn released(&self) -> Released {
        poll_fn(|task| self.poll_released(task)).await
    }

    /// Polls for events, see [`Outlet::released`].
    pub fn poll_released(&self, task: &mut Context<'_>) -> Poll<Released> {
        loop {
            ready!(self.signal.poll(task));
            if let Some(released) = self.take() {
                return Poll::Ready(released);
            }
        }
    }

    /// Takes the events that wait now. `None` if there are none.
    pub fn take(&self) -> Option<Released> {
        match self.poll() {
            Polled::Pending => None,
            Polled::Frames(frames) => {
                self.hub.0.metrics.delivered(frames.len());
                Some(Released::Events(frames))
            }
            Polled::Replaced => Some(Released::Replaced),
            Polled::Gone => Some(Released::Gone),
        }
    }

    /// Records the events that a poll has taken as delivered, before they are sent. Returns those that may be sent:
    /// none if the client is at home on another node meanwhile, which has them too.
    pub async fn record(&self, events: Vec<Frame>) -> Vec<Frame> {
        let Some(together) = &self.hub.0.together else { return events };
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some((before, after)) = taken else { return events };
        let mut recording = Recording { outlet: self, events };
        let answer = self.connect.as_deref().map(|connect| (connect, &before));
        match together.hosts.record_delivery(&self.client, &together.node, &after, answer).await {
            // The node that asks for the session learns that they were not delivered.
            Ok(false) => Vec::new(),
            // Without Redis no other node has the client.
            Ok(true) | Err(_) => std::mem::take(&mut recording.events),
        }
    }

    fn poll(&self) -> Polled {
        let Some(together) = &self.hub.0.together else { return self.hub.state().broker.poll(self.attachment) };
        let mut state = self.hub.state();
        let before = if self.kind == OutletKind::Poll { state.delivered(&self.client) } else { None };
        let polled = state.broker.poll(self.attachment);
        if matches!(polled, Polled::Frames(_)) {
            if let Some(before) = before {
                state.unrecorded.insert(self.client.clone(), before.clone());
                let after = state.delivered(&self.client).unwrap_or_default();
                *self.taken.lock().unwrap_or_else(PoisonError::into_inner) = Some((before, after));
            } else {
                together.mark(&self.client);
            }
        }
        polled
    }

    /// Notes that the events that were taken last are sent. Until then a WebSocket gets no others.
    pub fn settle(&self) {
        self.hub.state().broker.settle(self.attachment);
    }

    /// Puts events back that could not be sent. They wait for the next connection of the client. If the session has
    /// moved to another node meanwhile it ends there, so that the client learns that events are lost.
    pub fn restore(&self, frames: Vec<Frame>) {
        self.hub.restore(&self.client, self.attachment, frames);
    }
}

/// The time in which a delivery is recorded. If it does not end well, or if the request is given up meanwhile, the
/// events were not sent.
struct Recording<'a> {
    outlet: &'a Outlet,
    events: Vec<Frame>,
}

impl Drop for Recording<'_> {
    fn drop(&mut self) {
        let Outlet { hub, client, attachment, .. } = self.outlet;
        let mut state = hub.state();
        state.unrecorded.remove(client);
        if !self.events.is_empty() {
            state.broker.take_back_answer(client, *attachment, std::mem::take(&mut self.events));
        }
    }
}

impl Drop for Outlet {
    fn drop(&mut self) {
        let mut state = self.hub.state();
        state.broker.detach(self.attachment);
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner).take();
        if taken.is_some() {
            // The request was given up before its answer was recorded.
            state.unrecorded.remove(&self.client);
        }
    }
}
