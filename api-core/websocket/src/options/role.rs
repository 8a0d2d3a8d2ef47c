//! The two ends of a connection.

/// The end of a connection: a client masks what it sends, a server closes the transport first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The end that opened the connection.
    Client,
    /// The end that accepted it.
    Server,
}
