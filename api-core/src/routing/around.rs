//! A function around routes, which sees misses and responses.

use std::fmt;

use crate::body::RequestBody;
use crate::context::{AnyBody, BodySlot, Context, Position};
use crate::description::Description;

use super::checkpoint::Checkpoint;
use super::composition::Composition;
use super::from_fn::RouteFuture;
use super::outcome::{Described, Routed, Routes};

/// Routes with a function around them, see [`Compose::around`](super::Compose::around).
#[derive(Clone, Copy)]
pub struct Around<R, F> {
    pub(super) routes: R,
    pub(super) run: F,
}

impl<B, R, F> Routes<B> for Around<R, F>
where
    B: RequestBody,
    R: Routes<B>,
    F: for<'c> Fn(&'c mut Context<'_>, &'c mut Next<'_>) -> RouteFuture<'c> + Send + Sync + 'static,
{
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        let before = Checkpoint::of(context);
        let mut below = Inner { routes: &self.routes, body };
        let mut next = Next { start: context.fork(), below: &mut below };
        let routed = (self.run)(context, &mut next).await;
        if matches!(routed, Routed::Miss(_)) {
            before.restore(context);
        }
        routed
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        self.routes.reaches(context)
    }
}

impl<R: Described, F> Described for Around<R, F> {
    // The function decides whether these routes answer.
    const COMPOSITION: Composition = Composition::Partial(&R::COMPOSITION);

    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.routes.describe(prefix, found);
    }
}

impl<R, F> fmt::Debug for Around<R, F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Around").finish_non_exhaustive()
    }
}

/// The routes inside of [`Compose::around`](super::Compose::around), with the body of the request.
///
/// ```
/// use api_core::Compose;
/// use api_core::routing::{NotFound, Routed};
///
/// let routes = NotFound.around(|context, next| {
///     Box::pin(async move {
///         // The routes find the same bytes.
///         match next.body().bytes(64 * 1024).await {
///             Ok(bytes) => println!("{} bytes", bytes.len()),
///             Err(problem) => return Routed::problem(&problem, context),
///         }
///         next.route(context).await
///     })
/// });
/// # let _ = routes;
/// ```
pub struct Next<'n> {
    start: Position,
    below: &'n mut dyn Below,
}

impl Next<'_> {
    /// Tries the routes, from the position at which the function was called. It can be called again after a miss.
    ///
    /// # Cancel safety
    /// Not cancel safe: what the routes did so far is lost.
    pub async fn route(&mut self, context: &mut Context<'_>) -> Routed {
        // `Routes::reaches` does not run the function, so the function must not move the routes.
        context.restore(self.start);
        self.below.route(context).await
    }

    /// Returns the body of the request. Bytes that are read from it are still there for the routes.
    pub fn body(&mut self) -> &mut dyn AnyBody {
        self.below.body()
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Next").finish_non_exhaustive()
    }
}

/// Routes and the body for them, without their types.
trait Below: Send {
    fn route<'c>(&'c mut self, context: &'c mut Context<'_>) -> RouteFuture<'c>;

    fn body(&mut self) -> &mut dyn AnyBody;
}

struct Inner<'n, R, B> {
    routes: &'n R,
    body: &'n mut BodySlot<B>,
}

impl<R: Routes<B>, B: RequestBody> Below for Inner<'_, R, B> {
    fn route<'c>(&'c mut self, context: &'c mut Context<'_>) -> RouteFuture<'c> {
        Box::pin(self.routes.route(context, self.body))
    }

    fn body(&mut self) -> &mut dyn AnyBody {
        self.body
    }
}
