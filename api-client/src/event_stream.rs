//! Recognises event streams, whose size and duration are not limited like those of other responses.

use api_core::Body;
use api_core::client::RequestMetadata;
use api_core::description::{Exchange, Verb};
use http::{Request, Response};

/// Returns whether a request, typed or raw, subscribes to events.
pub(crate) fn subscribes(request: &Request<Body>) -> bool {
    match request.extensions().get::<RequestMetadata>() {
        Some(sent) => matches!(sent.endpoint.exchange, Exchange::Subscription(_)),
        None => Verb::of(request.method()) == Some(Verb::Subscribe),
    }
}

/// Returns whether the response to a request is an event stream. An error response never is.
pub(crate) fn is_event_stream<B>(subscribes: bool, response: &Response<B>) -> bool {
    response.status().is_success() && subscribes
}
