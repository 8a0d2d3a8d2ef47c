//! The shared socket in memory: a client subscribes and receives what services respond.

mod client;
mod services;

use std::sync::atomic::Ordering;

use client::Client;
use pusher_platform::shared_socket::MAX_SUBSCRIPTIONS;
use serde_json::{Value, json};
use services::{QUEUE_CAPACITY, Services};

/// Returns the error type in an end message.
fn error_type(end: &Value) -> &str {
    end[4]["error"].as_str().unwrap()
}

#[tokio::test]
async fn subscriptions_share_the_socket_and_keep_alives_are_not_forwarded() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.follow(0, "/topic").await;
    client.follow(5, "/topic").await;
    services.publish("e1", "hello\n");
    assert_eq!(client.next().await, json!([102, 0, "e1", {}, "hello\n"]));
    assert_eq!(client.next().await, json!([102, 5, "e1", {}, "hello\n"]));
}

#[tokio::test]
async fn an_unsubscribe_is_confirmed_after_the_subscription_was_dropped() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.follow(0, "/topic").await;
    client.follow(1, "/topic").await;
    assert_eq!(services.topic.subscribers(), 2);
    client.send(json!([198, 0, null, null])).await;
    assert_eq!(client.next().await, json!([199, 0, 204, {}, null]));
    assert_eq!(services.topic.subscribers(), 1);
    services.publish("e1", "for the other");
    assert_eq!(client.next().await[1], 1);
    client.drop_connection().await;
    assert_eq!(services.topic.subscribers(), 0, "a lost socket ends its subscriptions");
}

#[tokio::test]
async fn a_pending_subscription_does_not_block_others_and_can_be_cancelled() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.send(json!([100, 0, "/never", {}])).await;
    client.send(json!([16, 9, null, null])).await;
    assert_eq!(client.next().await, json!([17, 9]));
    client.follow(1, "/topic").await;
    assert_eq!(services.waiting.load(Ordering::SeqCst), 1);
    client.send(json!([198, 0])).await;
    assert_eq!(client.next().await, json!([199, 0, 204, {}, null]));
    assert_eq!(services.waiting.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn pings_and_events_alternate() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.follow(0, "/topic").await;
    // All of it is sent before the server's task runs again, because nothing here waits.
    for number in 0..100 {
        client.send(json!([16, number])).await;
    }
    for _ in 0..QUEUE_CAPACITY {
        services.publish("e", "x");
    }
    let mut codes = Vec::new();
    for _ in 0..QUEUE_CAPACITY {
        codes.push(client.next().await[0].as_u64().unwrap());
    }
    codes.sort_unstable();
    assert_eq!(codes, [17, 17, 102, 102]);
}

#[tokio::test]
async fn a_subscription_becomes_a_request_with_its_path_and_headers() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    let headers = json!({ "Authorization": "Bearer x", "Last-Event-Id": "7", "Host": "elsewhere" });
    client.send(json!([100, 0, "/services/a//b%2Fc?d=e&f", headers])).await;
    let request = client.next().await;
    assert_eq!(request[4]["method"], "SUBSCRIBE");
    assert_eq!(request[4]["target"], "/services/a//b%2Fc?d=e&f");
    let fields = json!([["authorization", "Bearer x"], ["host", "us1.example"], ["last-event-id", "7"]]);
    assert_eq!(request[4]["headers"], fields, "`Host` is that of the opening request");
}

#[tokio::test]
async fn a_refusal_is_forwarded_with_status_body_and_retry_after() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    let headers = json!({ "Retry-After": "7", "retry-after": "7", "WWW-Authenticate": "Bearer" });
    let table = [
        ("/elsewhere", 404, None, &headers),
        ("/html", 502, Some("services/platform/unreadable_answer"), &headers),
        ("/endless", 500, Some("services/platform/unreadable_answer"), &headers),
        ("/lost", 502, Some("services/platform/no_answer"), &json!({})),
        ("/late", 504, Some("services/platform/no_answer"), &json!({})),
        ("/panic", 500, Some("internal_server_error"), &json!({})),
    ];
    for (path, status, error, headers) in table {
        client.send(json!([100, 3, path, {}])).await;
        let end = client.next().await;
        assert_eq!((&end[0], &end[1], &end[2], &end[3]), (&json!(199), &json!(3), &json!(status), headers), "{path}");
        assert_eq!(end[4]["error"].as_str(), error, "{path}");
        assert!(!end.to_string().contains("secret"), "{end}");
    }
    client.send(json!([100, 3, "/plain", {}])).await;
    assert_eq!(client.next().await, json!([199, 3, 200, headers, [1]]), "a response that is not a subscription");
}

