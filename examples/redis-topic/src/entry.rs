//! Entries of a log, as they are in its stream and on its channel.

use bytes::Bytes;

use crate::position::Position;

/// One entry of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its position.
    pub position: Position,
    /// What was appended.
    pub payload: Bytes,
}

/// One item of a log that is read or followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// An entry.
    Entry(Entry),
    /// Entries may be missing here: the log was trimmed or emptied, or Redis restarted.
    Gap,
}

/// An entry with the position of the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Linked {
    pub(crate) previous: Position,
    pub(crate) entry: Entry,
}

impl Linked {
    /// Reads a message of a log's channel: its position, a space, the position before it, a line break, the payload.
    pub(crate) fn from_message(message: &Bytes) -> Option<Self> {
        let end = message.iter().take(2 * MAX_POSITION + 2).position(|byte| *byte == b'\n')?;
        let head = std::str::from_utf8(message.get(..end)?).ok()?;
        let (position, previous) = head.split_once(' ')?;
        let (position, previous) = (position.parse().ok()?, previous.parse().ok()?);
        Some(Self { previous, entry: Entry { position, payload: message.slice(end + 1..) } })
    }
}

/// The length of the longest position.
const MAX_POSITION: usize = 41;

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::Linked;

    #[test]
    fn messages_of_a_channel_are_read() {
        let linked = Linked::from_message(&Bytes::from_static(b"5-1 4-0\nline\nline")).unwrap();
        assert_eq!((linked.previous.to_string(), linked.entry.position.to_string()), ("4-0".into(), "5-1".into()));
        assert_eq!(linked.entry.payload, "line\nline");
        for other in ["", "\n", "5-1\n", "5-1 4-0", "5-1 x\nb", "5-1 4-0 3-0\nb", &"1".repeat(1_000)] {
            assert_eq!(Linked::from_message(&Bytes::copy_from_slice(other.as_bytes())), None, "{other:?}");
        }
    }
}
