//! Replaces the module `upgraded_stream` in builds without HTTP/2, where no WebSocket is on a stream.

use std::convert::Infallible;
use std::time::Duration;

/// The limit of a stream that does not exist.
#[derive(Debug)]
pub(crate) struct UpgradeLimit(Infallible);

impl UpgradeLimit {
    pub(super) fn of_stream(_: Duration) -> Option<Self> {
        None
    }

    pub(crate) fn around<S>(self, _: S) -> S {
        match self.0 {}
    }
}