#[tokio::test]
async fn an_invalid_path_or_header_refuses_only_its_subscription() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.follow(0, "/topic").await;
    for (path, headers) in [
        (json!(""), json!({})),
        (json!("topic"), json!({})),
        (json!("http://us1.example/topic"), json!({})),
        (json!("*"), json!({})),
        (json!("/a b"), json!({})),
        (json!("/a\r\nb"), json!({})),
        (json!("/topic"), json!({ "": "x" })),
        (json!("/topic"), json!({ "a b": "x" })),
        (json!("/topic"), json!({ "a": "x\r\nb: y" })),
        (json!("/topic"), json!({ "a": 1 })),
        (json!("/topic"), json!([])),
        (json!(7), json!({})),
    ] {
        client.send(json!([100, 1, path, headers])).await;
        let end = client.next().await;
        assert_eq!((&end[0], &end[1], &end[2]), (&json!(199), &json!(1), &json!(400)), "{path} {headers}");
        assert_eq!(error_type(&end), "services/platform/bad_request/malformed_message");
    }
    services.publish("e1", "still here");
    assert_eq!(client.next().await[1], 0);
}

#[tokio::test]
async fn a_broken_stream_ends_only_its_subscription() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.follow(0, "/topic").await;
    for path in ["/topic/that/panics", "/ndjson"] {
        client.follow(1, path).await;
        let end = client.next().await;
        assert_eq!((&end[0], &end[1], &end[2]), (&json!(199), &json!(1), &json!(500)), "{path}");
        assert_eq!(error_type(&end), "internal_server_error");
    }
    services.publish("e1", "still here");
    assert_eq!(client.next().await[1], 0);
}

#[tokio::test]
async fn reusing_the_id_of_a_subscription_ends_it() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.follow(0, "/topic").await;
    client.send(json!([100, 0, "/topic", {}])).await;
    let end = client.next().await;
    assert_eq!((&end[0], &end[1], &end[2]), (&json!(199), &json!(0), &json!(400)));
    assert_eq!(services.topic.subscribers(), 0);
    client.follow(0, "/topic").await;
}

#[tokio::test]
async fn a_subscription_over_the_limit_is_refused_until_another_ends() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    for id in 0..MAX_SUBSCRIPTIONS as u64 {
        client.follow(id, "/topic").await;
    }
    client.send(json!([100, 5000, "/topic", {}])).await;
    let end = client.next().await;
    assert_eq!((&end[1], &end[2]), (&json!(5000), &json!(429)));
    client.send(json!([198, 7])).await;
    assert_eq!(client.next().await[2], 204);
    client.follow(5000, "/topic").await;
    assert_eq!(services.topic.subscribers(), MAX_SUBSCRIPTIONS);
}

#[tokio::test]
async fn a_subscription_of_a_client_that_does_not_read_ends_and_buffers_stay_small() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.follow(0, "/topic").await;
    // Far more than the pipe and the write buffer hold.
    let published = 64;
    for number in 0..published {
        services.publish(&number.to_string(), "x".repeat(32 << 10));
        tokio::task::yield_now().await;
    }
    let mut events = 0;
    let end = loop {
        let message = client.next().await;
        if message[0] == 199 {
            break message;
        }
        assert_eq!(message[2], events.to_string(), "without a gap");
        events += 1;
    };
    assert_eq!(end[2], 503);
    let buffered = (64 << 10) / (32 << 10) * 2 + QUEUE_CAPACITY + 2;
    assert!(events > 0 && events <= buffered, "{events} of {published} events were received");
    client.follow(0, "/topic").await;
    services.publish("e1", "after the lag");
    assert_eq!(client.next().await[4], "after the lag");
}

#[tokio::test]
async fn an_invalid_message_closes_the_connection_with_a_reason() {
    for (message, code) in [("", 1008), ("{}", 1008), ("[]", 1008), ("[7]", 1008), ("[199,0,204,{},null]", 1008)] {
        let services = Services::new();
        let mut client = Client::open(&services).await;
        client.follow(0, "/topic").await;
        client.connection.send_text(message).await.unwrap();
        let end = client.end().await;
        let frame = end.close_frame().unwrap();
        assert_eq!(frame.code().as_u16(), code, "{message}");
        assert!(!frame.reason().is_empty(), "{message}");
        client.drop_connection().await;
        assert_eq!(services.topic.subscribers(), 0);
    }
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.connection.send_binary(&b"[16,1]"[..]).await.unwrap();
    assert_eq!(client.end().await.close_frame().unwrap().code().as_u16(), 1003);
    let mut client = Client::open(&services).await;
    client.send(json!([100, 0, "/".repeat(70_000), {}])).await;
    assert_eq!(client.end().await.close_frame().unwrap().code().as_u16(), 1009);
}

#[tokio::test]
async fn shutdown_sends_a_closing_message_and_then_a_close_frame() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.follow(0, "/topic").await;
    client.send(json!([100, 1, "/never", {}])).await;
    client.shut_down();
    let closing = client.next().await;
    let headers = json!({ "Retry-After": "1", "retry-after": "1" });
    assert_eq!((&closing[0], &closing[1], &closing[2]), (&json!(99), &json!(503), &headers));
    assert_eq!(closing[3]["error"], "services/platform/shutting_down");
    assert!(closing[3]["error_description"].is_string() && closing[3]["error_uri"].is_string());
    assert_eq!(client.end().await.close_frame().unwrap().code().as_u16(), 1001);
    assert_eq!((services.topic.subscribers(), services.waiting.load(Ordering::SeqCst)), (0, 0));
    client.drop_connection().await;
}
