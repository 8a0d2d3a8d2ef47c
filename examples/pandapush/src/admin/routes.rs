//! The admin API and its pages as routes.

use std::sync::Arc;

use api_core::body::RequestBody;
use api_core::context::Context;
use api_core::routing::Routes;
use api_core::{Body, Compose};
use http::header::WWW_AUTHENTICATE;
use http::uri::PathAndQuery;
use http::{HeaderValue, Response, StatusCode};
use secrecy::SecretString;

use super::api::AdminApi;
use super::live::Live;
use super::pages::{PageSessions, PagesApi};
use super::session::{AdminSessions, Shared};
use super::settings::Settings;
use super::sign_in::Gate;
use crate::store::Keys;

/// Returns the routes of the admin API, of its pages, and of signing in and out.
///
/// `secret` signs sessions, and is the same on all nodes:
/// [`Store::session_secret`](crate::store::Store::session_secret).
pub fn routes<B: RequestBody, L: Live>(
    settings: Settings,
    secret: &SecretString,
    keys: Arc<Keys>,
    live: L,
) -> impl Routes<B> + Compose + use<B, L> {
    let gate = Gate::new(settings, secret, keys.store().clone());
    over(Arc::new(Shared { gate, keys, live }))
}

pub(super) fn over<B: RequestBody, L: Live>(shared: Arc<Shared<L>>) -> impl Routes<B> + Compose + use<B, L> {
    let api = AdminApi::serve_sessions(AdminSessions(shared.clone()));
    // What is unknown below the API is not a page.
    let pages = PagesApi::serve_sessions(PageSessions(shared)).when(|context| !is_api(context.path()));
    // Browsers and proxies add a slash.
    let pages = pages.rewrite(|context| (context.path() == "/admin/").then(|| PathAndQuery::from_static("/admin")));
    api.or_else(pages).on_response(challenge)
}

fn is_api(path: &str) -> bool {
    path.strip_prefix("/admin/api").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Asks for a password as the original does, except in answers to scripts of the pages, which ask for it themselves:
/// the browser would open a dialog in front of them.
fn challenge(context: &Context<'_>, response: &mut Response<Body>) {
    if response.status() == StatusCode::UNAUTHORIZED {
        let fetched = context.head().headers.get("sec-fetch-dest").is_some_and(|value| value == "empty");
        let challenge = if fetched { "Session realm=\"Pandapush\"" } else { "Basic realm=\"Authorization Required\"" };
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
}
