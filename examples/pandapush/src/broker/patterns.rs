//! The patterns of one session, counted for each application.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The names and patterns that a session subscribes to.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    all: BTreeSet<Arc<str>>,
    /// How many there are of each application, so that the last one is noticed without a look at all others.
    of_application: HashMap<Box<str>, usize>,
}

impl Patterns {
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn contains(&self, pattern: &str) -> bool {
        self.all.contains(pattern)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<str>> {
        self.all.iter()
    }

    /// Returns whether one of them is of an application.
    pub(super) fn has_application(&self, application: &str) -> bool {
        self.of_application.contains_key(application)
    }

    /// Adds a pattern that is not among them. Returns whether it is the first of its application.
    pub(super) fn insert(&mut self, pattern: Arc<str>) -> bool {
        let count = self.of_application.entry(application_of(&pattern).into()).or_default();
        *count += 1;
        let is_first = *count == 1;
        self.all.insert(pattern);
        is_first
    }

    /// Removes a pattern. Returns it, and whether it was the last of its application.
    pub(super) fn remove(&mut self, pattern: &str) -> Option<(Arc<str>, bool)> {
        let pattern = self.all.take(pattern)?;
        let application = application_of(&pattern);
        let count = self.of_application.get_mut(application)?;
        *count -= 1;
        let is_last = *count == 0;
        if is_last {
            self.of_application.remove(application);
        }
        Some((pattern, is_last))
    }
}

/// Returns the application of a channel or pattern.
pub(super) fn application_of(pattern: &str) -> &str {
    pattern.split('/').nth(1).unwrap_or_default()
}
