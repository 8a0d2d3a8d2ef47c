//! What an endpoint's attribute asks for.

/// The attribute of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Subscribe,
    Duplex,
    WebSocket,
}

impl Verb {
    pub(crate) fn of(attribute: &str) -> Option<Self> {
        Some(match attribute {
            "get" => Self::Get,
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

    /// The attribute's word.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Patch => "patch",
            Self::Delete => "delete",
            Self::Subscribe => "subscribe",
            Self::Duplex => "duplex",
            Self::WebSocket => "websocket",
        }
    }

    /// The variant of `api_core::description::Verb`.
    pub(crate) fn variant(self) -> &'static str {
        match self {
            // A WebSocket is opened by a `GET` that asks for an upgrade.
            Self::Get | Self::Duplex | Self::WebSocket => "Get",
            Self::Post => "Post",
            Self::Put => "Put",
            Self::Patch => "Patch",
            Self::Delete => "Delete",
            Self::Subscribe => "Subscribe",
        }
    }

    /// What is requested, for messages: the method on the wire, unless that is not the whole of it.
    pub(crate) fn request(self) -> String {
        if self.opens_socket() { "WebSocket".to_owned() } else { self.variant().to_uppercase() }
    }

    /// Whether the request opens a WebSocket.
    pub(crate) fn opens_socket(self) -> bool {
        matches!(self, Self::Duplex | Self::WebSocket)
    }

    /// Whether there is one response and nothing after it.
    pub(crate) fn answers_once(self) -> bool {
        !self.opens_socket() && self != Self::Subscribe
    }

    /// Whether a request for the one could as well be for the other: nothing in it tells a duplex from another WebSocket.
    pub(crate) fn meets(self, other: Self) -> bool {
        self == other || self.opens_socket() && other.opens_socket()
    }
}
