//! The routing settings of a service, which apply to all requests.

use std::time::Duration;

use super::position::Slashes;
use crate::description::DEFAULT_BODY_LIMIT;

/// Routing settings.
///
/// ```
/// use api_core::context::{RoutingSettings, Slashes};
///
/// let settings = RoutingSettings::default().slashes(Slashes::Merge).body_limit(64 * 1024);
/// assert_eq!(settings.body_limit, 65_536);
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RoutingSettings {
    /// The treatment of empty segments and trailing slashes. Default: strict.
    pub slashes: Slashes,
    /// The maximum size of a request body in bytes, for endpoints without their own limit. Default: 2 MiB.
    pub body_limit: usize,
    /// Whether query keys that no parameter reads are answered with 400. Default: off, so that clients may be newer
    /// than servers.
    pub strict_query: bool,
    /// The interval of the heartbeats of subscriptions. Default: `None`, that of the dialect, see
    /// [`KeepAlive::of`](crate::dialect::KeepAlive::of).
    pub heartbeat: Option<Duration>,
    /// Whether the steps of routing are kept, see [`Evidence::trace`](super::Evidence::trace). Default: off.
    pub trace: bool,
}

impl RoutingSettings {
    /// Sets the treatment of empty segments and trailing slashes.
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

    /// Sets whether query keys that no parameter reads are answered with 400.
    #[must_use]
    pub fn strict_query(mut self, strict: bool) -> Self {
        self.strict_query = strict;
        self
    }

    /// Sets the interval of the heartbeats of subscriptions, for requests that name none.
    #[must_use]
    pub fn heartbeat(mut self, interval: Duration) -> Self {
        self.heartbeat = Some(interval);
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
        Self {
            slashes: Slashes::Strict,
            body_limit: DEFAULT_BODY_LIMIT,
            strict_query: false,
            heartbeat: None,
            trace: false,
        }
    }
}
