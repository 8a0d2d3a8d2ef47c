//! Time limits: for a response, for its body, and for silence on an event stream.

use std::time::Duration;

use api_client::{ClientBuilder, Limit, ResumePolicy, RetryPolicy, TimeLimits};
use api_core::dialect::Dialect;
use api_core::{Body, Client, Transport as _};
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

/// A body that yields some bytes at each tick without an end.
struct Drip(tokio::time::Interval, Bytes);

impl http_body::Body for Drip {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        task: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        let bytes = self.1.clone();
        self.0.poll_tick(task).map(|_| Some(Ok(http_body::Frame::data(bytes))))
    }
}

/// Returns after how many seconds a body ends that yields this many bytes each second, by which message.
async fn dripping(bytes: usize, limits: TimeLimits) -> (u64, String) {
    let began = Instant::now();
    let bytes = Bytes::from(vec![b' '; bytes]);
    let drip = move || {
        let ticks = tokio::time::interval(Duration::from_secs(1));
        Ok(Response::new(Body::stream(Drip(ticks, bytes.clone()))))
    };
    let service = serve(move |_| std::future::ready(drip()));
    let client = ClientBuilder::at("http://localhost").time_limits(limits).retry(RetryPolicy::never());
    let result = client.connect_through::<NumbersApi, _>(service).expect("an address").number(1).await;
    let Err(Trouble::Failed(failure)) = result else { panic!("a failure") };
    assert!(failure.is_timeout(), "{failure}");
    (began.elapsed().as_secs(), failure.to_string())
}

#[tokio::test(start_paused = true)]
async fn a_body_that_drips_ends_by_its_rate_or_at_the_time_for_the_whole() {
    let limits = TimeLimits::default();
    let short = limits.whole_body(Some(Duration::from_secs(20)));
    let endless = limits.whole_body(None).least_rate(0);
    let table = [
        (1, limits, 30, "fewer than 10 bytes a second"),
        (9, limits.whole_body(None), 30, "fewer than 10 bytes a second"),
        (100, limits.whole_body(None).least_rate(101), 30, "fewer than 101 bytes a second"),
        (20, limits, 300, "no whole body within 300s"),
        (1, short, 20, "no whole body within 20s"),
        (1, endless.whole_body(Some(Duration::from_secs(90))), 90, "no whole body within 90s"),
    ];
    for (bytes, limits, seconds, message) in table {
        let (ended, failure) = dripping(bytes, limits).await;
        assert_eq!(ended, seconds, "{failure}");
        assert!(failure.contains(message), "{failure}");
    }
}

/// A body that yields 20 bytes one second after each time it is asked for them.
struct Prompt(Option<std::pin::Pin<Box<tokio::time::Sleep>>>);

impl http_body::Body for Prompt {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        task: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        let wait = self.0.get_or_insert_with(|| Box::pin(tokio::time::sleep(Duration::from_secs(1))));
        std::task::ready!(wait.as_mut().poll(task));
        self.0 = None;
        std::task::Poll::Ready(Some(Ok(http_body::Frame::data(Bytes::from_static(&[b' '; 20])))))
    }
}

#[tokio::test(start_paused = true)]
async fn time_in_which_the_caller_does_not_read_does_not_lower_the_rate() {
    let service = serve(|_| std::future::ready(Ok(Response::new(Body::stream(Prompt(None))))));
    let limits = TimeLimits::default().whole_body(None);
    let mut body = Limit::new(service, limits).send(http::Request::default()).await.expect("a response").into_body();
    for _ in 0..100 {
        let frame = http_body_util::BodyExt::frame(&mut body).await.expect("no end");
        assert!(frame.is_ok_and(|frame| frame.into_data().is_ok_and(|data| data.len() == 20)));
        tokio::time::sleep(Duration::from_secs(25)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_upload_has_any_time_while_it_advances() {
    // The server reads a piece every 20 s. After ten of them it answers or stalls.
    let upload = async |answers: bool| {
        let began = Instant::now();
        let service = serve(move |request| async move {
            let mut body = request.into_body();
            for _ in 0..10 {
                tokio::time::sleep(Duration::from_secs(20)).await;
                std::future::poll_fn(|task| http_body::Body::poll_frame(std::pin::Pin::new(&mut body), task)).await;
            }
            if !answers {
                std::future::pending::<()>().await;
            }
            Ok(Response::new(Body::empty()))
        });
        let request = http::Request::new(Body::stream(Prompt(None)));
        (Limit::new(service, TimeLimits::default()).send(request).await, began.elapsed())
    };
    let (answered, time) = upload(true).await;
    assert!(answered.is_ok() && time == Duration::from_secs(210), "{time:?}");
    let (stalled, time) = upload(false).await;
    assert!(stalled.is_err_and(|failure| failure.is_timeout()), "nothing advances");
    assert!(time > Duration::from_secs(230) && time <= Duration::from_secs(270), "{time:?}");
}
