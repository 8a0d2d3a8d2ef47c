//! The service, and requests to it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use api_core::routing::{BoxRoutes, ServiceSettings, respond};
use api_core::subscription::{LagPolicy, Topic};
use api_core::{Body, Event, Subscription};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use serde_json::Value;
use serde_json::value::RawValue;
use tempfile::TempDir;

use crate::access::Keyring;
use crate::admin::live::{Live, LiveClient, LiveError, LiveEvent, PresenceLists};
use crate::admin::routes::over;
use crate::admin::session::Shared;
use crate::admin::settings::{Settings, SignIn};
use crate::admin::sign_in::Gate;
use crate::admin::{Json, Moment};
use crate::store::{Database, Keys, Location, Rows, SqliteDatabase, Statement, Store, StoreError, open};

/// The name and the password of the administrator.
pub(super) const ADMIN: &str = "Basic YWRtaW46c2VjcmV0";

/// A service with a database of its own.
pub(super) struct World {
    routes: BoxRoutes<Body>,
    pub(super) shared: Arc<Shared<Arc<MadeUp>>>,
    _folder: Option<TempDir>,
}

/// A node that is made up.
#[derive(Debug)]
pub(super) struct MadeUp {
    pub(super) published: Mutex<Vec<(String, String)>>,
    pub(super) told: Mutex<u32>,
    pub(super) events: Topic<LiveEvent>,
}

/// A response whose body was read.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl World {
    pub(super) async fn new() -> Self {
        Self::with(settings()).await
    }

    pub(super) async fn with(settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = open(&Location::Sqlite(folder.path().join("pandapush.sqlite"))).await.unwrap();
        Self { _folder: Some(folder), ..Self::over(store, settings).await }
    }

    /// Creates a service over a store that exists, as another node does.
    pub(super) async fn over(store: Store, settings: Settings) -> Self {
        let secret = store.session_secret().await.unwrap();
        let keys = Keys::load(store.clone(), Arc::new(Keyring::default())).await.unwrap();
        let events = Topic::new(16, LagPolicy::Close);
        let live = Arc::new(MadeUp { published: Mutex::default(), told: Mutex::new(0), events });
        let shared = Arc::new(Shared { gate: Gate::new(settings, &secret, store), keys, live });
        Self { routes: BoxRoutes::new(over(shared.clone())), shared, _folder: None }
    }

    pub(super) fn store(&self) -> &Store {
        self.shared.keys.store()
    }

    /// Sends a request with these fields.
    pub(super) async fn request(&self, method: &str, path: &str, fields: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(path);
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        let (head, body) = request.body(Body::from(body.to_owned())).unwrap().into_parts();
        Answer::of(respond(&self.routes, &ServiceSettings::default(), &head, body).await).await
    }

    /// Sends a request of a user with JSON, as a page does.
    pub(super) async fn send(&self, user: &str, method: &str, path: &str, body: &str) -> Answer {
        let cookie = self.shared.gate.cookie_of(user);
        let json = [("cookie", &*cookie), ("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
        let fields = if body.is_empty() { &json[..1] } else { &json[..] };
        self.request(method, path, fields, body).await
    }

    /// Opens a live view of a user.
    pub(super) async fn live(&self, user: &str, id: &str) -> Response<Body> {
        let request = Request::get(format!("/admin/api/application/{id}/live"))
            .header("cookie", self.shared.gate.cookie_of(user))
            .header("accept", "text/event-stream");
        let (head, body) = request.body(Body::empty()).unwrap().into_parts();
        respond(&self.routes, &ServiceSettings::default(), &head, body).await
    }

    /// Creates an application of a user, and returns its id.
    pub(super) async fn application(&self, user: &str) -> String {
        self.store().create_application(Some("Chat"), user).await.unwrap().id
    }
}

impl Answer {
    async fn of(response: Response<Body>) -> Self {
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Self { status: head.status, headers: head.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Returns the status and the text.
    pub(super) fn says(&self) -> (u16, &str) {
        (self.status.as_u16(), &self.text)
    }
}

/// Settings with the name `admin` and the password `secret`.
pub(super) fn settings() -> Settings {
    let sign_in = SignIn::Password { username: "admin".to_owned(), password: "secret".to_owned().into() };
    Settings { sign_in, root_admins: ["root".to_owned()].into(), ..Settings::default() }
}

impl Live for Arc<MadeUp> {
    async fn clients(&self, application: &str) -> Result<Vec<LiveClient>, LiveError> {
        Ok(vec![LiveClient {
            client: "5f2c".to_owned(),
            node: "n1".to_owned(),
            transport: "websocket".to_owned(),
            connected_at: Moment(Timestamp::UNIX_EPOCH),
            subscriptions: vec![format!("/{application}/public/x")],
        }])
    }

    async fn presence(&self, application: &str, channel: Option<&str>) -> Result<PresenceLists, LiveError> {
        let members = [("7".to_owned(), Json::of(&serde_json::json!({ "id": 7 })).unwrap())];
        let lists = ["x", "y"].map(|name| (format!("/{application}/presence/{name}"), BTreeMap::from(members.clone())));
        Ok(lists.into_iter().filter(|(name, _)| channel.is_none_or(|channel| channel == name)).collect())
    }

    async fn publish(&self, channel: &str, data: &RawValue) -> Result<(), LiveError> {
        if channel.ends_with("/closed") {
            return Err(LiveError::Unavailable("the other nodes cannot be reached".to_owned()));
        }
        self.published.lock().unwrap().push((channel.to_owned(), data.get().to_owned()));
        Ok(())
    }

    fn follow(&self, _: &str) -> Result<Subscription<LiveEvent>, LiveError> {
        Ok(self.events.subscribe())
    }

    async fn keys_changed(&self) {
        *self.told.lock().unwrap() += 1;
    }
}

/// A database that does not answer.
#[derive(Debug)]
pub(super) struct Broken {
    /// The database that answers first.
    pub(super) inner: SqliteDatabase,
    /// How many more operations it answers.
    pub(super) left: Arc<Mutex<u32>>,
}

impl Database for Broken {
    fn migrate(&self) -> futures_util::future::BoxFuture<'_, Result<Vec<String>, StoreError>> {
        self.inner.migrate()
    }

    fn run(&self, statements: Vec<Statement>) -> futures_util::future::BoxFuture<'_, Result<Vec<Rows>, StoreError>> {
        let mut left = self.left.lock().unwrap();
        if *left == 0 {
            return Box::pin(async { Err(StoreError::Unavailable("the machine is on fire".to_owned())) });
        }
        *left -= 1;
        self.inner.run(statements)
    }
}

/// Publishes an event to all live views.
pub(super) fn message(world: &World, text: &str) {
    let data = Json::of(&text).unwrap();
    let event = LiveEvent::message("/a/public/x", data, Moment(Timestamp::UNIX_EPOCH));
    world.shared.live.events.publish_now(Event::new(event));
}
