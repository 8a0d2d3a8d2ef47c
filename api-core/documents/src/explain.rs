//! How routing decides about a request: which APIs and endpoints it tries, and what the answer is without a handler.

use api_core::context::{Context, RoutingSettings, RoutingStep};
use api_core::description::Location;
use api_core::routing::{Miss, missed, walk};
use http::request::Parts;

use crate::outline::{Checked, Mounted};

impl Checked {
    /// Returns what routing does with a request: the APIs that are tried in order, why their endpoints are not reached,
    /// and the status, `Allow` and `Vary` that follow. For an endpoint that is reached, what a server checks next.
    ///
    /// APIs that were taken from a contract have no paths to try, and are left out.
    ///
    /// ```
    /// use api_core::{Error, api};
    /// use api_documents::Outline;
    ///
    /// #[api]
    /// trait Rooms {
    ///     #[get("/rooms/{id}")]
    ///     async fn room(&self, id: u32) -> Result<String, Error>;
    /// }
    ///
    /// let outline = Outline::new("Rooms", "1.0.0").api::<RoomsApi>().check().unwrap();
    /// let (head, ()) = http::Request::delete("/rooms/7").body(()).unwrap().into_parts();
    /// let story = "Rooms: the path allows GET, HEAD, OPTIONS\n405 Method Not Allowed\nallow: GET, HEAD, OPTIONS\n";
    /// assert_eq!(outline.explain(&head), story);
    /// ```
    pub fn explain(&self, head: &Parts) -> String {
        let mut context = Context::new(head, RoutingSettings::default().trace(true));
        let reached = self.0.apis.iter().find(|api| try_api(api, &mut context));
        let mut lines = vec![context.evidence().story()];
        if let Some(api) = reached {
            lines.extend(checks(api, &context));
        } else {
            let response = missed(Miss::NotFound, &mut context);
            lines.push(response.status().to_string());
            let shown = response.headers().iter().filter(|(name, _)| *name == "allow" || *name == "vary");
            lines.extend(shown.map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes()))));
        }
        let vary = context.evidence().headers().vary().map(|names| format!("vary: {names}"));
        lines.extend(vary.filter(|vary| !lines.contains(vary)));
        lines.retain(|line| !line.is_empty());
        lines.join("\n") + "\n"
    }
}

/// Tries the tree of an API. Returns whether one of its endpoints is reached.
fn try_api(api: &Mounted, context: &mut Context<'_>) -> bool {
    let Some(routes) = api.routes else { return false };
    let before = context.fork();
    context.evidence_mut().step(|| RoutingStep::Tried { api: api.description.name, depth: before.depth() });
    let below = api.prefix.split('/').skip(1).all(|text| context.pop_segment().is_some_and(|segment| segment.is(text)));
    let hit = below.then(|| walk(routes, context, api.description.base)).flatten();
    if hit.is_none() {
        context.restore(before);
    }
    hit.is_some()
}

/// Returns what a server checks once an endpoint is reached, in order.
fn checks(api: &Mounted, context: &Context<'_>) -> Vec<String> {
    let Some(endpoint) = context.endpoint() else { return Vec::new() };
    let mut lines = Vec::new();
    if let Some(scheme) = endpoint.security.or(api.description.security) {
        lines.push(format!("then the session is opened, with credentials in `{}`: 401 without them", scheme.header()));
    }
    if !endpoint.requires.is_empty() {
        lines.push(format!("then the caller needs {}: 403 without them", endpoint.requires.join(", ")));
    }
    if endpoint.exchange.terms().is_some() {
        lines.push("then the request has to ask for a WebSocket: 426 otherwise".to_owned());
    }
    let offered: Vec<&str> = endpoint.outputs.iter().filter_map(|output| output.media_type).collect();
    if !offered.is_empty() && endpoint.exchange.is_unary() {
        lines.push(format!("then `Accept` has to allow {}: 406 otherwise", offered.join(" or ")));
    }
    let in_head = |location: Location| endpoint.parameters_in(location).map(|parameter| parameter.name);
    let names: Vec<&str> =
        in_head(Location::Query).chain(in_head(Location::Header)).chain(in_head(Location::Cookie)).collect();
    if !names.is_empty() {
        lines.push(format!("then {} are read: 400 if one is missing or not valid", names.join(", ")));
    }
    if let Some(body) = &endpoint.body {
        lines.push(format!("then the body is read as {}: 415, 413, 400 or 422 otherwise", body.accepted()));
    }
    lines
}
