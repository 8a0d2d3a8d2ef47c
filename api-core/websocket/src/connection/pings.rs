//! The handle of pings that were started by the program.

use super::handle::Handle;

/// The handle of pings, returned by [`Sender::spawn_pings`](super::Sender::spawn_pings). Dropping it has no effect.
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
