//! The laws of refusals: no request is answered with a 5xx status, and the body is not read if the rest of the request
//! is refused.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Frame;
use tower_service::Service;

use super::case::all_samples;
use super::comparison::Read;
use super::now::now;
use super::{Laws, Manner, Mock, Sample, connected, mutation, proxy};
use api_core::body::Body;
use api_core::client::Client;
use api_core::routing::{ServiceSettings, respond};
use api_core::{Api, Dispatch};

const NO_SERVER_ERROR: &str = "no request is answered with a 5xx status";
const UNTOUCHED: &str =
    "a request refused by its target, method or header fields reaches no handler, and its body is not read";

/// Checks that no valid or mutated request is answered with a 5xx status, and that the body is not read if the target,
/// the method or a header field is refused.
///
/// # Panics
/// Panics if one of the two does not hold.
pub fn refusals<A: Dispatch<Client<A, Mock<A>>>>(laws: &Laws) {
    let mock = Mock::<A>::new(laws.seed, Manner::Answers);
    // The server is a proxy, whose client refuses to send a segment `.` or `..`.
    refusals_of::<A, _>(laws, proxy(&mock), |_| (), |sample| !sample.has_dot_segment());
    untouched::<A>(laws);
}

/// Checks that a server answers no request with a 5xx status. `prepare` completes each request, for example with
/// credentials.
///
/// ```
/// use api_core::routing::InProcess;
/// use api_core::{Error, api};
/// use api_testing::laws::{self, Laws};
/// use http::header::{AUTHORIZATION, HeaderValue};
/// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
/// # struct Lobby;
/// # impl Rooms for Lobby {
/// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
/// # }
///
/// let server = InProcess::new(RoomsApi::serve(Lobby));
/// laws::refusals_by::<RoomsApi, _>(&Laws::default(), server, |request| {
///     request.headers_mut().insert(AUTHORIZATION, HeaderValue::from_static("Bearer token"));
/// });
/// ```
///
/// # Panics
/// Panics if a response has a 5xx status. The message shows the request as it was prepared, except for a body that
/// `prepare` replaces with a stream.
pub fn refusals_by<A, S>(laws: &Laws, server: S, prepare: impl Fn(&mut Request<Body>))
where
    A: Api,
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    refusals_of::<A, S>(laws, server, prepare, |_| true);
}

fn refusals_of<A, S>(
    laws: &Laws,
    mut server: S,
    prepare: impl Fn(&mut Request<Body>),
    applies: impl Fn(&Sample) -> bool,
) where
    A: Api,
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    all_samples::<A>(NO_SERVER_ERROR, laws, |case, mut sample, random| {
        for number in 0..4 {
            if number > 0 {
                mutation::mutate(&mut sample, random);
            }
            let Some(mut request) = sample.request().filter(|_| applies(&sample)) else { continue };
            prepare(&mut request);
            // With what was prepared, because the request may be another one without it.
            let sent = shown(&request, &sample);
            let Ok(response) = now(server.call(request));
            // The body of a subscription may be endless, so it is not read.
            let (status, events) = (response.status(), response.into_body().into_events());
            let body = events.err().and_then(|body| body.as_bytes().map(|bytes| bytes.escape_ascii().to_string()));
            if status.is_server_error() {
                case.broken(&sent, &format!("{status}: {}", body.unwrap_or_default()));
            }
        }
    });
}

/// Returns a sample of a request that was prepared. A body that is a stream is still that of the sample before.
fn shown(request: &Request<Body>, before: &Sample) -> Sample {
    let path = request.uri().path();
    let headers = request.headers().iter().map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()));
    Sample {
        method: request.method().to_string(),
        path: path.strip_prefix('/').unwrap_or(path).split('/').map(str::to_owned).collect(),
        query: request.uri().query().into_iter().map(str::to_owned).collect(),
        headers: headers.collect(),
        body: request.body().as_bytes().unwrap_or(&before.body).to_vec(),
        ..before.clone()
    }
}

