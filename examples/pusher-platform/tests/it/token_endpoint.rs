//! The token endpoint: the responses of an application, and a client that fetches tokens from it.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use api_client::{ClientBuilder, TokenSource as _};
use api_core::routing::{InProcess, ServiceSettings};
use api_core::{Compose as _, OutcomeExt as _, Transport as _};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use pusher_platform::token::{
    EncodedToken, Grant, GrantType, Lifetime, TokenRequest, TokenResponse, TokenSigner, TokenVerifier, VerifyError,
};
use pusher_platform::token_endpoint::{
    Authenticator, EndpointTokens, TokenEndpoint, TokenEndpointApi, TokenEndpointError, TrustingTokenEndpoint,
};
use pusher_platform::{InstanceLocator, Key, PlatformErrors};
use serde_json::{Value, json};

const NOW: u64 = 1_600_000_000;

fn locator() -> InstanceLocator {
    "v1:us1:instance".parse().unwrap()
}

fn key() -> Key {
    "first:se:cret".parse().unwrap()
}

fn authenticator() -> Authenticator {
    Authenticator::new(&locator(), &key())
}

fn refreshing() -> Authenticator {
    authenticator().with_refresh_tokens()
}

fn verified(response: &TokenResponse, now: u64) -> Value {
    let verifier = TokenVerifier::new(&locator(), [&key()]);
    serde_json::to_value(verifier.verify(response.access_token.as_str(), now).unwrap()).unwrap()
}

/// Returns a refresh token of alice with changed claims, signed with a secret.
fn forge(secret: &str, changes: Value) -> EncodedToken {
    let mut claims =
        json!({"instance": "instance", "iss": "api_keys/first", "iat": NOW, "sub": "alice", "refresh": true});
    let Value::Object(changes) = changes else { panic!("claims are an object") };
    for (name, value) in changes {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(&name)),
            value => claims[name] = value,
        }
    }
    encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap().into()
}

#[test]
fn a_token_has_the_claims_and_the_lifetime_of_the_grant() {
    let grant = Grant::user("alice").lifetime(Lifetime::from_seconds(60).unwrap()).claim("apns", 7);
    let response = authenticator().authenticate(&TokenRequest::client_credentials(), &grant, NOW).unwrap();
    assert_eq!((response.expires_in, response.token_type.as_str()), (60, "bearer"));
    assert_eq!(response.refresh_token, None);
    let claims = verified(&response, NOW);
    assert_eq!((&claims["sub"], &claims["apns"], &claims["exp"]), (&json!("alice"), &json!(7), &json!(NOW + 60)));
    let whole_day = authenticator().authenticate(&TokenRequest::client_credentials(), &Grant::user("alice"), NOW);
    assert_eq!(whole_day.unwrap().expires_in, 86_400);
}

#[test]
fn unknown_and_disabled_grant_types_are_refused() {
    let unknown = TokenRequest { grant_type: GrantType::Unknown, ..TokenRequest::default() };
    let refresh = TokenRequest::refresh(forge("se:cret", json!({})));
    for request in [&unknown, &refresh] {
        let refused = authenticator().authenticate(request, &Grant::user("alice"), NOW);
        assert!(matches!(refused, Err(TokenEndpointError::InvalidGrantType(_))), "{request:?}");
    }
    assert!(refreshing().authenticate(&refresh, &Grant::user("alice"), NOW).is_ok());
}

#[test]
fn a_refresh_token_yields_new_tokens_and_does_not_expire() {
    let first = refreshing().authenticate(&TokenRequest::client_credentials(), &Grant::user("alice"), NOW).unwrap();
    let later = NOW + 400 * 86_400;
    let request = TokenRequest::refresh(first.refresh_token.clone().unwrap());
    let second = refreshing().authenticate(&request, &Grant::user("alice"), later).unwrap();
    assert_eq!(verified(&second, later)["sub"], "alice");
    assert!(second.refresh_token.is_some() && second.refresh_token != first.refresh_token);
    let superuser = refreshing().authenticate(&TokenRequest::client_credentials(), &Grant::superuser(), NOW).unwrap();
    assert_eq!(superuser.refresh_token, None, "a refresh token needs a user");
}

