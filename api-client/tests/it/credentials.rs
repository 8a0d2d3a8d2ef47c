//! Credentials: shared fetches of tokens, and one renewal per request.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use api_client::{CachedToken, ClientBuilder, FixedCredentials, LayeredTransport, RetryPolicy, Token};
use api_core::error::FailureKind;
use api_core::{Body, BoxError, Client, Transport as _};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::BodyExt as _;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::support::{Numbers as _, NumbersApi, Serve, Stuck, Trouble, request, response, serve};

/// Returns a source of numbered tokens. Each fetch takes a second.
fn numbered(
    fetches: &Arc<AtomicUsize>,
) -> impl Fn() -> std::pin::Pin<Box<dyn Future<Output = Result<Token, BoxError>> + Send>> + use<> {
    let fetches = fetches.clone();
    move || {
        let number = fetches.fetch_add(1, Ordering::SeqCst) + 1;
        Box::pin(async move {
            sleep(Duration::from_secs(1)).await;
            Ok(Token::new(format!("token-{number}")).expires_in(Duration::from_secs(100)))
        })
    }
}

/// Returns a service that accepts one token, and its number of calls.
fn accepting(token: &'static str) -> (Serve, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = calls.clone();
    let service = serve(move |request| {
        counter.fetch_add(1, Ordering::SeqCst);
        let good = request.headers().get("authorization") == Some(&HeaderValue::from_static(token));
        std::future::ready(Ok(if good { response(200, None, "1") } else { response(401, None, "who?") }))
    });
    (service, calls)
}

fn client(service: Serve, credentials: impl api_client::Credentials) -> Client<NumbersApi, LayeredTransport<Serve>> {
    ClientBuilder::at("http://localhost").credentials(credentials).connect_through(service).expect("an address")
}

