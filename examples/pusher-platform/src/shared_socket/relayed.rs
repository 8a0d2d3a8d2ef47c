//! A line of a `SUBSCRIBE` answer as a message of the socket. Only its beginning changes: an event is not written anew for each subscriber.

use super::code;

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Relayed {
    /// A keep-alive: the socket has its own.
    Nothing,
    /// A message of the socket.
    Message(Said),
}

/// A message about one subscription, written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// More may follow.
    More(String),
    /// Nothing follows.
    Last(String),
}

/// Writes a line as a message about this subscription; none if it is no line of that dialect.
pub(super) fn relayed(id: u64, line: &[u8]) -> Option<Relayed> {
    let line = std::str::from_utf8(line).ok()?;
    let line = line.strip_suffix('\n').unwrap_or(line);
    if let Some(rest) = line.strip_prefix("[1,") {
        return Some(Relayed::Message(Said::More(format!("[{},{id},{rest}", code::EVENT))));
    }
    if let Some(rest) = line.strip_prefix("[255,") {
        return Some(Relayed::Message(Said::Last(format!("[{},{id},{rest}", code::END))));
    }
    line.starts_with("[0,").then_some(Relayed::Nothing)
}
