//! The settings of a backend.

use std::time::Duration;

use super::origin::Origin;
use crate::domain::NotificationOptions;

/// The settings of a backend.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The public address used in addresses of files, for example behind a proxy. Default: the address to which the
    /// request was sent.
    pub public_url: Option<Origin>,
    /// `http`, or `https` if the listener uses TLS.
    pub scheme: &'static str,
    /// Whether the test token provider issues a token of any user to any caller. Only for tests.
    pub test_tokens: bool,
    /// How long a user stays online after the last device disconnects. A device that reconnects in time causes no
    /// events. Default: 1 s, because published clients subscribe to the state of a user a moment after they learn of
    /// the user.
    pub presence_linger: Duration,
    /// The icon and the link of push notifications.
    pub notifications: NotificationOptions,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: None,
            scheme: "http",
            test_tokens: false,
            presence_linger: Duration::from_secs(1),
            notifications: NotificationOptions::default(),
        }
    }
}
