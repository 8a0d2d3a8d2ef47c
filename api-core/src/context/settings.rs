//! The settings of routing, the same for every request of a server.

use super::position::Slashes;

/// Settings of routing.
#[derive(Debug, Clone, Copy)]
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

impl Default for RoutingSettings {
    fn default() -> Self {
        Self { slashes: Slashes::Strict, body_limit: 2 * 1024 * 1024, strict_query: false, trace: false }
    }
}
