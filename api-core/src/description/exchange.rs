//! What passes between the two ends once a request has found its endpoint.

use crate::model::Shape;

/// How an endpoint answers.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Exchange {
    /// One response.
    Unary,
    /// A stream of events that ends with a reason.
    Subscription(Streaming),
    /// Typed messages both ways over one WebSocket (RFC 6455).
    Duplex(Duplex),
    /// A WebSocket that the method has to itself.
    Handover(SocketTerms),
}

impl Exchange {
    /// Whether there is one response and nothing after it.
    pub const fn is_unary(&self) -> bool {
        matches!(self, Self::Unary)
    }

    /// Whether the answer is a stream of events.
    pub const fn is_subscription(&self) -> bool {
        matches!(self, Self::Subscription(_))
    }

    /// How messages are written, where they are typed.
    pub const fn encoding(&self) -> MessageEncoding {
        match self {
            Self::Duplex(duplex) => duplex.encoding,
            Self::Unary | Self::Subscription(_) | Self::Handover(_) => MessageEncoding::Text,
        }
    }

    /// What a WebSocket is opened with, where the request opens one.
    pub const fn terms(&self) -> Option<&SocketTerms> {
        match self {
            Self::Unary | Self::Subscription(_) => None,
            Self::Duplex(duplex) => Some(&duplex.terms),
            Self::Handover(terms) => Some(terms),
        }
    }
}

/// What a subscription promises beyond the type of its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Streaming {
    /// Whether a caller can go on after the last event it saw.
    pub resumable: bool,
}

/// What the two ends of a duplex agree on. The messages that the server sends are described by the endpoint's outputs.
#[derive(Debug, Clone, Copy)]
pub struct Duplex {
    /// What each message of the client may be.
    pub input: &'static Shape,
    /// How the messages of both are written.
    pub encoding: MessageEncoding,
    /// What the WebSocket is opened with.
    pub terms: SocketTerms,
}

/// What a WebSocket is opened with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SocketTerms {
    /// The subprotocols that the server speaks, the one it likes best first (RFC 6455 §1.9); none means that there is no choice.
    pub subprotocols: &'static [&'static str],
    /// The longest message in bytes, where it differs from the limit of whoever reads it.
    pub max_message: Option<usize>,
    /// The longest frame in bytes, where it differs from the limit of whoever reads it.
    pub max_frame: Option<usize>,
}

/// The kind of frame that carries a duplex's messages (RFC 6455 §5.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageEncoding {
    /// JSON in text frames.
    Text,
    /// JSON in binary frames.
    Binary,
}

#[cfg(test)]
mod tests {
    use super::{Duplex, Exchange, MessageEncoding, SocketTerms, Streaming};
    use crate::model::Shape;

    const TERMS: SocketTerms = SocketTerms { subprotocols: &["chat.v1"], max_message: Some(65536), max_frame: None };

    #[test]
    fn only_an_exchange_over_a_websocket_has_terms() {
        let duplex = Duplex { input: &Shape::Boolean, encoding: MessageEncoding::Text, terms: TERMS };
        assert_eq!(Exchange::Duplex(duplex).terms(), Some(&TERMS));
        assert_eq!(Exchange::Handover(TERMS).terms(), Some(&TERMS));
        assert_eq!(Exchange::Unary.terms(), None);
        assert_eq!(Exchange::Subscription(Streaming { resumable: true }).terms(), None);
    }

    #[test]
    fn each_exchange_is_of_one_kind() {
        let subscription = Exchange::Subscription(Streaming { resumable: false });
        assert!(subscription.is_subscription() && !subscription.is_unary());
        assert!(Exchange::Unary.is_unary() && !Exchange::Unary.is_subscription());
        assert!(!Exchange::Handover(TERMS).is_unary() && !Exchange::Handover(TERMS).is_subscription());
    }
}
