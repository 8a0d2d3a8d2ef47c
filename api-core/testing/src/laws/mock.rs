//! A transport that answers the requests of an API with generated responses.

use std::convert::Infallible;
use std::fmt;
use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use serde_json::{Value, json};
use tower_service::Service;

use super::cookies;
use super::oracle::{Verdict, find};
use super::pairs::pairs;
use super::sample::{ATTEMPTS, bytes, encoded, replace_controls, structured};
use super::text::{is_field_value, texts};
use crate::generate::{SmallRandom, value};
use api_core::Api;
use api_core::body::Body;
use api_core::codec::Accept;
use api_core::context::Slashes;
use api_core::description::{BodyEncoding, Endpoint, ErrorCase, Exchange, HeaderField, Output};
use api_core::dialect::{Dialect, Ending, EventForm, Frame, Headers};
use api_core::error::{ApiError, ErrorDocument, error_response};
use api_core::model::{Shape, Style};

/// The `Retry-After` of errors that declare it, and of some undeclared ones.
const RETRY_AFTER: Duration = Duration::from_secs(7);

/// The kind of the responses of a [`Mock`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// A declared response.
    Answers,
    /// A declared error.
    Refuses,
    /// An undeclared error in the API's format.
    Surprises,
    /// An error in another format.
    Babbles,
}

/// A transport that answers the requests of an API. A response depends on the seed and the endpoint alone.
///
/// Clones share the seed and the number of calls. A request that reaches no endpoint is answered with 501.
///
/// ```
/// use api_core::{Error, api};
/// use api_testing::laws::{Manner, Mock};
/// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
///
/// let mock = Mock::<RoomsApi>::new(7, Manner::Answers);
/// let client = RoomsApi::connect(mock.clone());
/// let request = client.request(&RoomsRoomsCall {}).unwrap();
/// assert_eq!(mock.answer(&request).status(), 200);
/// assert_eq!(mock.calls(), 1);
/// ```
pub struct Mock<A> {
    shared: Arc<Shared>,
    api: PhantomData<fn() -> A>,
}

struct Shared {
    seed: AtomicU64,
    manner: Manner,
    calls: AtomicUsize,
}

impl<A: Api> Mock<A> {
    /// Creates a mock with the seed and the kind of its responses.
    pub fn new(seed: u64, manner: Manner) -> Self {
        let shared = Shared { seed: AtomicU64::new(seed), manner, calls: AtomicUsize::new(0) };
        Self { shared: Arc::new(shared), api: PhantomData }
    }

    /// Returns the number of requests to this mock and its clones.
    pub fn calls(&self) -> usize {
        self.shared.calls.load(Ordering::SeqCst)
    }

    /// Sets another seed for the following responses, also of clones.
    pub fn reseed(&self, seed: u64) {
        self.shared.seed.store(seed, Ordering::SeqCst);
    }

    /// Returns the response to a request.
    pub fn answer(&self, request: &Request<Body>) -> Response<Body> {
        self.shared.calls.fetch_add(1, Ordering::SeqCst);
        let accept = request.headers().get("accept").and_then(|value| value.to_str().ok());
        let verdict = find(A::DESCRIPTION, request.method(), request.uri(), request.headers(), Slashes::Strict);
        let Verdict::Hit { endpoint, dialect, .. } = verdict else { return status(StatusCode::NOT_IMPLEMENTED) };
        let Some(endpoint) = A::DESCRIPTION.endpoint(endpoint) else { return status(StatusCode::NOT_IMPLEMENTED) };
        let seed = self.shared.seed.load(Ordering::SeqCst);
        let mut random = SmallRandom::new(
            endpoint.name.bytes().fold(seed, |seed, byte| seed.wrapping_mul(131).wrapping_add(u64::from(byte))),
        );
        match self.shared.manner {
            // Without a success it answers with a redirection, which is no error of the request and none of the server.
            Manner::Answers if endpoint.outputs.is_empty() && endpoint.exchange.is_unary() => {
                error_response(A::Error::FORMAT, &ErrorDocument::new(StatusCode::MULTIPLE_CHOICES, "elsewhere"))
            }
            Manner::Answers => answered(endpoint, dialect, accept, &mut random),
            Manner::Refuses => declared::<A>(endpoint, &mut random),
            Manner::Surprises => undeclared::<A>(&mut random),
            Manner::Babbles => babble(&mut random),
        }
    }
}

