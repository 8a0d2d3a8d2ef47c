//! An event in the log of an application.

use bytes::Bytes;

use crate::broker::{ClientId, Frame};

/// An event, with what nodes need to deliver it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The channel.
    pub channel: String,
    /// The client that does not get it: the one that joined.
    pub except: Option<ClientId>,
    /// The event.
    pub frame: Frame,
}

/// The entry was not written by this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an entry of the log is not two lines and an event")]
pub struct MalformedEntry;

impl Entry {
    /// Encodes the entry: the channel, the client and the event, each on a line.
    pub fn encode(&self) -> Bytes {
        let except = self.except.as_ref().map_or("", ClientId::as_str);
        format!("{}\n{except}\n{}", self.channel, self.frame.array().as_str()).into()
    }

    /// Decodes an entry.
    ///
    /// # Errors
    ///
    /// Returns an error for bytes that [`Entry::encode`] has not written.
    pub fn decode(bytes: &Bytes) -> Result<Self, MalformedEntry> {
        let text = std::str::from_utf8(bytes).map_err(|_| MalformedEntry)?;
        let mut lines = text.splitn(3, '\n');
        let (Some(channel), Some(except), Some(frame)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(MalformedEntry);
        };
        Ok(Self {
            channel: channel.to_owned(),
            except: (!except.is_empty()).then(|| ClientId::from_text(except)),
            frame: Frame::from_encoded(frame),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_decoded_as_it_was() {
        for except in [None, Some(ClientId::from_text("c"))] {
            let frame = Frame::from_encoded(r#"[{"channel":"/a/public/x","data":"\n"}]"#);
            let entry = Entry { channel: "/a/public/x".to_owned(), except, frame };
            assert_eq!(Entry::decode(&entry.encode()), Ok(entry));
        }
        for bytes in ["", "/a\n", "/a"] {
            assert_eq!(Entry::decode(&bytes.into()), Err(MalformedEntry));
        }
    }
}
