//! Which responses are streams of events: those may go on for ever, so limits of size and time are others.

use api_core::Body;
use api_core::client::RequestMetadata;
use api_core::description::{Exchange, Verb};
use http::{Request, Response};

/// Whether a request, typed or raw, asks for a subscription.
pub(crate) fn subscribes(request: &Request<Body>) -> bool {
    match request.extensions().get::<RequestMetadata>() {
        Some(sent) => matches!(sent.endpoint.exchange, Exchange::Subscription(_)),
        None => Verb::of(request.method()) == Some(Verb::Subscribe),
    }
}

/// Whether the response to a request is a stream of events. A refusal never is.
pub(crate) fn is_event_stream<B>(subscribes: bool, response: &Response<B>) -> bool {
    response.status().is_success() && subscribes
}
