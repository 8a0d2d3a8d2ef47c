//! The origins whose pages may open WebSockets (RFC 6455 §10.2).

use std::sync::Arc;

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Description;

use super::composition::Composition;
use super::outcome::{Described, Routed, Routes};
use super::upgrade::{PermittedOrigins, may_upgrade};

/// Routes whose WebSockets only pages of some origins may open.
///
/// The list is passed down to where a WebSocket is opened, which refuses other origins: before the session of an API,
/// in [`open_websocket`](super::open_websocket), and before a mounted service.
#[derive(Debug)]
pub struct AllowOrigins<R> {
    routes: R,
    origins: Arc<[String]>,
}

impl<R> AllowOrigins<R> {
    pub(super) fn new(routes: R, origins: Vec<String>) -> Self {
        Self { routes, origins: origins.into() }
    }
}

impl<R: Routes<B>, B: RequestBody> Routes<B> for AllowOrigins<R> {
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        if !may_upgrade(context) {
            return self.routes.route(context, body).await;
        }
        context.evidence_mut().read_header("origin");
        let outer = context.extensions().get::<PermittedOrigins>().cloned();
        let mut permitted = outer.clone().unwrap_or_default();
        permitted.0.push(self.origins.clone());
        context.extensions_mut().insert(permitted);
        let routed = self.routes.route(context, body).await;
        context.extensions_mut().remove::<PermittedOrigins>();
        if let Some(outer) = outer {
            context.extensions_mut().insert(outer);
        }
        routed
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        self.routes.reaches(context)
    }
}

impl<R: Described> Described for AllowOrigins<R> {
    const COMPOSITION: Composition = R::COMPOSITION;

    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.routes.describe(prefix, found);
    }
}
