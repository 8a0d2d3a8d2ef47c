//! Recognises responses that are streams, whose size and duration are not limited like those of other responses.

use api_core::Body;
use api_core::client::RequestMetadata;
use api_core::description::{Endpoint, Exchange, Verb};
use http::{Request, Response};

/// What a successful response to a request is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Expected {
    /// A body of a limited size.
    Whole,
    /// A stream of bytes, if the status is that of an output which is one.
    Bytes(&'static Endpoint),
    /// A stream of events.
    Events,
}

impl Expected {
    /// Returns what a request, typed or raw, expects.
    pub(crate) fn by(request: &Request<Body>) -> Self {
        let subscribes = match request.extensions().get::<RequestMetadata>() {
            Some(sent) if sent.endpoint.outputs.iter().any(|output| output.streamed) => {
                return Self::Bytes(sent.endpoint);
            }
            Some(sent) => matches!(sent.endpoint.exchange, Exchange::Subscription(_)),
            None => Verb::of(request.method()) == Some(Verb::Subscribe),
        };
        if subscribes { Self::Events } else { Self::Whole }
    }

    /// Returns what a response is. An error response is never a stream.
    pub(crate) fn of<B>(self, response: &Response<B>) -> Self {
        let is_stream = match self {
            Self::Whole => false,
            Self::Bytes(endpoint) => endpoint.answers_with_stream(response.status().as_u16()),
            Self::Events => response.status().is_success(),
        };
        if is_stream { self } else { Self::Whole }
    }
}
