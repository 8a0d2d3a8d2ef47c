//! Routes that may be absent, for example by configuration.

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Description;

use super::outcome::{Miss, Routed, Routes};

/// `None` never answers, like [`NotFound`](super::NotFound). `Option` has methods of its own named `or_else`, so combine optional routes
/// as the argument of `or_else`, or in a tuple.
impl<B: RequestBody, R: Routes<B>> Routes<B> for Option<R> {
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        match self {
            Some(routes) => routes.route(context, body).await,
            None => Routed::Miss(Miss::NotFound),
        }
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        self.as_ref().is_some_and(|routes| routes.reaches(context))
    }

    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        if let Some(routes) = self {
            routes.describe(prefix, found);
        }
    }
}
