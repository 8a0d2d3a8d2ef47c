//! No request is the server's fault, and a refused head costs no byte of the body.

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
use super::{Laws, Manner, Mock, connected, mutation, proxy};
use api_core::body::Body;
use api_core::client::Client;
use api_core::routing::{ServiceSettings, respond};
use api_core::{Api, Dispatch};

const BLAMELESS: &str = "no request is answered with a status from 500";
const UNTOUCHED: &str = "a refused head costs no byte of the body and reaches no handler";

/// Checks that no request, however spoilt, is answered as if it were the server's fault; and that of a request refused for its
/// head no byte of the body is polled.
///
/// # Panics
/// If a law does not hold.
pub fn refusals<A: Dispatch<Client<A, Mock<A>>>>(laws: &Laws) {
    let mock = Mock::<A>::new(laws.seed, Manner::Answers);
    refusals_by::<A, _>(laws, proxy(&mock), |_| ());
    untouched::<A>(laws);
}

/// Checks the first of the two on a server of one's own. `prepare` completes each request, with credentials for instance.
///
/// # Panics
/// If the law does not hold.
pub fn refusals_by<A, S>(laws: &Laws, mut server: S, prepare: impl Fn(&mut Request<Body>))
where
    A: Api,
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    all_samples::<A>(BLAMELESS, laws, |case, mut sample, random| {
        for number in 0..4 {
            if number > 0 {
                mutation::mutate(&mut sample, random);
            }
            let Some(mut request) = sample.request() else { continue };
            prepare(&mut request);
            let Ok(response) = now(server.call(request));
            // The body of a subscription that goes on has no end to be read to.
            let (status, events) = (response.status(), response.into_body().into_events());
            let said = events.err().and_then(|body| body.as_bytes().map(|bytes| bytes.escape_ascii().to_string()));
            case.holds(!status.is_server_error(), &sample, || format!("{status}: {}", said.unwrap_or_default()));
        }
    });
}

fn untouched<A: Dispatch<Client<A, Mock<A>>>>(laws: &Laws) {
    all_samples::<A>(UNTOUCHED, laws, |case, mut sample, random| {
        for _ in 0..4 {
            mutation::mutate_head(&mut sample, random);
            let Some(head) = sample.head() else { continue };
            let mock = Mock::<A>::new(case.seed, Manner::Answers);
            let polled = Arc::new(AtomicBool::new(false));
            let body = Watched { bytes: Some(sample.body.clone().into()), polled: polled.clone() };
            let routes = api_core::routing::serve::<A, _>(connected(&mock));
            let answer = Read::of(now(respond(&routes, &ServiceSettings::default(), &head, body)));
            if answer.status.is_client_error() && reaches_own::<A>(&head, case.endpoint) {
                let untouched = !polled.load(Ordering::SeqCst) && mock.calls() == 0;
                case.holds(untouched, &sample, || format!("the body was polled\n{}", answer.shown()));
            }
        }
    });
}

/// Whether the body is still the right one; spoilt, the path may be that of another endpoint, which may read and refuse it.
fn reaches_own<A: Api>(head: &http::request::Parts, endpoint: &str) -> bool {
    match super::routes::walked::<A>(head, api_core::context::Slashes::Strict) {
        super::oracle::Verdict::Hit { endpoint: found, .. } => found == endpoint,
        super::oracle::Verdict::Miss(_) => true,
    }
}

/// A body that remembers whether anybody asked for its bytes.
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