#[test]
fn every_invalid_refresh_token_has_the_same_error_type() {
    let access = TokenSigner::new(&locator(), &key()).sign(&Grant::user("alice"), NOW).unwrap().token;
    for (what, token, grant) in [
        ("good", Some(forge("se:cret", json!({}))), Grant::user("alice")),
        ("none", None, Grant::user("alice")),
        ("garbage", Some("garbage".to_owned().into()), Grant::user("alice")),
        ("other secret", Some(forge("other", json!({}))), Grant::user("alice")),
        ("other key", Some(forge("se:cret", json!({"iss": "api_keys/second"}))), Grant::user("alice")),
        ("other issuer", Some(forge("se:cret", json!({"iss": "first"}))), Grant::user("alice")),
        ("other instance", Some(forge("se:cret", json!({"instance": "other"}))), Grant::user("alice")),
        ("an access token", Some(access), Grant::user("alice")),
        ("no refresh claim", Some(forge("se:cret", json!({"refresh": null}))), Grant::user("alice")),
        ("refresh is false", Some(forge("se:cret", json!({"refresh": false}))), Grant::user("alice")),
        ("no subject", Some(forge("se:cret", json!({"sub": null}))), Grant::user("alice")),
        ("another user", Some(forge("se:cret", json!({}))), Grant::user("bob")),
        ("no user", Some(forge("se:cret", json!({}))), Grant::superuser()),
    ] {
        let request = TokenRequest { grant_type: GrantType::RefreshToken, refresh_token: token, user_id: None };
        let outcome = refreshing().authenticate(&request, &grant, NOW);
        if what == "good" {
            assert!(outcome.is_ok());
        } else {
            assert!(matches!(outcome, Err(TokenEndpointError::InvalidRefreshToken(_))), "{what}: {outcome:?}");
        }
    }
}

#[test]
fn a_refresh_token_is_not_an_access_token() {
    let verifier = TokenVerifier::new(&locator(), [&key()]);
    let refresh = TokenSigner::new(&locator(), &key()).sign_refresh("alice", NOW).unwrap();
    assert_eq!(verifier.verify(refresh.as_str(), NOW), Err(VerifyError::Claims));
}

#[test]
fn a_response_for_another_web_framework_has_status_fields_and_body() {
    let answer = |body: &[u8]| {
        let answer = refreshing().answer(body, &Grant::user("alice"), NOW);
        assert_eq!(answer.headers()["content-type"], "application/json");
        assert_eq!(answer.headers()["cache-control"], "no-store");
        (answer.status().as_u16(), serde_json::from_slice::<Value>(answer.body()).unwrap())
    };
    let (status, body) = answer(b"grant_type=client_credentials");
    assert_eq!((status, &body["token_type"], &body["expires_in"]), (200, &json!("bearer"), &json!(86_400)));
    for (body, status, kind) in [
        (&b"grant_type=password"[..], 422, "token_provider/invalid_grant_type"),
        (b"", 422, "token_provider/invalid_grant_type"),
        (b"\xff", 422, "token_provider/invalid_grant_type"),
        (b"grant_type=refresh_token", 401, "token_provider/invalid_refresh_token"),
        (b"grant_type=refresh_token&refresh_token=a.b.c", 401, "token_provider/invalid_refresh_token"),
    ] {
        let (found, document) = answer(body);
        assert_eq!((found, document["error"].as_str()), (status, Some(kind)));
        assert!(document["error_description"].is_string() && document["error_uri"].is_string());
    }
    let illegal = authenticator().answer(b"grant_type=client_credentials", &Grant::user("a").claim("exp", "x"), NOW);
    assert_eq!(illegal.status(), 500);
}

fn trusting(now: impl Fn() -> u64 + Send + Sync + 'static) -> TrustingTokenEndpoint {
    TrustingTokenEndpoint::new(refreshing(), now)
}

