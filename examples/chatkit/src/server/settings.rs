//! How a backend is reached, and what it offers beyond the usual.

use std::time::Duration;

use super::origin::Origin;

/// How a backend is reached, and what it offers beyond the usual.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How files are reached from outside, where that is not how their caller reached the server: behind a proxy, for instance.
    pub public_url: Option<Origin>,
    /// `http`, or `https` where the listener speaks TLS.
    pub scheme: &'static str,
    /// Whether anybody is given a token of any user: for tests only.
    pub test_tokens: bool,
    /// How long a user counts as present after its last device is gone: one that is back by then was never away. 1 second, since
    /// published clients begin to watch somebody a moment after they learn of them.
    pub presence_linger: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { public_url: None, scheme: "http", test_tokens: false, presence_linger: Duration::from_secs(1) }
    }
}
