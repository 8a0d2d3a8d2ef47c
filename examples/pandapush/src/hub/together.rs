//! What a node among others has beside its own state.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Notify, OwnedMutexGuard};
use tokio::task::AbortHandle;

use crate::broker::ClientId;
use crate::cluster::{Hosts, Mail};

/// How many clients can settle at the same time without waiting for each other, roughly.
const LOCKS: usize = 64;

/// What a node among others has beside its own state.
#[derive(Debug)]
pub(super) struct Together {
    pub(super) hosts: Hosts,
    pub(super) mail: Mail,
    pub(super) node: String,
    /// The tasks that follow the logs of applications.
    pub(super) follows: tokio::sync::Mutex<HashMap<String, AbortHandle>>,
    /// Held while a session of one of these clients moves here, or changes.
    locks: Vec<Arc<tokio::sync::Mutex<()>>>,
    /// Notified when a log was read further.
    pub(super) read: Notify,
    /// Clients to whom events were sent since their record was written.
    dirty: Mutex<HashSet<ClientId>>,
}

impl Together {
    pub(super) fn new(hosts: Hosts, node: String) -> Self {
        let mail = Mail::new(hosts.clone(), &node);
        Self {
            hosts,
            mail,
            node,
            follows: tokio::sync::Mutex::default(),
            locks: (0..LOCKS).map(|_| Arc::default()).collect(),
            read: Notify::new(),
            dirty: Mutex::default(),
        }
    }

    /// Notes that events were sent to a client.
    pub(super) fn mark(&self, client: &ClientId) {
        self.dirty.lock().unwrap_or_else(PoisonError::into_inner).insert(client.clone());
    }

    pub(super) fn take_marked(&self) -> HashSet<ClientId> {
        std::mem::take(&mut *self.dirty.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) async fn lock(&self, client: &ClientId) -> OwnedMutexGuard<()> {
        let mut hasher = DefaultHasher::new();
        client.hash(&mut hasher);
        #[expect(clippy::cast_possible_truncation, reason = "only the remainder is used")]
        let index = hasher.finish() as usize % LOCKS;
        self.locks[index].clone().lock_owned().await
    }
}
