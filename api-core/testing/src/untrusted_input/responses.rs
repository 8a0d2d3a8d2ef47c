//! The laws of responses: whatever a server sends, a client returns a value or an error.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use tower_service::Service;

use api_core::body::Body;
use api_core::codec::Accept;
use api_core::codec::query::Flag;
use api_core::error::{ErrorFormat, ProblemDetails};

use super::choices;
use crate::everything::{Everything, EverythingApi, Page};
use crate::laws::now;

const STATUSES: [u16; 12] = [200, 201, 204, 205, 303, 304, 400, 401, 404, 409, 500, 599];

const CONTENT_TYPES: [&str; 4] =
    ["application/json", "application/problem+json", "text/plain; charset=utf-8", "text/html"];

/// Decodes a response, as JSON, as text, as bytes or as one of several statuses.
///
/// The first two bytes select the endpoint and the status.
///
/// # Panics
/// Panics if the client does.
pub fn answers(bytes: &[u8]) {
    let ([endpoint, status], body) = choices(bytes);
    let answer = Answer {
        status: StatusCode::from_u16(STATUSES[usize::from(status) % STATUSES.len()]).unwrap_or_default(),
        content_type: CONTENT_TYPES[usize::from(endpoint >> 3) % CONTENT_TYPES.len()],
        body: Bytes::copy_from_slice(body),
    };
    let client = EverythingApi::connect(answer).bind("tenant", "t");
    let page = || Page { after: None, ids: Vec::new(), reverse: false };
    match endpoint & 7 {
        0 => drop(now(client.root())),
        1 => drop(now(client.newest(Vec::new(), Flag(false), None))),
        2 => drop(now(client.things(page(), "1".to_owned(), None))),
        3 => drop(now(client.replace(1, page()))),
        4 => drop(now(client.patch(1, Bytes::new()))),
        5 => drop(now(client.echo(String::new()))),
        6 => drop(now(client.thing(1))),
        _ => drop(now(client.follow(None))),
    }
}

/// Decodes the body of an error response, as problem details.
///
/// The first byte selects the status.
///
/// # Panics
/// Panics if a decoded document changes when it is encoded and decoded again.
pub fn error_documents(bytes: &[u8]) {
    let ([status, _], body) = choices(bytes);
    let status = StatusCode::from_u16(400 + u16::from(status)).unwrap_or(StatusCode::BAD_REQUEST);
    let Some(document) = ProblemDetails.decode(status, &HeaderMap::new(), body) else { return };
    let again = ProblemDetails.decode(status, &HeaderMap::new(), &ProblemDetails.encode(&document));
    assert_eq!(again.as_ref(), Some(&document), "decoded again");
}

/// Reads `Accept`.
///
/// # Panics
/// Panics if a weight is above 1000 or a choice has a lower weight than another offer.
pub fn accept(bytes: &[u8]) {
    const OFFERS: [&str; 5] = [
        "application/json",
        "text/event-stream",
        "application/x-ndjson",
        "application/json-seq",
        "text/plain; charset=utf-8",
    ];
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let accept = Accept::new(Some(text));
    let weights = OFFERS.map(|offer| accept.quality(offer));
    let highest = weights.into_iter().max().unwrap_or_default();
    assert!(highest <= 1000, "{highest}");
    let chosen = accept.choose(&OFFERS).map(|offer| accept.quality(offer));
    assert!(chosen.is_none_or(|chosen| chosen == highest), "{chosen:?} of {weights:?}");
    if let Some(named) = accept.choose_named(&OFFERS) {
        assert!(accept.names(OFFERS[named]), "{}", OFFERS[named]);
    }
}

/// A service with one answer.
#[derive(Clone)]
struct Answer {
    status: StatusCode,
    content_type: &'static str,
    body: Bytes,
}

impl Service<Request<Body>> for Answer {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        let mut response = Response::new(Body::from(self.body.clone()));
        *response.status_mut() = self.status;
        response.headers_mut().insert("content-type", HeaderValue::from_static(self.content_type));
        ready(Ok(response))
    }
}
