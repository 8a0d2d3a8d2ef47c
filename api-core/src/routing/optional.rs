//! Routes that may be absent, for example by configuration.

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Description;

use super::composition::Composition;
use super::outcome::{Described, Miss, Routed, Routes};

/// `None` never answers, like [`NotFound`](super::NotFound). `Option` has a method `or_else` of its own: pass optional
/// routes to `or_else`, or combine them in a tuple.
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
}

impl<R: Described> Described for Option<R> {
    const COMPOSITION: Composition = Composition::Partial(&R::COMPOSITION);

    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        if let Some(routes) = self {
            routes.describe(prefix, found);
        }
    }
}