#[tokio::test(start_paused = true)]
async fn concurrent_calls_share_one_fetch_and_the_token_is_cached() {
    let fetches = Arc::new(AtomicUsize::new(0));
    let (service, _) = accepting("Bearer token-1");
    let client = client(service, CachedToken::new(numbered(&fetches)));
    let mut calls = JoinSet::new();
    for _ in 0..100 {
        let client = client.clone();
        calls.spawn(async move { client.number(1).await.expect("a number") });
    }
    assert_eq!(calls.join_all().await.len(), 100);
    client.number(1).await.expect("the cached token");
    assert_eq!(fetches.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_when_its_leeway_begins() {
    let fetches = Arc::new(AtomicUsize::new(0));
    let (service, _) = accepting("Bearer token-2");
    let client =
        client(service, CachedToken::new(numbered(&fetches)).leeway(Duration::from_secs(40)).expired_when(|_| false));
    assert!(matches!(client.number(1).await, Err(Trouble::Unknown(answer)) if answer.body() == "who?"));
    sleep(Duration::from_secs(61)).await;
    client.number(1).await.expect("the second token");
}

#[tokio::test(start_paused = true)]
async fn a_failed_fetch_fails_the_waiting_calls_and_the_next_call_fetches_again() {
    let fetches = Arc::new(AtomicUsize::new(0));
    let counter = fetches.clone();
    let source = move || {
        let first = counter.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            sleep(Duration::from_secs(1)).await;
            if first { Err("the issuer is unavailable".into()) } else { Ok(Token::new("token-1")) }
        }
    };
    let (service, calls) = accepting("Bearer token-1");
    let client = client(service, CachedToken::new(source));
    let (one, other) = tokio::join!(client.number(1), client.number(1));
    for result in [one, other] {
        let Err(Trouble::Failed(failure)) = result else { panic!("expected a failure") };
        assert_eq!(failure.kind(), FailureKind::Credentials);
        assert!(
            std::error::Error::source(&failure).is_some_and(|_| chain(&failure).contains("unavailable")),
            "{failure:?}"
        );
    }
    client.number(1).await.expect("the next fetch works");
    assert_eq!((fetches.load(Ordering::SeqCst), calls.load(Ordering::SeqCst)), (2, 1));
}

fn chain(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {}", chain(source)))
}

#[tokio::test(start_paused = true)]
async fn cancelling_the_call_that_fetches_does_not_cancel_the_fetch() {
    let fetches = Arc::new(AtomicUsize::new(0));
    let (service, _) = accepting("Bearer token-1");
    let client = client(service, CachedToken::new(numbered(&fetches)));
    let given_up = tokio::time::timeout(Duration::from_millis(500), client.number(1)).await;
    assert!(given_up.is_err());
    client.number(1).await.expect("the same fetch");
    assert_eq!(fetches.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_panic_of_the_source_fails_one_call() {
    let fetches = Arc::new(AtomicUsize::new(0));
    let counter = fetches.clone();
    let source = move || {
        let first = counter.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            assert!(!first, "a bug in the source");
            Ok(Token::new("token-1"))
        }
    };
    let client = client(accepting("Bearer token-1").0, CachedToken::new(source));
    assert!(
        matches!(client.number(1).await, Err(Trouble::Failed(failure)) if failure.kind() == FailureKind::Credentials)
    );
    client.number(1).await.expect("the next fetch works");
}

#[tokio::test(start_paused = true)]
async fn an_expired_token_is_renewed_and_the_call_is_repeated() {
    let fetches = Arc::new(AtomicUsize::new(0));
    let (service, calls) = accepting("Bearer token-2");
    let client = client(service, CachedToken::new(numbered(&fetches)));
    client.number(1).await.expect("the second token");
    assert_eq!((fetches.load(Ordering::SeqCst), calls.load(Ordering::SeqCst)), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn a_call_is_repeated_once_only() {
    let fetches = Arc::new(AtomicUsize::new(0));
    let (service, calls) = accepting("Bearer never");
    let client = client(service, CachedToken::new(numbered(&fetches)));
    assert!(
        matches!(client.number(1).await, Err(Trouble::Unknown(answer)) if answer.status() == StatusCode::UNAUTHORIZED)
    );
    assert_eq!((fetches.load(Ordering::SeqCst), calls.load(Ordering::SeqCst)), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn a_request_with_a_streamed_body_is_not_repeated() {
    let (service, calls) = accepting("Bearer never");
    let connection = ClientBuilder::at("http://localhost")
        .credentials(CachedToken::new(numbered(&Arc::default())))
        .retry(RetryPolicy::never())
        .around(service);
    let streamed = request("PUT").map(|_| Body::stream(Stuck(None)));
    let refused: Response<Body> = connection.send(streamed).await.expect("an answer");
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(refused.into_body().collect().await.expect("whole").to_bytes(), "who?");
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn the_token_of_one_call_takes_precedence_and_is_not_renewed() {
    let (service, calls) = accepting("Bearer own");
    let client = client(service, CachedToken::new(|| async { Ok(Token::new("shared")) }).expired_when(|_| false));
    let own = client.with_token("own").expect("a token");
    own.number(1).await.expect("accepted");
    assert!(!format!("{own:?}").contains("own"));
    let refused = client.with_token("other").expect("a token").number(1).await;
    assert!(matches!(refused, Err(Trouble::Unknown(answer)) if answer.status() == StatusCode::UNAUTHORIZED));
    assert_eq!(calls.load(Ordering::SeqCst), 2);
    let shared = client.number(1).await;
    assert!(matches!(shared, Err(Trouble::Unknown(_))), "the client itself has no other token");
    let malformed = client.with_token("line\nbreak").expect_err("not a field value");
    assert_eq!(malformed.kind(), FailureKind::Credentials);
}

#[tokio::test]
async fn fixed_credentials_are_sent_and_not_shown_by_debug() {
    let credentials = FixedCredentials::bearer("token-1").expect("a token");
    let (service, calls) = accepting("Bearer token-1");
    assert!(!format!("{credentials:?}").contains("token-1"));
    let client = client(service, credentials);
    client.number(1).await.expect("accepted");
    assert!(!format!("{client:?}").contains("token-1"));
    assert!(FixedCredentials::bearer("line\nbreak").is_err());
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}