fn untouched<A: Dispatch<Client<A, Mock<A>>>>(laws: &Laws) {
    all_samples::<A>(UNTOUCHED, laws, |case, mut sample, random| {
        let content_type = content_type(&sample);
        let body = A::DESCRIPTION.endpoint(case.endpoint).and_then(|endpoint| endpoint.body);
        let has_several = body.is_some_and(|body| !body.alternatives.is_empty());
        for _ in 0..4 {
            mutation::mutate_head(&mut sample, random);
            // Another one of several media types makes the body malformed.
            if has_several && self::content_type(&sample) != content_type {
                continue;
            }
            let Some(head) = sample.head() else { continue };
            let mock = Mock::<A>::new(case.seed, Manner::Answers);
            let polled = Arc::new(AtomicBool::new(false));
            let body = Watched { bytes: Some(sample.body.clone().into()), polled: polled.clone() };
            let routes = api_core::routing::serve::<A, _>(connected(&mock));
            let answer = Read::of(now(respond(&routes, &ServiceSettings::default(), &head, body)));
            if answer.status.is_client_error() && reaches_own::<A>(&head, case.endpoint) {
                let untouched = !polled.load(Ordering::SeqCst) && mock.calls() == 0;
                case.holds(untouched, &sample, || {
                    format!("the body was read, or a handler was reached\n{}", answer.shown())
                });
            }
        }
    });
}

fn content_type(sample: &Sample) -> Vec<Vec<u8>> {
    let fields = sample.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    fields.map(|(_, value)| value.clone()).collect()
}

/// Returns whether the request reaches its endpoint or none. A mutated path may be that of another endpoint, which may
/// read the body and refuse it.
fn reaches_own<A: Api>(head: &http::request::Parts, endpoint: &str) -> bool {
    match super::routes::walked::<A>(head, api_core::context::Slashes::Strict) {
        super::oracle::Verdict::Hit { endpoint: found, .. } => found == endpoint,
        super::oracle::Verdict::Miss(_) => true,
    }
}

/// A body that records whether it was polled.
struct Watched {
    bytes: Option<Bytes>,
    polled: Arc<AtomicBool>,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.polled.store(true, Ordering::SeqCst);
        Poll::Ready(self.bytes.take().filter(|bytes| !bytes.is_empty()).map(|bytes| Ok(Frame::data(bytes))))
    }
}

#[cfg(test)]
mod tests {
    use std::future::{Ready, ready};

    use http::header::{AUTHORIZATION, HeaderValue};

    use super::*;
    use crate::everything::EverythingApi;

    struct Failing;

    impl Service<Request<Body>> for Failing {
        type Response = Response<Body>;
        type Error = Infallible;
        type Future = Ready<Result<Response<Body>, Infallible>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Request<Body>) -> Self::Future {
            let mut response = Response::new(Body::from("out of order"));
            *response.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
            ready(Ok(response))
        }
    }

    #[test]
    fn a_failure_shows_the_request_with_what_was_prepared() {
        let broken = std::panic::catch_unwind(|| {
            refusals_by::<EverythingApi, _>(&Laws::new(1, 1), Failing, |request| {
                request.headers_mut().insert(AUTHORIZATION, HeaderValue::from_static("Bearer token"));
            });
        });
        let message = *broken.unwrap_err().downcast::<String>().unwrap();
        let line = message.lines().find(|line| line.starts_with("curl ")).unwrap();
        assert!(line.contains("-H 'authorization: Bearer token'"), "{message}");
        assert!(line.ends_with("'http://localhost:8080/everything/a%2Fb'"), "{message}");
        // The call alone would send no token.
        let raw = r#"client.raw(Request::builder().method("GET").uri("/everything/a%2Fb").header("authorization", "Bearer token")"#;
        assert!(message.contains(raw), "{message}");
        assert!(message.trim_end().ends_with("--- the reason\n500 Internal Server Error: out of order"), "{message}");
    }
    #[test]
    fn a_failure_shows_all_that_was_prepared() {
        let broken = std::panic::catch_unwind(|| {
            refusals_by::<EverythingApi, _>(&Laws::new(1, 1), Failing, |request| {
                *request = Request::put("/other/%2F?key&more=1").body(Body::from("prepared")).unwrap();
            });
        });
        let message = *broken.unwrap_err().downcast::<String>().unwrap();
        assert!(message.contains("--- the request\nPUT /other/%2F?key&more=1\n\nprepared\n"), "{message}");
    }
}
