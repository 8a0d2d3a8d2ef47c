//! Messages of several parts, from version 3 of the service on.

use api_core::Model;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::attachment::{Attachment, AttachmentReference};
use super::id::{MessageId, RoomId, UserId};
use super::time::Time;

/// A message of several parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Message {
    /// The message's id.
    pub id: MessageId,
    /// The sender. The user may have been deleted.
    pub user_id: UserId,
    /// The room.
    pub room_id: RoomId,
    /// The parts, at least one.
    pub parts: Vec<Part>,
    /// When the message was sent.
    pub created_at: Time,
    /// When the message was last edited.
    pub updated_at: Time,
    /// When the message was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Time>,
}

/// A part of a message: a media type and one of a text, a link and an attachment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(untagged)]
pub enum Part {
    /// A text.
    Inline {
        /// The media type of the text, e.g. `text/plain`.
        #[serde(rename = "type")]
        media_type: String,
        /// The text, possibly empty.
        content: String,
    },
    /// A link.
    Url {
        /// The media type of the linked content.
        #[serde(rename = "type")]
        media_type: String,
        /// The link.
        url: String,
    },
    /// An attachment.
    Attachment {
        /// The media type of the file.
        #[serde(rename = "type")]
        media_type: String,
        /// The attachment.
        attachment: Attachment,
    },
}

/// A message to be sent, or the new content of an edited message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct SendMessage {
    /// The parts, at least one.
    pub parts: Vec<NewPart>,
}

/// A part of a message to be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Model)]
#[serde(untagged)]
pub enum NewPart {
    /// A text.
    Inline {
        /// The media type of the text, e.g. `text/plain`.
        #[serde(rename = "type")]
        media_type: String,
        /// The text, possibly empty.
        content: String,
    },
    /// A link.
    Url {
        /// The media type of the linked content.
        #[serde(rename = "type")]
        media_type: String,
        /// The link.
        url: String,
    },
    /// A file that was uploaded before.
    Attachment {
        /// The media type of the file.
        #[serde(rename = "type")]
        media_type: String,
        /// The reference to the file.
        attachment: AttachmentReference,
    },
}

/// The response to a sent message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct MessageSent {
    /// The id of the new message.
    pub message_id: MessageId,
}

/// The fields of a part to be sent.
#[derive(Deserialize)]
struct NewPartFields {
    #[serde(rename = "type")]
    media_type: String,
    content: Option<String>,
    url: Option<String>,
    attachment: Option<AttachmentReference>,
}

impl NewPart {
    /// Returns the media type.
    pub fn media_type(&self) -> &str {
        match self {
            Self::Inline { media_type, .. } | Self::Url { media_type, .. } | Self::Attachment { media_type, .. } => {
                media_type
            }
        }
    }
}

impl Part {
    /// Returns the media type.
    pub fn media_type(&self) -> &str {
        match self {
            Self::Inline { media_type, .. } | Self::Url { media_type, .. } | Self::Attachment { media_type, .. } => {
                media_type
            }
        }
    }
}

impl<'de> Deserialize<'de> for NewPart {
    /// Written by hand: a derived implementation would accept a part with several kinds of content.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let NewPartFields { media_type, content, url, attachment } = Deserialize::deserialize(deserializer)?;
        match (content, url, attachment) {
            (Some(content), None, None) => Ok(Self::Inline { media_type, content }),
            (None, Some(url), None) => Ok(Self::Url { media_type, url }),
            (None, None, Some(attachment)) => Ok(Self::Attachment { media_type, attachment }),
            _ => Err(D::Error::custom("a part has exactly one of `content`, `url` and `attachment`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_kind_of_a_part_follows_from_its_content() {
        for part in [
            json!({"type": "text/plain", "content": ""}),
            json!({"type": "image/png", "url": "https://example.org/a.png"}),
            json!({"type": "image/png", "attachment": {
                "id": "a", "download_url": "https://d", "refresh_url": "https://r",
                "expiration": "2017-03-23T11:36:42Z", "size": 7,
            }}),
        ] {
            let read: Part = serde_json::from_value(part.clone()).unwrap();
            assert_eq!(read.media_type(), part["type"]);
            assert_eq!(serde_json::to_value(read).unwrap(), part);
        }
    }

    #[test]
    fn null_contents_are_ignored() {
        let part: NewPart =
            serde_json::from_value(json!({"type": "a/b", "content": null, "url": "https://u", "attachment": null}))
                .unwrap();
        assert_eq!(part, NewPart::Url { media_type: "a/b".to_owned(), url: "https://u".to_owned() });
    }

    #[test]
    fn a_part_has_exactly_one_content() {
        for part in [
            json!({"type": "text/plain"}),
            json!({"type": "text/plain", "content": "x", "url": "https://u"}),
            json!({"type": "text/plain", "url": "https://u", "attachment": {"id": "a"}}),
        ] {
            assert!(serde_json::from_value::<NewPart>(part).is_err());
        }
    }
}
