//! How far long work is.

/// Is told how far long work is.
pub trait Progress {
    /// There will be so many steps, from now on.
    fn expect(&mut self, steps: u64);

    /// So many more are done.
    fn advance(&mut self, steps: u64);
}

/// Progress that nobody looks at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn expect(&mut self, _: u64) {}

    fn advance(&mut self, _: u64) {}
}
