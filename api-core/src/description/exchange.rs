//! The kinds of answers of an endpoint: one response, a stream of events, or a WebSocket.

use crate::dialect::EventForm;
use crate::model::Shape;

/// The kind of answer of an endpoint.
///
/// ```
/// use api_core::description::{Exchange, SocketTerms};
///
/// let terms = SocketTerms { subprotocols: &["v2", "v1"], max_message: Some(65_536), max_frame: None };
/// assert_eq!(Exchange::Handover(terms).terms(), Some(&terms));
/// assert_eq!(Exchange::Unary.terms(), None);
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Exchange {
    /// One response.
    Unary,
    /// A stream of events with an explicit end.
    Subscription(Streaming),
    /// Typed messages in both directions over one WebSocket (RFC 6455).
    Duplex(Duplex),
    /// A WebSocket that the handler controls itself.
    Handover(SocketTerms),
}

impl Exchange {
    /// Returns whether the answer is one response.
    pub const fn is_unary(&self) -> bool {
        matches!(self, Self::Unary)
    }

    /// Returns whether the answer is a stream of events.
    pub const fn is_subscription(&self) -> bool {
        matches!(self, Self::Subscription(_))
    }

    /// Returns the form of the server-sent events. The usual one if the answer is no stream of events.
    pub const fn event_form(&self) -> &EventForm {
        match self {
            Self::Subscription(streaming) => &streaming.form,
            Self::Unary | Self::Duplex(_) | Self::Handover(_) => &EventForm::DEFAULT,
        }
    }

    /// Returns the encoding of typed messages. [`MessageEncoding::Text`] if the endpoint has none.
    pub const fn encoding(&self) -> MessageEncoding {
        match self {
            Self::Duplex(duplex) => duplex.encoding,
            Self::Unary | Self::Subscription(_) | Self::Handover(_) => MessageEncoding::Text,
        }
    }

    /// Returns the terms of the WebSocket, if the endpoint opens one.
    pub const fn terms(&self) -> Option<&SocketTerms> {
        match self {
            Self::Unary | Self::Subscription(_) => None,
            Self::Duplex(duplex) => Some(&duplex.terms),
            Self::Handover(terms) => Some(terms),
        }
    }
}

/// The properties of a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Streaming {
    /// Whether a client can resume after the last event that it received.
    pub resumable: bool,
    /// The query key that a server reads if the field `Last-Event-Id` is missing. `None`: only the field counts.
    pub resume_query: Option<&'static str>,
    /// The form of the server-sent events.
    pub form: EventForm,
}

/// The messages of a duplex endpoint. The endpoint's outputs describe the messages of the server.
#[derive(Debug, Clone, Copy)]
pub struct Duplex {
    /// The shape of the client's messages.
    pub input: &'static Shape,
    /// The encoding of the messages in both directions.
    pub encoding: MessageEncoding,
    /// The terms of the WebSocket.
    pub terms: SocketTerms,
}

/// The terms of a WebSocket: its subprotocols and limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SocketTerms {
    /// The subprotocols of the server, the preferred one first (RFC 6455 §1.9). If empty, none is negotiated.
    pub subprotocols: &'static [&'static str],
    /// The maximum size of a message in bytes. `None`: the receiver's own limit.
    pub max_message: Option<usize>,
    /// The maximum size of a frame in bytes. `None`: the receiver's own limit.
    pub max_frame: Option<usize>,
}

/// The kind of frame that carries the messages of a duplex endpoint (RFC 6455 §5.6).
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
    use crate::dialect::EventForm;
    use crate::model::Shape;

    const TERMS: SocketTerms = SocketTerms { subprotocols: &["chat.v1"], max_message: Some(65536), max_frame: None };

    #[test]
    fn only_an_exchange_over_a_websocket_has_terms() {
        let duplex = Duplex { input: &Shape::Boolean, encoding: MessageEncoding::Text, terms: TERMS };
        assert_eq!(Exchange::Duplex(duplex).terms(), Some(&TERMS));
        assert_eq!(Exchange::Handover(TERMS).terms(), Some(&TERMS));
        assert_eq!(Exchange::Unary.terms(), None);
        assert_eq!(
            Exchange::Subscription(Streaming { resumable: true, resume_query: None, form: EventForm::DEFAULT }).terms(),
            None
        );
    }

    #[test]
    fn each_exchange_is_of_one_kind() {
        let subscription =
            Exchange::Subscription(Streaming { resumable: false, resume_query: None, form: EventForm::DEFAULT });
        assert!(subscription.is_subscription() && !subscription.is_unary());
        assert!(Exchange::Unary.is_unary() && !Exchange::Unary.is_subscription());
        assert!(!Exchange::Handover(TERMS).is_unary() && !Exchange::Handover(TERMS).is_subscription());
    }
}
