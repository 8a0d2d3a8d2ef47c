//! What routes say about the WebSockets that are opened on them: options, and from which pages.

use std::sync::Arc;

use api_websocket::ConnectionOptions;
use http::header::ORIGIN;

use crate::context::{BodySlot, Context, RequestBody};
use crate::description::Description;
use crate::error::{Problem, ProblemDetails};

use super::converse::asks_for_socket;
use super::{Routed, Routes};

/// Routes whose WebSockets have options of their own.
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
        if !asks_for_socket(context) {
            return self.routes.route(context, body).await;
        }
        let options = match context.sockets() {
            Some(outer) => Arc::new(self.options.as_ref().clone().within(outer)),
            None => self.options.clone(),
        };
        let outer = context.set_sockets(Some(options));
        let routed = self.routes.route(context, body).await;
        context.set_sockets(outer);
        routed
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        self.routes.reaches(context)
    }

    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.routes.describe(prefix, found);
    }
}

/// Routes whose WebSockets only pages of some origins open.
#[derive(Debug)]
pub struct AllowOrigins<R> {
    routes: R,
    origins: Vec<String>,
}

impl<R> AllowOrigins<R> {
    pub(super) fn new(routes: R, origins: Vec<String>) -> Self {
        Self { routes, origins }
    }

    /// Origins are compared as they are written, but for letters' case (RFC 6454 §6.2 writes them in lower case).
    fn allows(&self, context: &mut Context<'_>) -> bool {
        // Looked at there, so that it is in `Vary`; every line of it, and one that is no text, must be allowed.
        context.header_text("origin");
        context.head().headers.get_all(ORIGIN).iter().all(|origin| {
            let known = |allowed: &String| origin.as_bytes().eq_ignore_ascii_case(allowed.as_bytes());
            self.origins.iter().any(known)
        })
    }
}

impl<R: Routes<B>, B: RequestBody> Routes<B> for AllowOrigins<R> {
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        // Before anything runs: what a stranger's page must not open it must not try either.
        if asks_for_socket(context) && !self.allows(context) && self.routes.reaches(context) {
            let format = context.evidence().format().unwrap_or(&ProblemDetails);
            return Routed::Response(super::finish::problem_response(format, &Problem::origin_not_allowed(), context));
        }
        self.routes.route(context, body).await
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        self.routes.reaches(context)
    }

    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.routes.describe(prefix, found);
    }
}
