//! Errors of opening a WebSocket over a transport.

use api_core::Body;
use api_core::error::{Failure, FailureKind};
use api_core::websocket::{HandshakeError, OpenOptions, dial};
use http::{Request, Response};

#[tokio::test]
async fn an_answer_other_than_101_is_an_error_with_status_headers_and_body() {
    for status in [200, 301, 400, 401, 403, 404, 426, 500, 503] {
        let service =
            answering(move || Response::builder().status(status).header("x-why", "because").body(Body::from("no")));
        let error = dial(&service, request(), OpenOptions::default()).await.expect_err("refused");
        let rejected = error.rejected().unwrap_or_else(|| panic!("{error:?}"));
        assert_eq!((rejected.status.as_u16(), rejected.headers["x-why"].to_str().ok()), (status, Some("because")));
        assert_eq!(rejected.body, "no");
    }
}

#[tokio::test]
async fn handshake_errors_distinguish_timeouts_transports_and_malformed_responses() {
    let error = dial(&Failing(FailureKind::Timeout), request(), OpenOptions::default()).await.expect_err("late");
    assert!(error.is_timeout() && matches!(error, HandshakeError::Timeout));
    let error = dial(&Failing(FailureKind::Transport), request(), OpenOptions::default()).await.expect_err("lost");
    assert!(error.is_transport());
    for (name, value) in [
        ("sec-websocket-protocol", "v9"),
        ("sec-websocket-protocol", "v1, v1"),
        ("sec-websocket-extensions", "permessage-deflate"),
        ("sec-websocket-extensions", "x-other"),
    ] {
        let service = answering(move || {
            let opened = api_core::websocket::handshake::Opened::new(super::peer::wire().0);
            Response::builder().status(101).header(name, value).extension(opened).body(Body::empty())
        });
        let options = OpenOptions::default().subprotocol("v1");
        let error = dial(&service, request(), options).await.expect_err("beyond the offer");
        assert!(matches!(error, HandshakeError::MalformedResponse(_)), "{name}: {value}: {error:?}");
    }
}

#[derive(Clone)]
struct Failing(FailureKind);

impl api_core::Transport for Failing {
    async fn send(&self, _: Request<Body>) -> Result<Response<Body>, Failure> {
        Err(Failure::new(self.0, "a failure of the test"))
    }
}

fn request() -> Request<Body> {
    Request::get("http://test/any/x").body(Body::empty()).expect("a request")
}

fn answering<F>(answer: F) -> Answering<F>
where
    F: Fn() -> Result<Response<Body>, http::Error> + Clone + Send + Sync + 'static,
{
    Answering(answer)
}

#[derive(Clone)]
struct Answering<F>(F);

impl<F> api_core::Transport for Answering<F>
where
    F: Fn() -> Result<Response<Body>, http::Error> + Clone + Send + Sync + 'static,
{
    async fn send(&self, _: Request<Body>) -> Result<Response<Body>, api_core::Failure> {
        Ok((self.0)().expect("a response"))
    }
}
