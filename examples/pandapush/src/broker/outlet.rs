//! How a connection waits for events, and what it finds.

use super::frame::Frame;

/// Wakes what waits at an outlet.
pub trait Waiter {
    /// Wakes it. Being called twice before the outlet is polled is the same as once.
    fn wake(&self);
}

/// How a connection receives events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutletKind {
    /// One answer with all that waits: a held connect over HTTP.
    Poll,
    /// A WebSocket.
    Socket,
    /// A stream of server-sent events.
    EventStream,
}

/// What a connection finds at its outlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Polled {
    /// Nothing waits.
    Pending,
    /// Events, oldest first: all that wait, or one for a stream. A poll is detached by them.
    Frames(Vec<Frame>),
    /// Another connection of the client took the place.
    Replaced,
    /// The session has ended.
    Gone,
}
