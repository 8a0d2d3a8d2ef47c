//! The kinds of endpoints.

/// The kind of an endpoint, selected by its attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Head,
    Options,
    Post,
    Put,
    Patch,
    Delete,
    Subscribe,
    /// `#[subscribe(…, method = post)]`.
    SubscribeByPost,
    Duplex,
    WebSocket,
}

impl Verb {
    pub(crate) fn of(attribute: &str) -> Option<Self> {
        Some(match attribute {
            "get" => Self::Get,
            "head" => Self::Head,
            "options" => Self::Options,
            "post" => Self::Post,
            "put" => Self::Put,
            "patch" => Self::Patch,
            "delete" => Self::Delete,
            "subscribe" => Self::Subscribe,
            "duplex" => Self::Duplex,
            "websocket" => Self::WebSocket,
            _ => return None,
        })
    }

    /// Returns the name of the attribute.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Head => "head",
            Self::Options => "options",
            Self::Post => "post",
            Self::Put => "put",
            Self::Patch => "patch",
            Self::Delete => "delete",
            Self::Subscribe | Self::SubscribeByPost => "subscribe",
            Self::Duplex => "duplex",
            Self::WebSocket => "websocket",
        }
    }

    /// Returns the variant of `api_core::description::Verb`.
    pub(crate) fn variant(self) -> &'static str {
        match self {
            // A WebSocket is opened by a `GET` with an upgrade.
            Self::Get | Self::Duplex | Self::WebSocket => "Get",
            Self::Head => "Head",
            Self::Options => "Options",
            Self::Post | Self::SubscribeByPost => "Post",
            Self::Put => "Put",
            Self::Patch => "Patch",
            Self::Delete => "Delete",
            Self::Subscribe => "Subscribe",
        }
    }

    /// Returns the kind of request: `WebSocket`, or the method on the wire. Requests of two endpoints with the same
    /// kind and the same path cannot be distinguished.
    pub(crate) fn request(self) -> String {
        if self.opens_socket() { "WebSocket".to_owned() } else { self.variant().to_uppercase() }
    }

    /// Returns whether the request opens a WebSocket.
    pub(crate) fn opens_socket(self) -> bool {
        matches!(self, Self::Duplex | Self::WebSocket)
    }

    /// Returns whether the exchange is one request and one response.
    pub(crate) fn answers_once(self) -> bool {
        !self.opens_socket() && !self.streams()
    }

    /// Returns whether the answer is a stream of events.
    pub(crate) fn streams(self) -> bool {
        matches!(self, Self::Subscribe | Self::SubscribeByPost)
    }
}
