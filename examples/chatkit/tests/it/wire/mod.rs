//! A fixture for server tests: an instance, and HTTP requests to it as bytes.
//!
//! Requests and responses are written and read without the types of `chatkit`, so that tests see the real format.

mod answer;
mod follower;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use api_core::Body;
use chatkit::server::{Backend, Settings};
use http::header::AUTHORIZATION;
use http::{Method, Request, Response};
use jiff::Timestamp;
use pusher_platform::token::{Grant, TokenSigner};
use pusher_platform::{InstanceLocator, Key};
use serde_json::{Value, json};
use tower_service::Service as _;

pub(crate) use answer::{Answer, members};
pub(crate) use follower::Follower;

/// The initial time of every instance, in seconds since the epoch.
pub(crate) const BEGINNING: i64 = 1_600_000_000;
/// `BEGINNING` as in JSON.
pub(crate) const FIRST: &str = "2020-09-13T12:26:40Z";
/// One second after `FIRST`.
pub(crate) const SECOND: &str = "2020-09-13T12:26:41Z";

/// The versions of the service `chatkit` that have a trait.
pub(crate) const VERSIONS: [&str; 3] = ["v2", "v6", "v7"];

/// An instance with a clock that only the test advances.
pub(crate) struct Wire {
    pub(crate) backend: Backend,
    pub(crate) locator: InstanceLocator,
    pub(crate) key: Key,
    clock: Arc<AtomicI64>,
}

/// A caller with or without a token.
#[derive(Clone)]
pub(crate) struct Caller<'w> {
    wire: &'w Wire,
    authorization: Option<String>,
}

impl Wire {
    pub(crate) fn new() -> Self {
        Self::with(|_| ())
    }

    /// Creates an instance with changed settings. Default: presence is reported offline without a delay.
    pub(crate) fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let locator: InstanceLocator = "v1:us1:test".parse().unwrap();
        let key: Key = "id:secret".parse().unwrap();
        let clock = Arc::new(AtomicI64::new(BEGINNING));
        let now = clock.clone();
        // A real clock is never at a whole second.
        let time = move || Timestamp::new(now.load(Ordering::SeqCst), 987_654_321).unwrap();
        let mut settings = Settings { presence_linger: std::time::Duration::ZERO, ..Settings::default() };
        change(&mut settings);
        let builder = Backend::builder(locator.clone(), std::slice::from_ref(&key));
        let backend = builder.settings(settings).clock(time).open().unwrap().backend;
        Self { backend, locator, key, clock }
    }

    /// Creates an instance with these users.
    pub(crate) async fn with_users(ids: &[&str]) -> Self {
        let wire = Self::new();
        for id in ids {
            wire.create_user(id).await;
        }
        wire
    }

    /// Creates an instance with the users `alice`, `bob` and `carol`, and the public room `lobby` of `alice` and `bob`.
    pub(crate) async fn with_lobby() -> Self {
        let wire = Self::with_users(&["alice", "bob", "carol"]).await;
        let lobby = json!({"id": "lobby", "name": "Lobby", "private": false, "user_ids": ["bob"]});
        wire.user("alice").post("chatkit/v6/rooms", &lobby).await.json(201);
        wire
    }

    pub(crate) async fn create_user(&self, id: &str) {
        let user = json!({"id": id, "name": id});
        self.su().post("chatkit/v6/users", &user).await.json(201);
    }

    /// Sends a message and returns its id.
    pub(crate) async fn send_text(&self, user: &str, room: &str, text: &str) -> u64 {
        let message = json!({"parts": [{"type": "text/plain", "content": text}]});
        let path = format!("chatkit/v6/rooms/{room}/messages");
        self.user(user).post(&path, &message).await.json(201)["message_id"].as_u64().unwrap()
    }

    /// Changes the permissions of the global role `default`.
    pub(crate) async fn change_default(&self, changes: &Value) {
        self.su().put("chatkit_authorizer/v2/roles/default/scope/global/permissions", changes).await.empty(204);
    }

    pub(crate) fn pass_seconds(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(crate) fn now(&self) -> u64 {
        self.clock.load(Ordering::SeqCst).try_into().unwrap()
    }

    /// Returns a superuser without a subject: the application's server.
    pub(crate) fn su(&self) -> Caller<'_> {
        self.caller(&Grant::superuser())
    }

    /// Returns a superuser with a subject.
    pub(crate) fn su_as(&self, user: &str) -> Caller<'_> {
        self.caller(&Grant::superuser_as(user))
    }

    pub(crate) fn user(&self, id: &str) -> Caller<'_> {
        self.caller(&Grant::user(id))
    }

    /// Returns a caller without a token.
    pub(crate) fn anonymous(&self) -> Caller<'_> {
        Caller { wire: self, authorization: None }
    }

    /// Returns a caller with this `Authorization` field.
    pub(crate) fn bearer(&self, authorization: String) -> Caller<'_> {
        Caller { wire: self, authorization: Some(authorization) }
    }

    pub(crate) fn token(&self, grant: &Grant) -> String {
        TokenSigner::new(&self.locator, &self.key).sign(grant, self.now()).unwrap().token.into_string()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Response<Body> {
        let Ok(response) = self.backend.in_process().call(request).await;
        response
    }

    fn caller(&self, grant: &Grant) -> Caller<'_> {
        self.bearer(format!("Bearer {}", self.token(grant)))
    }
}

impl Caller<'_> {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "").await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, body.to_string()).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, body.to_string()).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, "").await
    }

    /// Sends a request without a body.
    pub(crate) async fn bare(&self, method: Method, path: &str) -> Answer {
        self.send(method, path, "").await
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: impl Into<Body>) -> Answer {
        Answer::read(self.raw(self.request(method, path, body)).await).await
    }

    /// Opens a subscription, which must be accepted.
    pub(crate) async fn follow(&self, path: &str) -> Follower {
        self.follow_after(path, None).await
    }

    /// Opens a subscription after the last event seen, which must be accepted.
    pub(crate) async fn follow_after(&self, path: &str, last_event: Option<&str>) -> Follower {
        let mut request = self.request(subscribe(), path, "");
        if let Some(id) = last_event {
            request.headers_mut().insert("last-event-id", id.parse().unwrap());
        }
        Follower::open(self.raw(request).await).await
    }

    /// Sends a `SUBSCRIBE` request and returns its response, for subscriptions that are rejected.
    pub(crate) async fn follow_rejected(&self, path: &str) -> Answer {
        self.send(subscribe(), path, "").await
    }

    /// Returns a request to `{service}/{version}/…` of the instance.
    pub(crate) fn request(&self, method: Method, path: &str, body: impl Into<Body>) -> Request<Body> {
        let mut request = Request::new(body.into());
        *request.method_mut() = method;
        *request.uri_mut() = address(path).parse().unwrap();
        if let Some(authorization) = &self.authorization {
            request.headers_mut().insert(AUTHORIZATION, authorization.parse().unwrap());
        }
        request
    }

    pub(crate) async fn raw(&self, request: Request<Body>) -> Response<Body> {
        self.wire.send(request).await
    }
}

pub(crate) fn subscribe() -> Method {
    Method::from_bytes(b"SUBSCRIBE").unwrap()
}

/// Expands `{service}/{version}/{rest}` to `/services/{service}/{version}/{instance}/{rest}`.
///
/// A path with a leading slash is unchanged.
fn address(path: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    let mut parts = path.splitn(3, '/');
    let mut next = || parts.next().unwrap_or_default();
    let (service, version) = (next(), next());
    format!("/services/{service}/{version}/test/{}", next())
}
