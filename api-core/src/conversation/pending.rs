//! Pending connections of an API: their endpoint, its terms, and rejection with an error of the API.

use api_websocket::handshake::{Terms, Undecided};
use api_websocket::{ConnectionOptions, PendingConnection, SizeLimit};
use bytes::Bytes;

use crate::context::Context;
use crate::description::{Endpoint, SocketTerms};
use crate::error::{ApiError, error_response};

use super::options::DefaultOptions;

/// Methods of a [`PendingConnection`] that need an API.
pub trait PendingConnectionExt: Sized {
    /// Returns the endpoint that was reached, if an API's trait declares it.
    fn endpoint(&self) -> Option<&'static Endpoint>;

    /// Rejects with an API's error, in its own format. Returning the error from the endpoint's method does the same.
    fn reject_error<E: ApiError>(self, error: &E);
}

impl PendingConnectionExt for PendingConnection {
    fn endpoint(&self) -> Option<&'static Endpoint> {
        self.extensions().get::<Reached>().map(|reached| reached.0)
    }

    fn reject_error<E: ApiError>(self, error: &E) {
        let response = error_response(E::FORMAT, &error.document());
        self.reject_with(response.map(|body| Bytes::copy_from_slice(body.as_bytes().unwrap_or_default())));
    }
}

/// The endpoint of a request, in its extensions.
#[derive(Clone, Copy)]
struct Reached(&'static Endpoint);

/// Returns the pending connection of a request, with the terms of the endpoint that it reached. A hand-written route
/// has no endpoint.
pub(crate) fn pending(
    context: &Context<'_>,
    secure: bool,
    endpoint: Option<&'static Endpoint>,
) -> (PendingConnection, Undecided) {
    let mut head = context.head().clone();
    if let Some(endpoint) = endpoint {
        head.extensions.insert(Reached(endpoint));
    }
    let (pending, undecided) = PendingConnection::new(head);
    let defaults = context.extensions().get::<DefaultOptions>();
    let defaults = defaults.map_or_else(ConnectionOptions::default, |options| (*options.0).clone());
    let terms = endpoint.and_then(|endpoint| endpoint.exchange.terms()).map_or_else(Terms::default, terms);
    (pending.secure(secure).defaults(defaults).terms(terms), undecided)
}

/// Converts the declared terms of an endpoint into those of a pending connection.
pub(crate) fn terms(declared: &SocketTerms) -> Terms {
    let limit = |bytes: usize| SizeLimit::at_most(u64::try_from(bytes).unwrap_or(u64::MAX));
    Terms {
        subprotocols: declared.subprotocols.iter().map(ToString::to_string).collect(),
        max_message: declared.max_message.map(limit),
        max_frame: declared.max_frame.map(limit),
    }
}
