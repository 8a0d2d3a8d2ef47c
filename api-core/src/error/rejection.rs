//! Rejections: problems ranked by how far the request got, so that the most specific one is reported.

use super::Problem;

/// The phases of checks after which other routes are tried, in order (DESIGN.md, "The order of checks").
///
/// The rejection from the latest phase is reported, and among those the one that is deepest in the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// P1: a path segment does not fit the type of its capture.
    Capture,
    /// P3: the path does not allow the method.
    Method,
    /// P5: the response is not acceptable.
    Accept,
    /// P6: the media type of the body is not supported.
    ContentType,
}

/// A problem after which other routes are tried. It is kept as evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejection {
    phase: Phase,
    depth: u16,
    problem: Box<Problem>,
}

impl Rejection {
    /// Creates a rejection that occurred in `phase`, after `depth` segments of the path.
    pub fn new(phase: Phase, depth: u16, problem: Problem) -> Self {
        Self { phase, depth, problem: Box::new(problem) }
    }

    /// Returns how far the request got. The rejection with the greatest rank is reported.
    pub fn rank(&self) -> (Phase, u16) {
        (self.phase, self.depth)
    }

    /// Returns the problem.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}
