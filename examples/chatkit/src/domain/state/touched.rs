//! The tracking of changed records.

use std::collections::BTreeSet;

use super::record::Key;

/// The records changed since they were last written.
#[derive(Debug, Clone, Default)]
pub(in crate::domain) struct Touched {
    everything: bool,
    keys: BTreeSet<Key>,
}

impl Touched {
    /// Creates the changes of an instance all of whose records are new. `removed` are the keys of the replaced
    /// records.
    pub(in crate::domain) fn everything(removed: impl IntoIterator<Item = Key>) -> Self {
        Self { everything: true, keys: removed.into_iter().collect() }
    }

    /// Adds a key.
    pub(in crate::domain) fn add(&mut self, key: Key) {
        if !self.everything {
            self.keys.insert(key);
        }
    }

    /// Returns whether every record changed, and the keys: of the changed records, or of the replaced ones.
    pub(in crate::domain) fn into_parts(self) -> (bool, BTreeSet<Key>) {
        (self.everything, self.keys)
    }
}
