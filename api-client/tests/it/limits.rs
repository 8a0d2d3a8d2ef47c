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
    let limits = TimeLimits::default().head(Duration::from_secs(3)).body(Duration::from_secs(5));
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
