//! Time limits: for a response, for its body, and for silence on an event stream.

use std::time::Duration;

use api_client::{ClientBuilder, ResumePolicy, RetryPolicy, TimeLimits};
use api_core::dialect::Dialect;
use api_core::{Body, Client};
use bytes::Bytes;
use http::Response;
use tokio::time::Instant;

use crate::support::{Numbers as _, NumbersApi, Serve, Stuck, Trouble, serve};

fn client(service: Serve) -> Client<NumbersApi, api_client::LayeredTransport<Serve>> {
    let limits = TimeLimits::default()
        .head(Duration::from_secs(3))
        .body(Duration::from_secs(5))
        .whole_body(Some(Duration::from_secs(20)));
    ClientBuilder::at("http://localhost")
        .time_limits(limits.silence(Some(Duration::from_secs(70))))
        .retry(RetryPolicy::never())
        .resume(ResumePolicy::off())
        .dialect(Dialect::Elements)
        .connect_through(service)
        .expect("an address")
}

#[tokio::test(start_paused = true)]
async fn a_missing_response_is_a_timeout() {
    let began = Instant::now();
    let result = client(serve(|_| std::future::pending())).number(1).await;
    assert!(matches!(result, Err(Trouble::Failed(failure)) if failure.is_timeout()));
    assert_eq!(began.elapsed(), Duration::from_secs(3));
}

#[tokio::test(start_paused = true)]
async fn a_stalled_body_is_a_timeout() {
    let began = Instant::now();
    let half = || Ok(Response::new(Body::stream(Stuck(Some(Bytes::from_static(b"1"))))));
    let result = client(serve(move |_| std::future::ready(half()))).number(1).await;
    assert!(matches!(result, Err(Trouble::Failed(failure)) if failure.is_timeout()));
    assert_eq!(began.elapsed(), Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn a_silent_event_stream_is_a_transport_failure() {
    let began = Instant::now();
    let silent = || Ok(Response::new(Body::stream(Stuck(Some(Bytes::from_static(b"[0,\"\"]\n"))))));
    let mut subscription =
        client(serve(move |_| std::future::ready(silent()))).passing().await.expect("a subscription");
    assert!(subscription.next().await.is_err_and(|failure| failure.is_transport()));
    assert_eq!(began.elapsed(), Duration::from_secs(70));
}

/// A body that yields a byte a second without an end.
struct Drip(tokio::time::Interval);

impl http_body::Body for Drip {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        task: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        self.0.poll_tick(task).map(|_| Some(Ok(http_body::Frame::data(Bytes::from_static(b" ")))))
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_drips_ends_at_the_time_for_the_whole_body() {
    let began = Instant::now();
    let drip = || Ok(Response::new(Body::stream(Drip(tokio::time::interval(Duration::from_secs(1))))));
    let result = client(serve(move |_| std::future::ready(drip()))).number(1).await;
    let Err(Trouble::Failed(failure)) = result else { panic!("a failure") };
    assert!(failure.is_timeout());
    assert_eq!(began.elapsed(), Duration::from_secs(20));
}
