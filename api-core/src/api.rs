//! The type of an API: its constants, and the dispatch of calls to the methods of a session.

use std::borrow::Borrow;
use std::future::{Future, ready};

use http::Response;

use crate::body::{Body, RequestBody};
use crate::call::{CallVisitor, ReplyForm};
use crate::context::{BodySlot, Context};
use crate::description::{Description, Node};
use crate::error::{ApiError, Problem};

/// An API as a type: `#[api] trait Chatkit` generates `ChatkitApi`.
///
/// The macro also generates `ChatkitApi::serve` and its variants, which turn a value of the trait into
/// [routes](crate::routing::Served), and `ChatkitApi::connect`, which turns a transport into a [client](crate::Client).
/// They are inverse: `connect(serve(x))` behaves as `x`. Code that is generic over APIs calls
/// [`routing::serve`](crate::routing::serve) and [`Client::new`](crate::Client::new).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no API",
    label = "no API",
    note = "`#[api] trait Events` makes the type `EventsApi`, which is the API"
)]
pub trait Api: Sized + Send + Sync + 'static {
    /// The error type. Its format is also that of the framework's errors.
    type Error: ApiError;

    /// The description of the API.
    const DESCRIPTION: &'static Description;

    /// The paths as a tree, which routing walks.
    const ROUTES: &'static Node;

    /// Passes the type of each call to a visitor, in the order of the endpoints.
    fn visit_calls<V: CallVisitor>(visitor: &mut V);
}

/// The dispatch of an API's calls to the methods of a session `S`.
///
/// `#[api]` implements it for every implementor of the trait.
pub trait Dispatch<S>: Api {
    /// Decodes the call of the endpoint with a number, runs its method and stores the result, encoded, in `answer`.
    ///
    /// # Errors
    /// Returns the problem of a request that cannot be decoded.
    fn dispatch<B: RequestBody>(
        session: &S,
        endpoint: u16,
        form: ReplyForm,
        context: &mut Context<'_>,
        body: &mut BodySlot<B>,
        answer: &mut Option<Response<Body>>,
    ) -> impl Future<Output = Result<(), Problem>> + Send;

    /// Dispatches to an endpoint that opens a WebSocket. The conversation owns the session.
    ///
    /// # Errors
    /// Returns the problem of a request that cannot be decoded, and for other endpoints a problem with status 404.
    fn converse<H, B>(
        session: H,
        endpoint: u16,
        form: ReplyForm,
        context: &mut Context<'_>,
        body: &mut BodySlot<B>,
    ) -> impl Future<Output = Result<Response<Body>, Problem>> + Send
    where
        H: Borrow<S> + Send + Sync + 'static,
        B: RequestBody,
    {
        let _ = (session, endpoint, form, context, body);
        ready(Err(Problem::not_found()))
    }
}
