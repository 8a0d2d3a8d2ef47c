//! What an application configures of its notifications.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::model::RoomId;

/// The characters that are not escaped in a value of a query (RFC 3986 §2.3).
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What an application configures of its notifications. Default: nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotificationOptions {
    /// The address of the icon. Default: the sender's avatar, if there is one.
    pub icon: Option<String>,
    /// The address of the application, which a click opens with the parameter `ck_room_id`. Default: none.
    pub link: Option<String>,
}

impl NotificationOptions {
    /// Returns the address that a click on a notification of this room opens. Empty if none is configured.
    pub(super) fn deep_link(&self, room: &RoomId) -> String {
        let Some(link) = &self.link else { return String::new() };
        let (address, fragment) = link.split_at(link.find('#').unwrap_or(link.len()));
        let separator = if address.contains('?') { '&' } else { '?' };
        format!("{address}{separator}ck_room_id={}{fragment}", utf8_percent_encode(room.as_str(), VALUE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_is_appended_to_the_query_of_the_link() {
        for (link, room, expected) in [
            ("https://pusher.com", "7", "https://pusher.com?ck_room_id=7"),
            ("https://a.example/chat?x=1", "7", "https://a.example/chat?x=1&ck_room_id=7"),
            ("https://a.example/#/chat?x", "7", "https://a.example/?ck_room_id=7#/chat?x"),
            ("https://a.example/", "a&b ü", "https://a.example/?ck_room_id=a%26b%20%C3%BC"),
        ] {
            let options = NotificationOptions { link: Some(link.to_owned()), ..NotificationOptions::default() };
            assert_eq!(options.deep_link(&room.into()), expected);
        }
        assert_eq!(NotificationOptions::default().deep_link(&"7".into()), "");
    }
}
