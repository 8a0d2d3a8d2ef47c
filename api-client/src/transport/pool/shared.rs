//! The origins of a pool.

use std::collections::HashMap;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::uri::{Authority, Scheme};

use crate::transport::connector::Connector;
use crate::transport::settings::Versions;

use super::ledger::{IdleLimits, Sharing};
use super::origin::Origin;
use super::state::State;

/// The number of origins without connections from which on they are forgotten.
const VACANT_ORIGINS: usize = 64;

/// What all handles of a pool share.
pub(super) struct Shared {
    state: Arc<State>,
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
        let state = State { connector, versions, limits, all_idle: AtomicUsize::new(0) };
        Self { state: Arc::new(state), origins: Mutex::new(origins) }
    }

    /// Returns the origin of a request. `None` if its host cannot be in a header field.
    pub(super) fn origin(&self, scheme: &Scheme, authority: &Authority) -> Option<Arc<Origin>> {
        let mut origins = self.origins();
        if let Some(last) = origins.last.as_ref().filter(|last| last.is(scheme, authority)) {
            return Some(last.clone());
        }
        let key = (scheme.clone(), authority.clone());
        let known = origins.all.get(&key).cloned();
        let origin = if let Some(known) = known {
            known
        } else {
            let (scheme, authority, state) = (scheme.clone(), authority.clone(), self.state.clone());
            let sharing = self.sharing(&scheme);
            origins.add(Origin::new(scheme, authority, sharing, state)?, key)
        };
        origins.last = Some(origin.clone());
        Some(origin)
    }

    /// Returns whether connections are shared, as far as that is known before the first one is open.
    fn sharing(&self, scheme: &Scheme) -> Sharing {
        match self.state.versions {
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
