//! Times and bounds of a node.

use std::num::NonZeroU32;
use std::time::Duration;

use crate::broker::{Limits, Milliseconds, Times};

/// The largest message of a client in bytes, by default.
pub const MESSAGE_SIZE: usize = 1 << 20;

/// The settings of a node.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settings {
    /// How long a connect is held. Sessions live up to twice as long without one. Default: 30 s.
    pub hold: Duration,
    /// The bounds of sessions and queues.
    pub limits: Limits,
    /// How many publications a key may make in a second, in bursts of as many. Default: no bound.
    pub key_rate: Option<NonZeroU32>,
    /// How many messages a connection may send in a second, in bursts of as many. More are not read until they are due.
    /// Default: 10,000.
    pub connection_rate: NonZeroU32,
    /// The largest message of a client in bytes. Default: 1 MiB.
    pub message_size: usize,
    /// The name of this node, in statistics.
    pub node: String,
}

impl Settings {
    /// Returns the times of sessions.
    pub fn times(&self) -> Times {
        Times::new(Milliseconds::try_from(self.hold.as_millis()).unwrap_or(Milliseconds::MAX))
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            hold: Duration::from_secs(30),
            limits: Limits::default(),
            key_rate: None,
            connection_rate: NonZeroU32::new(10_000).unwrap_or(NonZeroU32::MIN),
            message_size: MESSAGE_SIZE,
            node: format!("node-{}", std::process::id()),
        }
    }
}
