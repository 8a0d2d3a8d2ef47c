//! Resumption: each event arrives once and in order, wherever a connection breaks.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_client::{CachedToken, ClientBuilder, FixedCredentials, LayeredTransport, ResumePolicy, RetryPolicy, Token};
use api_core::dialect::{Dialect, Frame};
use api_core::{Body, Client, EventId, Next, Subscription};
use http::Response;
use tokio::time::Instant;

use crate::support::{Numbers as _, NumbersApi, Serve, Trouble, response, serve};

/// Returns the messages of a topic with the events 1 to 5, starting after the event `after`.
fn stream(dialect: Dialect, after: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    dialect.encode(&Frame::heartbeat(), &mut bytes);
    for number in after + 1..=5 {
        dialect.encode(&Frame::event(number.to_string(), number.to_string()), &mut bytes);
        dialect.encode(&Frame::heartbeat(), &mut bytes);
    }
    dialect.encode(&Frame::end(), &mut bytes);
    bytes
}

/// Returns a service that resumes after `Last-Event-Id` and cuts its first connection after `length` bytes. It records
/// the ids in `ids`.
fn cut(dialect: Dialect, length: usize, ids: &Arc<Mutex<Vec<Option<String>>>>) -> Serve {
    let ids = ids.clone();
    serve(move |request| {
        let id = request.headers().get("last-event-id").map(|id| id.to_str().expect("an id").to_owned());
        let mut bytes = stream(dialect, id.as_ref().map_or(0, |id| id.parse().expect("a number")));
        let mut ids = ids.lock().expect("ids");
        if ids.is_empty() {
            bytes.truncate(length);
        }
        ids.push(id);
        std::future::ready(Ok(Response::new(Body::from(bytes))))
    })
}

fn client(service: Serve, dialect: Dialect, policy: ResumePolicy) -> Client<NumbersApi, LayeredTransport<Serve>> {
    ClientBuilder::at("http://localhost")
        .dialect(dialect)
        .resume(policy)
        .retry(RetryPolicy::never())
        .connect_through(service)
        .expect("an address")
}

