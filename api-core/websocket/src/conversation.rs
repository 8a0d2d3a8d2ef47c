//! What goes on after a request was accepted: the handler, and beside it the connection's own business, in one task.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::shared::Shared;
use super::slot::{Accepted, Slot};
use super::upgrade::PreparedWire;
use super::{CloseCode, CloseFrame, Connection, HandshakeError, Role};

/// The rest of a handler: it ends with what its connection is to be closed with, unless that is closed already.
pub type Handler = Pin<Box<dyn Future<Output = CloseFrame> + Send>>;

/// A handler and its connection, to be run by the carrier of the request once the response has been sent.
///
/// A handler that returns closes with 1000, one that fails or panics with 1011, and [`Conversation::shut_down`] with 1001. Then the peer has the
/// close time-out to do its part; before it, a handler that waits for [`Connection::going_away`] has as long to do its own.
pub struct Conversation {
    handler: Option<Handler>,
    slot: Arc<Slot>,
    wire: Option<(PreparedWire, Box<Accepted>)>,
    shared: Option<Arc<Shared>>,
    going_away: bool,
    /// What the handler said last, until there is a connection to say it on.
    word: Option<CloseFrame>,
    panic: Option<Box<dyn Any + Send>>,
}

impl Conversation {
    /// A handler that accepted.
    pub(crate) fn new(handler: Option<Handler>, slot: Arc<Slot>, wire: PreparedWire, accepted: Box<Accepted>) -> Self {
        Self { handler, slot, wire: Some((wire, accepted)), shared: None, going_away: false, word: None, panic: None }
    }

    /// The rest of a handler that has rejected.
    pub fn after_rejection(handler: Handler) -> Self {
        let slot = Arc::default();
        Self { handler: Some(handler), slot, wire: None, shared: None, going_away: false, word: None, panic: None }
    }

    /// The server goes away: closes with 1001, once a handler that wants to has said farewell. The conversation goes on to be polled until it is
    /// over.
    pub fn shut_down(&mut self) {
        match &self.shared {
            Some(shared) => shared.leave(),
            None => self.going_away = true,
        }
    }

    /// What the handler panicked with, once: for those who run the server.
    pub fn take_panic(&mut self) -> Option<Box<dyn Any + Send>> {
        self.panic.take()
    }

    /// Makes the connection once the transport is there.
    fn connect(&mut self, task: &mut Context<'_>) {
        let Some((mut wire, accepted)) = self.wire.take() else { return };
        let wire = match wire.as_mut().poll(task) {
            Poll::Pending => {
                self.wire = Some((wire, accepted));
                return;
            }
            Poll::Ready(Err(error)) => return self.slot.connected(Err(HandshakeError::Transport(error))),
            Poll::Ready(Ok(wire)) => wire,
        };
        let Accepted { subprotocol, agreed, options, on_accept, .. } = *accepted;
        let connection = Connection::new(Role::Server, wire, options, agreed.as_ref(), subprotocol);
        let shared = connection.shared().clone();
        // A handler may be done with it before the first round.
        shared.will_be_driven();
        self.shared = Some(shared.clone());
        self.slot.connected(Ok(connection));
        let Some(action) = on_accept else { return };
        if let Err(panic) = catch_unwind(AssertUnwindSafe(action)) {
            self.panic = Some(panic);
            self.handler = None;
            shared.finish(&CloseFrame::code_only(CloseCode::INTERNAL_ERROR));
        }
    }

    /// The handler's last word, once it has one.
    fn run(&mut self, task: &mut Context<'_>) -> Option<CloseFrame> {
        let handler = self.handler.as_mut()?;
        let polled = catch_unwind(AssertUnwindSafe(|| handler.as_mut().poll(task)));
        let word = match polled {
            Ok(Poll::Pending) => return None,
            Ok(Poll::Ready(frame)) => frame,
            Err(panic) => {
                self.panic = Some(panic);
                CloseFrame::code_only(CloseCode::INTERNAL_ERROR)
            }
        };
        // What it held is dropped before its connection is closed.
        self.handler = None;
        Some(word)
    }
}

impl Future for Conversation {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<()> {
        self.connect(task);
        let word = self.run(task);
        let this = &mut *self;
        this.word = word.or(this.word.take());
        let Some(shared) = &this.shared else {
            // Without a transport there is nothing to close.
            return if this.handler.is_none() && this.wire.is_none() { Poll::Ready(()) } else { Poll::Pending };
        };
        if std::mem::take(&mut this.going_away) {
            shared.leave();
        }
        if let Some(frame) = this.word.take() {
            shared.finish(&frame);
        }
        let driven = shared.poll_drive(task);
        // The handler lives, and has dropped its connection: that is a way to say goodbye.
        let driven = if driven.is_pending() && shared.is_abandoned() {
            shared.finish(&CloseFrame::normal());
            shared.poll_drive(task)
        } else {
            driven
        };
        if this.handler.is_none() { driven } else { Poll::Pending }
    }
}

impl Drop for Conversation {
    /// Who holds the connection elsewhere is told that it is over: nobody would drive it any more.
    fn drop(&mut self) {
        // The handler goes first, as it does when it returns.
        self.handler = None;
        match &self.shared {
            Some(shared) => shared.cut(),
            None => self.slot.give_up(),
        }
    }
}

impl fmt::Debug for Conversation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Conversation").field("open", &self.shared.is_some()).finish_non_exhaustive()
    }
}
