//! The progress of a long operation.

/// A receiver of progress.
pub trait Progress {
    /// Announces the number of steps to come.
    fn expect(&mut self, steps: u64);

    /// Reports further completed steps.
    fn advance(&mut self, steps: u64);
}

/// A receiver that ignores progress.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn expect(&mut self, _: u64) {}

    fn advance(&mut self, _: u64) {}
}
