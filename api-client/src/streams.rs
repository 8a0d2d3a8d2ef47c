//! Recognises responses that are streams, whose size and duration are not limited like those of other responses.

use api_core::Body;
use api_core::client::RequestMetadata;
use api_core::description::{Endpoint, Verb};
use http::header::CONTENT_TYPE;
use http::{Request, Response};

/// What a successful response to a request is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Expected {
    /// A body of a limited size.
    Whole,
    /// A stream of bytes, if the status is that of an output which is one.
    Bytes(&'static Endpoint),
    /// A stream of events, if the content type is not that of a value which the endpoint answers with too. `None`: a
    /// raw request.
    Events(Option<&'static Endpoint>),
}

impl Expected {
    /// Returns what a request, typed or raw, expects.
    pub(crate) fn by(request: &Request<Body>) -> Self {
        match request.extensions().get::<RequestMetadata>() {
            Some(sent) => Self::by_call(sent),
            None if Verb::of(request.method()) == Some(Verb::Subscribe) => Self::Events(None),
            None => Self::Whole,
        }
    }

    /// Returns what the request of a call expects.
    pub(crate) fn by_call(sent: &RequestMetadata) -> Self {
        if sent.endpoint.outputs.iter().any(|output| output.streamed) {
            return Self::Bytes(sent.endpoint);
        }
        if sent.endpoint.exchange.is_subscription() { Self::Events(Some(sent.endpoint)) } else { Self::Whole }
    }

    /// Returns what a response is. An error response is never a stream.
    pub(crate) fn of<B>(self, response: &Response<B>) -> Self {
        let is_stream = match self {
            Self::Whole => false,
            Self::Bytes(endpoint) => endpoint.answers_with_stream(response.status().as_u16()),
            Self::Events(endpoint) => {
                let content_type = response.headers().get(CONTENT_TYPE).and_then(|found| found.to_str().ok());
                response.status().is_success()
                    && endpoint.is_none_or(|endpoint| endpoint.answers_with_events(content_type))
            }
        };
        if is_stream { self } else { Self::Whole }
    }
}
