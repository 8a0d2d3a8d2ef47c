//! The conversion between the two forms of a message: text with an attachment, and parts (`PROTOCOL.md` §6 of
//! pusher-platform).

use crate::model::{
    Link, LinkKind, Message, NewLink, NewPart, Part, RoomEvent, SendMessage, SendTextMessage, TextMessage,
    TextRoomEvent,
};

/// The text of a message that version 2 of the service cannot represent, as the vendor's Go suite expects it.
const NOT_REPRESENTABLE: &str = "You have received a message which can't be represented in this version of the app. \
                                 You will need to upgrade to read it.";

impl From<SendTextMessage> for SendMessage {
    /// The text becomes the first part, the attachment the second.
    fn from(message: SendTextMessage) -> Self {
        let text = NewPart::Inline { media_type: "text/plain".to_owned(), content: message.text };
        let link = message.attachment.map(NewPart::from);
        Self { parts: std::iter::once(text).chain(link).collect() }
    }
}

impl From<NewLink> for NewPart {
    fn from(link: NewLink) -> Self {
        Self::Url { media_type: media_type(link.kind).to_owned(), url: link.resource_link }
    }
}

impl From<&Message> for TextMessage {
    /// The text is that of the first inline part of plain text. The attachment is the part of another kind. A message
    /// with several such parts asks its reader to upgrade.
    fn from(message: &Message) -> Self {
        let mut links = message.parts.iter().filter_map(link);
        let (text, attachment) = match (links.next(), links.next()) {
            (Some(_), Some(_)) => (NOT_REPRESENTABLE, None),
            (attachment, _) => (message.parts.iter().find_map(plain_text).unwrap_or_default(), attachment),
        };
        Self {
            id: message.id,
            user_id: message.user_id.clone(),
            room_id: message.room_id.clone(),
            text: text.to_owned(),
            attachment,
            created_at: message.created_at,
            updated_at: message.updated_at,
            deleted_at: message.deleted_at,
        }
    }
}

impl RoomEvent {
    /// Returns the event in the form of version 2 of the service, or `None` if that version does not have it.
    pub fn to_text(&self) -> Option<TextRoomEvent> {
        match self {
            Self::NewMessage(message) => Some(TextRoomEvent::NewMessage(message.into())),
            Self::MessageDeleted { .. } => None,
            Self::IsTyping { user_id } => Some(TextRoomEvent::IsTyping { user_id: user_id.clone() }),
        }
    }
}

pub(super) fn plain_text(part: &Part) -> Option<&str> {
    match part {
        Part::Inline { media_type, content } if is_plain_text(media_type) => Some(content),
        _ => None,
    }
}

/// Parameters such as the charset are ignored, and letter case as well.
fn is_plain_text(media_type: &str) -> bool {
    media_type.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("text/plain"))
}

fn link(part: &Part) -> Option<Link> {
    match part {
        Part::Inline { .. } => None,
        Part::Url { media_type, url } => Some(Link {
            resource_link: url.clone(),
            kind: LinkKind::of(media_type),
            name: last_segment(url).to_owned(),
        }),
        Part::Attachment { media_type, attachment } => Some(Link {
            resource_link: attachment.download_url.clone(),
            kind: LinkKind::of(media_type),
            name: attachment.name.clone().unwrap_or_else(|| last_segment(&attachment.download_url).to_owned()),
        }),
    }
}

fn media_type(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Image => "image/x-pusher-img",
        LinkKind::Video => "video/x-pusher-video",
        LinkKind::Audio => "audio/x-pusher-audio",
        LinkKind::File => "file/x-pusher-file",
    }
}

