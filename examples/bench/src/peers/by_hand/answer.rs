//! The answers to requests, with a `match` over path segments.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use percent_encoding::percent_decode_str;
use serde::Serialize;

use crate::model::{self, NewMessage, Page};
use crate::routes::for_each_route;

const BODY_LIMIT: usize = 2 * 1024 * 1024;

macro_rules! declare {
    ($($verb:ident $method:tt $name:ident $path:tt $poem:tt [$($segment:tt),*] ($($capture:ident),*);)*) => {
        /// Routes and answers a request.
        pub(super) async fn answer(request: Request<Incoming>) -> Response<Full<Bytes>> {
            const MOST: usize = 16;
            let mut segments = [""; MOST];
            let mut count = 0;
            let path = request.uri().path();
            for segment in path.split('/').skip(1) {
                let Some(slot) = segments.get_mut(count) else { return status(StatusCode::NOT_FOUND) };
                *slot = segment;
                count += 1;
            }
            let ["services", "chatkit", "v6", _instance, rest @ ..] = &segments[..count] else {
                return status(StatusCode::NOT_FOUND);
            };
            let is_known = |request: &Request<Incoming>| {
                let credentials = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
                credentials.is_some_and(model::is_known)
            };
            match (request.method().as_str(), rest) {
                ("GET", ["users", _]) if !is_known(&request) => unauthorized(),
                ("GET", ["users", user]) => match text(user) {
                    Some(user) => json(StatusCode::OK, &model::user(user.into_owned())),
                    None => status(StatusCode::BAD_REQUEST),
                },
                ("POST" | "GET", ["rooms", _, "messages"]) if !is_known(&request) => unauthorized(),
                ("POST", ["rooms", room, "messages"]) => {
                    let Some(room) = text(room).map(Cow::into_owned) else { return status(StatusCode::BAD_REQUEST) };
                    let body = Limited::new(request.into_body(), BODY_LIMIT).collect().await;
                    let Ok(body) = body else { return status(StatusCode::PAYLOAD_TOO_LARGE) };
                    match serde_json::from_slice::<NewMessage>(&body.to_bytes()) {
                        Ok(message) => json(StatusCode::CREATED, &model::sent(&room, &message)),
                        Err(_) => status(StatusCode::BAD_REQUEST),
                    }
                }
                ("GET", ["rooms", room, "messages"]) => {
                    match (text(room), page(request.uri().query().unwrap_or_default())) {
                        (Some(room), Some(page)) => json(StatusCode::OK, &model::messages(&room, &page)),
                        _ => status(StatusCode::BAD_REQUEST),
                    }
                }
                $((method, [$($segment),*]) if method.eq_ignore_ascii_case(stringify!($verb)) => {
                    if !is_known(&request) {
                        return unauthorized();
                    }
                    $(let _ = $capture;)*
                    json(StatusCode::OK, &model::other(stringify!($name)))
                })*
                (_, ["users", _]) => {
                    let mut response = problem(StatusCode::METHOD_NOT_ALLOWED, METHOD_NOT_ALLOWED);
                    response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD, PUT, DELETE, OPTIONS"));
                    response
                }
                _ => problem(StatusCode::NOT_FOUND, NOT_FOUND),
            }
        }
    };
}

// The bodies that this framework sends.
const UNAUTHORIZED: &str =
    r##"{"detail":"Credentials are missing.","status":401,"title":"Unauthorized","type":"#unauthorized"}"##;
const NOT_FOUND: &str =
    r##"{"detail":"no route matches this path","status":404,"title":"Not Found","type":"#not_found"}"##;
const METHOD_NOT_ALLOWED: &str = r##"{"detail":"this path does not allow this method, see `Allow`","status":405,"title":"Method Not Allowed","type":"#method_not_allowed"}"##;

fn unauthorized() -> Response<Full<Bytes>> {
    let mut response = problem(StatusCode::UNAUTHORIZED, UNAUTHORIZED);
    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

fn problem(status: StatusCode, body: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(body.as_bytes())));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

for_each_route!(declare);

fn page(query: &str) -> Option<Page> {
    let mut page = Page { initial_id: None, limit: None };
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=')?;
        match key {
            "limit" => page.limit = Some(value.parse().ok()?),
            "initial_id" => page.initial_id = Some(value.parse().ok()?),
            _ => {}
        }
    }
    Some(page)
}

fn text(segment: &str) -> Option<Cow<'_, str>> {
    percent_decode_str(segment).decode_utf8().ok()
}

fn json<T: Serialize>(status: StatusCode, value: &T) -> Response<Full<Bytes>> {
    let body = serde_json::to_vec(value).unwrap_or_default();
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn status(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}
