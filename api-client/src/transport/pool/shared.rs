//! The state of a pool: its origins, and how connections are opened and closed.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::uri::{Authority, Scheme};
use tokio::runtime::Handle;

use crate::transport::connector::Connector;
use crate::transport::settings::Versions;

use super::ledger::{IdleLimits, Sharing, Ticket};
use super::opening::open;
use super::origin::Origin;
use super::reaper::{Reaping, reap};

/// The number of origins without connections from which on they are forgotten.
const VACANT_ORIGINS: usize = 64;

/// What all handles of a pool share.
pub(super) struct Shared {
    pub(super) connector: Connector,
    pub(super) versions: Versions,
    pub(super) limits: IdleLimits,
    /// The number of unused connections.
    pub(super) all_idle: Arc<AtomicUsize>,
    /// Whether a task closes unused connections.
    pub(super) reaping: Arc<AtomicBool>,
    origins: Mutex<Origins>,
}

struct Origins {
    /// The origin of the last request, which most often is that of the next.
    last: Option<Arc<Origin>>,
    all: HashMap<(Scheme, Authority), Arc<Origin>>,
    /// The number of origins at which vacant ones are forgotten.
    most: usize,
}

impl Shared {
    pub(super) fn new(connector: Connector, versions: Versions, limits: IdleLimits) -> Self {
        let origins = Origins { last: None, all: HashMap::new(), most: VACANT_ORIGINS };
        let (all_idle, reaping) = (Arc::default(), Arc::default());
        Self { connector, versions, limits, all_idle, reaping, origins: Mutex::new(origins) }
    }

    /// Returns the origin of a request. `None` if its host cannot be in a header field.
    pub(super) fn origin(self: &Arc<Self>, scheme: &Scheme, authority: &Authority) -> Option<Arc<Origin>> {
        let mut origins = self.origins();
        if let Some(last) = origins.last.as_ref().filter(|last| last.is(scheme, authority)) {
            return Some(last.clone());
        }
        let key = (scheme.clone(), authority.clone());
        let origin = match origins.all.get(&key) {
            Some(known) => known.clone(),
            None => origins.add(Origin::new(scheme.clone(), authority.clone(), self.sharing(scheme), self)?, key),
        };
        origins.last = Some(origin.clone());
        Some(origin)
    }

    /// Opens a connection in the background.
    pub(super) fn open(self: &Arc<Self>, origin: &Arc<Origin>, ticket: Ticket) {
        let opening = tokio::spawn(open(self.clone(), origin.clone(), ticket));
        origin.opening(ticket, opening.abort_handle());
    }

    /// Starts the task that closes unused connections, unless there is one. Returns `false` outside of a runtime.
    pub(super) fn close_unused(self: &Arc<Self>) -> bool {
        if self.reaping.swap(true, Ordering::AcqRel) {
            return true;
        }
        let reaping = Reaping(self.reaping.clone());
        let Ok(runtime) = Handle::try_current() else { return false };
        runtime.spawn(reap(Arc::downgrade(self), self.limits.time, reaping));
        true
    }

    /// Returns all origins.
    pub(super) fn all(&self) -> Vec<Arc<Origin>> {
        self.origins().all.values().cloned().collect()
    }

    /// Returns whether connections are shared, as far as that is known before the first one is open.
    fn sharing(&self, scheme: &Scheme) -> Sharing {
        match self.versions {
            #[cfg(feature = "http2")]
            Versions::Http2 => Sharing::Always,
            #[cfg(feature = "http2")]
            Versions::Both if *scheme == Scheme::HTTPS => Sharing::Unknown,
            _ => {
                _ = scheme;
                Sharing::Never
            }
        }
    }

    fn origins(&self) -> MutexGuard<'_, Origins> {
        self.origins.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Origins {
    fn add(&mut self, origin: Origin, key: (Scheme, Authority)) -> Arc<Origin> {
        if self.all.len() >= self.most {
            self.last = None;
            // An origin that a request has just looked up has no connection yet.
            self.all.retain(|_, origin| Arc::strong_count(origin) > 1 || !origin.is_vacant());
            self.most = VACANT_ORIGINS.max(2 * self.all.len());
        }
        let origin = Arc::new(origin);
        self.all.insert(key, origin.clone());
        origin
    }
}
