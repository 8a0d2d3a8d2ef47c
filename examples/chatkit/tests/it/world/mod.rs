//! A fixture for client tests: an instance, and clients that use every layer except the socket.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use api_client::{LayeredTransport, ResumePolicy, RetryPolicy, Token};
use api_core::{Api, Body, Client, Failure, Transport};
use chatkit::api::{Chatkit as _, ChatkitApi, ChatkitError};
use chatkit::model::{CreateRoom, CreateUser, MessageSent, NewPart, RoomEvent, SendMessage};
use chatkit::server::Backend;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use jiff::Timestamp;
use pusher_platform::token::{Grant, TokenSigner};
use pusher_platform::{InstanceLocator, Key, PlatformEnvironment};

/// The initial time of every instance, in seconds since the epoch.
const BEGINNING: i64 = 1_600_000_000;

/// An instance with a clock that only the test advances.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) backend: Backend,
    pub(crate) locator: InstanceLocator,
    pub(crate) key: Key,
    clock: Arc<AtomicI64>,
}

impl World {
    pub(crate) fn new() -> Self {
        let locator: InstanceLocator = "v1:us1:test".parse().unwrap();
        let key: Key = "id:secret".parse().unwrap();
        let clock = Arc::new(AtomicI64::new(BEGINNING));
        let now = clock.clone();
        let time = move || Timestamp::from_second(now.load(Ordering::SeqCst)).unwrap();
        let backend = Backend::with_clock(locator.clone(), std::slice::from_ref(&key), time);
        Self { backend, locator, key, clock }
    }

    /// Creates an instance with the user `alice` in the room `lobby`, which she created.
    pub(crate) async fn with_a_room() -> Self {
        let world = Self::new();
        world.client::<ChatkitApi>(Grant::superuser()).create_user(new_user("alice")).await.unwrap();
        world.client::<ChatkitApi>(Grant::user("alice")).create_room(new_room("lobby")).await.unwrap();
        world
    }

    /// Returns the time in seconds since the epoch.
    pub(crate) fn now(&self) -> u64 {
        self.clock.load(Ordering::SeqCst).try_into().unwrap()
    }

    pub(crate) fn pass_seconds(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Returns an environment that signs tokens for this grant by the clock of the instance, valid for a day.
    ///
    /// Its clients use a token until the service rejects it as expired.
    pub(crate) fn environment(&self, grant: Grant) -> PlatformEnvironment {
        let (world, signer) = (self.clone(), TokenSigner::new(&self.locator, &self.key));
        PlatformEnvironment::new(self.locator.clone()).at("http://localhost").fetching(move || {
            let token = signer.sign(&grant, world.now()).unwrap().token;
            std::future::ready(Ok(Token::new(token.into_string())))
        })
    }

    /// Returns a client that neither retries requests nor resumes subscriptions.
    pub(crate) fn client<A: Api>(&self, grant: Grant) -> Client<A, impl Transport + use<A>> {
        let environment = self.environment(grant).retry(RetryPolicy::never()).resume(ResumePolicy::off());
        environment.connect_through::<A, _>(self.backend.in_process()).unwrap()
    }

    /// Sends a message from `alice` to `lobby`.
    pub(crate) async fn send_text(&self, text: &str) -> MessageSent {
        self.client::<ChatkitApi>(Grant::user("alice")).send_message("lobby".into(), message(text)).await.unwrap()
    }
}

pub(crate) fn new_user(id: &str) -> CreateUser {
    serde_json::from_value(serde_json::json!({ "id": id, "name": id.to_uppercase() })).unwrap()
}

pub(crate) fn new_room(id: &str) -> CreateRoom {
    serde_json::from_value(serde_json::json!({ "id": id, "name": id, "private": false })).unwrap()
}

pub(crate) fn message(content: &str) -> SendMessage {
    SendMessage { parts: vec![NewPart::Inline { media_type: "text/plain".to_owned(), content: content.to_owned() }] }
}

/// Returns the text of a `new_message` event.
pub(crate) fn text(event: &RoomEvent) -> Option<String> {
    let RoomEvent::NewMessage(message) = event else { return None };
    let part = serde_json::to_value(message.parts.first()?).ok()?;
    part["content"].as_str().map(str::to_owned)
}

/// A transport that calls a function, which returns a response or a failure.
#[derive(Clone)]
pub(crate) struct Scripted(Arc<Answering>);

type Answering = dyn Fn(Request<Body>) -> Result<Response<Body>, Failure> + Send + Sync;

pub(crate) fn scripted(
    answer: impl Fn(Request<Body>) -> Result<Response<Body>, Failure> + Send + Sync + 'static,
) -> Scripted {
    Scripted(Arc::new(answer))
}

/// Returns a transport that answers every request with this status and body.
pub(crate) fn always(status: u16, body: &'static str) -> Scripted {
    scripted(move |_| Ok(response(status, &[], body)))
}

pub(crate) fn response(status: u16, headers: &[(&'static str, &'static str)], body: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    for (name, value) in headers {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

impl Transport for Scripted {
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        (self.0)(request)
    }
}

impl fmt::Debug for Scripted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Scripted")
    }
}

/// Returns a client of a transport that neither retries requests nor resumes subscriptions.
pub(crate) fn without_retries<S: Transport>(service: S) -> Client<ChatkitApi, LayeredTransport<S>> {
    environment().connect_through::<ChatkitApi, S>(service).unwrap()
}

/// Returns an environment without credentials, retries and resumption.
pub(crate) fn environment() -> PlatformEnvironment {
    PlatformEnvironment::new("v1:us1:test".parse().unwrap())
        .at("http://localhost")
        .retry(RetryPolicy::never())
        .resume(ResumePolicy::off())
}

/// Returns a sample error: an unknown user named `nobody`.
pub(crate) fn user_not_found() -> ChatkitError {
    ChatkitError::UserNotFound("nobody".to_owned())
}
