//! Raw subscriptions by `SUBSCRIBE`: opening, keep-alives, events and the end.

use api_core::dialect::Frame;
use api_core::{Body, Next};
use http::header::HeaderName;
use http::{HeaderValue, Response};
use pusher_platform::raw::{RawRequest, RawSubscription, ServiceError};
use pusher_platform::token::Grant;
use serde_json::Value;

use crate::world::{World, always, environment, scripted};

async fn opened(status: u16, body: &'static str) -> Result<RawSubscription, ServiceError> {
    let client = environment().raw_through(always(status, body)).unwrap();
    client.subscribe(RawRequest::subscribe("chatkit", "v6", "/users")).await
}

#[tokio::test]
async fn subscribe_waits_for_the_header_section_and_returns_the_status() {
    let service = scripted(|request| {
        assert_eq!(request.method().as_str(), "SUBSCRIBE");
        assert_eq!(request.headers()["last-event-id"], "7");
        let mut response = Response::new(Body::from("[0,\"\"]\n"));
        *response.status_mut() = http::StatusCode::ACCEPTED;
        Ok(response)
    });
    let request = RawRequest::subscribe("chatkit", "v6", "/rooms/lobby")
        .header(HeaderName::from_static("last-event-id"), HeaderValue::from_static("7"));
    let opened = environment().raw_through(service).unwrap().subscribe(request).await.unwrap();
    assert_eq!(opened.status.as_u16(), 202);
}

#[tokio::test]
async fn a_rejection_is_an_error_response_or_a_failure() {
    let refused = opened(404, r#"{"error":"a/b","error_description":null,"error_uri":"u"}"#).await;
    assert!(matches!(refused, Err(ServiceError::Answered(answered)) if answered.error.error == "a/b"));
    for body in ["", "<html>", "[255,404,{},{\"error\":\"a/b\"}]\n"] {
        let refused = opened(404, body).await;
        assert!(matches!(&refused, Err(ServiceError::Failed(failure)) if failure.is_decode()), "{refused:?}");
    }
}

#[tokio::test]
async fn a_stream_that_ends_with_its_header_section_is_a_failure() {
    let ended = opened(200, "").await;
    assert!(matches!(ended, Err(ServiceError::Failed(failure)) if failure.is_transport()));
}

#[tokio::test]
async fn a_raw_read_returns_keep_alives_events_and_the_end() {
    let stream =
        "[0,\"   \"]\n[1,\"7\",{\"a\":\"b\"},{\"x\":1}]\n[255,503,{\"Retry-After\":\"9\"},{\"error\":\"down\"}]\n";
    let mut subscription = opened(200, stream).await.unwrap();
    assert_eq!(subscription.next().await.unwrap(), Frame::Heartbeat { padding: 3 });
    let Frame::Event { id, headers, body } = subscription.next().await.unwrap() else { panic!("an event") };
    assert_eq!((id.as_str(), headers["a"].as_str(), body.as_ref()), ("7", "b", b"{\"x\":1}".as_slice()));
    let Frame::End { status, headers, body } = subscription.next().await.unwrap() else { panic!("expected the end") };
    assert_eq!((status, headers["Retry-After"].as_str()), (503, "9"));
    assert_eq!(serde_json::from_slice::<Value>(&body).unwrap()["error"], "down");
    assert!(subscription.next().await.is_err_and(|failure| failure.is_closed()), "nothing follows the end");
}

#[tokio::test]
async fn a_truncated_stream_and_a_malformed_message_are_failures() {
    let mut subscription = opened(200, "[0,\"\"]\n[1,\"7\",{},").await.unwrap();
    assert!(subscription.next().await.is_ok());
    assert!(subscription.next().await.is_err_and(|failure| failure.is_transport()));
    let mut subscription = opened(200, "<html>\n").await.unwrap();
    assert!(subscription.next().await.is_err_and(|failure| failure.is_decode()));
}

#[tokio::test]
async fn reading_a_closed_subscription_and_closing_it_again_are_failures() {
    let mut subscription = opened(200, "[0,\"\"]\n").await.unwrap();
    subscription.close().unwrap();
    assert!(subscription.next().await.is_err_and(|failure| failure.is_closed()));
    assert!(subscription.close().is_err_and(|failure| failure.is_closed()));
}

#[tokio::test]
async fn a_raw_subscription_to_the_backend_converts_into_a_typed_one() {
    let world = World::with_a_room().await;
    let client = world.environment(Grant::user("alice")).raw_through(world.backend.in_process()).unwrap();
    let request = RawRequest::subscribe("chatkit", "v6", "/rooms/lobby?message_limit=0");
    let mut subscription = client.subscribe(request).await.unwrap();
    assert_eq!(subscription.next().await.unwrap(), Frame::heartbeat(), "the first message is a keep-alive");
    world.send_text("hello").await;
    let mut events = subscription.events::<Value>();
    let Next::Event(event) = events.next().await.unwrap() else { panic!("an event") };
    assert_eq!(event.body["data"]["parts"][0]["content"], "hello");
}
