//! What a server adds to a subscription: heartbeats, an end at shutdown. The stream of events itself asks for it.
//!
//! The stream is the innermost body. So it works in whatever bodies the layers around a route wrap it.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use super::{End, KeepAlive};

/// What interrupts the events of a stream.
#[derive(Debug, Clone, PartialEq)]
pub enum Interruption {
    /// A heartbeat is due.
    Heartbeat,
    /// The stream ends.
    End(End),
}

/// The server's part in a stream of events.
pub trait EventDriver: Send {
    /// Polls for an interruption. It is polled before each event.
    fn poll_interruption(&mut self, task: &mut Context<'_>) -> Poll<Interruption>;

    /// Returns the end for a source that panicked.
    fn panicked(&mut self, payload: Box<dyn Any + Send>) -> End;
}

/// The connection from a response to the stream of events in its body. It is in the extensions of the response, where a
/// server finds it although a layer wrapped the body.
#[derive(Clone)]
pub struct EventLink {
    keep_alive: KeepAlive,
    driver: Arc<Mutex<Option<Box<dyn EventDriver>>>>,
}

impl EventLink {
    pub(super) fn new(keep_alive: KeepAlive) -> Self {
        Self { keep_alive, driver: Arc::default() }
    }

    /// Returns the heartbeat settings of the stream.
    pub fn keep_alive(&self) -> KeepAlive {
        self.keep_alive
    }

    /// Sets the driver of the stream. Of several the last takes effect, if it is set before the stream is polled.
    pub fn drive(&self, driver: impl EventDriver + 'static) {
        *self.lock() = Some(Box::new(driver));
    }

    pub(super) fn take(&self) -> Option<Box<dyn EventDriver>> {
        self.lock().take()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Box<dyn EventDriver>>> {
        // Nothing panics while the lock is held.
        self.driver.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for EventLink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("EventLink").field("keep_alive", &self.keep_alive).finish_non_exhaustive()
    }
}
