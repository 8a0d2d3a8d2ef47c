//! The bytes of whole responses that wait to be sent, over all connections of a listener.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;

/// Maximum size of a response that does not count, in bytes. The limits of connections and streams bound such ones.
pub(crate) const SMALL: usize = 64 * 1024;

/// Counts the bytes of large responses that wait to be sent.
#[derive(Debug, Clone)]
pub(crate) struct WaitingBytes(Arc<Count>);

#[derive(Debug)]
struct Count {
    waiting: AtomicUsize,
    limit: usize,
}

impl WaitingBytes {
    pub(super) fn new(limit: usize) -> Self {
        Self(Arc::new(Count { waiting: AtomicUsize::new(0), limit }))
    }

    /// Counts the bytes of a response. Returns `None` if there are too many. One response always fits.
    pub(crate) fn hold(&self, bytes: Bytes) -> Option<HeldBytes> {
        let count = bytes.len();
        let limit = self.0.limit;
        let grown = |waiting: usize| {
            let all = waiting.checked_add(count)?;
            (waiting == 0 || all <= limit).then_some(all)
        };
        self.0.waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, grown).ok()?;
        Some(HeldBytes { rest: bytes, count: self.clone() })
    }
}

/// The bytes of a response that are still to be sent. They count until they were taken or this value is dropped.
#[derive(Debug)]
pub(crate) struct HeldBytes {
    rest: Bytes,
    count: WaitingBytes,
}

impl HeldBytes {
    /// Takes the next piece, or `None` at the end.
    pub(crate) fn next(&mut self, largest: usize) -> Option<Bytes> {
        if self.rest.is_empty() {
            return None;
        }
        let piece = self.rest.split_to(largest.min(self.rest.len()));
        self.count.0.waiting.fetch_sub(piece.len(), Ordering::Relaxed);
        Some(piece)
    }

    pub(crate) fn len(&self) -> usize {
        self.rest.len()
    }
}

impl Drop for HeldBytes {
    fn drop(&mut self) {
        self.count.0.waiting.fetch_sub(self.rest.len(), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::WaitingBytes;

    #[test]
    fn bytes_count_until_they_are_taken_or_dropped_and_one_response_always_fits() {
        let waiting = WaitingBytes::new(10);
        let bytes = |count: usize| Bytes::from(vec![0; count]);
        let large = waiting.hold(bytes(11)).expect("the only one");
        assert!(waiting.hold(bytes(1)).is_none());
        drop(large);
        let mut one = waiting.hold(bytes(6)).expect("room");
        assert!(waiting.hold(bytes(5)).is_none());
        let other = waiting.hold(bytes(4)).expect("room");
        assert_eq!(one.next(4).map(|piece| piece.len()), Some(4));
        let third = waiting.hold(bytes(4)).expect("what was taken makes room");
        assert!(waiting.hold(bytes(1)).is_none());
        assert_eq!((one.next(4).map(|piece| piece.len()), one.next(4)), (Some(2), None));
        drop((one, other, third));
        assert!(waiting.hold(bytes(100)).is_some());
    }
}
