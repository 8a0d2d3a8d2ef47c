//! Whether a server of Redis is reached.

/// Whether a server of Redis is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Commands are answered, and the entries of all followed logs are delivered.
    Connected,
    /// There is no connection. It is opened again without any call.
    Disconnected {
        /// What happened last.
        reason: String,
    },
}

impl Health {
    /// Returns whether the server is reached.
    pub fn is_connected(&self) -> bool {
        *self == Self::Connected
    }
}
