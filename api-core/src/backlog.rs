//! Items that wait, bounded in number and in bytes.

use std::collections::VecDeque;

/// An item that takes memory while it waits.
pub(crate) trait Measured {
    /// Returns the size of the item when it is encoded, in bytes. Only the first call takes time.
    fn bytes(&self) -> usize;
}

/// The bounds of a backlog. An item is accepted while both are above what waits, so that one large item always fits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) items: usize,
    pub(crate) bytes: usize,
}

/// Items that wait, the oldest first. A single one is not measured, so a reader that keeps up costs no measuring.
#[derive(Debug)]
pub(crate) struct Backlog<I> {
    items: VecDeque<I>,
    /// The bytes of the items, apart from a single item that was not measured.
    bytes: usize,
    /// Whether the bytes of the first item are counted.
    measured: bool,
    bounds: Bounds,
}

impl<I: Measured> Backlog<I> {
    /// Creates an empty backlog. It holds at least one item, whatever the bounds.
    pub(crate) fn new(bounds: Bounds) -> Self {
        let bounds = Bounds { items: bounds.items.max(1), bytes: bounds.bytes.max(1) };
        Self { items: VecDeque::new(), bytes: 0, measured: true, bounds }
    }

    /// Returns whether an item more is within the bounds. Measures an item that waits alone.
    pub(crate) fn has_room(&mut self) -> bool {
        let Some(first) = self.items.front() else { return true };
        if self.items.len() >= self.bounds.items {
            return false;
        }
        if !self.measured {
            self.bytes += first.bytes();
            self.measured = true;
        }
        self.bytes < self.bounds.bytes
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Adds an item, whether or not there is room.
    pub(crate) fn push(&mut self, item: I) {
        if self.items.is_empty() {
            self.measured = false;
        } else {
            self.bytes += item.bytes();
        }
        self.items.push_back(item);
    }

    /// Removes the oldest item.
    pub(crate) fn pop(&mut self) -> Option<I> {
        let item = self.items.pop_front()?;
        if self.measured {
            self.bytes = self.bytes.saturating_sub(item.bytes());
        }
        // Every item but a single one is measured.
        self.measured = true;
        Some(item)
    }

    /// Removes all items, and returns them, so that they can be dropped without a lock.
    pub(crate) fn take(&mut self) -> VecDeque<I> {
        self.bytes = 0;
        self.measured = true;
        std::mem::take(&mut self.items)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &I> {
        self.items.iter()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use proptest::prelude::*;

    use super::{Backlog, Bounds, Measured};

    struct Sized(usize, Rc<Cell<usize>>);

    impl Measured for Sized {
        fn bytes(&self) -> usize {
            self.1.set(self.1.get() + 1);
            self.0
        }
    }

    #[test]
    fn a_reader_that_keeps_up_measures_nothing() {
        let measured = Rc::new(Cell::new(0));
        let mut backlog = Backlog::new(Bounds { items: 4, bytes: 10 });
        for _ in 0..5 {
            assert!(backlog.has_room());
            backlog.push(Sized(100, measured.clone()));
            assert_eq!(backlog.pop().map(|item| item.0), Some(100));
        }
        assert_eq!(measured.get(), 0);
    }

    proptest! {
        #[test]
        fn what_waits_stays_within_both_bounds(
            steps in prop::collection::vec((any::<bool>(), 0_usize..40), 0..200),
            items in 0_usize..8,
            bytes in 0_usize..100,
        ) {
            let measured = Rc::new(Cell::new(0));
            let mut backlog = Backlog::new(Bounds { items, bytes });
            let (items, bytes) = (items.max(1), bytes.max(1));
            let mut model = std::collections::VecDeque::new();
            for (pushes, size) in steps {
                if !pushes {
                    prop_assert_eq!(backlog.pop().map(|item: Sized| item.0), model.pop_front());
                    continue;
                }
                let fits = model.is_empty() || model.len() < items && model.iter().sum::<usize>() < bytes;
                prop_assert_eq!(backlog.has_room(), fits);
                if fits {
                    backlog.push(Sized(size, measured.clone()));
                    model.push_back(size);
                }
            }
            prop_assert!(backlog.iter().map(|item| item.0).eq(model.iter().copied()));
            prop_assert_eq!(backlog.take().len(), model.len());
            prop_assert!(backlog.has_room());
        }
    }
}
