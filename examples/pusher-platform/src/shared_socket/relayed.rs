//! Converts a line of a `SUBSCRIBE` response into a message of the socket. Only the prefix changes, so that an event is
//! serialized once for all subscribers.

use super::code;

/// The meaning of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Relayed {
    /// A keep-alive. It is not relayed, because the socket has its own pings.
    Nothing,
    /// A message of the socket.
    Message(SubscriptionMessage),
}

/// An encoded message about one subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SubscriptionMessage {
    /// More may follow.
    More(String),
    /// Nothing follows.
    Last(String),
}

/// Converts a line into a message about this subscription. Returns `None` if it is not a line of this format.
pub(super) fn relayed(id: u64, line: &[u8]) -> Option<Relayed> {
    let line = std::str::from_utf8(line).ok()?;
    let line = line.strip_suffix('\n').unwrap_or(line);
    if let Some(rest) = line.strip_prefix("[1,") {
        return Some(Relayed::Message(SubscriptionMessage::More(format!("[{},{id},{rest}", code::EVENT))));
    }
    if let Some(rest) = line.strip_prefix("[255,") {
        return Some(Relayed::Message(SubscriptionMessage::Last(format!("[{},{id},{rest}", code::END))));
    }
    line.starts_with("[0,").then_some(Relayed::Nothing)
}

#[cfg(test)]
mod tests {
    use api_core::dialect::{Dialect, Frame, Headers};

    use super::{Relayed, SubscriptionMessage, relayed};

    fn of(frame: &Frame) -> Option<Relayed> {
        relayed(7, &Dialect::Elements.bytes(frame))
    }

    #[test]
    fn only_the_prefix_of_a_line_changes() {
        let headers = Headers::from([("a".to_owned(), "[1,".to_owned())]);
        let event = Frame::Event { id: "x\ny".to_owned(), headers: headers.clone(), body: r#"{"ä":"\n"}"#.into() };
        let more = |text: &str| Some(Relayed::Message(SubscriptionMessage::More(text.to_owned())));
        assert_eq!(of(&event), more(r#"[102,7,"x\ny",{"a":"[1,"},{"ä":"\n"}]"#));
        assert_eq!(of(&Frame::event("", "null")), more(r#"[102,7,"",{},null]"#));
        let end = Frame::End { status: 503, headers, body: "{}".into() };
        let last = Some(Relayed::Message(SubscriptionMessage::Last(r#"[199,7,503,{"a":"[1,"},{}]"#.to_owned())));
        assert_eq!(of(&end), last);
        assert_eq!(of(&Frame::Heartbeat { padding: 3 }), Some(Relayed::Nothing));
    }

    #[test]
    fn a_malformed_line_is_not_relayed() {
        for line in [&b""[..], b"\n", b"[2,1]\n", b"[10,\"\"]\n", b"data: 1\n\n", b"[1,\"\xff\",{},null]\n"] {
            assert_eq!(relayed(7, line), None, "{}", line.escape_ascii());
        }
    }
}
