//! The origins whose pages may open WebSockets (RFC 6455 §10.2).

use http::header::ORIGIN;

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Description;
use crate::error::Problem;

use super::outcome::{Described, Routed, Routes};
use super::upgrade::asks_for_websocket;

/// Routes whose WebSockets only pages of some origins may open.
#[derive(Debug)]
pub struct AllowOrigins<R> {
    routes: R,
    origins: Vec<String>,
}

impl<R> AllowOrigins<R> {
    pub(super) fn new(routes: R, origins: Vec<String>) -> Self {
        Self { routes, origins }
    }

    /// Compares origins as text, ignoring case. Their serialization is in lower case (RFC 6454 §6.2).
    fn allows(&self, context: &mut Context<'_>) -> bool {
        // Read through the context, so that it is in `Vary`. Every line of the field must be allowed, also binary ones.
        context.header_text("origin");
        context.head().headers.get_all(ORIGIN).iter().all(|origin| {
            let known = |allowed: &String| origin.as_bytes().eq_ignore_ascii_case(allowed.as_bytes());
            self.origins.iter().any(known)
        })
    }
}

impl<R: Routes<B>, B: RequestBody> Routes<B> for AllowOrigins<R> {
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        // Checked before the session is opened, so that pages of other origins cause no work.
        if asks_for_websocket(context) && !self.allows(context) && self.routes.reaches(context) {
            return Routed::problem(&Problem::origin_not_allowed(), context);
        }
        self.routes.route(context, body).await
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        self.routes.reaches(context)
    }
}

impl<R: Described> Described for AllowOrigins<R> {
    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.routes.describe(prefix, found);
    }
}
