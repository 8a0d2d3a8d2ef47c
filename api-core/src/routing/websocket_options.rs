//! The default options of the WebSockets of a group of routes.

use std::sync::Arc;

use api_websocket::ConnectionOptions;

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::conversation::DefaultOptions;
use crate::description::Description;
use crate::walk::asks_for_websocket;

use super::composition::Composition;
use super::outcome::{Described, Routed, Routes};

/// Routes with default options for their WebSockets.
#[derive(Debug)]
pub struct WebSockets<R> {
    routes: R,
    options: Arc<ConnectionOptions>,
}

impl<R> WebSockets<R> {
    pub(super) fn new(routes: R, options: ConnectionOptions) -> Self {
        Self { routes, options: Arc::new(options) }
    }
}

impl<R: Routes<B>, B: RequestBody> Routes<B> for WebSockets<R> {
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        if !asks_for_websocket(context) {
            return self.routes.route(context, body).await;
        }
        let outer = context.extensions_mut().remove::<DefaultOptions>();
        let options = match &outer {
            Some(outer) => Arc::new(self.options.as_ref().clone().within(&outer.0)),
            None => self.options.clone(),
        };
        context.extensions_mut().insert(DefaultOptions(options));
        let routed = self.routes.route(context, body).await;
        context.extensions_mut().remove::<DefaultOptions>();
        if let Some(outer) = outer {
            context.extensions_mut().insert(outer);
        }
        routed
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        self.routes.reaches(context)
    }
}

impl<R: Described> Described for WebSockets<R> {
    const COMPOSITION: Composition = R::COMPOSITION;

    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.routes.describe(prefix, found);
    }
}
