//! Who is there.

use api_core::Model;
use serde::{Deserialize, Serialize};

/// Whether a user is there, on any device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// At least one of the user's devices is registered.
    Online,
    /// None is.
    Offline,
}

/// What is told about a user's presence: once at the start, then at each change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(tag = "event_name", content = "data", rename_all = "snake_case")]
pub enum PresenceEvent {
    /// The user is there, or is not.
    PresenceState {
        /// Which of both.
        state: Presence,
    },
}
