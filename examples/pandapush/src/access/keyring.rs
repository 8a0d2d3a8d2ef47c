//! All keys in memory, so that authentication never waits for the database.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;

use super::Key;

/// The keys of all applications, shared by everything that authenticates.
#[derive(Debug, Default)]
pub struct Keyring {
    entries: RwLock<Entries>,
}

/// How often a key was used since the last look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// The application of the key.
    pub application: String,
    /// The id of the key.
    pub key: String,
    /// How many accepted messages presented it.
    pub count: u64,
    /// When the last of them was accepted.
    pub last_used: Timestamp,
}

/// Applications by id, keys by id below them.
type Entries = HashMap<String, HashMap<String, Entry>>;

#[derive(Debug)]
struct Entry {
    key: Arc<Key>,
    uses: AtomicU64,
    /// Milliseconds since 1970.
    last_used: AtomicI64,
}

impl Keyring {
    /// Replaces all keys. Uses that were counted for keys that stay are kept.
    pub fn replace(&self, keys: Vec<Key>) {
        let mut entries = self.write();
        let mut old = std::mem::take(&mut *entries);
        for key in keys {
            let counted = old.get_mut(&key.application).and_then(|keys| keys.remove(&key.id));
            insert(&mut entries, key, counted.as_ref());
        }
    }

    /// Adds a key, or replaces the one of its id.
    pub fn insert(&self, key: Key) {
        let mut entries = self.write();
        let counted = entries.get_mut(&key.application).and_then(|keys| keys.remove(&key.id));
        insert(&mut entries, key, counted.as_ref());
    }

    /// Removes all keys of an application.
    pub fn remove_application(&self, application: &str) {
        self.write().remove(application);
    }

    /// Marks a key as revoked. Does nothing if there is no such key.
    pub fn revoke(&self, application: &str, key: &str, at: Timestamp) {
        let mut entries = self.write();
        if let Some(entry) = entries.get_mut(application).and_then(|keys| keys.get_mut(key)) {
            Arc::make_mut(&mut entry.key).revoked_at = Some(at);
        }
    }

    /// Finds a key of an application. A key of another application is unknown here.
    pub fn find(&self, application: &str, key: &str) -> Option<Arc<Key>> {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        entries.get(application)?.get(key).map(|entry| entry.key.clone())
    }

    /// Returns whether an application has keys. Nothing is ever published in one that has none.
    pub fn has_application(&self, application: &str) -> bool {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        entries.get(application).is_some_and(|keys| !keys.is_empty())
    }

    /// Counts one accepted use of a key.
    pub fn count_use(&self, key: &Key, now: Timestamp) {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = entries.get(&key.application).and_then(|keys| keys.get(&key.id)) {
            entry.uses.fetch_add(1, Ordering::Relaxed);
            entry.last_used.fetch_max(now.as_millisecond(), Ordering::Relaxed);
        }
    }

    /// Takes the uses counted since the last call, of keys that were used at all.
    pub fn take_usage(&self) -> Vec<Usage> {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        let used = entries.values().flat_map(HashMap::values).filter_map(|entry| {
            let count = entry.uses.swap(0, Ordering::Relaxed);
            let last_used = Timestamp::from_millisecond(entry.last_used.load(Ordering::Relaxed)).ok()?;
            let (application, key) = (entry.key.application.clone(), entry.key.id.clone());
            (count > 0).then_some(Usage { application, key, count, last_used })
        });
        used.collect()
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Entries> {
        self.entries.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn insert(entries: &mut Entries, key: Key, counted: Option<&Entry>) {
    let entry = Entry {
        uses: AtomicU64::new(counted.map_or(0, |entry| entry.uses.load(Ordering::Relaxed))),
        last_used: AtomicI64::new(counted.map_or(0, |entry| entry.last_used.load(Ordering::Relaxed))),
        key: Arc::new(key),
    };
    entries.entry(entry.key.application.clone()).or_default().insert(entry.key.id.clone(), entry);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(application: &str, id: &str) -> Key {
        Key {
            application: application.to_owned(),
            id: id.to_owned(),
            secret: "secret".to_owned().into(),
            expires: None,
            revoked_at: None,
        }
    }

    #[test]
    fn a_key_is_unknown_in_another_application() {
        let keyring = Keyring::default();
        keyring.replace(vec![key("a", "k"), key("b", "other")]);
        assert!(keyring.find("a", "k").is_some());
        assert!(keyring.find("b", "k").is_none());
    }

    #[test]
    fn uses_survive_a_reload_and_are_taken_once() {
        let keyring = Keyring::default();
        keyring.insert(key("a", "k"));
        keyring.count_use(&key("a", "k"), Timestamp::UNIX_EPOCH);
        keyring.replace(vec![key("a", "k")]);
        assert_eq!(keyring.take_usage().iter().map(|usage| usage.count).collect::<Vec<_>>(), [1]);
        assert_eq!(keyring.take_usage(), []);
    }
}
