//! The application and the kind of a channel.

/// The first two segments of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address<'a> {
    /// The id of the application.
    pub application: &'a str,
    /// The kind of the channel.
    pub kind: Kind,
}

/// The kinds of channels. The kind decides who may subscribe and publish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Everyone may subscribe.
    Public,
    /// A key or a token is needed to subscribe.
    Private,
    /// As private, and the subscribers are announced to each other.
    Presence,
    /// Published by the server only.
    Meta,
}

/// A channel without an application or without a known kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Invalid channel name")]
pub struct InvalidChannel;

impl<'a> Address<'a> {
    /// Reads the application and the kind of a channel or pattern. What follows them is not checked.
    ///
    /// # Errors
    ///
    /// Returns an error if the application is missing or the kind is none of the four.
    pub fn parse(channel: &'a str) -> Result<Self, InvalidChannel> {
        let mut segments = channel.strip_prefix('/').ok_or(InvalidChannel)?.split('/');
        let application = segments.next().filter(|segment| !segment.is_empty()).ok_or(InvalidChannel)?;
        let kind = segments.next().and_then(Kind::from_segment).ok_or(InvalidChannel)?;
        Ok(Self { application, kind })
    }
}

impl Kind {
    /// Returns the kind that a segment names.
    pub fn from_segment(segment: &str) -> Option<Self> {
        [Self::Public, Self::Private, Self::Presence, Self::Meta].into_iter().find(|kind| kind.as_str() == segment)
    }

    /// Returns the segment that names the kind.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
            Self::Presence => "presence",
            Self::Meta => "meta",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_needs_an_application_and_one_of_four_kinds() {
        let rows = [
            ("/app/public", Some(Kind::Public)),
            ("/app/public/x", Some(Kind::Public)),
            ("/app/private/x/y", Some(Kind::Private)),
            ("/app/presence/**", Some(Kind::Presence)),
            ("/app/meta/statistics", Some(Kind::Meta)),
            ("/app", None),
            ("/app/", None),
            ("/app/other/x", None),
            ("/app/Public/x", None),
            ("/app/*", None),
            ("/app/**", None),
            ("/*", None),
            ("/**", None),
            ("//public/x", None),
            ("app/public/x", None),
            ("", None),
        ];
        for (channel, kind) in rows {
            assert_eq!(Address::parse(channel).ok().map(|address| address.kind), kind, "{channel}");
        }
    }
}
