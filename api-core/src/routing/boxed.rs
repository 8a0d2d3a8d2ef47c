//! Routes of a type known at run time only.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Description;

use super::outcome::{Described, Routed, Routes};

/// Routes behind a box, for lists of routes and for functions that choose between routes of several types.
///
/// Every request allocates one future more than it does without the box.
///
/// ```
/// use api_core::routing::{BoxRoutes, Mount, NotFound};
/// use api_core::Body;
///
/// fn assets(enabled: bool) -> BoxRoutes<Body> {
///     if enabled { BoxRoutes::new(NotFound) } else { BoxRoutes::new((NotFound, NotFound)) }
/// }
/// # assets(true);
/// ```
pub struct BoxRoutes<B>(Box<dyn DynamicRoutes<B>>);

impl<B: RequestBody> BoxRoutes<B> {
    /// Boxes routes.
    pub fn new(routes: impl Routes<B>) -> Self {
        Self(Box::new(routes))
    }
}

impl<B: RequestBody> Routes<B> for BoxRoutes<B> {
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        self.0.route(context, body).await
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        self.0.reaches(context)
    }
}

impl<B> Described for BoxRoutes<B> {
    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.0.describe(prefix, found);
    }
}

impl<B> fmt::Debug for BoxRoutes<B> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("BoxRoutes").finish_non_exhaustive()
    }
}

/// [`Routes`] with a boxed future, which a trait object can have.
trait DynamicRoutes<B>: Send + Sync {
    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>);

    fn route<'r>(
        &'r self,
        context: &'r mut Context<'_>,
        body: &'r mut BodySlot<B>,
    ) -> Pin<Box<dyn Future<Output = Routed> + Send + 'r>>;

    fn reaches(&self, context: &mut Context<'_>) -> bool;
}

impl<B: RequestBody, R: Routes<B>> DynamicRoutes<B> for R {
    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        Described::describe(self, prefix, found);
    }

    fn route<'r>(
        &'r self,
        context: &'r mut Context<'_>,
        body: &'r mut BodySlot<B>,
    ) -> Pin<Box<dyn Future<Output = Routed> + Send + 'r>> {
        Box::pin(Routes::route(self, context, body))
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        Routes::reaches(self, context)
    }
}
