//! Session factories: from the credentials of a request to the value whose methods are called.

use std::borrow::Borrow;
use std::future::Future;
use std::sync::Arc;

use crate::context::Context;

/// A session factory: opens a value of the API's trait for each request.
///
/// Every `Fn(&mut Context) -> Result<S, E>` is a session factory. Implement the trait for a factory that waits, for
/// example for a database. An async closure is not a session factory, because its future borrows the context and
/// cannot be required to be `Send`.
///
/// ```
/// use api_core::context::Context;
/// use api_core::session::Sessions;
/// # struct Users; impl Users { async fn find(&self, _: Option<&str>) -> Result<User, Denied> { Ok(User) } }
/// # struct User; struct Denied;
///
/// impl Sessions<Denied> for Users {
///     type Session = User;
///     type Handle = User;
///
///     async fn open(&self, context: &mut Context<'_>) -> Result<User, Denied> {
///         self.find(context.header_text("authorization")).await
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a session factory with the error `{E}`",
    label = "this session factory",
    note = "pass a function `Fn(&mut Context<'_>) -> Result<S, {E}>`",
    note = "for a factory that waits, implement `Sessions<{E}>` for a struct; an async closure is none"
)]
pub trait Sessions<E>: Send + Sync + 'static {
    /// The session: a value of the API's trait.
    type Session: Send + Sync + 'static;

    /// The owner of the session during a call: the session itself, or an `Arc` of it.
    type Handle: Borrow<Self::Session> + Send + Sync + 'static;

    /// Opens the session of a request, or rejects the request.
    ///
    /// # Errors
    /// Returns the API's error, usually with status 401 or 403. It is final: no other route is tried.
    fn open(&self, context: &mut Context<'_>) -> impl Future<Output = Result<Self::Handle, E>> + Send;
}

impl<F, S, E> Sessions<E> for F
where
    F: Fn(&mut Context<'_>) -> Result<S, E> + Send + Sync + 'static,
    S: Send + Sync + 'static,
    E: Send,
{
    type Session = S;
    type Handle = S;

    async fn open(&self, context: &mut Context<'_>) -> Result<S, E> {
        self(context)
    }
}

/// A function that opens a session without waiting. Every `Fn(&mut Context) -> Result<S, E>` is one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a function from a context to a session",
    label = "expected `Fn(&mut Context<'_>) -> Result<S, {E}>`",
    note = "for a session that is waited for, implement `Sessions<{E}>` for a struct and pass it to `serve_sessions`"
)]
pub trait SessionFunction<S, E>: Fn(&mut Context<'_>) -> Result<S, E> {}

#[diagnostic::do_not_recommend]
impl<F, S, E> SessionFunction<S, E> for F where F: Fn(&mut Context<'_>) -> Result<S, E> {}

/// A session factory that returns the same session for every request. It serves a value that is already in an `Arc`.
///
/// ```
/// use std::sync::Arc;
///
/// use api_core::session::Fixed;
/// # use api_core::{Error, api};
/// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
/// # struct Lobby;
/// # impl Rooms for Lobby {
/// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
/// # }
///
/// let lobby = Arc::new(Lobby);
/// let routes = RoomsApi::serve_sessions(Fixed(lobby.clone()));
/// # let _ = routes;
/// ```
#[derive(Debug)]
pub struct Fixed<S>(pub Arc<S>);

impl<S: Send + Sync + 'static, E: Send> Sessions<E> for Fixed<S> {
    type Session = S;
    type Handle = Arc<S>;

    async fn open(&self, _: &mut Context<'_>) -> Result<Arc<S>, E> {
        Ok(self.0.clone())
    }
}
