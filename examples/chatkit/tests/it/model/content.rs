//! The content of a message, in the form of version 2 or in parts.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::step::Version;

/// The content of a message, in either form.
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

pub(crate) fn content() -> impl Strategy<Value = Content> {
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
