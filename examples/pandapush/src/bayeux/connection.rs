//! The connection types, in the order in which the server lists them.

use std::fmt;

/// How a client is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionType {
    /// A held POST from a page of the same origin, or from a program.
    LongPolling,
    /// A held POST from a page of another origin.
    CrossOriginLongPolling,
    /// A held GET by a script element (JSONP).
    CallbackPolling,
    /// A WebSocket.
    WebSocket,
    /// Server-sent events, beside POST for what the client sends.
    EventSource,
    /// A client in the process of the server. Clients announce it, nobody uses it over a network.
    InProcess,
}

impl ConnectionType {
    /// All types.
    pub const ALL: [Self; 6] = [
        Self::LongPolling,
        Self::CrossOriginLongPolling,
        Self::CallbackPolling,
        Self::WebSocket,
        Self::EventSource,
        Self::InProcess,
    ];

    /// Returns the type of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Returns the name.
    pub fn name(self) -> &'static str {
        match self {
            Self::LongPolling => "long-polling",
            Self::CrossOriginLongPolling => "cross-origin-long-polling",
            Self::CallbackPolling => "callback-polling",
            Self::WebSocket => "websocket",
            Self::EventSource => "eventsource",
            Self::InProcess => "in-process",
        }
    }
}

impl fmt::Display for ConnectionType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
