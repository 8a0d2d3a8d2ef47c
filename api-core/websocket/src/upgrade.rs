//! The hand-over between those who carry HTTP messages and routing, in the messages' extensions.
//!
//! Extensions are cloned with their message, so what can be taken once stands behind a lock.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use crate::BoxError;

use super::{Conversation, HandshakeProblem, Wire};

/// A wire that will be there once the response has been sent.
pub type PreparedWire = Pin<Box<dyn Future<Output = Result<Box<dyn Wire>, BoxError>> + Send>>;

/// In a request's extensions: its carrier can turn it into a WebSocket, or says why not.
///
/// A request without it came from a carrier that cannot, or does not ask for one.
#[derive(Clone, Debug)]
pub struct Upgrade(Once<Result<Prepared, HandshakeProblem>>);

impl Upgrade {
    /// A request that can become a WebSocket. The wire comes once a [`Continuation`] has been answered with.
    pub fn new(secure: bool, wire: impl Future<Output = Result<Box<dyn Wire>, BoxError>> + Send + 'static) -> Self {
        Self(Once::new(Ok(Prepared { secure, wire: Box::pin(wire) })))
    }

    /// A request that asks to become one in a way that cannot be followed.
    pub fn refused(problem: HandshakeProblem) -> Self {
        Self(Once::new(Err(problem)))
    }

    /// Why the request cannot become one, if so.
    pub fn refusal(&self) -> Option<HandshakeProblem> {
        self.0.peek(|prepared| prepared.as_ref().err().copied())
    }

    /// What is prepared, once.
    pub fn take(&self) -> Option<Result<Prepared, HandshakeProblem>> {
        self.0.take()
    }
}

/// A request that can become a WebSocket.
pub struct Prepared {
    /// Whether nobody can listen on the way: TLS.
    pub secure: bool,
    /// The connection, once the response has been sent.
    pub wire: PreparedWire,
}

impl fmt::Debug for Prepared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Prepared").field("secure", &self.secure).finish_non_exhaustive()
    }
}

/// In a response's extensions: what goes on once it has been sent. The carrier must run it.
///
/// The response's status is 101 whatever the version of HTTP; the carrier makes of it what its version says.
#[derive(Clone, Debug)]
pub struct Continuation(Once<Conversation>);

impl Continuation {
    /// What goes on.
    pub fn new(conversation: Conversation) -> Self {
        Self(Once::new(conversation))
    }

    /// The same, once.
    pub fn take(&self) -> Option<Conversation> {
        self.0.take()
    }
}

/// In a request's extensions of a client: open a WebSocket.
///
/// The request is a `GET` with `Sec-WebSocket-Version`, and with subprotocols and extensions if there are any to offer. The carrier
/// adds what its version of HTTP asks for.
#[derive(Clone, Copy, Debug)]
pub struct Opening;

/// In the extensions of the response that accepted an [`Opening`], whose status is 101 whatever the version of HTTP: the wire.
#[derive(Clone, Debug)]
pub struct Opened(Once<Box<dyn Wire>>);

impl Opened {
    /// An open connection.
    pub fn new(wire: impl Wire) -> Self {
        Self(Once::new(Box::new(wire)))
    }

    /// The same, once.
    pub fn take(&self) -> Option<Box<dyn Wire>> {
        self.0.take()
    }
}

/// A value that the first one to ask gets.
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
    fn clones_of_an_extension_share_what_can_be_taken_once() {
        let upgrade = Upgrade::refused(HandshakeProblem::Version);
        let copy = upgrade.clone();
        assert_eq!(format!("{copy:?}"), "Upgrade(there)");
        assert!(matches!(upgrade.take(), Some(Err(HandshakeProblem::Version))));
        assert!(copy.take().is_none());
        assert_eq!(format!("{copy:?}"), "Upgrade(taken)");
    }
}
