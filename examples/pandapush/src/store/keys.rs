//! The operations on keys, which change the keys in memory in the same order as the database.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Arc, PoisonError};

use jiff::Timestamp;
use tokio::sync::{Mutex, Notify, watch};

use super::error::StoreError;
use super::records::{CreatedKey, NewKey};
use super::store::{Store, new_console_key};
use crate::access::{Key, Keyring, Usage};

/// The keys of all applications: the database, and the keys in memory, which are never older than the last change that
/// was made here.
#[derive(Debug)]
pub struct Keys {
    store: Store,
    keyring: Arc<Keyring>,
    /// The revision of the keys in memory. Held while the database and then the memory change, so that no reload puts
    /// older keys back.
    revision: Mutex<i64>,
    health: watch::Sender<Health>,
    /// Uses that the database has not counted yet.
    uncounted: std::sync::Mutex<Uses>,
    wake: Notify,
}

/// Uses by application and key.
type Uses = BTreeMap<(String, String), Usage>;

/// Whether the database answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Whether the last operation succeeded.
    pub ok: bool,
    /// When the state last changed.
    pub since: Timestamp,
    /// The error of the last operation.
    pub error: Option<String>,
}

impl Keys {
    /// Loads all keys.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    pub async fn load(store: Store, keyring: Arc<Keyring>) -> Result<Arc<Self>, StoreError> {
        let (revision, keys) = store.all_keys().await?;
        keyring.replace(keys);
        let (health, _) = watch::channel(Health { ok: true, since: Timestamp::now(), error: None });
        let uncounted = std::sync::Mutex::default();
        let (revision, wake) = (Mutex::new(revision), Notify::new());
        Ok(Arc::new(Self { store, keyring, revision, health, uncounted, wake }))
    }

    /// Returns the store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Returns the keys in memory.
    pub fn keyring(&self) -> &Arc<Keyring> {
        &self.keyring
    }

    /// Returns whether the database answers, and each change of that.
    pub fn health(&self) -> watch::Receiver<Health> {
        self.health.subscribe()
    }

    /// Creates a key, which works on this node when this returns. Returns `None` if there is no such application.
    ///
    /// # Errors
    /// Returns the errors of [`Store::create_key`].
    ///
    /// # Cancel safety
    /// If the future is dropped, the key may be created or not. The keys in memory follow either way.
    pub async fn create(self: &Arc<Self>, application: &str, new: NewKey) -> Result<Option<CreatedKey>, StoreError> {
        let application = application.to_owned();
        self.change(|keys| async move {
            let created = keys.store.create_key(&application, new).await?;
            if let Some(created) = &created {
                keys.keyring.insert(created.key.clone());
            }
            Ok(created)
        })
        .await
    }

    /// Returns the first key for the admin pages that works, or creates one. Returns `None` if there is no such
    /// application.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    ///
    /// # Cancel safety
    /// As of [`Keys::create`].
    pub async fn console_key(self: &Arc<Self>, application: &str, user: &str) -> Result<Option<Key>, StoreError> {
        let (application, new) = (application.to_owned(), new_console_key(user));
        self.change(|keys| async move {
            if let Some(key) = keys.store.console_key(&application).await? {
                return Ok(Some(key));
            }
            let created = keys.store.create_key(&application, new).await?;
            Ok(created.map(|created| {
                keys.keyring.insert(created.key.clone());
                created.key
            }))
        })
        .await
    }

    /// Revokes a key, which no longer works on this node when this returns. Returns `None` if the application has no
    /// such key.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    ///
    /// # Cancel safety
    /// As of [`Keys::create`].
    pub async fn revoke(self: &Arc<Self>, application: &str, key: &str) -> Result<Option<Timestamp>, StoreError> {
        let (application, key) = (application.to_owned(), key.to_owned());
        self.change(|keys| async move {
            let revoked_at = keys.store.revoke_key(&application, &key).await?;
            if let Some(at) = revoked_at {
                keys.keyring.revoke(&application, &key, at);
            }
            Ok(revoked_at)
        })
        .await
    }

    /// Deletes an application with its keys, which no longer work on this node when this returns. Returns `false` if
    /// there is no such application.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    ///
    /// # Cancel safety
    /// As of [`Keys::create`].
    pub async fn delete_application(self: &Arc<Self>, application: &str) -> Result<bool, StoreError> {
        let application = application.to_owned();
        self.change(|keys| async move {
            let deleted = keys.store.delete_application(&application).await?;
            keys.keyring.remove_application(&application);
            Ok(deleted)
        })
        .await
    }

    /// Loads all keys again.
    ///
    /// # Errors
    /// Returns an error if the database is not available. The keys in memory stay as they are then.
    pub async fn reload(&self) -> Result<(), StoreError> {
        let mut revision = self.revision.lock().await;
        let loaded = self.store.all_keys().await;
        let (newest, keys) = self.noticed(loaded)?;
        self.keyring.replace(keys);
        *revision = newest;
        Ok(())
    }

    /// Loads all keys again if the database was changed by another process since.
    ///
    /// # Errors
    /// As of [`Keys::reload`].
    pub async fn reload_if_changed(&self) -> Result<(), StoreError> {
        let newest = self.noticed(self.store.revision().await)?;
        let known = *self.revision.lock().await;
        if newest == known { Ok(()) } else { self.reload().await }
    }

    /// Asks [`KeyReload`](super::KeyReload) to look for changes at once. Another node has made one.
    pub fn notice_change(&self) {
        self.wake.notify_one();
    }

    /// Adds the uses counted in memory to the counters in the database. What cannot be written is kept.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    pub async fn write_usage(&self) -> Result<(), StoreError> {
        let uses: Vec<Usage> = {
            let mut uncounted = self.uncounted();
            merge(&mut uncounted, self.keyring.take_usage());
            std::mem::take(&mut *uncounted).into_values().collect()
        };
        if uses.is_empty() {
            return Ok(());
        }
        let written = self.store.count_uses(&uses).await;
        if written.is_err() {
            merge(&mut self.uncounted(), uses);
        }
        self.noticed(written)
    }

    /// Waits until [`Keys::notice_change`] is called.
    pub(super) async fn changed(&self) {
        self.wake.notified().await;
    }

    /// Runs a change to its end, also if the caller no longer waits for it: the database and the memory change
    /// together.
    async fn change<T, F>(self: &Arc<Self>, change: impl FnOnce(Arc<Self>) -> F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, StoreError>> + Send + 'static,
    {
        let (keys, change) = (self.clone(), change(self.clone()));
        let changed = tokio::spawn(async move {
            let _held = keys.revision.lock().await;
            keys.noticed(change.await)
        });
        changed.await.map_err(|error| StoreError::Unavailable(error.to_string()))?
    }

    fn noticed<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        let error = match &result {
            Err(StoreError::Unavailable(error)) => Some(error.clone()),
            _ => None,
        };
        self.health.send_if_modified(|health| {
            let changed = health.ok != error.is_none();
            if changed {
                let since = Timestamp::now();
                match &error {
                    None => tracing::info!("the database is available again"),
                    Some(error) => tracing::error!(error, "the database is lost: the last known keys stay valid"),
                }
                *health = Health { ok: error.is_none(), since, error };
            }
            changed
        });
        result
    }

    fn uncounted(&self) -> std::sync::MutexGuard<'_, Uses> {
        self.uncounted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Adds uses to those of the same keys.
fn merge(counted: &mut Uses, uses: impl IntoIterator<Item = Usage>) {
    for usage in uses {
        match counted.entry((usage.application.clone(), usage.key.clone())) {
            Entry::Vacant(entry) => drop(entry.insert(usage)),
            Entry::Occupied(entry) => {
                let known = entry.into_mut();
                known.count = known.count.saturating_add(usage.count);
                known.last_used = known.last_used.max(usage.last_used);
            }
        }
    }
}
