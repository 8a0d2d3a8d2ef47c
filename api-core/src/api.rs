//! The marker of an API, and the two inverse functions: serve and connect.

use std::borrow::Borrow;
use std::future::{Future, ready};
use std::sync::Arc;

use http::Response;

use crate::body::Body;
use crate::call::CallVisitor;
use crate::client::{Client, Transport};
use crate::codec::ReplyForm;
use crate::context::{BodySlot, Context, RequestBody};
use crate::description::Description;
use crate::error::{ApiError, Problem};
use crate::routing::{Node, Served};
use crate::session::{Fixed, Sessions};

/// An API as a type: `#[api] trait Chatkit` makes `ChatkitApi`.
///
/// [`Api::serve`] turns a value of the trait into routes, [`Api::connect`] a transport into a value of the trait. The law that
/// binds them: `connect(serve(x))` behaves as `x`.
pub trait Api: Sized + Send + Sync + 'static {
    /// The error whose format the framework's own answers take.
    type Error: ApiError;

    /// What the API is.
    const DESCRIPTION: &'static Description;

    /// Its paths as a tree, literals before captures.
    const ROUTES: &'static Node;

    /// Shows each call's type to a visitor, in the order of the endpoints.
    fn visit_calls<V: CallVisitor>(visitor: &mut V);

    /// Serves one value of the trait to every caller.
    fn serve<S>(session: S) -> Served<Self, Fixed<S>>
    where
        Self: Dispatch<S>,
        S: Send + Sync + 'static,
    {
        Served::new(Fixed(Arc::new(session)))
    }

    /// Serves a value that each request's credentials lead to.
    ///
    /// The function runs after path and method matched and before anything is decoded.
    fn serve_with<F, S>(sessions: F) -> Served<Self, F>
    where
        Self: Dispatch<S>,
        F: Fn(&mut Context<'_>) -> Result<S, <Self as Api>::Error> + Send + Sync + 'static,
        S: Send + Sync + 'static,
    {
        Served::new(sessions)
    }

    /// Serves a value from a factory that may have to wait, see [`Sessions`].
    fn serve_sessions<F>(sessions: F) -> Served<Self, F>
    where
        F: Sessions<<Self as Api>::Error>,
        Self: Dispatch<<F as Sessions<<Self as Api>::Error>>::Session>,
    {
        Served::new(sessions)
    }

    /// The other end: a value of the trait that speaks through a transport.
    fn connect<T: Transport>(transport: T) -> Client<Self, T> {
        Client::new(transport)
    }
}

/// How an API's calls reach the methods of a session. `#[api]` implements it for every implementor of the trait.
pub trait Dispatch<S>: Api {
    /// Decodes the call of the endpoint with this number, runs its method, encodes what it returns.
    fn dispatch<B: RequestBody>(
        session: &S,
        endpoint: u16,
        form: ReplyForm,
        context: &mut Context<'_>,
        body: &mut BodySlot<B>,
    ) -> impl Future<Output = Result<Response<Body>, Problem>> + Send;

    /// The same for endpoints that open a WebSocket: the session goes with the conversation.
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
