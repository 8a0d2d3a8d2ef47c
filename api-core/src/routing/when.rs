//! Routes behind a condition, which may consume a part of the path and pass values down.

use std::fmt;

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Description;

use super::checkpoint::Checkpoint;
use super::outcome::{Described, Miss, Routed, Routes};

/// Routes that are tried if a condition holds, see [`Compose::when`](super::Compose::when).
#[derive(Clone, Copy)]
pub struct When<R, F> {
    pub(super) routes: R,
    pub(super) condition: F,
}

impl<B, R, F> Routes<B> for When<R, F>
where
    B: RequestBody,
    R: Routes<B>,
    F: Fn(&mut Context<'_>) -> bool + Send + Sync + 'static,
{
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        let before = Checkpoint::of(context);
        let routed = if (self.condition)(context) {
            self.routes.route(context, body).await
        } else {
            Routed::Miss(Miss::NotFound)
        };
        if matches!(routed, Routed::Miss(_)) {
            before.restore(context);
        }
        routed
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        let before = Checkpoint::of(context);
        let reached = (self.condition)(context) && self.routes.reaches(context);
        before.return_to(context);
        reached
    }
}

impl<R: Described, F> Described for When<R, F> {
    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.routes.describe(prefix, found);
    }
}

impl<R, F> fmt::Debug for When<R, F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("When").finish_non_exhaustive()
    }
}
