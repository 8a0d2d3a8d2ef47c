//! Routes that see another path than the request's.

use std::fmt;

use http::request::Parts;
use http::uri::{PathAndQuery, Uri};

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Description;

use super::checkpoint::Checkpoint;
use super::outcome::{Described, Routed, Routes};

/// Routes that see a rewritten path, see [`Compose::rewrite`](super::Compose::rewrite).
#[derive(Clone, Copy)]
pub struct Rewrite<R, F> {
    pub(super) routes: R,
    pub(super) target: F,
}

impl<R, F: Fn(&mut Context<'_>) -> Option<PathAndQuery>> Rewrite<R, F> {
    /// Returns the head with the new target. `None` if the request keeps its own.
    fn head(&self, context: &mut Context<'_>) -> Option<Parts> {
        let before = context.fork();
        let target = (self.target)(context);
        if target.is_some() {
            context.detach_captures();
        }
        context.restore(before);
        target.map(|target| with_target(context.head().clone(), target))
    }
}

impl<B, R, F> Routes<B> for Rewrite<R, F>
where
    B: RequestBody,
    R: Routes<B>,
    F: Fn(&mut Context<'_>) -> Option<PathAndQuery> + Send + Sync + 'static,
{
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        let before = Checkpoint::of(context);
        let routed = match self.head(context) {
            Some(head) => {
                let mut below = context.rewritten(&head);
                let routed = self.routes.route(&mut below, body).await;
                let known = below.into_known();
                context.adopt(known);
                routed
            }
            None => self.routes.route(context, body).await,
        };
        if matches!(routed, Routed::Miss(_)) {
            before.restore(context);
        }
        routed
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        let before = Checkpoint::of(context);
        let reached = match self.head(context) {
            Some(head) => {
                let mut below = context.rewritten(&head);
                let reached = self.routes.reaches(&mut below);
                let known = below.into_known();
                context.adopt(known);
                reached
            }
            None => self.routes.reaches(context),
        };
        before.return_to(context);
        reached
    }
}

/// Sets the path and query of a head. A target without a query keeps the request's.
fn with_target(mut head: Parts, target: PathAndQuery) -> Parts {
    let target = match (target.query(), head.uri.query()) {
        (None, Some(query)) => PathAndQuery::try_from(format!("{}?{query}", target.path())).unwrap_or(target),
        _ => target,
    };
    let mut parts = std::mem::take(&mut head.uri).into_parts();
    parts.path_and_query = Some(target);
    head.uri = Uri::from_parts(parts).unwrap_or_default();
    head
}

impl<R: Described, F> Described for Rewrite<R, F> {
    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.routes.describe(prefix, found);
    }
}

impl<R, F> fmt::Debug for Rewrite<R, F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Rewrite").finish_non_exhaustive()
    }
}
