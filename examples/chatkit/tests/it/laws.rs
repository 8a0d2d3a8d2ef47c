//! The general API laws of `api-testing` for all APIs of Chatkit, and the backend under generated invalid requests.

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

const LAWS: Laws = Laws::new(40, 1);

#[test]
fn chatkit_v6_obeys_the_laws() {
    laws::check::<ChatkitApi>(&LAWS);
}

#[test]
fn chatkit_v2_obeys_the_laws() {
    laws::check::<ChatkitV2Api>(&LAWS);
}

#[test]
fn chatkit_v7_obeys_the_laws() {
    laws::check::<ChatkitV7Api>(&LAWS);
}

#[test]
fn cursors_obey_the_laws() {
    laws::check::<ChatkitCursorsApi>(&LAWS);
}

#[test]
fn presence_obeys_the_laws() {
    laws::check::<ChatkitPresenceApi>(&LAWS);
}

#[test]
fn the_authorizer_obeys_the_laws() {
    laws::check::<ChatkitAuthorizerApi>(&LAWS);
}

#[test]
fn the_scheduler_obeys_the_laws() {
    laws::check::<ChatkitSchedulerApi>(&LAWS);
}

#[test]
fn files_obey_the_laws() {
    laws::check::<ChatkitFilesApi>(&LAWS);
}

#[test]
fn push_notifications_obey_the_laws() {
    laws::check::<ChatkitPushNotificationsApi>(&LAWS);
}

#[test]
fn the_beams_token_provider_obeys_the_laws() {
    laws::check::<ChatkitBeamsTokenProviderApi>(&LAWS);
}

#[test]
fn the_test_token_provider_obeys_the_laws() {
    laws::check::<ChatkitTokenProviderApi>(&LAWS);
}

#[test]
fn presigned_files_obey_the_laws() {
    laws::check::<PresignedFilesApi>(&LAWS);
}

/// An instance and the key to sign tokens for it.
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

    /// Sends generated valid and invalid requests. Each has a valid token and, if its path permits, this instance id.
    fn send_generated<A: Api>(&self, grant: &Grant) {
        let token = self.token(grant);
        laws::refusals_by::<A, _>(&LAWS, self.backend.in_process(), |request| {
            if let Some(uri) = on_instance(request.uri(), self.locator.instance_id()) {
                *request.uri_mut() = uri;
            }
            request.headers_mut().insert(AUTHORIZATION, token.clone());
        });
    }
}

/// Replaces the instance in `/services/{service}/{version}/{instance}/…` or `/files/{instance}/…`.
fn on_instance(uri: &Uri, instance: &str) -> Option<Uri> {
    let target = uri.path_and_query()?.as_str();
    let mut segments: Vec<&str> = target.split('/').collect();
    let place = if segments.get(1) == Some(&"files") { 2 } else { 4 };
    *segments.get_mut(place)? = instance;
    segments.join("/").parse().ok()
}

#[tokio::test]
async fn generated_requests_never_cause_a_server_error() {
    let world = World::new();
    for grant in [Grant::superuser(), Grant::user("alice")] {
        world.send_generated::<ChatkitApi>(&grant);
        world.send_generated::<ChatkitV2Api>(&grant);
        world.send_generated::<ChatkitV7Api>(&grant);
        world.send_generated::<ChatkitCursorsApi>(&grant);
        world.send_generated::<ChatkitPresenceApi>(&grant);
        world.send_generated::<ChatkitAuthorizerApi>(&grant);
        world.send_generated::<ChatkitSchedulerApi>(&grant);
        world.send_generated::<ChatkitFilesApi>(&grant);
        world.send_generated::<ChatkitPushNotificationsApi>(&grant);
        world.send_generated::<ChatkitBeamsTokenProviderApi>(&grant);
        world.send_generated::<ChatkitTokenProviderApi>(&grant);
        world.send_generated::<PresignedFilesApi>(&grant);
    }
}

#[tokio::test]
async fn valid_generated_requests_reach_the_backend() {
    let world = World::new();
    let token = world.token(&Grant::superuser());
    let laws = Laws::new(5, 1);
    let prepare = |request: &mut Request<Body>| {
        // `DELETE` goes to another instance: deleting all resources would remove what this test looks for.
        let wipes = request.method() == http::Method::DELETE;
        *request.uri_mut() = on_instance(request.uri(), if wipes { "none" } else { "test" }).unwrap_or_default();
        request.headers_mut().insert(AUTHORIZATION, token.clone());
    };
    laws::refusals_by::<ChatkitApi, _>(&laws, world.backend.in_process(), prepare);
    let client = ChatkitApi::connect(world.backend.in_process())
        .bind("instance", world.locator.instance_id())
        .header(AUTHORIZATION, world.token(&Grant::superuser()));
    assert!(!client.users(UserPage::default()).await.unwrap().is_empty(), "at least one user was created");
}
