//! The first events of subscriptions, bounded in bytes until they are sent.

use std::sync::Arc;

use serde::Serialize;
use tokio::sync::Semaphore;

use crate::api::ChatkitError;

/// Maximum size of all first events that wait, in kilobytes.
const MAXIMUM: usize = 32 * 1024;

/// Maximum size of a first event that does not count, in kilobytes.
const SMALL: usize = 64;

/// A bound on the first events that wait, such as the state of a user with many rooms. Copies share it.
#[derive(Debug, Clone)]
pub(super) struct FirstEvents(Arc<Semaphore>);

impl FirstEvents {
    /// Returns the only first event of a subscription with its id. A large one counts until it is sent.
    ///
    /// # Errors
    /// Returns an error if too many bytes wait.
    pub(super) fn one<E: Serialize + Send + 'static>(
        &self,
        id: String,
        event: E,
    ) -> Result<impl Iterator<Item = (String, E)> + Send + 'static, ChatkitError> {
        let kilobytes = serde_json::to_vec(&event).map_or(0, |json| json.len() / 1024);
        let counted = if kilobytes > SMALL { kilobytes.min(MAXIMUM) } else { 0 };
        let permits = u32::try_from(counted).unwrap_or(u32::MAX);
        let Ok(permit) = self.0.clone().try_acquire_many_owned(permits) else {
            return Err(ChatkitError::Overloaded("Too much waits to be sent. Try again later.".to_owned()));
        };
        Ok(std::iter::once_with(move || {
            drop(permit);
            (id, event)
        }))
    }
}

impl Default for FirstEvents {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MAXIMUM)))
    }
}

#[cfg(test)]
mod tests {
    use super::{FirstEvents, MAXIMUM};

    #[test]
    fn large_events_count_until_they_are_sent_or_dropped() {
        let events = FirstEvents::default();
        let one = |kilobytes: usize| events.one("1".to_owned(), "x".repeat(kilobytes * 1024));
        let mut waiting: Vec<_> = (0..4).map(|_| one(MAXIMUM / 4).unwrap()).collect();
        assert!(one(100).is_err());
        assert!(one(10).is_ok(), "a small one does not count");
        assert_eq!(waiting[0].next().map(|(id, _)| id).as_deref(), Some("1"));
        let _again = one(MAXIMUM / 4).unwrap();
        assert!(one(100).is_err());
        waiting.pop();
        assert!(one(2 * MAXIMUM).is_err());
        waiting.clear();
        assert!(one(100).is_ok());
    }
}
