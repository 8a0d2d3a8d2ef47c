//! Replaces the module `write_limit` in builds without HTTP/2, where no WebSocket is on a stream.

use std::convert::Infallible;
use std::time::Duration;

/// The limit of a stream that does not exist.
#[derive(Debug)]
pub(super) struct WriteLimit(Infallible);

impl WriteLimit {
    pub(super) fn of_stream(_: Duration) -> Option<Self> {
        None
    }

    pub(super) fn around<S>(self, _: S) -> S {
        match self.0 {}
    }
}
