//! Operations without a success: a server answers with errors alone, and a client takes a success for a failure.

use std::convert::Infallible;

use api_core::error::FailureKind;
use api_core::routing::{InProcess, from_fn};
use api_core::{ApiError as _, Body, Error, api};
use api_testing::everything::WatchesApi;
use api_testing::laws::{self, Laws};
use http::{Response, StatusCode};

#[api]
trait Logs {
    #[get("/logs")]
    async fn logs(&self) -> Result<Infallible, Error>;
}

struct Closed;

impl Logs for Closed {
    async fn logs(&self) -> Result<Infallible, Error> {
        Err(Error::new(StatusCode::GONE, "logs_closed"))
    }
}

#[tokio::test]
async fn the_answer_is_an_error() {
    assert!(LogsApi::DESCRIPTION.endpoints[0].outputs.is_empty());
    let client = LogsApi::connect(InProcess::new(LogsApi::serve(Closed)));
    let error = client.logs().await.unwrap_err();
    assert_eq!((error.status(), error.kind()), (Some(StatusCode::GONE), Some("logs_closed")));
}

#[tokio::test]
async fn a_success_is_a_failure() {
    for status in [StatusCode::OK, StatusCode::NO_CONTENT] {
        let answer = move || {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = status;
            response
        };
        let server = from_fn(move |_, _| Box::pin(async move { answer().into() }));
        let error = LogsApi::connect(InProcess::new(server)).logs().await.unwrap_err();
        let failure = error.failure().expect("no answer of the API");
        assert_eq!(failure.kind(), FailureKind::Decode, "{failure}");
        assert!(failure.to_string().contains("has no success"), "{failure}");
    }
}

#[test]
fn the_laws_hold_without_a_success() {
    laws::check::<LogsApi>(&Laws::new(60, 1));
    laws::check::<WatchesApi>(&Laws::new(60, 1));
}
