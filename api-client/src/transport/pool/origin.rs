//! The connections to one origin, behind a lock.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use bytes::Bytes;
use http::HeaderValue;
use http::uri::{Authority, Scheme};
use tokio::sync::oneshot;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::connection::Connection;
use super::failure::OpenError;
use super::ledger::{IdleLimits, Ledger, Sharing, Taken, Ticket, Waiter};
use super::shared::Shared;

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
    limits: IdleLimits,
    /// The number of unused connections of the pool.
    all_idle: Arc<AtomicUsize>,
    /// Whether a task closes unused connections of the pool.
    reaping: Arc<AtomicBool>,
    /// The pool holds its origins.
    pool: Weak<Shared>,
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
    pub(super) fn new(scheme: Scheme, authority: Authority, sharing: Sharing, pool: &Arc<Shared>) -> Option<Self> {
        let (host, ledger) = (host(&scheme, &authority)?, Mutex::new(Ledger::new(sharing)));
        let (limits, all_idle, reaping) = (pool.limits, pool.all_idle.clone(), pool.reaping.clone());
        Some(Self { scheme, authority, host, ledger, limits, all_idle, reaping, pool: Arc::downgrade(pool) })
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

    /// Waits for a connection, which is opened unless one is being opened that can be shared.
    ///
    /// # Errors
    /// Returns the error of the opening.
    ///
    /// # Cancel safety
    /// Dropping the future stops an opening that no other call waits for.
    pub(super) async fn wait(self: &Arc<Self>, pool: &Arc<Shared>) -> Given {
        let (sender, receiver) = oneshot::channel();
        let (ticket, opens) = self.ledger().wait(Call(sender));
        let mut waiting = Waiting { origin: self, ticket, receiver };
        if opens {
            pool.open(self, ticket);
        }
        match (&mut waiting.receiver).await {
            Ok(given) => given,
            Err(_) => Err(OpenError::new("the connection was not opened")),
        }
    }

    /// Notes what stops an opening.
    pub(super) fn opening(&self, ticket: Ticket, stop: AbortHandle) {
        self.ledger().opening(ticket, stop);
    }

    /// Takes the result of an opening, and begins further ones if its connection cannot be shared.
    pub(super) fn opened(self: &Arc<Self>, ticket: Ticket, given: Given) {
        let further = match given {
            Ok(connection) => {
                self.change(|ledger| ledger.opened(ticket, connection, Instant::now().into_std(), self.limits))
            }
            Err(error) => {
                self.ledger().failed(ticket, &error);
                return;
            }
        };
        let Some(pool) = self.pool.upgrade() else { return };
        for ticket in further {
            pool.open(self, ticket);
        }
        pool.close_unused();
    }

    /// Keeps a connection that became free, or gives it to the call that has waited for longest.
    pub(super) fn put(&self, connection: Connection) {
        // What no task would close is not kept.
        let is_kept = self.all_idle.load(Ordering::Relaxed) < ALL_IDLE
            && (self.reaping.load(Ordering::Acquire) || self.pool.upgrade().is_some_and(|pool| pool.close_unused()));
        let limits = if is_kept { self.limits } else { IdleLimits { each: 0, ..self.limits } };
        self.change(|ledger| ledger.put(connection, Instant::now().into_std(), limits));
    }

    /// Returns whether a call waits for a connection.
    pub(super) fn is_waited_for(&self) -> bool {
        self.ledger().is_waited_for()
    }

    /// Closes what was unused for too long. Returns when the next connection will have been.
    pub(super) fn expire(&self, now: std::time::Instant) -> Option<std::time::Instant> {
        self.change(|ledger| ledger.expire(now, self.limits.time))
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
            self.all_idle.fetch_add(after - before, Ordering::Relaxed);
        } else if after < before {
            self.all_idle.fetch_sub(before - after, Ordering::Relaxed);
        }
        changed
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger<Connection, Call, AbortHandle>> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call's place among those that wait. Dropping it gives up the place.
struct Waiting<'o> {
    origin: &'o Arc<Origin>,
    ticket: Ticket,
    receiver: oneshot::Receiver<Given>,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.receiver.close();
        // A connection that was given but not taken is free again.
        if let Ok(Ok(connection)) = self.receiver.try_recv() {
            self.origin.put(connection);
        }
        let stop = self.origin.ledger().cancelled(self.ticket);
        if let Some(stop) = stop {
            stop.abort();
        }
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