/// What an output of any success is answered with: statuses that have content.
const SUCCESSES: [StatusCode; 4] =
    [StatusCode::OK, StatusCode::CREATED, StatusCode::ACCEPTED, StatusCode::NON_AUTHORITATIVE_INFORMATION];

fn answered(endpoint: &Endpoint, dialect: Dialect, accept: Option<&str>, random: &mut SmallRandom) -> Response<Body> {
    let Some(output) = random.choose(endpoint.outputs).copied() else { return status(StatusCode::NO_CONTENT) };
    // Of several media types the request chooses, but a method decides whether its answer is a stream.
    let same_status = endpoint.outputs.iter().filter(|other| other.status == output.status);
    let offered: Vec<&'static str> = same_status.clone().filter_map(|output| output.media_type).collect();
    let chosen = Accept::new(accept).choose(&offered);
    let output = match endpoint.exchange {
        Exchange::Subscription(_) => output,
        _ => same_status.copied().find(|other| other.media_type == chosen).unwrap_or(output),
    };
    let body = match endpoint.exchange {
        Exchange::Subscription(streaming) if output.is_events() => events(&output, dialect, streaming.form, random),
        _ => body(&output, endpoint.outputs, random),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = match output.status {
        Output::ANY_SUCCESS => random.choose(&SUCCESSES).copied().unwrap_or_default(),
        status => StatusCode::from_u16(status).unwrap_or_default(),
    };
    let media_type = match endpoint.exchange {
        Exchange::Subscription(_) if output.is_events() => Some(dialect.media_type()),
        _ => output.media_type,
    };
    if let Some(media_type) = media_type {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    for field in output.headers {
        write_field(field, response.headers_mut(), random);
    }
    response
}

/// Adds a header field with generated values. A field that the body sets is replaced, as `WithHeaders` does.
fn write_field(field: &HeaderField, headers: &mut HeaderMap, random: &mut SmallRandom) {
    if let Some(cookie) = field.cookie {
        // Another cookie, which no client has to know.
        if random.once_in(3) {
            headers.append(SET_COOKIE, HeaderValue::from_static("elsewhere=1, 2; Path=/"));
        }
        let value = generated(field.shape, random);
        let is_set = !value.is_null();
        let value = texts(&value).into_iter().next().filter(|_| !random.once_in(4));
        if is_set {
            headers.append(SET_COOKIE, cookies::line(&cookie, value.as_deref(), random));
        }
        return;
    }
    for (index, text) in field_values(field, random).into_iter().enumerate() {
        let name = HeaderName::from_static(field.name);
        if index == 0 {
            headers.insert(name, text);
        } else {
            headers.append(name, text);
        }
    }
}

/// Generates the values of a header field, one for each line.
fn field_values(field: &HeaderField, random: &mut SmallRandom) -> Vec<HeaderValue> {
    /// What a field of text has if none of the generated values can stand in a field.
    const USUAL: HeaderValue = HeaderValue::from_static("1");
    if field.style == Style::Structured {
        let lines = (0..ATTEMPTS).find_map(|_| structured(&generated(field.shape, random), field.shape, random));
        return lines.into_iter().flatten().filter_map(|line| HeaderValue::try_from(line).ok()).collect();
    }
    let fitting = (0..ATTEMPTS).find_map(|_| {
        let value = value(field.shape, random).ok()?;
        let texts = texts(&value);
        texts.iter().all(|text| is_field_value(text, value.is_array())).then_some(texts)
    });
    match fitting {
        Some(texts) => texts.iter().filter_map(|text| HeaderValue::from_bytes(text.as_bytes()).ok()).collect(),
        None => vec![USUAL],
    }
}

fn body(output: &Output, outputs: &[Output], random: &mut SmallRandom) -> Vec<u8> {
    match (output.media_type, output.shape) {
        (None, _) => Vec::new(),
        (Some(_), None) => bytes(random),
        (Some(media_type), Some(shape)) => {
            let encoding = BodyEncoding::of_model(media_type);
            if encoding == BodyEncoding::Form {
                let form = (0..ATTEMPTS)
                    .find_map(|_| pairs("body", shape, Style::Repeated, &generated(shape, random), random));
                return form.unwrap_or_default().join("&").into_bytes();
            }
            // A proxy may answer the same value in each of the media types.
            let mut encodings = outputs.iter().filter_map(|output| output.media_type).map(BodyEncoding::of_model);
            let mut value = generated(shape, random);
            if encodings.any(|encoding| encoding == BodyEncoding::Xml) {
                replace_controls(&mut value);
            }
            match value.as_str() {
                Some(text) if media_type.starts_with("text/") => text.as_bytes().to_vec(),
                _ if encoding == BodyEncoding::Json => value.to_string().into_bytes(),
                _ => encoded(encoding, shape, &value),
            }
        }
    }
}

fn generated(shape: &Shape, random: &mut SmallRandom) -> Value {
    value(shape, random).unwrap_or_else(|refusal| panic!("the shape of an answer: {refusal}"))
}

fn events(output: &Output, dialect: Dialect, form: EventForm, random: &mut SmallRandom) -> Vec<u8> {
    let mut out = Vec::new();
    for number in 0..random.below(4) {
        if random.once_in(2) {
            form.encode(dialect, &Frame::Heartbeat { padding: random.below(20) }, &mut out);
        }
        let id = if random.once_in(3) { String::new() } else { format!("id/{number} {}", random.below(99)) };
        // An event is JSON in every dialect, also a text.
        let body = output.shape.map_or_else(Bytes::new, |shape| generated(shape, random).to_string().into());
        // An event with a name has no place for header fields.
        let headers = if form.names.is_some() { Headers::new() } else { fields(random) };
        form.encode(dialect, &Frame::Event { id, headers, body }, &mut out);
    }
    let (status, body) = if random.once_in(2) { (204, json!(null)) } else { (503, json!({ "error": "later" })) };
    let body = body.to_string().into_bytes().into();
    // Nor has a normal end that is a text or the close.
    let headers = if status == 204 && form.end != Ending::Event { Headers::new() } else { fields(random) };
    form.encode(dialect, &Frame::End { status, headers, body }, &mut out);
    out
}

fn fields(random: &mut SmallRandom) -> Headers {
    let mut headers = Headers::new();
    if random.once_in(2) {
        headers.insert("X-Trace".to_owned(), random.below(1000).to_string());
    }
    headers
}

fn declared<A: Api>(endpoint: &Endpoint, random: &mut SmallRandom) -> Response<Body> {
    let Some(case @ ErrorCase { status, kind, docs, attributes, .. }) = random.choose(endpoint.errors).copied() else {
        return undeclared::<A>(random);
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    // The description of a variant without a text is its doc comment.
    let description = if docs.is_empty() { "as declared" } else { docs };
    let mut document = ErrorDocument::new(status, kind).described(description);
    // A variant with details or header fields is recognized only if the response has them.
    document.attributes = attributes.map(|shape| generated(shape, random));
    for field in case.header_fields() {
        if field.name == "retry-after" {
            // A client obeys it, so it is no random number.
            document.retry_after = Some(RETRY_AFTER);
        } else {
            write_field(field, &mut document.headers, random);
        }
    }
    error_response(A::Error::FORMAT, &document)
}

fn undeclared<A: Api>(random: &mut SmallRandom) -> Response<Body> {
    let status = [StatusCode::CONFLICT, StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE];
    let status = random.choose(&status).copied().unwrap_or_default();
    let mut document = ErrorDocument::new(status, "surprise").described("not declared");
    document.attributes = random.once_in(2).then(|| json!({ "number": random.below(9) }));
    document.retry_after = random.once_in(2).then_some(RETRY_AFTER);
    error_response(A::Error::FORMAT, &document)
}

fn babble(random: &mut SmallRandom) -> Response<Body> {
    let bodies = ["", "<html>no</html>", "{", "[1]", "null"];
    let mut response = status(if random.once_in(2) { StatusCode::BAD_GATEWAY } else { StatusCode::NOT_FOUND });
    *response.body_mut() = Body::from(random.choose(&bodies).copied().unwrap_or_default());
    response
}

fn status(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

impl<A: Api> Service<Request<Body>> for Mock<A> {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        ready(Ok(self.answer(&request)))
    }
}

impl<A> Clone for Mock<A> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone(), api: PhantomData }
    }
}

impl<A> fmt::Debug for Mock<A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Mock").field("manner", &self.shared.manner).finish_non_exhaustive()
    }
}
