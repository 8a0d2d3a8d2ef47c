//! What goes on over a WebSocket once it is open: a stand-in.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A conversation, as a future that ends with it.
pub struct Conversation {
    running: Pin<Box<dyn Future<Output = ()> + Send>>,
    shut_down: Option<Box<dyn FnOnce() + Send>>,
}

impl Conversation {
    /// A future, and what tells it to come to an end.
    pub fn new(running: impl Future<Output = ()> + Send + 'static, shut_down: impl FnOnce() + Send + 'static) -> Self {
        Self { running: Box::pin(running), shut_down: Some(Box::new(shut_down)) }
    }

    /// The server goes away: closes with 1001. It is to be polled on until it is done.
    pub fn shut_down(&mut self) {
        if let Some(shut_down) = self.shut_down.take() {
            shut_down();
        }
    }
}

impl Future for Conversation {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<()> {
        self.running.as_mut().poll(task)
    }
}

impl fmt::Debug for Conversation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Conversation").finish_non_exhaustive()
    }
}
