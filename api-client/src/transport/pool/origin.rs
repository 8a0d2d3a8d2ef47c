//! The connections to one origin, behind a lock.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::HeaderValue;
use http::uri::{Authority, Scheme};
use tokio::sync::oneshot;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::connection::Connection;
use super::failure::OpenError;
use super::ledger::{IdleLimits, Ledger, Sharing, Taken, Ticket, Waiter};
use super::state::State;

/// The maximum number of unused connections of a pool, to all its origins.
const ALL_IDLE: usize = 1024;

pub(super) type Given = Result<Connection, OpenError>;

/// An origin and its connections.
pub(super) struct Origin {
    pub(super) scheme: Scheme,
    pub(super) authority: Authority,
    /// The value of `Host` (RFC 9110 §7.2).
    pub(super) host: HeaderValue,
    ledger: Mutex<Ledger<Connection, Call, AbortHandle>>,
    /// Whether a task closes unused connections.
    pub(super) reaping: AtomicBool,
    pub(super) state: Arc<State>,
}

/// A waiting call.
pub(super) struct Call(oneshot::Sender<Given>);

impl Waiter<Connection, OpenError> for Call {
    fn give(self, given: Given) -> Result<(), Given> {
        self.0.send(given)
    }
}

impl Origin {
    /// Creates an origin without connections. `None` if its host cannot be in a header field.
    pub(super) fn new(scheme: Scheme, authority: Authority, sharing: Sharing, state: Arc<State>) -> Option<Self> {
        let (host, ledger) = (host(&scheme, &authority)?, Mutex::new(Ledger::new(sharing)));
        Some(Self { scheme, authority, host, ledger, reaping: AtomicBool::new(false), state })
    }

    /// Returns whether this is the origin of a request.
    pub(super) fn is(&self, scheme: &Scheme, authority: &Authority) -> bool {
        let (own, other) = (self.authority.as_str(), authority.as_str());
        // The requests of one client share the bytes of their authority.
        (std::ptr::eq(own, other) || self.authority == *authority) && self.scheme == *scheme
    }

    /// Takes a connection that can be used now.
    pub(super) fn take(&self) -> Taken<Connection> {
        self.change(|ledger| ledger.take(|| Instant::now().into_std()))
    }

    /// Adds a call that waits. Returns its ticket, and whether a connection is to be opened.
    pub(super) fn wait(&self, call: oneshot::Sender<Given>) -> (Ticket, bool) {
        self.ledger().wait(Call(call))
    }

    /// Notes what stops an opening.
    pub(super) fn opening(&self, ticket: Ticket, stop: AbortHandle) {
        self.ledger().opening(ticket, stop);
    }

    /// Takes the result of an opening. Returns the tickets for which further connections are to be opened, because this
    /// one cannot be shared.
    pub(super) fn opened(&self, ticket: Ticket, given: Given) -> Vec<Ticket> {
        match given {
            Ok(connection) => {
                let limits = self.limits();
                self.change(|ledger| ledger.opened(ticket, connection, Instant::now().into_std(), limits))
            }
            Err(error) => {
                self.ledger().failed(ticket, &error);
                Vec::new()
            }
        }
    }

    /// Gives a connection that became free to the call that has waited for longest, or keeps it if `is_kept`.
    pub(super) fn put(&self, connection: Connection, is_kept: bool) {
        let limits = if is_kept { self.limits() } else { IdleLimits { each: 0, ..self.state.limits } };
        self.change(|ledger| ledger.put(connection, Instant::now().into_std(), limits));
    }

    /// Removes a call that no longer waits. Returns what stops an opening that no other call counts on.
    pub(super) fn cancelled(&self, ticket: Ticket) -> Option<AbortHandle> {
        self.ledger().cancelled(ticket)
    }

    /// Returns the limits of what is kept now.
    fn limits(&self) -> IdleLimits {
        let limits = self.state.limits;
        if self.state.all_idle.load(Ordering::Relaxed) < ALL_IDLE { limits } else { IdleLimits { each: 0, ..limits } }
    }

    /// Returns whether a call waits for a connection.
    pub(super) fn is_waited_for(&self) -> bool {
        self.ledger().is_waited_for()
    }

    /// Closes what was unused for too long. Returns when the next connection will have been.
    pub(super) fn expire(&self, now: std::time::Instant) -> Option<std::time::Instant> {
        self.change(|ledger| ledger.expire(now, self.state.limits.time))
    }

    /// Returns whether there is no connection and no call.
    pub(super) fn is_vacant(&self) -> bool {
        self.ledger().is_vacant()
    }

    /// Changes the ledger, and counts its unused connections.
    fn change<T>(&self, change: impl FnOnce(&mut Ledger<Connection, Call, AbortHandle>) -> T) -> T {
        let mut ledger = self.ledger();
        let before = ledger.idle();
        let changed = change(&mut ledger);
        let after = ledger.idle();
        if before < after {
            self.state.all_idle.fetch_add(after - before, Ordering::Relaxed);
        } else if after < before {
            self.state.all_idle.fetch_sub(before - after, Ordering::Relaxed);
        }
        changed
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger<Connection, Call, AbortHandle>> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the value of `Host`: without user, and without the port that the scheme implies.
fn host(scheme: &Scheme, authority: &Authority) -> Option<HeaderValue> {
    let implied = if *scheme == Scheme::HTTPS { 443 } else { 80 };
    let host = authority.host();
    let text = match authority.port() {
        Some(port) if port.as_u16() != implied => format!("{host}:{}", port.as_str()),
        _ => host.to_owned(),
    };
    HeaderValue::from_maybe_shared(Bytes::from(text)).ok()
}
