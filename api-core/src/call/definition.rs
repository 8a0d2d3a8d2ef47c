//! Calls: requests as values, with both directions of their codec.

use std::fmt;
use std::future::Future;

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Endpoint;
use crate::error::{ApiError, Problem};

use super::reply::Reply;
use super::request::{EncodeError, RequestWriter};

/// One request of an API as a value, which can be logged, queued, compared and sent again.
///
/// `#[api]` generates a struct for each endpoint. Write one by hand for an endpoint that no trait declares. Decoding an
/// encoded call returns the same call.
///
/// ```
/// use api_core::body::RequestBody;
/// use api_core::call::{EncodeError, RequestWriter};
/// use api_core::context::{BodySlot, Context};
/// use api_core::description::{Endpoint, Path, Segment, Verb};
/// use api_core::error::Problem;
/// use api_core::{Call, Error};
/// # use api_core::call::Reply;
///
/// /// Checks whether the service is healthy.
/// #[derive(Debug, Clone, PartialEq)]
/// struct Health;
///
/// impl Call for Health {
///     type Reply = ();
///     type Error = Error;
///     const ENDPOINT: &'static Endpoint =
///         &Endpoint::new("health", Verb::Get, Path(&[Segment::Literal("health")])).outputs(<() as Reply>::OUTPUTS);
///
///     fn encode(&self, request: &mut RequestWriter) -> Result<(), EncodeError> {
///         request.literal("/health");
///         Ok(())
///     }
///
///     async fn decode<B: RequestBody>(_: &mut Context<'_>, _: &mut BodySlot<B>) -> Result<Self, Problem> {
///         Ok(Self)
///     }
/// }
/// ```
pub trait Call: Sized + Send + Sync + 'static {
    /// The success value. A [`Subscription`](crate::Subscription) for a stream of events.
    type Reply: Reply;

    /// The error type.
    type Error: ApiError;

    /// The description of the endpoint.
    const ENDPOINT: &'static Endpoint;

    /// Encodes the request: path below the API's base, query, header fields, body.
    ///
    /// # Errors
    /// Returns an error if a value cannot be encoded at its location.
    fn encode(&self, request: &mut RequestWriter) -> Result<(), EncodeError>;

    /// Decodes the request. The body is read only if the head is valid.
    ///
    /// # Errors
    /// Returns the problems of the head together, or the problem of the body.
    fn decode<B: RequestBody>(
        context: &mut Context<'_>,
        body: &mut BodySlot<B>,
    ) -> impl Future<Output = Result<Self, Problem>> + Send;
}

/// A visitor of the calls of an API by type. Tests that use it apply to every API.
pub trait CallVisitor {
    /// Visits the call of one endpoint.
    fn visit<C: Call + Clone + fmt::Debug + PartialEq>(&mut self);
}
