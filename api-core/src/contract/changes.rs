//! Where changes are collected, without an allocator.

use super::change::{Change, Level};

/// A list of changes of bounded length.
#[derive(Debug)]
pub struct Changes<'a> {
    list: &'a mut [Option<Change>],
    count: usize,
    errors: usize,
    /// Whether only errors are kept.
    errors_only: bool,
}

impl<'a> Changes<'a> {
    /// Makes a list in a slice. What does not fit is only counted.
    #[inline]
    pub const fn new(list: &'a mut [Option<Change>]) -> Self {
        Self { list, count: 0, errors: 0, errors_only: false }
    }

    /// Makes a list that keeps only what stops the build.
    #[inline]
    pub const fn errors_only(list: &'a mut [Option<Change>]) -> Self {
        Self { errors_only: true, ..Self::new(list) }
    }

    /// Returns the changes that fit.
    #[inline]
    pub const fn as_slice(&self) -> &[Option<Change>] {
        self.list.split_at(if self.count < self.list.len() { self.count } else { self.list.len() }).0
    }

    /// Returns how many changes there are, also if they do not fit.
    #[inline]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Returns how many of them stop the build.
    #[inline]
    pub const fn errors(&self) -> usize {
        self.errors
    }

    #[inline]
    pub(super) const fn push(&mut self, change: &Change) {
        if matches!(change.level, Level::Error) {
            self.errors += 1;
        } else if self.errors_only {
            return;
        }
        if self.count < self.list.len() {
            self.list[self.count] = Some(*change);
        }
        self.count += 1;
    }
}
