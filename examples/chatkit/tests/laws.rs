//! The laws of every API on the three of Chatkit, and the backend under requests that no client would send.

use api_core::laws::{self, Laws};
use api_core::{Api, Body};
use chatkit::api::{ChatkitApi, ChatkitCursorsApi, ChatkitV2Api};
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
fn cursors_obey() {
    laws::check::<ChatkitCursorsApi>(&LAWS);
}

/// A valid token on every request, and the instance's own id in its path.
fn admit(locator: &InstanceLocator, token: &HeaderValue, request: &mut Request<Body>) {
    let uri = request.uri().to_string().to_lowercase();
    if let Some(base) = request.uri().to_string().get(..).and_then(|_| uri.find("a%2fb")) {
        let mut path = request.uri().to_string();
        path.replace_range(base..base + "a%2fb".len(), locator.instance_id());
        if let Ok(uri) = path.parse::<Uri>() {
            *request.uri_mut() = uri;
        }
    }
    request.headers_mut().insert(AUTHORIZATION, token.clone());
}

fn storm<A: Api>(grant: &Grant) {
    let locator: InstanceLocator = "v1:us1:test".parse().unwrap();
    let key: Key = "id:secret".parse().unwrap();
    let backend = Backend::new(locator.clone(), std::slice::from_ref(&key));
    let now = jiff::Timestamp::now().as_second().try_into().unwrap();
    let token = TokenSigner::new(&locator, &key).sign(grant, now).unwrap().token;
    let token = HeaderValue::try_from(format!("Bearer {}", token.as_str())).unwrap();
    laws::refusals_by::<A, _>(&LAWS, backend.in_process(), |request| admit(&locator, &token, request));
}

#[test]
fn nothing_that_is_sent_is_the_backend_s_fault() {
    for grant in [Grant::superuser(), Grant::user("alice")] {
        storm::<ChatkitApi>(&grant);
        storm::<ChatkitV2Api>(&grant);
        storm::<ChatkitCursorsApi>(&grant);
    }
}
