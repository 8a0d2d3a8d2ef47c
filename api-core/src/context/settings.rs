//! The settings of routing, the same for every request of a server.

use super::position::Slashes;

/// Settings of routing.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RoutingSettings {
    /// How empty segments and a trailing slash are read. Default: strict.
    pub slashes: Slashes,
    /// Maximum size of a request body in bytes, for endpoints without a limit of their own. Default: 2 MiB.
    pub body_limit: usize,
    /// Whether a query key that no parameter reads is answered with 400. Default: off, so that clients may be newer than servers.
    pub strict_query: bool,
    /// Whether the steps of routing are kept, see [`Evidence::trace`](super::Evidence::trace). Default: off.
    pub trace: bool,
}

impl RoutingSettings {
    /// Sets how empty segments and a trailing slash are read.
    #[must_use]
    pub fn slashes(mut self, slashes: Slashes) -> Self {
        self.slashes = slashes;
        self
    }

    /// Sets the maximum size of a request body in bytes.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Sets whether a query key that no parameter reads is answered with 400.
    #[must_use]
    pub fn strict_query(mut self, strict: bool) -> Self {
        self.strict_query = strict;
        self
    }

    /// Sets whether the steps of routing are kept.
    #[must_use]
    pub fn trace(mut self, trace: bool) -> Self {
        self.trace = trace;
        self
    }
}

impl Default for RoutingSettings {
    fn default() -> Self {
        Self { slashes: Slashes::Strict, body_limit: 2 * 1024 * 1024, strict_query: false, trace: false }
    }
}
