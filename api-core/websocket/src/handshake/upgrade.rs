//! The hand-over of a transport between a carrier of HTTP messages and the code that answers, in the messages'
//! extensions.
//!
//! Extensions are cloned with their message. A value that can be taken once is behind a lock.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use crate::BoxError;
use crate::wire::Wire;

use super::conversation::Conversation;
use super::prepared::Prepared;
use super::request::HandshakeProblem;

/// Extension of a request: its transport, or why it cannot become a WebSocket.
///
/// A request without it does not open a WebSocket, or its carrier does not support WebSockets.
#[derive(Clone, Debug)]
pub struct Upgrade(Once<Result<Prepared, HandshakeProblem>>);

impl Upgrade {
    /// Creates the extension of a request that can become a WebSocket. `wire` is ready once a response with a
    /// [`Continuation`] was sent.
    pub fn new(secure: bool, wire: impl Future<Output = Result<Box<dyn Wire>, BoxError>> + Send + 'static) -> Self {
        Self(Once::new(Ok(Prepared { secure, wire: Box::pin(wire) })))
    }

    /// Creates the extension of a request that violates a rule of the handshake.
    pub fn refused(problem: HandshakeProblem) -> Self {
        Self(Once::new(Err(problem)))
    }

    /// Returns why the request cannot become a WebSocket, if so.
    pub fn refusal(&self) -> Option<HandshakeProblem> {
        self.0.peek(|prepared| prepared.as_ref().err().copied())
    }

    /// Takes the transport. `None` if it was taken before.
    pub fn take(&self) -> Option<Result<Prepared, HandshakeProblem>> {
        self.0.take()
    }
}

/// Extension of a response: the conversation that the carrier must run once the response was sent.
///
/// The status of a response that accepts is 101 over every version of HTTP. The carrier translates it for its version.
#[derive(Clone, Debug)]
pub struct Continuation(Once<Conversation>);

impl Continuation {
    /// Creates the extension.
    pub fn new(conversation: Conversation) -> Self {
        Self(Once::new(conversation))
    }

    /// Takes the conversation. `None` if it was taken before.
    pub fn take(&self) -> Option<Conversation> {
        self.0.take()
    }
}

/// Extension of a request: it is an extended CONNECT (RFC 8441), which routing sees as the `GET` that it would be over
/// HTTP/1.1. A service that performs upgrades itself is given the `CONNECT`.
///
/// In the extensions of a response: routing answered the request as that `GET`. A 2xx does not accept a WebSocket then.
#[derive(Clone, Copy, Debug)]
pub struct ExtendedConnect;

/// Extension of a response to an extended CONNECT: the service that answered performed the upgrade itself. A 2xx
/// accepts, and the carrier sends it unchanged.
#[derive(Clone, Copy, Debug)]
pub struct ConnectAnswered;

/// Extension of a client's request that opens a WebSocket.
///
/// The request is a `GET` with `Sec-WebSocket-Version` and with the offered subprotocols and extensions. The carrier
/// adds the fields of its version of HTTP.
#[derive(Clone, Copy, Debug)]
pub struct Opening;

/// Extension of a response that accepts an [`Opening`]: the transport. The status is 101 over every version of HTTP.
#[derive(Clone, Debug)]
pub struct Opened(Once<Box<dyn Wire>>);

impl Opened {
    /// Creates the extension.
    pub fn new(wire: impl Wire) -> Self {
        Self(Once::new(Box::new(wire)))
    }

    /// Takes the transport. `None` if it was taken before.
    pub fn take(&self) -> Option<Box<dyn Wire>> {
        self.0.take()
    }
}

/// A value that can be taken once.
struct Once<T>(Arc<Mutex<Option<T>>>);

impl<T> Once<T> {
    fn new(value: T) -> Self {
        Self(Arc::new(Mutex::new(Some(value))))
    }

    fn peek<R>(&self, look: impl FnOnce(&T) -> Option<R>) -> Option<R> {
        look(self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref()?)
    }

    fn take(&self) -> Option<T> {
        // Nothing panics under the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl<T> Clone for Once<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> fmt::Debug for Once<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner).is_none();
        formatter.write_str(if taken { "taken" } else { "there" })
    }
}

#[cfg(test)]
mod tests {
    use super::{HandshakeProblem, Upgrade};

    #[test]
    fn clones_of_an_extension_share_the_value_that_can_be_taken_once() {
        let upgrade = Upgrade::refused(HandshakeProblem::Version);
        let copy = upgrade.clone();
        assert_eq!(format!("{copy:?}"), "Upgrade(there)");
        assert!(matches!(upgrade.take(), Some(Err(HandshakeProblem::Version))));
        assert!(copy.take().is_none());
        assert_eq!(format!("{copy:?}"), "Upgrade(taken)");
    }
}