#[tokio::test]
async fn the_user_is_read_from_the_query_or_the_body_with_any_content_type() {
    let finish = ServiceSettings::default().error_format(&PlatformErrors);
    let service = InProcess::with(TokenEndpointApi::serve(trusting(|| NOW)).nest("/auth/token"), finish);
    for (target, content_type, body, status, user) in [
        ("?user_id=alice", "application/x-www-form-urlencoded", "grant_type=client_credentials", 200, "alice"),
        ("?via=web&user_id=alice", "text/plain", "grant_type=client_credentials", 200, "alice"),
        ("", "application/json", "grant_type=client_credentials&user_id=bob", 200, "bob"),
        ("?user_id=alice", "text/plain", "grant_type=client_credentials&user_id=bob", 200, "alice"),
        ("", "text/plain", "grant_type=client_credentials", 400, ""),
        ("?user_id=", "text/plain", "grant_type=client_credentials", 400, ""),
        ("?user_id=alice", "text/plain", "grant_type=password", 422, ""),
        ("?user_id=alice", "text/plain", "", 422, ""),
    ] {
        let request =
            http::Request::post(format!("http://app/auth/token{target}")).header("content-type", content_type);
        let response = service.send(request.body(body.to_owned().into()).unwrap()).await.unwrap();
        assert_eq!(response.status(), status, "{target} {body}");
        if status == 200 {
            let body = serde_json::from_slice::<TokenResponse>(response.into_body().as_bytes().unwrap()).unwrap();
            assert_eq!(verified(&body, NOW)["sub"], user);
        }
    }
}

#[tokio::test]
async fn a_client_implements_the_trait_of_the_endpoint() {
    let service = InProcess::new(TokenEndpointApi::serve(trusting(|| NOW)).nest("/auth/token"));
    let environment = ClientBuilder::at("http://app/auth/token?via=web");
    let client = environment.connect_through::<TokenEndpointApi, _>(service).unwrap();
    let response = client.token(Some("alice/b c".to_owned()), TokenRequest::client_credentials()).await.unwrap();
    assert_eq!(verified(&response, NOW)["sub"], "alice/b c");
    let stolen = TokenRequest::refresh(response.refresh_token.unwrap());
    let refused = client.token(Some("mallory".to_owned()), stolen).await;
    assert!(matches!(refused, Err(TokenEndpointError::InvalidRefreshToken(_))), "{refused:?}");
}

/// Records the grant types of the requests, and refuses refresh tokens while `refusing` is not zero.
struct Recording {
    inner: TrustingTokenEndpoint,
    grant_types: Arc<Mutex<Vec<GrantType>>>,
    refusing: Arc<AtomicUsize>,
}

impl TokenEndpoint for Recording {
    async fn token(&self, user: Option<String>, request: TokenRequest) -> Result<TokenResponse, TokenEndpointError> {
        self.grant_types.lock().unwrap().push(request.grant_type);
        if request.grant_type == GrantType::RefreshToken && self.refusing.load(Ordering::SeqCst) > 0 {
            return Err(TokenEndpointError::InvalidRefreshToken("The key was changed.".to_owned()));
        }
        self.inner.token(user, request).await
    }
}

#[tokio::test]
async fn a_token_source_refreshes_and_starts_again_if_its_refresh_token_is_refused() {
    let (grant_types, refusing, clock) = (Arc::default(), Arc::new(AtomicUsize::new(0)), Arc::new(AtomicU64::new(NOW)));
    let now = clock.clone();
    let inner = trusting(move || now.load(Ordering::SeqCst));
    let tokens = EndpointTokens::new(
        Recording { inner, grant_types: Arc::clone(&grant_types), refusing: refusing.clone() },
        "alice",
    );
    tokens.fetch().await.unwrap();
    tokens.fetch().await.unwrap();
    refusing.store(1, Ordering::SeqCst);
    tokens.fetch().await.unwrap();
    refusing.store(0, Ordering::SeqCst);
    tokens.fetch().await.unwrap();
    let (first, again) = (GrantType::ClientCredentials, GrantType::RefreshToken);
    let expected = [first, again, again, first, again];
    assert_eq!(*grant_types.lock().unwrap(), expected);
    assert!(!format!("{tokens:?}").contains("eyJ"), "debug output contains no token");
}

/// An application that refuses every request.
struct Closed;

impl TokenEndpoint for Closed {
    async fn token(&self, _: Option<String>, _: TokenRequest) -> Result<TokenResponse, TokenEndpointError> {
        Err(TokenEndpointError::Unauthenticated("Sign in first.".to_owned()))
    }
}

#[tokio::test]
async fn the_error_of_a_token_source_contains_the_refusal_of_the_application() {
    let service = InProcess::new(TokenEndpointApi::serve(Closed));
    let client = TokenEndpointApi::connect(service);
    let error = EndpointTokens::new(client, "alice").fetch().await.unwrap_err();
    assert!(error.to_string().contains("Sign in first."), "{error}");
    assert!(matches!(
        Closed.token(None, TokenRequest::default()).await.outcome(),
        api_core::Outcome::Answered(TokenEndpointError::Unauthenticated(_))
    ));
}
