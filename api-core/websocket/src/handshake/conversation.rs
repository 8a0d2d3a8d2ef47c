//! A handler and its connection after the response: both run in one task.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::connection::{Connection, Shared};
use crate::message::{CloseCode, CloseFrame};
use crate::options::Role;

use super::slot::{Accepted, Slot};
use super::{HandshakeError, PreparedWire};

/// The rest of a handler. Its output is the close frame of the connection, unless that is closed already.
pub type Handler = Pin<Box<dyn Future<Output = CloseFrame> + Send>>;

/// A handler and its connection. The carrier of the request runs it once the response was sent.
///
/// The connection is closed with the output of the handler, with 1011 if the handler panics, and with 1001 by
/// [`Conversation::shut_down`]. The peer then has the close time-out to answer. A handler that waits for
/// [`Connection::going_away`] has the same time before the close frame is sent.
pub struct Conversation {
    handler: Option<Handler>,
    slot: Arc<Slot>,
    stage: Stage,
    panic: Option<Box<dyn Any + Send>>,
}

/// The stage of the transport.
enum Stage {
    /// The response is being sent.
    Connecting(Box<Connecting>),
    /// The connection is open, closing, or closed.
    Open(Arc<Shared>),
    /// There is no transport: the handler has rejected, or the transport has failed.
    Detached,
}

struct Connecting {
    wire: PreparedWire,
    accepted: Accepted,
    early: Early,
}

/// Events before the connection existed.
#[derive(Default)]
struct Early {
    going_away: bool,
    close: Option<CloseFrame>,
}

impl Conversation {
    pub(super) fn new(handler: Option<Handler>, slot: Arc<Slot>, wire: PreparedWire, accepted: Box<Accepted>) -> Self {
        let stage = Stage::Connecting(Box::new(Connecting { wire, accepted: *accepted, early: Early::default() }));
        Self { handler, slot, stage, panic: None }
    }

    /// Creates a conversation of a handler that has rejected and still runs.
    pub fn after_rejection(handler: Handler) -> Self {
        Self { handler: Some(handler), slot: Arc::default(), stage: Stage::Detached, panic: None }
    }

    /// Closes with 1001. A handler that waits for [`Connection::going_away`] can send messages before.
    ///
    /// The conversation must be polled further until it is ready.
    pub fn shut_down(&mut self) {
        match &mut self.stage {
            Stage::Connecting(connecting) => connecting.early.going_away = true,
            Stage::Open(shared) => shared.shut_down(),
            Stage::Detached => {}
        }
    }

    /// Takes the payload of a panic of the handler, for the log of the server.
    pub fn take_panic(&mut self) -> Option<Box<dyn Any + Send>> {
        self.panic.take()
    }

    /// Creates the connection once the transport is ready. Returns the events before.
    fn connect(&mut self, task: &mut Context<'_>) -> Early {
        let Stage::Connecting(connecting) = &mut self.stage else { return Early::default() };
        let Poll::Ready(wire) = connecting.wire.as_mut().poll(task) else { return Early::default() };
        let Stage::Connecting(connecting) = std::mem::replace(&mut self.stage, Stage::Detached) else {
            return Early::default();
        };
        let wire = match wire {
            Ok(wire) => wire,
            Err(error) => {
                self.slot.connected(Err(HandshakeError::Transport(error)));
                return Early::default();
            }
        };
        let Accepted { subprotocol, deflate, options, on_accept, .. } = connecting.accepted;
        let connection = Connection::new(Role::Server, wire, options, deflate.as_ref(), subprotocol);
        let shared = connection.shared().clone();
        // The handler may drop its connection before the first round.
        shared.will_be_driven();
        self.stage = Stage::Open(shared.clone());
        self.slot.connected(Ok(connection));
        if let Some(action) = on_accept
            && let Err(panic) = catch_unwind(AssertUnwindSafe(action))
        {
            self.panic = Some(panic);
            self.handler = None;
            shared.finish(&CloseFrame::code_only(CloseCode::INTERNAL_ERROR));
        }
        connecting.early
    }

    /// Polls the handler. Returns the close frame once it has ended.
    fn run(&mut self, task: &mut Context<'_>) -> Option<CloseFrame> {
        let polled = poll(self.handler.as_mut()?, task);
        self.after(polled)
    }

    /// Returns the close frame once the handler has ended.
    fn after(&mut self, polled: Polled) -> Option<CloseFrame> {
        let close = match polled {
            Ok(Poll::Pending) => return None,
            Ok(Poll::Ready(frame)) => frame,
            Err(panic) => {
                self.panic = Some(panic);
                CloseFrame::code_only(CloseCode::INTERNAL_ERROR)
            }
        };
        // The values of the handler are dropped before its connection is closed.
        self.handler = None;
        Some(close)
    }
}

/// The result of a poll of a handler, or its panic.
type Polled = Result<Poll<CloseFrame>, Box<dyn Any + Send>>;

fn poll(handler: &mut Handler, task: &mut Context<'_>) -> Polled {
    catch_unwind(AssertUnwindSafe(|| handler.as_mut().poll(task)))
}

impl Future for Conversation {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        let (early, close) = if let (Stage::Open(shared), Some(handler)) = (&this.stage, &mut this.handler) {
            let polled = poll(handler, task);
            // After nearly every message the handler waits for the next one, and there is nothing else to do.
            if matches!(polled, Ok(Poll::Pending)) && shared.take_settled() {
                return Poll::Pending;
            }
            (Early::default(), this.after(polled))
        } else {
            let early = this.connect(task);
            (early, this.run(task))
        };
        let close = close.or(early.close);
        let shared = match &mut this.stage {
            Stage::Open(shared) => shared,
            Stage::Connecting(connecting) => {
                connecting.early.close = close.or(connecting.early.close.take());
                return Poll::Pending;
            }
            Stage::Detached => return if this.handler.is_none() { Poll::Ready(()) } else { Poll::Pending },
        };
        if early.going_away {
            shared.shut_down();
        }
        if let Some(frame) = close {
            shared.finish(&frame);
        }
        // Actions on pings and pongs may panic.
        let driven = catch_unwind(AssertUnwindSafe(|| {
            let driven = shared.poll_drive(task);
            if driven.is_ready() || !shared.is_abandoned() {
                return driven;
            }
            // The handler has dropped its connection and still runs. The connection is closed meanwhile.
            shared.finish(&CloseFrame::normal());
            shared.poll_drive(task)
        }));
        let driven = driven.unwrap_or_else(|panic| {
            shared.cut();
            this.panic = Some(panic);
            this.handler = None;
            Poll::Ready(())
        });
        if this.handler.is_none() { driven } else { Poll::Pending }
    }
}

impl Drop for Conversation {
    /// Ends the connection, because nothing drives it any more. Other tasks may still have handles.
    fn drop(&mut self) {
        // The handler is dropped first, as when it returns.
        self.handler = None;
        match &self.stage {
            Stage::Open(shared) => shared.cut(),
            Stage::Connecting(_) | Stage::Detached => self.slot.give_up(),
        }
    }
}

impl fmt::Debug for Conversation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let open = matches!(self.stage, Stage::Open(_));
        formatter.debug_struct("Conversation").field("open", &open).finish_non_exhaustive()
    }
}
