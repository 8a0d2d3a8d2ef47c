//! The laws of every API on those of Chatkit, and the backend under requests that no client would send.

use api_core::{Api, Body};
use api_testing::laws::{self, Laws};
use chatkit::api::{
    Chatkit as _, ChatkitApi, ChatkitAuthorizerApi, ChatkitBeamsTokenProviderApi, ChatkitCursorsApi, ChatkitFilesApi,
    ChatkitPresenceApi, ChatkitPushNotificationsApi, ChatkitSchedulerApi, ChatkitTokenProviderApi, ChatkitV2Api,
    ChatkitV7Api, PresignedFilesApi,
};
use chatkit::model::UserPage;
use chatkit::server::Backend;
use http::header::AUTHORIZATION;
use http::{HeaderValue, Request, Uri};
use pusher_platform::token::{Grant, TokenSigner};
use pusher_platform::{InstanceLocator, Key};

const LAWS: Laws = Laws { cases: 40, seed: 1 };

#[test]
fn the_service_obeys() {
    laws::check::<ChatkitApi>(&LAWS);
}

#[test]
fn its_old_version_obeys() {
    laws::check::<ChatkitV2Api>(&LAWS);
}

#[test]
fn its_last_version_obeys() {
    laws::check::<ChatkitV7Api>(&LAWS);
}

#[test]
fn cursors_obey() {
    laws::check::<ChatkitCursorsApi>(&LAWS);
}

#[test]
fn presence_obeys() {
    laws::check::<ChatkitPresenceApi>(&LAWS);
}

#[test]
fn roles_obey() {
    laws::check::<ChatkitAuthorizerApi>(&LAWS);
}

#[test]
fn jobs_obey() {
    laws::check::<ChatkitSchedulerApi>(&LAWS);
}

#[test]
fn files_obey() {
    laws::check::<ChatkitFilesApi>(&LAWS);
}

#[test]
fn notifications_obey() {
    laws::check::<ChatkitPushNotificationsApi>(&LAWS);
}

#[test]
fn tokens_for_notifications_obey() {
    laws::check::<ChatkitBeamsTokenProviderApi>(&LAWS);
}

#[test]
fn test_tokens_obey() {
    laws::check::<ChatkitTokenProviderApi>(&LAWS);
}

#[test]
fn files_at_their_addresses_obey() {
    laws::check::<PresignedFilesApi>(&LAWS);
}

/// One instance and what is needed to be let in.
struct World {
    backend: Backend,
    locator: InstanceLocator,
    key: Key,
}

impl World {
    fn new() -> Self {
        let locator: InstanceLocator = "v1:us1:test".parse().unwrap();
        let key: Key = "id:secret".parse().unwrap();
        Self { backend: Backend::new(locator.clone(), std::slice::from_ref(&key)), locator, key }
    }

    fn token(&self, grant: &Grant) -> HeaderValue {
        let now = jiff::Timestamp::now().as_second().try_into().unwrap();
        let token = TokenSigner::new(&self.locator, &self.key).sign(grant, now).unwrap().token;
        HeaderValue::try_from(format!("Bearer {}", token.as_str())).unwrap()
    }

    /// Requests right and wrong, each with a valid token and, unless its path was spoilt, on this instance.
    fn storm<A: Api>(&self, grant: &Grant) {
        let token = self.token(grant);
        laws::refusals_by::<A, _>(&LAWS, self.backend.in_process(), |request| {
            if let Some(uri) = on_instance(request.uri(), self.locator.instance_id()) {
                *request.uri_mut() = uri;
            }
            request.headers_mut().insert(AUTHORIZATION, token.clone());
        });
    }
}

/// `/services/{service}/{version}/{instance}/…` or `/files/{instance}/…` with another instance.
fn on_instance(uri: &Uri, instance: &str) -> Option<Uri> {
    let target = uri.path_and_query()?.as_str();
    let mut segments: Vec<&str> = target.split('/').collect();
    let place = if segments.get(1) == Some(&"files") { 2 } else { 4 };
    *segments.get_mut(place)? = instance;
    segments.join("/").parse().ok()
}

#[tokio::test]
async fn nothing_that_is_sent_is_the_backend_s_fault() {
    let world = World::new();
    for grant in [Grant::superuser(), Grant::user("alice")] {
        world.storm::<ChatkitApi>(&grant);
        world.storm::<ChatkitV2Api>(&grant);
        world.storm::<ChatkitV7Api>(&grant);
        world.storm::<ChatkitCursorsApi>(&grant);
        world.storm::<ChatkitPresenceApi>(&grant);
        world.storm::<ChatkitAuthorizerApi>(&grant);
        world.storm::<ChatkitSchedulerApi>(&grant);
        world.storm::<ChatkitFilesApi>(&grant);
        world.storm::<ChatkitPushNotificationsApi>(&grant);
        world.storm::<ChatkitBeamsTokenProviderApi>(&grant);
        world.storm::<ChatkitTokenProviderApi>(&grant);
        world.storm::<PresignedFilesApi>(&grant);
    }
}

#[tokio::test]
async fn requests_that_are_right_reach_the_backend() {
    let world = World::new();
    let token = world.token(&Grant::superuser());
    let laws = Laws { cases: 5, seed: 1 };
    let prepare = |request: &mut Request<Body>| {
        // Wiping is a right request too, but leaves nothing to see.
        let wipes = request.method() == http::Method::DELETE;
        *request.uri_mut() = on_instance(request.uri(), if wipes { "none" } else { "test" }).unwrap_or_default();
        request.headers_mut().insert(AUTHORIZATION, token.clone());
    };
    laws::refusals_by::<ChatkitApi, _>(&laws, world.backend.in_process(), prepare);
    let client = ChatkitApi::connect(world.backend.in_process())
        .bind("instance", world.locator.instance_id())
        .header(AUTHORIZATION, world.token(&Grant::superuser()));
    assert!(!client.users(UserPage::default()).await.unwrap().is_empty(), "somebody was created");
}
