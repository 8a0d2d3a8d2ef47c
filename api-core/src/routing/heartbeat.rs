//! The interval of the heartbeats of a group of routes.

use std::time::Duration;

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Description;

use super::composition::Composition;
use super::outcome::{Described, Routed, Routes};

/// Routes with an interval for the heartbeats of their subscriptions.
#[derive(Debug)]
pub struct Heartbeat<R> {
    pub(super) routes: R,
    pub(super) interval: Duration,
}

impl<R: Routes<B>, B: RequestBody> Routes<B> for Heartbeat<R> {
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        let outer = context.settings_mut().heartbeat.replace(self.interval);
        let routed = self.routes.route(context, body).await;
        context.settings_mut().heartbeat = outer;
        routed
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        self.routes.reaches(context)
    }
}

impl<R: Described> Described for Heartbeat<R> {
    const COMPOSITION: Composition = R::COMPOSITION;

    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.routes.describe(prefix, found);
    }
}
