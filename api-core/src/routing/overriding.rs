//! Routes that answer instead of later alternatives on purpose.

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Description;

use super::composition::Composition;
use super::outcome::{Described, Routed, Routes};

/// Routes that may hide later alternatives, see [`Compose::overriding`](super::Compose::overriding).
#[derive(Debug)]
pub struct Overriding<R> {
    pub(super) routes: R,
}

impl<B: RequestBody, R: Routes<B>> Routes<B> for Overriding<R> {
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        self.routes.route(context, body).await
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        self.routes.reaches(context)
    }
}

impl<R: Described> Described for Overriding<R> {
    const COMPOSITION: Composition = Composition::Partial(&R::COMPOSITION);

    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.routes.describe(prefix, found);
    }
}
