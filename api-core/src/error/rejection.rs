//! A problem with its place in the order of checks, so that the most telling one can be chosen.

use super::Problem;

/// The phases of the decision table (reference serv-routing §9), in order.
///
/// Among recoverable rejections the one from the latest phase is reported; within a phase the one from deepest in the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// P1: a capture is no such value.
    Capture,
    /// P3: the path has no such method.
    Method,
    /// P5: nothing acceptable.
    Accept,
    /// P6: the body's media type.
    ContentType,
}

/// A recoverable rejection: siblings are tried, and it is kept as evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejection {
    phase: Phase,
    depth: u16,
    problem: Box<Problem>,
}

impl Rejection {
    /// A problem met in `phase` after `depth` segments.
    pub fn new(phase: Phase, depth: u16, problem: Problem) -> Self {
        Self { phase, depth, problem: Box::new(problem) }
    }

    /// How far the request got; the greater rank is reported.
    pub fn rank(&self) -> (Phase, u16) {
        (self.phase, self.depth)
    }

    /// The problem.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}
