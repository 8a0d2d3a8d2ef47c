//! The laws of requests: whatever a peer sends, routing and decoding answer it without a server error.

use std::fmt::Write as _;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Response};

use api_core::body::Body;
use api_core::context::{RoutingSettings, Slashes};
use api_core::routing::{ServiceSettings, respond};

use super::choices;
use crate::everything::{Constant, EverythingApi};
use crate::laws::now;

const METHODS: [Method; 8] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::OPTIONS,
    Method::CONNECT,
];

const SLASHES: [Slashes; 3] = [Slashes::Strict, Slashes::IgnoreTrailing, Slashes::Merge];

/// The content codings of [`content_codings()`], by the first byte.
const CODINGS: [&str; 6] = ["gzip", "deflate", "br", "zstd", "x-gzip", "identity"];

/// The limit of bodies in [`content_codings()`], in bytes.
const LIMIT: usize = 4096;

/// Routes a request by a path below the base of an API.
///
/// The first two bytes select the method and the treatment of slashes.
///
/// # Panics
/// Panics if the request panics or is answered with a server error.
pub fn paths(bytes: &[u8]) {
    let ([method, slashes], path) = choices(bytes);
    let settings = RoutingSettings::default().slashes(*of(&SLASHES, slashes)).strict_query(method & 0x80 != 0);
    let Some(request) = request(of(&METHODS, method & 0x7f).clone(), &target("/everything/t/", path)) else { return };
    answered(request, Body::empty(), settings);
}

/// Decodes a query, into lists, a flag and an option, or into a struct.
///
/// The first byte selects the endpoint.
///
/// # Panics
/// Panics if the request panics or is answered with a server error.
pub fn queries(bytes: &[u8]) {
    let ([endpoint, _], query) = choices(bytes);
    let path = if endpoint & 1 == 0 { "/everything/t/things/newest?" } else { "/everything/t/colours/blue?" };
    let Some(request) = request(Method::GET, &target(path, query)) else { return };
    answered(request, Body::empty(), RoutingSettings::default().strict_query(endpoint & 2 != 0));
}

/// Reads lines of header fields, `name: value`: arguments, cookies, content negotiation, resumption and upgrades.
///
/// The first byte selects the method.
///
/// # Panics
/// Panics if the request panics or is answered with a server error.
pub fn fields(bytes: &[u8]) {
    let ([method, _], lines) = choices(bytes);
    let Some(mut request) = request(of(&METHODS, method).clone(), "/everything/t/things") else { return };
    for line in lines.split(|byte| *byte == b'\n').take(100) {
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        let value = line.get(name.len() + 1..).unwrap_or_default().trim_ascii();
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            request.headers_mut().append(name, value);
        }
    }
    answered(request, Body::empty(), RoutingSettings::default());
}

/// Reads a JSON body.
///
/// # Panics
/// Panics if the request panics or is answered with a server error.
pub fn json_bodies(bytes: &[u8]) {
    post("/everything/t/things", "application/json", bytes);
}

/// Reads the body of a form.
///
/// # Panics
/// Panics if the request panics or is answered with a server error.
pub fn form_bodies(bytes: &[u8]) {
    let Some(mut request) = request(Method::PUT, "/everything/t/things/1") else { return };
    set(&mut request, "content-type", "application/x-www-form-urlencoded");
    answered(request, Body::from(Bytes::copy_from_slice(bytes)), RoutingSettings::default());
}

/// Decodes the content coding of a body, within a limit.
///
/// The first byte selects the coding. Without the feature `decompression` of `api-core` each is refused.
///
/// # Panics
/// Panics if the request panics, is answered with a server error, or gets more bytes than its limit.
pub fn content_codings(bytes: &[u8]) {
    let ([coding, _], body) = choices(bytes);
    let Some(mut request) = request(Method::PATCH, "/everything/t/things/1/raw") else { return };
    set(&mut request, "content-encoding", of::<&str>(&CODINGS, coding));
    set(&mut request, "content-type", "application/octet-stream");
    let settings = RoutingSettings::default().body_limit(LIMIT);
    let response = answered(request, Body::from(Bytes::copy_from_slice(body)), settings);
    // The endpoint returns its body.
    let length = http_body::Body::size_hint(response.body()).exact().unwrap_or(u64::MAX);
    assert!(!response.status().is_success() || length <= LIMIT as u64, "{length} bytes");
}

fn post(path: &str, content_type: &'static str, body: &[u8]) {
    let Some(mut request) = request(Method::POST, path) else { return };
    set(&mut request, "content-type", content_type);
    answered(request, Body::from(Bytes::copy_from_slice(body)), RoutingSettings::default());
}

fn of<T>(list: &[T], choice: u8) -> &T {
    &list[usize::from(choice) % list.len()]
}

/// Appends bytes to a path. Bytes that cannot stand in a target are percent-encoded.
fn target(start: &str, rest: &[u8]) -> String {
    let mut target = start.to_owned();
    for byte in rest.iter().take(2048) {
        match byte {
            b'!'..=b'~' if !matches!(byte, b'#' | b'<' | b'>' | b'"' | b'`' | b'{' | b'}') => {
                target.push(char::from(*byte));
            }
            // Writing to a String does not fail.
            _ => drop(write!(target, "%{byte:02X}")),
        }
    }
    target
}

/// Returns a request with a target, `None` if the HTTP library refuses the target.
pub(super) fn request(method: Method, target: &str) -> Option<Request<()>> {
    Request::builder().method(method).uri(target).body(()).ok()
}

fn set(request: &mut Request<()>, name: &'static str, value: &'static str) {
    request.headers_mut().insert(name, HeaderValue::from_static(value));
}

pub(super) fn answered(request: Request<()>, body: Body, routing: RoutingSettings) -> Response<Body> {
    let (head, ()) = request.into_parts();
    let settings = ServiceSettings::default().routing(routing);
    let response = now(respond(&EverythingApi::serve(Constant), &settings, &head, body));
    assert!(
        !response.status().is_server_error(),
        "{} {} is answered with {}",
        head.method,
        head.uri,
        response.status()
    );
    response
}
