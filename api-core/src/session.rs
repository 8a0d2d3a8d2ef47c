//! From credentials to the value whose methods are called.

use std::borrow::Borrow;
use std::future::Future;
use std::sync::Arc;

use crate::context::Context;

/// A factory of sessions: from what a request carries to a value of the API's trait.
///
/// Every `Fn(&mut Context) -> Result<S, E>` is one. Implement it by hand to wait for something, a database for instance:
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
    message = "`{Self}` opens no sessions with the error `{E}`",
    label = "this factory",
    note = "pass a function `Fn(&mut Context<'_>) -> Result<S, {E}>`, or implement `Sessions<{E}>`"
)]
pub trait Sessions<E>: Send + Sync + 'static {
    /// The value of the API's trait.
    type Session: Send + Sync + 'static;

    /// What holds it during a call: the value itself, or an `Arc` of it.
    type Handle: Borrow<Self::Session> + Send + Sync + 'static;

    /// Opens the session of a request, or refuses it.
    ///
    /// # Errors
    /// The API's error: usually 401 or 403. It is final, no sibling route is tried.
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

/// The same session for everybody.
#[derive(Debug)]
pub struct Fixed<S>(pub Arc<S>);

impl<S: Send + Sync + 'static, E: Send> Sessions<E> for Fixed<S> {
    type Session = S;
    type Handle = Arc<S>;

    async fn open(&self, _: &mut Context<'_>) -> Result<Arc<S>, E> {
        Ok(self.0.clone())
    }
}
