//! A call: one request as a value, with both halves of its codec.

use std::fmt;
use std::future::Future;

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Endpoint;
use crate::error::{ApiError, Problem};

use super::reply::Reply;
use super::request::{EncodeError, RequestWriter};

/// One request of an API as a value: it can be logged, queued, sent again, compared.
///
/// `#[api]` makes one plain struct an endpoint; a person may write one by hand for an endpoint that no trait declares.
/// The law: decoding what was encoded gives the same call.
///
/// ```
/// use api_core::body::RequestBody;
/// use api_core::call::{EncodeError, RequestWriter};
/// use api_core::context::{BodySlot, Context};
/// use api_core::description::{Endpoint, Path, Segment, Verb};
/// use api_core::error::Problem;
/// use api_core::Call;
/// # use api_core::error::{Answer, ApiError, ErrorDocument, ErrorFormat, Failure, ProblemDetails};
/// # #[derive(Debug)] struct Oops;
/// # impl std::fmt::Display for Oops { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("oops") } }
/// # impl std::error::Error for Oops {}
/// # impl ApiError for Oops {
/// #     const CASES: &'static [api_core::description::ErrorCase] = &[];
/// #     const FORMAT: &'static dyn ErrorFormat = &ProblemDetails;
/// #     fn from_answer(_: Answer) -> Self { Oops }
/// #     fn from_failure(_: Failure) -> Self { Oops }
/// #     fn failure(&self) -> Option<&Failure> { None }
/// #     fn document(&self) -> ErrorDocument { ErrorDocument::new(http::StatusCode::INTERNAL_SERVER_ERROR, "oops") }
/// # }
///
/// /// Asks how the service is.
/// #[derive(Debug, Clone, PartialEq)]
/// struct Health;
///
/// impl Call for Health {
///     type Reply = ();
///     type Error = Oops;
///     const ENDPOINT: &'static Endpoint =
///         &Endpoint::new("health", Verb::Get, Path(&[Segment::Literal("health")])).outputs(<() as api_core::call::Reply>::OUTPUTS);
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
    /// The success value; a [`Subscription`](crate::Subscription) for a stream of events.
    type Reply: Reply;

    /// The error.
    type Error: ApiError;

    /// What it is.
    const ENDPOINT: &'static Endpoint;

    /// Writes the request: path below the API's base, query, header fields, body.
    ///
    /// # Errors
    /// If a value cannot stand where it should.
    fn encode(&self, request: &mut RequestWriter) -> Result<(), EncodeError>;

    /// Reads the request that [`Call::encode`] writes. The head comes first and the body is touched only if the head is right.
    ///
    /// # Errors
    /// All problems of the head together, or the body's.
    fn decode<B: RequestBody>(
        context: &mut Context<'_>,
        body: &mut BodySlot<B>,
    ) -> impl Future<Output = Result<Self, Problem>> + Send;
}

/// Goes through the calls of an API by type: laws, mocks and tests are written once, for every API.
pub trait CallVisitor {
    /// Called once for each endpoint.
    fn visit<C: Call + Clone + fmt::Debug + PartialEq>(&mut self);
}