/// Reads the numbers until the end, and the status of the end.
async fn read(mut subscription: Subscription<u32>) -> (Vec<u32>, u16) {
    let mut numbers = Vec::new();
    loop {
        match subscription.next().await.expect("an event or the end") {
            Next::Event(event) => numbers.push(event.body),
            Next::End(end) => return (numbers, end.status),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_cut_at_any_byte_loses_and_repeats_no_event() {
    for dialect in Dialect::IN_BODIES {
        // Not 0: a stream that ends with its header section was never open, see the next test.
        for length in 1..=stream(dialect, 0).len() {
            let ids = Arc::default();
            let client = client(cut(dialect, length, &ids), dialect, ResumePolicy::default());
            let (numbers, end) = read(client.durable(None).await.expect("open")).await;
            assert_eq!((numbers.as_slice(), end), ([1, 2, 3, 4, 5].as_slice(), 204), "{dialect:?} cut at {length}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_ends_with_its_header_section_is_a_failure_to_open() {
    for dialect in Dialect::IN_BODIES {
        let client = client(cut(dialect, 0, &Arc::default()), dialect, ResumePolicy::default());
        let refused = client.durable(None).await.expect_err("nothing was opened");
        assert!(matches!(refused, Trouble::Failed(failure) if failure.is_transport()), "{dialect:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_subscription_by_post_is_not_sent_again() {
    let ids = Arc::default();
    let dialect = Dialect::ServerSentEvents;
    let length = stream(dialect, 0).len() / 2;
    let client = client(cut(dialect, length, &ids), dialect, ResumePolicy::default());
    let mut counted = client.counted(5).await.expect("open");
    let lost = loop {
        match counted.next().await {
            Ok(next) => assert!(matches!(next, Next::Event(_))),
            Err(failure) => break failure,
        }
    };
    assert!(lost.is_transport(), "{lost}");
    assert_eq!(ids.lock().expect("ids").len(), 1, "the server may do its work twice");
}

#[tokio::test(start_paused = true)]
async fn a_subscription_resumes_after_the_last_event_and_reports_it() {
    let (ids, events) = (Arc::default(), Arc::new(Mutex::new(Vec::new())));
    let observer = events.clone();
    let policy =
        ResumePolicy::default().on_reconnect(move |event| observer.lock().expect("events").push(event.clone()));
    let length = stream(Dialect::Elements, 0).len() / 2;
    let client = client(cut(Dialect::Elements, length, &ids), Dialect::Elements, policy);
    read(client.durable(Some(EventId::from("0"))).await.expect("open")).await;
    let events = events.lock().expect("events");
    let [reconnected] = events.as_slice() else { panic!("expected one event: {events:?}") };
    let last = reconnected.resumed_from.as_ref().expect("an id").as_str().to_owned();
    assert_eq!((reconnected.endpoint, reconnected.attempts), ("durable", 1));
    assert_eq!(*ids.lock().expect("ids"), [Some("0".to_owned()), Some(last)]);
}

#[tokio::test(start_paused = true)]
async fn a_subscription_that_is_not_resumable_starts_again_and_reports_the_gap() {
    let (ids, gaps) = (Arc::default(), Arc::new(AtomicUsize::new(0)));
    let counter = gaps.clone();
    let policy = ResumePolicy::default().on_reconnect(move |event| {
        counter.fetch_add(usize::from(event.resumed_from.is_none()), Ordering::SeqCst);
    });
    let length = stream(Dialect::Elements, 0).len() / 2;
    let client = client(cut(Dialect::Elements, length, &ids), Dialect::Elements, policy);
    let (numbers, _) = read(client.passing().await.expect("open")).await;
    assert!(numbers.ends_with(&[1, 2, 3, 4, 5]) && numbers.len() > 5, "{numbers:?}");
    assert_eq!(*ids.lock().expect("ids"), [None, None]);
    assert_eq!(gaps.load(Ordering::SeqCst), 1);
}

/// Returns a service that sends these responses in order, and then fails.
fn script(answers: Vec<fn() -> Response<Body>>) -> Serve {
    let next = AtomicUsize::new(0);
    serve(move |_| {
        let answer = answers.get(next.fetch_add(1, Ordering::SeqCst));
        std::future::ready(answer.map(|answer| answer()).ok_or_else(|| "no more answers".into()))
    })
}

#[tokio::test(start_paused = true)]
async fn the_platform_policy_pauses_between_attempts() {
    let service = script(vec![
        || Response::new(Body::from("[1,\"1\",{},1]\n[1,\"2")),
        || response(503, None, ""),
        || response(500, Some("9"), ""),
        || Response::new(Body::from("[1,\"2\",{},2]\n[255,204,{},null]\n")),
    ]);
    let began = Instant::now();
    let client = client(service, Dialect::Elements, ResumePolicy::platform());
    let (numbers, _) = read(client.durable(None).await.expect("open")).await;
    assert_eq!((numbers, began.elapsed()), (vec![1, 2], Duration::from_secs(2 + 4 + 9)));
}

#[tokio::test(start_paused = true)]
async fn the_platform_policy_waits_after_429_only_with_retry_after() {
    let again = || Response::new(Body::from("[1,\"2\",{},2]\n[255,204,{},null]\n"));
    let with_retry_after =
        script(vec![|| Response::new(Body::from("[1,\"1\",{},1]\n[255,429,{\"Retry-After\":\"7\"},{}]\n")), again]);
    let began = Instant::now();
    let following =
        client(with_retry_after, Dialect::Elements, ResumePolicy::platform()).durable(None).await.expect("open");
    assert_eq!((read(following).await, began.elapsed()), ((vec![1, 2], 204), Duration::from_secs(7)));
    let without = script(vec![|| Response::new(Body::from("[1,\"1\",{},1]\n[255,429,{},{}]\n")), again]);
    let following = client(without, Dialect::Elements, ResumePolicy::platform()).durable(None).await.expect("open");
    assert_eq!(read(following).await, (vec![1], 429));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_to_reopen_is_passed_on_as_an_end() {
    let service =
        script(vec![|| Response::new(Body::from("[1,\"1\",{},1]\n")), || response(404, None, "{\"error\":\"gone\"}")]);
    let mut subscription =
        client(service, Dialect::Elements, ResumePolicy::default()).durable(None).await.expect("open");
    assert!(matches!(subscription.next().await, Ok(Next::Event(_))));
    let Ok(Next::End(end)) = subscription.next().await else { panic!("the end") };
    assert_eq!((end.status, end.body), (404, serde_json::json!({ "error": "gone" })));
}

#[tokio::test(start_paused = true)]
async fn resumption_stops_after_the_maximum_of_attempts() {
    let service = script(vec![|| Response::new(Body::from("[1,\"1\",{},1]\n"))]);
    let policy = ResumePolicy::default().attempts(Some(3));
    let mut subscription = client(service, Dialect::Elements, policy).durable(None).await.expect("open");
    assert!(matches!(subscription.next().await, Ok(Next::Event(_))));
    assert!(subscription.next().await.is_err_and(|failure| failure.is_transport()));
    assert!(subscription.next().await.is_err(), "the subscription remains lost");
}

#[tokio::test(start_paused = true)]
async fn the_policy_off_passes_every_end_on() {
    let service = script(vec![|| Response::new(Body::from("[1,\"1\",{},1]\n[255,503,{},null]\n"))]);
    let client = client(service, Dialect::Elements, ResumePolicy::off());
    assert_eq!(read(client.durable(None).await.expect("open")).await, (vec![1], 503));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_expires_during_a_stream_is_renewed_without_a_pause() {
    let fetches = Arc::new(AtomicUsize::new(0));
    let counter = fetches.clone();
    let source = move || {
        let token = Token::new(counter.fetch_add(1, Ordering::SeqCst).to_string());
        std::future::ready(Ok(token))
    };
    let service = serve(|request| {
        let fresh = request.headers().get("authorization").is_some_and(|value| value == "Bearer 1");
        let body = if fresh { "[1,\"2\",{},2]\n[255,204,{},null]\n" } else { "[1,\"1\",{},1]\n[255,401,{},{}]\n" };
        std::future::ready(Ok(Response::new(Body::from(body))))
    });
    let client: Client<NumbersApi, _> = ClientBuilder::at("http://localhost")
        .dialect(Dialect::Elements)
        .credentials(CachedToken::new(source))
        // One attempt is enough, because the renewal does not count as one.
        .resume(ResumePolicy::default().attempts(Some(1)))
        .connect_through(service)
        .expect("an address");
    let began = Instant::now();
    assert_eq!(read(client.durable(None).await.expect("open")).await, (vec![1, 2], 204));
    assert_eq!((fetches.load(Ordering::SeqCst), began.elapsed()), (2, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn an_end_with_401_is_final_if_credentials_cannot_be_renewed() {
    for credentials in [None, Some(FixedCredentials::bearer("0").expect("a token"))] {
        let service = script(vec![|| Response::new(Body::from("[1,\"1\",{},1]\n[255,401,{},{\"a\":1}]\n"))]);
        let environment = ClientBuilder::at("http://localhost").dialect(Dialect::Elements);
        let environment = match credentials {
            Some(credentials) => environment.credentials(credentials),
            None => environment,
        };
        let client: Client<NumbersApi, _> = environment.connect_through(service).expect("an address");
        // The service would fail a second request.
        assert_eq!(read(client.durable(None).await.expect("open")).await, (vec![1], 401));
    }
}

/// A page in place of an event stream.
fn page() -> Response<Body> {
    let mut page = Response::new(Body::from("<html>please log in</html>"));
    page.headers_mut().insert("content-type", "text/html; charset=utf-8".parse().expect("a value"));
    page
}

#[tokio::test(start_paused = true)]
async fn another_content_type_is_a_failure_at_once_that_names_it() {
    for dialect in Dialect::IN_BODIES {
        // The service would fail a second request with another failure.
        let refused = client(script(vec![page]), dialect, ResumePolicy::default()).durable(None).await;
        let Err(Trouble::Failed(failure)) = refused else { panic!("a failure") };
        assert!(failure.is_decode() && failure.to_string().contains("text/html"), "{dialect:?}: {failure}");
    }
}

#[tokio::test(start_paused = true)]
async fn another_content_type_of_a_reopened_stream_is_a_failure_at_once() {
    let service = script(vec![|| Response::new(Body::from("[1,\"1\",{},1]\n")), page]);
    let mut subscription =
        client(service, Dialect::Elements, ResumePolicy::default()).durable(None).await.expect("open");
    assert!(matches!(subscription.next().await, Ok(Next::Event(_))));
    let failure = subscription.next().await.expect_err("a page");
    assert!(failure.is_decode() && failure.to_string().contains("text/html"), "{failure}");
}

#[tokio::test(start_paused = true)]
async fn a_204_is_a_normal_end_at_once_and_after_a_lost_connection() {
    let nothing = || response(204, None, "");
    let subscription = client(script(vec![nothing]), Dialect::ServerSentEvents, ResumePolicy::default());
    assert_eq!(read(subscription.durable(None).await.expect("open")).await, (vec![], 204));
    let service = script(vec![|| Response::new(Body::from("id: 1\ndata: 1\n\n")), nothing]);
    let subscription = client(service, Dialect::ServerSentEvents, ResumePolicy::default());
    let mut subscription = subscription.durable(None).await.expect("open");
    assert!(matches!(subscription.next().await, Ok(Next::Event(_))));
    let Ok(Next::End(end)) = subscription.next().await else { panic!("the end") };
    assert_eq!((end.status, end.body), (204, serde_json::Value::Null));
}
