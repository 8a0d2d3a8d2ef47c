//! What somebody does, on one of the versions; users, rooms and messages may not exist.

use proptest::prelude::*;
use serde_json::{Value, json};

pub(crate) const USERS: [&str; 4] = ["alice", "bob", "carol/50% off", "dave"];
pub(crate) const ROOMS: [&str; 3] = ["attic", "cellar/ü", "lobby"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V2,
    V6,
    V7,
}

#[derive(Debug, Clone)]
pub(crate) enum Step {
    CreateUser {
        user: &'static str,
        version: Version,
    },
    DeleteUser {
        user: &'static str,
        version: Version,
    },
    CreateRoom {
        creator: &'static str,
        room: &'static str,
        private: bool,
        members: Vec<&'static str>,
        version: Version,
    },
    UpdateRoom {
        room: &'static str,
        private: bool,
        version: Version,
    },
    DeleteRoom {
        room: &'static str,
        version: Version,
    },
    Join {
        user: &'static str,
        room: &'static str,
        version: Version,
    },
    Leave {
        user: &'static str,
        room: &'static str,
        version: Version,
    },
    Add {
        room: &'static str,
        users: Vec<&'static str>,
        version: Version,
    },
    Remove {
        room: &'static str,
        users: Vec<&'static str>,
        version: Version,
    },
    Send {
        user: &'static str,
        room: &'static str,
        content: Content,
    },
    Edit {
        user: &'static str,
        room: &'static str,
        message: u64,
        content: Content,
    },
    DeleteMessage {
        room: &'static str,
        message: u64,
        version: Version,
    },
    SetCursor {
        user: &'static str,
        room: &'static str,
        position: i64,
    },
    /// Gives a user a role that allows nothing, or takes it away.
    Mute {
        user: &'static str,
        muted: bool,
    },
}

/// What a message says, in either form.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    Text { text: String, link: Option<&'static str> },
    Parts { parts: Vec<NewPart>, version: Version },
}

#[derive(Debug, Clone)]
pub(crate) enum NewPart {
    Inline(&'static str, String),
    Url(&'static str, String),
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let user = || prop::sample::select(&USERS[..]);
    let room = || prop::sample::select(&ROOMS[..]);
    let some = || prop::sample::subsequence(&USERS[..], 0..=4);
    let message = || 1..16_u64;
    let muted = prop::bool::weighted(0.3);
    prop_oneof![
        2 => (user(), version()).prop_map(|(user, version)| Step::CreateUser { user, version }),
        1 => (user(), version()).prop_map(|(user, version)| Step::DeleteUser { user, version }),
        3 => (user(), room(), any::<bool>(), some(), version()).prop_map(
            |(creator, room, private, members, version)| Step::CreateRoom { creator, room, private, members, version }
        ),
        1 => (room(), any::<bool>(), version())
            .prop_map(|(room, private, version)| Step::UpdateRoom { room, private, version }),
        1 => (room(), version()).prop_map(|(room, version)| Step::DeleteRoom { room, version }),
        3 => (user(), room(), version()).prop_map(|(user, room, version)| Step::Join { user, room, version }),
        2 => (user(), room(), version()).prop_map(|(user, room, version)| Step::Leave { user, room, version }),
        2 => (room(), some(), version()).prop_map(|(room, users, version)| Step::Add { room, users, version }),
        1 => (room(), some(), version()).prop_map(|(room, users, version)| Step::Remove { room, users, version }),
        8 => (user(), room(), content()).prop_map(|(user, room, content)| Step::Send { user, room, content }),
        2 => (user(), room(), message(), content())
            .prop_map(|(user, room, message, content)| Step::Edit { user, room, message, content }),
        2 => (room(), message(), version())
            .prop_map(|(room, message, version)| Step::DeleteMessage { room, message, version }),
        5 => (user(), room(), -2..20_i64)
            .prop_map(|(user, room, position)| Step::SetCursor { user, room, position }),
        1 => (user(), muted).prop_map(|(user, muted)| Step::Mute { user, muted }),
    ]
}

fn version() -> impl Strategy<Value = Version> + Clone {
    prop::sample::select(vec![Version::V2, Version::V6, Version::V7])
}

fn content() -> impl Strategy<Value = Content> {
    let text = || prop::sample::select(vec!["", "hello", "a\nb", "\u{1f600}"]).prop_map(str::to_owned);
    let kind = prop::option::of(prop::sample::select(vec!["image", "video", "audio", "file"]));
    let media_type = || prop::sample::select(vec!["text/plain", "text/html", "image/png", "application/pdf"]);
    let url = || prop::sample::select(vec!["https://example.org/a/b.png?c=d/e", "https://example.org/"]);
    let part = prop_oneof![
        (media_type(), text()).prop_map(|(media_type, text)| NewPart::Inline(media_type, text)),
        (media_type(), url()).prop_map(|(media_type, url)| NewPart::Url(media_type, url.to_owned())),
    ];
    prop_oneof![
        (text(), kind).prop_map(|(text, link)| Content::Text { text, link }),
        (prop::collection::vec(part, 1..4), prop::sample::select(vec![Version::V6, Version::V7]))
            .prop_map(|(parts, version)| Content::Parts { parts, version }),
    ]
}

/// The address of every link of the older form.
pub(crate) const LINK: &str = "https://example.org/files/cat.gif";

impl Content {
    /// Returns the parts as in `PROTOCOL.md` §6: the text is the first, the link the second.
    pub(crate) fn parts(&self) -> Vec<Value> {
        match self {
            Self::Text { text, link } => {
                let media_type = |kind| match kind {
                    "image" => "image/x-pusher-img",
                    "video" => "video/x-pusher-video",
                    "audio" => "audio/x-pusher-audio",
                    _ => "file/x-pusher-file",
                };
                let link = link.map(|kind| json!({"type": media_type(kind), "url": LINK}));
                std::iter::once(json!({"type": "text/plain", "content": text})).chain(link).collect()
            }
            Self::Parts { parts, .. } => parts.iter().map(NewPart::json).collect(),
        }
    }
}

impl NewPart {
    pub(crate) fn json(&self) -> Value {
        match self {
            Self::Inline(media_type, content) => json!({"type": media_type, "content": content}),
            Self::Url(media_type, url) => json!({"type": media_type, "url": url}),
        }
    }
}
