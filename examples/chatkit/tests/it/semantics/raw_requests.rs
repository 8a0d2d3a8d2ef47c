//! Raw requests: what is sent, and how a response becomes an outcome.

use std::sync::{Arc, Mutex};

use api_core::error::Failure;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use pusher_platform::raw::{RawRequest, RawResponse, ServiceError};
use pusher_platform::token::{EncodedToken, Grant};
use serde_json::{Value, json};

use crate::world::{World, always, environment, response, scripted};

fn users() -> RawRequest {
    RawRequest::new(Method::GET, "chatkit", "v6", "/users")
}

async fn answered(status: u16, body: &'static str) -> Result<RawResponse, ServiceError> {
    environment().raw_through(always(status, body)).unwrap().send(users()).await
}

#[tokio::test]
async fn method_headers_service_version_path_and_body_are_sent() {
    let sent = Arc::new(Mutex::new(Vec::new()));
    let noted = sent.clone();
    let service = scripted(move |request| {
        let field = |name: &HeaderName| request.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let extra = field(&HeaderName::from_static("x-extra"));
        let body = String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap();
        let line = format!("{} {}", request.method(), request.uri().path_and_query().unwrap());
        noted.lock().unwrap().push((line, field(&AUTHORIZATION), field(&CONTENT_TYPE), extra, body));
        Ok(response(204, &[], ""))
    });
    let client = environment().raw_through(service).unwrap();
    let token = EncodedToken::from("a.b.c".to_owned());
    let request = RawRequest::new(Method::PATCH, "weather", "v3", "//places//Oslo/?unit=K")
        .header(HeaderName::from_static("x-extra"), HeaderValue::from_static("more"))
        .token(&token)
        .unwrap()
        .json(&json!({ "x": 1 }))
        .unwrap();
    client.send(request).await.unwrap();
    client.send(users()).await.unwrap();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        *sent.lock().unwrap(),
        [
            (
                "PATCH /services/weather/v3/test/places/Oslo?unit=K".to_owned(),
                text("Bearer a.b.c"),
                text("application/json"),
                text("more"),
                r#"{"x":1}"#.to_owned()
            ),
            ("GET /services/chatkit/v6/test/users".to_owned(), None, None, None, String::new()),
        ]
    );
}

#[tokio::test]
async fn outside_2xx_the_body_must_parse_as_an_error() {
    for body in [
        r#"{"error":"a/b","error_description":"Why.","error_uri":"u"}"#,
        r#"{"error":"a/b","error_description":null,"error_uri":"u"}"#,
        r#"{"error":"a/b","error_description":null,"error_uri":null}"#,
        r#"{"error":"a/b"}"#,
    ] {
        for status in [301, 400, 404, 503] {
            let outcome = answered(status, body).await;
            let Err(ServiceError::Answered(answered)) = outcome else { panic!("{status} {body}: {outcome:?}") };
            assert_eq!((answered.status.as_u16(), answered.error.error.as_str()), (status, "a/b"));
        }
    }
    for body in ["", "<html>Bad gateway</html>", "{}", "[]", r#"{"error":7}"#, "null"] {
        for status in [302, 401, 404, 502] {
            let outcome = answered(status, body).await;
            assert!(matches!(&outcome, Err(ServiceError::Failed(failure)) if failure.is_decode()), "{outcome:?}");
        }
    }
}

#[tokio::test]
async fn in_2xx_the_body_is_parsed_by_the_caller_s_type() {
    let response = answered(200, r#"{"id":"alice"}"#).await.unwrap();
    assert_eq!(response.json::<Value>().unwrap(), json!({ "id": "alice" }));
    assert!(response.json::<Vec<String>>().is_err_and(|failure| failure.is_decode()), "another type is a failure");
    for body in ["", "all is well", "{"] {
        let response = answered(200, body).await.unwrap();
        response.json::<()>().expect("a body that is not JSON counts as null");
        assert_eq!(response.json::<Value>().unwrap(), Value::Null);
        assert_eq!(response.json::<Option<String>>().unwrap(), None);
        assert!(response.json::<String>().is_err_and(|failure| failure.is_decode()));
    }
}

#[tokio::test]
async fn exactly_requires_one_status() {
    let response = answered(201, "1").await.unwrap();
    assert_eq!(response.clone().exactly(StatusCode::CREATED).unwrap().json::<u8>().unwrap(), 1);
    let failure = response.exactly(StatusCode::OK).unwrap_err();
    assert!(failure.is_decode() && failure.to_string().contains("201 Created"), "{failure}");
}

#[tokio::test]
async fn a_failure_of_the_transport_keeps_its_kind() {
    let service = scripted(|_| Err(Failure::new(api_core::error::FailureKind::Timeout, "no answer")));
    let outcome = environment().raw_through(service).unwrap().send(users()).await;
    assert!(matches!(outcome, Err(ServiceError::Failed(failure)) if failure.is_timeout()));
}

#[tokio::test]
async fn an_invalid_request_is_a_failure_before_anything_is_sent() {
    let client = environment().raw_through(scripted(|_| panic!("no request is expected"))).unwrap();
    let sent = client.send(RawRequest::subscribe("chatkit", "v6", "/users")).await;
    assert!(matches!(sent, Err(ServiceError::Failed(failure)) if failure.is_encode()));
    let subscribed = client.subscribe(users()).await;
    assert!(matches!(subscribed, Err(ServiceError::Failed(failure)) if failure.is_encode()));
    let nowhere = client.send(RawRequest::new(Method::GET, "chatkit", "v6", "/a b")).await;
    assert!(matches!(nowhere, Err(ServiceError::Failed(failure)) if failure.is_encode()));
}

#[tokio::test]
async fn the_backend_answers_raw_requests() {
    let world = World::with_a_room().await;
    let client = world.environment(Grant::superuser()).raw_through(world.backend.in_process()).unwrap();
    let alice = client.send(RawRequest::new(Method::GET, "chatkit", "v6", "users/alice")).await.unwrap();
    assert_eq!(alice.exactly(StatusCode::OK).unwrap().json::<Value>().unwrap()["name"], "ALICE");
    let changed = RawRequest::new(Method::PUT, "chatkit", "v6", "/users/alice").json(&json!({ "name": "A" })).unwrap();
    client.send(changed).await.unwrap().exactly(StatusCode::NO_CONTENT).unwrap().json::<()>().unwrap();
    let nobody = client.send(RawRequest::new(Method::GET, "chatkit", "v6", "/users/nobody")).await;
    let Err(ServiceError::Answered(answered)) = nobody else { panic!("{nobody:?}") };
    assert_eq!(answered.error.error, "services/chatkit/not_found/user_not_found");
}
