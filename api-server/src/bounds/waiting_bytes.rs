//! The bytes of large responses and events in memory, over all connections of a listener.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use bytes::Bytes;

/// Maximum size of a response or event that does not count, in bytes.
pub(crate) const SMALL: usize = 64 * 1024;

/// Counts the bytes of large responses and events until their memory is free.
#[derive(Debug, Clone)]
pub(crate) struct WaitingBytes(Arc<Count>);

#[derive(Debug)]
struct Count {
    waiting: AtomicUsize,
    limit: usize,
    /// Whether bytes were refused since less than half of the limit was in use. It is logged once, not every time.
    full: AtomicBool,
}

impl WaitingBytes {
    pub(super) fn new(limit: usize) -> Self {
        Self(Arc::new(Count { waiting: AtomicUsize::new(0), limit, full: AtomicBool::new(false) }))
    }

    /// Counts bytes until the last slice of the result is dropped. Returns `None` if there are too many. The first ones
    /// always fit.
    pub(crate) fn count(&self, bytes: Bytes) -> Option<Bytes> {
        let limit = self.0.limit;
        let grown = |waiting: usize| {
            let all = waiting.checked_add(bytes.len())?;
            (waiting == 0 || all <= limit).then_some(all)
        };
        if self.0.waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, grown).is_err() {
            if !self.0.full.swap(true, Ordering::Relaxed) {
                tracing::warn!(limit, "large responses are refused, because too many bytes wait to be sent");
            }
            return None;
        }
        Some(Bytes::from_owner(Counted { bytes, count: self.0.clone() }))
    }

    /// Counts bytes that must not be refused.
    pub(crate) fn count_in_any_case(&self, bytes: Bytes) -> Bytes {
        self.0.waiting.fetch_add(bytes.len(), Ordering::Relaxed);
        Bytes::from_owner(Counted { bytes, count: self.0.clone() })
    }
}

struct Counted {
    bytes: Bytes,
    count: Arc<Count>,
}

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let before = self.count.waiting.fetch_sub(self.bytes.len(), Ordering::Relaxed);
        if before.saturating_sub(self.bytes.len()) < self.count.limit / 2 {
            self.count.full.store(false, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::WaitingBytes;

    #[test]
    fn bytes_count_until_their_last_slice_is_dropped_and_the_first_always_fit() {
        let waiting = WaitingBytes::new(10);
        let bytes = |count: usize| Bytes::from(vec![7; count]);
        let large = waiting.count(bytes(11)).expect("the only one");
        assert!(waiting.count(bytes(1)).is_none());
        drop(large);
        let mut one = waiting.count(bytes(6)).expect("room");
        assert!(waiting.count(bytes(5)).is_none());
        let piece = one.split_to(5);
        drop(one);
        assert!(waiting.count(bytes(5)).is_none(), "a slice keeps the whole memory");
        assert_eq!(piece, [7; 5].as_slice());
        drop(piece);
        let unsafe_method = waiting.count_in_any_case(bytes(100));
        assert!(waiting.count(bytes(1)).is_none());
        drop(unsafe_method);
        assert!(waiting.count(bytes(10)).is_some());
    }
}
