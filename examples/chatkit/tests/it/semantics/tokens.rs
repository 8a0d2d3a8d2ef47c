//! Expired tokens: a client fetches a new one and repeats the request once, apart from the retry policy.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use api_client::{ResumePolicy, RetryPolicy, Token};
use api_core::{Compose as _, Next, OutcomeExt as _};
use api_server::{Listener, serve};
use chatkit::api::{Chatkit as _, ChatkitApi, ChatkitError};
use chatkit::client::ChatkitClient;
use chatkit::model::RoomStart;
use http::Method;
use pusher_platform::PlatformEnvironment;
use pusher_platform::raw::{RawRequest, ServiceError};
use pusher_platform::token::{Grant, TokenSigner};
use pusher_platform::token_endpoint::{
    Authenticator, TokenEndpoint, TokenEndpointApi, TokenEndpointError, TrustingTokenEndpoint,
};

use crate::world::{World, environment, message, response, scripted};

const DAY: i64 = 86_400;

#[tokio::test]
async fn a_request_with_an_expired_token_is_repeated_once_with_a_new_one() {
    let world = World::with_a_room().await;
    // Repeating with a new token does not count as a retry.
    let environment = world.environment(Grant::user("alice")).retry(RetryPolicy::never());
    let client = environment.connect_through::<ChatkitApi, _>(world.backend.in_process()).unwrap();
    client.room("lobby".into()).await.unwrap();
    world.pass_seconds(DAY);
    client.room("lobby".into()).await.unwrap();
    world.pass_seconds(DAY);
    // This holds for non-idempotent requests too: the server rejected the first one without processing it.
    client.send_message("lobby".into(), message("once")).await.unwrap();
    let messages = client.messages("lobby".into(), chatkit::model::MessagePage::default()).await.unwrap();
    assert_eq!(messages.len(), 1);
}

#[tokio::test]
async fn a_subscription_is_opened_with_a_new_token() {
    let world = World::with_a_room().await;
    let environment = world.environment(Grant::user("alice")).retry(RetryPolicy::never()).resume(ResumePolicy::off());
    let client = environment.connect_through::<ChatkitApi, _>(world.backend.in_process()).unwrap();
    client.room("lobby".into()).await.unwrap();
    world.pass_seconds(DAY);
    let mut events = client.follow_room("lobby".into(), RoomStart::default(), None).await.unwrap();
    world.send_text("hello").await;
    assert!(matches!(events.next().await.unwrap(), Next::Event(_)));
}

/// Sends a request to a service that rejects every token with this error. Returns the numbers of fetches and requests.
async fn refused(kind: &'static str) -> (usize, usize) {
    let (fetches, calls) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (fetch_count, call_count) = (fetches.clone(), calls.clone());
    let service = scripted(move |_| {
        call_count.fetch_add(1, Ordering::SeqCst);
        let body = format!(r#"{{"error":"{kind}","error_description":"No.","error_uri":"u"}}"#);
        Ok(response(401, &[], body.leak()))
    });
    let environment = environment().retry(RetryPolicy::platform()).fetching(move || {
        let number = fetch_count.fetch_add(1, Ordering::SeqCst);
        std::future::ready(Ok(Token::new(number.to_string())))
    });
    let client = environment.raw_through(service).unwrap();
    let refused = client.send(RawRequest::new(Method::GET, "chatkit", "v6", "/users")).await;
    assert!(matches!(refused, Err(ServiceError::Answered(answered)) if answered.error.error == kind));
    (fetches.load(Ordering::SeqCst), calls.load(Ordering::SeqCst))
}

#[tokio::test]
async fn only_an_expired_token_is_replaced_and_only_once() {
    assert_eq!(refused("authentication/expired").await, (2, 2));
    assert_eq!(refused("authentication/jwt/invalid").await, (1, 1));
    assert_eq!(refused("services/chatkit_authorizer/authorization/missing_permission").await, (1, 1));
}

/// A token endpoint that records the requested users.
struct RecordingEndpoint(TrustingTokenEndpoint, Arc<Mutex<Vec<Option<String>>>>);

impl TokenEndpoint for RecordingEndpoint {
    async fn token(
        &self,
        user: Option<String>,
        request: pusher_platform::token::TokenRequest,
    ) -> Result<pusher_platform::token::TokenResponse, TokenEndpointError> {
        self.1.lock().unwrap().push(user.clone());
        self.0.token(user, request).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_requests_share_one_token_of_the_token_endpoint() {
    let world = World::with_a_room().await;
    let (requested, clock) = (Arc::new(Mutex::new(Vec::new())), world.clone());
    let authenticator = Authenticator::new(&world.locator, &world.key);
    let endpoint = RecordingEndpoint(TrustingTokenEndpoint::new(authenticator, move || clock.now()), requested.clone());
    let application = TokenEndpointApi::serve(endpoint).nest("/some/path");
    let application = serve(Listener::bind("127.0.0.1:0").await.unwrap(), api_server::Server::new(application));
    let platform = serve(Listener::bind("127.0.0.1:0").await.unwrap(), world.backend.server());
    let url = format!("http://{}/some/path?x=1", application.local_addr());
    let environment = PlatformEnvironment::new(world.locator.clone())
        .at(&format!("http://{}", platform.local_addr()))
        .token_endpoint(&url, "alice")
        .unwrap();
    let shutdowns = [application.shutdown_handle(), platform.shutdown_handle()];
    let servers = [tokio::spawn(async move { application.await }), tokio::spawn(async move { platform.await })];
    let client = ChatkitClient::connect(&environment).unwrap();
    let rooms = ["lobby"; 8].map(|room| {
        let client = client.clone();
        tokio::spawn(async move { client.chatkit.room(room.into()).await })
    });
    for room in rooms {
        room.await.unwrap().unwrap();
    }
    assert_eq!(*requested.lock().unwrap(), [Some("alice".to_owned())], "one fetch for all requests");
    world.pass_seconds(DAY);
    client.chatkit.room("lobby".into()).await.unwrap();
    assert_eq!(requested.lock().unwrap().len(), 2, "one more after expiry");
    drop(client);
    shutdowns.iter().for_each(api_server::ShutdownHandle::shut_down);
    for server in servers {
        server.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_failure_to_fetch_a_token_keeps_its_cause() {
    let environment = environment().fetching(|| std::future::ready(Err("the application is down".into())));
    let client = environment.connect_through::<ChatkitApi, _>(scripted(|_| panic!("no request is expected"))).unwrap();
    let outcome = client.room("lobby".into()).await.outcome();
    let api_core::Outcome::Failed(ChatkitError::Failed(failure)) = outcome else { panic!("{outcome:?}") };
    let first: Option<&dyn std::error::Error> = Some(&failure);
    let causes: Vec<String> = std::iter::successors(first, |error| error.source()).map(ToString::to_string).collect();
    assert!(causes.iter().any(|cause| cause == "the application is down"), "{causes:?}");
}

#[test]
fn further_claims_may_replace_standard_claims_of_the_same_type() {
    let world = World::new();
    let signer = TokenSigner::new(&world.locator, &world.key);
    assert!(signer.sign(&Grant::user("alice").claim("instance", "other"), world.now()).is_ok());
    assert!(
        signer.sign(&Grant::user("alice").claim("sub", 7), world.now()).is_err(),
        "a claim of another type is an error"
    );
}
