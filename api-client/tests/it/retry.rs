//! Retries: which requests are repeated, how often, and when.

use std::sync::atomic::Ordering;
use std::time::Duration;

use api_client::{ClientBuilder, RetryPolicy};
use api_core::{Body, Transport as _};
use tokio::time::Instant;

use crate::support::{Numbers as _, NumbersApi, Stuck, Trouble, answers, request, response, serve};

type Answer = (u16, Option<&'static str>);

/// Sends one request; returns the number of calls of the service, the final status (0 for a failure), and the time it
/// took.
async fn sent(method: &str, list: Vec<Answer>) -> (usize, u16, Duration) {
    let (service, calls) = answers(list);
    let (began, connection) = (Instant::now(), ClientBuilder::at("http://localhost").around(service));
    let status = connection.send(request(method)).await.map_or(0, |response| response.status().as_u16());
    (calls.load(Ordering::SeqCst), status, began.elapsed())
}

#[tokio::test(start_paused = true)]
async fn only_idempotent_or_unprocessed_requests_are_repeated() {
    for method in ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "SUBSCRIBE"] {
        assert_eq!(sent(method, vec![(0, None), (500, None), (200, None)]).await.1, 200, "{method}");
    }
    for method in ["POST", "PATCH"] {
        assert_eq!(sent(method, vec![(0, None), (200, None)]).await.0, 1, "{method}");
        assert_eq!(sent(method, vec![(503, None), (200, None)]).await.0, 1, "{method}");
        assert_eq!(sent(method, vec![(500, Some("1")), (200, None)]).await.0, 1, "{method}");
        assert_eq!(sent(method, vec![(503, Some("1")), (200, None)]).await.1, 200, "{method}");
        assert_eq!(sent(method, vec![(429, Some("1")), (200, None)]).await.1, 200, "{method}");
    }
    assert_eq!(sent("GET", vec![(404, Some("1")), (200, None)]).await.0, 1, "a 404 is not temporary");
}

#[tokio::test(start_paused = true)]
async fn the_platform_policy_repeats_safe_requests_and_any_with_retry_after() {
    let environment = ClientBuilder::at("http://localhost").retry(RetryPolicy::platform());
    for (method, first, attempts) in [
        ("GET", (0, None), 2),
        ("HEAD", (502, None), 2),
        ("OPTIONS", (503, None), 2),
        ("SUBSCRIBE", (500, None), 2),
        ("PUT", (0, None), 1),
        ("DELETE", (500, None), 1),
        ("POST", (503, None), 1),
        ("POST", (500, Some("1")), 2),
        ("PUT", (502, Some("1")), 2),
        ("PATCH", (429, Some("1")), 2),
        ("POST", (500, Some("31")), 1),
        ("GET", (400, Some("1")), 1),
    ] {
        let (service, calls) = answers(vec![first, (200, None)]);
        // The number of calls shows the result.
        let _ = environment.around(service).send(request(method)).await;
        assert_eq!(calls.load(Ordering::SeqCst), attempts, "{method} after {first:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_last_response_is_returned_when_attempts_run_out() {
    assert_eq!(sent("GET", vec![(500, None), (502, None), (503, None)]).await.1, 503);
    assert_eq!(sent("GET", vec![(0, None)]).await.0, 3);
}

#[tokio::test(start_paused = true)]
async fn a_retry_waits_for_the_time_of_retry_after() {
    assert_eq!(sent("POST", vec![(429, Some("7")), (200, None)]).await, (2, 200, Duration::from_secs(7)));
    assert_eq!(sent("GET", vec![(503, Some("3600")), (200, None)]).await, (1, 503, Duration::ZERO), "too long");
}

#[tokio::test(start_paused = true)]
async fn a_date_in_retry_after_is_relative_to_the_date_of_the_response() {
    let (calls, began) = (std::sync::atomic::AtomicUsize::new(0), Instant::now());
    let service = serve(move |_| {
        let mut answer = response(503, Some("Sun, 06 Nov 1994 08:49:37 GMT"), "");
        answer.headers_mut().insert("date", http::HeaderValue::from_static("Sun, 06 Nov 1994 08:49:32 GMT"));
        let first = calls.fetch_add(1, Ordering::SeqCst) == 0;
        std::future::ready(Ok(if first { answer } else { response(200, None, "") }))
    });
    let connection = ClientBuilder::at("http://localhost").around(service);
    assert!(connection.send(request("POST")).await.expect("an answer").status().is_success());
    assert_eq!(began.elapsed(), Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_cannot_be_copied_is_sent_once() {
    let (service, calls) = answers(vec![(500, None)]);
    let connection = ClientBuilder::at("http://localhost").around(service);
    let streamed = request("PUT").map(|_| Body::stream(Stuck(None)));
    assert_eq!(connection.send(streamed).await.expect("an answer").status(), 500);
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_typed_call_returns_the_result_of_its_last_attempt() {
    let (service, _) = answers(vec![(0, None), (503, None), (200, None)]);
    let environment = ClientBuilder::at("http://localhost");
    assert_eq!(
        environment.connect_through::<NumbersApi, _>(service).expect("an address").number(1).await.expect("1"),
        1
    );
    let (service, calls) = answers(vec![(0, None)]);
    let client = environment.retry(RetryPolicy::never()).connect_through::<NumbersApi, _>(service).expect("an address");
    assert!(matches!(client.number(1).await, Err(Trouble::Failed(failure)) if failure.is_transport()));
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}
