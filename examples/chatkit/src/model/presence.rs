//! The online state of users.

use api_core::Model;
use serde::{Deserialize, Serialize};

/// The online state of a user over all devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// At least one device of the user is registered.
    Online,
    /// No device of the user is registered.
    Offline,
}

/// The events of the presence topic: the current state first, then each change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum PresenceEvent {
    /// The state of the user.
    PresenceState {
        /// Online or offline.
        state: Presence,
    },
}
