//! The mount: one path, told apart by what the request asks for.

use std::time::Duration;

use api_core::body::RequestBody;
use api_core::context::Context;
use api_core::description::Verb;
use api_core::routing::{Routes, from_fn};
use api_core::websocket::handshake::Upgrade;
use api_core::{Body, Compose as _};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Response, StatusCode};

use super::{PushApi, PushSocketApi, PushStreamApi, preflight};
use crate::hub::Hub;

/// How often a stream without events shows that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// The client's script, which is served with other files.
const CLIENT: &str = "/push/client.js";

/// Returns the routes of the mount `/push` and everything below it. Requests for the client's script miss.
pub fn routes<B: RequestBody>(hub: &Hub) -> impl Routes<B> {
    let preflight = from_fn(|context, _| Box::pin(async { preflight::answer(context).into() }))
        .when(|context| preflight::is_preflight(context));
    let socket = PushSocketApi::serve(hub.clone()).when(|context| {
        context.pop_all_segments();
        context.head().extensions.get::<Upgrade>().is_some()
    });
    let stream = PushStreamApi::serve(hub.clone()).heartbeat(HEARTBEAT).when(|context| {
        let rest = context.fork().rest(context.path());
        for _ in 0..segments_before_last(rest) {
            context.pop_segment();
        }
        wants_events(context)
    });
    let stream = stream.on_response(|_, response| {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, no-store"));
    });
    let exchange = PushApi::serve(hub.clone()).when(|context| {
        context.pop_all_segments();
        true
    });
    let missing = from_fn(|_, _| Box::pin(async { not_found().into() })).when(|context| names_script(context.path()));
    let bad = from_fn(|_, _| Box::pin(async { bad_request().into() }));
    (missing, preflight, socket, stream, exchange, bad)
        .when(|context| context.pop_segment().is_some_and(|segment| segment.is("push")) && context.path() != CLIENT)
}

/// Returns the number of segments before the last one that is not empty, empty ones included.
fn segments_before_last(path: &str) -> usize {
    let Some((before, _)) = path.trim_end_matches('/').rsplit_once('/') else { return 0 };
    // Slashes before the last segment are no segments to pop, as none before the first is.
    let before = before.trim_end_matches('/');
    before.bytes().filter(|byte| *byte == b'/').count()
}

fn wants_events(context: &mut Context<'_>) -> bool {
    let accept = context.header_text("accept").unwrap_or_default();
    context.verb() == Some(Verb::Get) && accept.contains("text/event-stream")
}

fn names_script(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(_, extension)| matches!(extension, "js" | "map"))
}

fn not_found() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn bad_request() -> Response<Body> {
    let mut response = Response::new(Body::from("Bad request"));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}

#[cfg(test)]
mod tests {
    use super::segments_before_last;

    #[test]
    fn one_segment_is_left_whatever_slashes_are_around_it() {
        for (path, segments) in
            [("", 0), ("/", 0), ("//", 0), ("/a", 0), ("//a/", 0), ("/a/b", 1), ("/a//b/", 1), ("//a//b/c//", 4)]
        {
            assert_eq!(segments_before_last(path), segments, "{path}");
        }
    }
}
