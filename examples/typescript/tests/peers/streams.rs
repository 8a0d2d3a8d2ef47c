//! Streams that are cut, requests that are not answered, and tokens that are refused.

use std::convert::Infallible;
use std::io;

use api_core::Body;
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http::{HeaderMap, Response, StatusCode};
use http_body::Frame;
use http_body_util::StreamBody;

/// The number of events of a stream that is cut.
const EVENTS: usize = 4;

/// Returns the answer to a request that asks for a special one. `None` if it does not.
pub(crate) fn special(headers: &HeaderMap) -> Option<Response<Body>> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(cut) = text("x-cut") {
        let after = text("last-event-id").and_then(|id| id.parse().ok()).unwrap_or(0);
        return Some(events(after, cut.parse().unwrap_or(usize::MAX)));
    }
    if let Some(token) = text("x-token") {
        let is_right = text("authorization").is_some_and(|sent| sent == format!("Bearer {token}"));
        let mut response = Response::new(Body::from(r#"{"id":7,"name":"a","colour":"blue","rank":1}"#));
        if !is_right {
            *response.status_mut() = StatusCode::UNAUTHORIZED;
            *response.body_mut() = Body::from(r##"{"type":"#anonymous","detail":"no"}"##);
        }
        return Some(response);
    }
    None
}

/// Returns the events after one, and the end. After so many bytes the connection breaks.
fn events(after: usize, cut: usize) -> Response<Body> {
    let mut text = String::from(":\n");
    for id in after + 1..=EVENTS {
        let data = serde_json::json!({ "change": "removed", "thing": { "id": id } });
        text.extend(["id: ", &id.to_string(), "\ndata: ", &data.to_string(), "\n\n"]);
    }
    text.push_str("event: end\ndata: {\"status\":204,\"headers\":{},\"body\":null}\n\n");
    let is_cut = cut < text.len();
    text.truncate(cut);
    let sent = stream::iter([Ok(Frame::data(Bytes::from(text)))]);
    let broken = stream::once(async move {
        // What was sent leaves the server first.
        for _ in 0..8 {
            tokio::task::yield_now().await;
        }
        Err(io::Error::other("cut"))
    });
    let pieces = sent.chain(broken.take(usize::from(is_cut))).boxed();
    let mut response = Response::new(Body::stream(StreamBody::new(pieces)));
    response.headers_mut().insert("content-type", http::HeaderValue::from_static("text/event-stream"));
    response
}

/// Waits for ever.
pub(crate) async fn silence() -> Result<Response<Body>, Infallible> {
    std::future::pending().await
}
