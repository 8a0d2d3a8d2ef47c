//! The handle of pings that a program has started.

use super::handle::Handle;

/// The pings of a connection, started by [`Sender::spawn_pings`](super::Sender::spawn_pings). Dropping it changes
/// nothing.
#[derive(Debug)]
pub struct Pings {
    handle: Handle,
}

impl Pings {
    pub(super) fn of(handle: Handle) -> Self {
        Self { handle }
    }

    /// Stops the pings.
    pub fn abort(self) {
        self.handle.shared().ping_by(None);
    }
}
