//! A connection that waits for events.

use std::sync::Arc;

use tokio::sync::Notify;

use super::Hub;
use super::state::Wake;
use crate::broker::{Attachment, ClientId, Frame, OutletKind, Polled, UnknownClient};

/// A connection's place at a session. Dropping it leaves what waits for the next connection.
#[derive(Debug)]
pub struct Outlet {
    hub: Hub,
    client: ClientId,
    attachment: Attachment,
    notify: Arc<Notify>,
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
    /// Returns an error for an unknown client.
    pub fn attach(&self, client: &ClientId, kind: OutletKind, connect: Option<&str>) -> Result<Outlet, UnknownClient> {
        let notify = Arc::new(Notify::new());
        let (now, waiter) = (self.now(), Wake(notify.clone()));
        let attachment = self.state().broker.attach(client, kind, connect, waiter, now)?;
        // It may have something to take already.
        notify.notify_one();
        Ok(Outlet { hub: self.clone(), client: client.clone(), attachment, notify })
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
        loop {
            self.notify.notified().await;
            if let Some(released) = self.take() {
                return released;
            }
        }
    }

    /// Takes the events that wait now. `None` if there are none.
    pub fn take(&self) -> Option<Released> {
        match self.hub.state().broker.poll(self.attachment) {
            Polled::Pending => None,
            Polled::Frames(frames) => {
                self.hub.0.metrics.delivered(frames.len());
                Some(Released::Events(frames))
            }
            Polled::Replaced => Some(Released::Replaced),
            Polled::Gone => Some(Released::Gone),
        }
    }

    /// Puts events back that could not be sent. They wait for the next connection of the client.
    pub fn restore(&self, frames: Vec<Frame>) {
        self.hub.state().broker.restore(&self.client, frames);
    }
}

impl Drop for Outlet {
    fn drop(&mut self) {
        self.hub.state().broker.detach(self.attachment);
    }
}