/// Returns the text after the last slash of the path, verbatim.
fn last_segment(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::model::{Attachment, AttachmentId, MessageId, Time};

    fn message(parts: Vec<Part>) -> Message {
        Message {
            id: MessageId::new(1),
            user_id: "alice".into(),
            room_id: "room".into(),
            parts,
            created_at: Time::UNIX_EPOCH,
            updated_at: Time::UNIX_EPOCH,
            deleted_at: None,
        }
    }

    fn inline(media_type: &str, content: &str) -> Part {
        Part::Inline { media_type: media_type.to_owned(), content: content.to_owned() }
    }

    fn url(media_type: &str, url: &str) -> Part {
        Part::Url { media_type: media_type.to_owned(), url: url.to_owned() }
    }

    fn view(parts: Vec<Part>) -> TextMessage {
        TextMessage::from(&message(parts))
    }

    #[test]
    fn the_text_is_that_of_the_first_plain_part() {
        let parts =
            vec![inline("text/html", "<b>"), inline("text/plain; charset=utf-8", "x"), inline("text/plain", "y")];
        assert_eq!(view(parts).text, "x");
        assert_eq!(view(vec![inline("text/html", "<b>")]).text, "");
    }

    #[test]
    fn the_attachment_is_the_part_that_is_not_inline() {
        for (media_type, address, kind, name) in [
            ("image/png", "https://example.org/a/b.png?c=d/e", LinkKind::Image, "b.png"),
            ("video/mp4", "https://example.org/film#t=1", LinkKind::Video, "film"),
            ("audio/ogg", "https://example.org/a.ogg", LinkKind::Audio, "a.ogg"),
            ("application/pdf", "https://example.org/", LinkKind::File, ""),
        ] {
            let view = view(vec![inline("text/plain", "x"), url(media_type, address)]);
            let expected = Link { resource_link: address.to_owned(), kind, name: name.to_owned() };
            assert_eq!(view.attachment, Some(expected));
        }
        assert_eq!(view(vec![inline("text/plain", "x")]).attachment, None);
    }

    #[test]
    fn a_message_with_several_links_asks_to_upgrade() {
        let view = view(vec![inline("text/plain", "x"), url("a/b", "https://first"), url("a/b", "https://second")]);
        assert!(view.text.ends_with("You will need to upgrade to read it."), "{}", view.text);
        assert_eq!(view.attachment, None);
    }

    #[test]
    fn an_uploaded_file_is_linked_by_its_download_address_and_its_name() {
        let attachment = Attachment {
            id: AttachmentId::new("id"),
            download_url: "https://example.org/download/7".to_owned(),
            refresh_url: "https://example.org/refresh/7".to_owned(),
            expiration: Time::UNIX_EPOCH,
            name: Some("cat.png".to_owned()),
            custom_data: None,
            size: 7,
        };
        let link = view(vec![Part::Attachment { media_type: "image/png".to_owned(), attachment }]).attachment.unwrap();
        assert_eq!((link.resource_link.as_str(), link.name.as_str()), ("https://example.org/download/7", "cat.png"));
    }

    #[test]
    fn a_text_message_becomes_parts_of_the_known_types() {
        for (kind, media_type) in [
            (LinkKind::Image, "image/x-pusher-img"),
            (LinkKind::File, "file/x-pusher-file"),
            (LinkKind::Video, "video/x-pusher-video"),
            (LinkKind::Audio, "audio/x-pusher-audio"),
        ] {
            let link = NewLink { resource_link: "https://example.org/x".to_owned(), kind };
            let sent = SendMessage::from(SendTextMessage { text: "t".to_owned(), attachment: Some(link) });
            assert_eq!(
                sent.parts,
                [
                    NewPart::Inline { media_type: "text/plain".to_owned(), content: "t".to_owned() },
                    NewPart::Url { media_type: media_type.to_owned(), url: "https://example.org/x".to_owned() },
                ]
            );
        }
    }

    #[test]
    fn the_older_form_has_no_event_for_deleted_messages() {
        assert_eq!(RoomEvent::MessageDeleted { message_id: MessageId::new(1) }.to_text(), None);
    }
}
