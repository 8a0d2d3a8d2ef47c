//! One socket whole, in memory: what a client says, what services answer, and what the client is told.

mod client;
mod services;

use std::sync::atomic::Ordering;

use client::Client;
use pusher_platform::shared_socket::MAX_SUBSCRIPTIONS;
use serde_json::{Value, json};
use services::{Services, WAITING};

/// The type of an end's error.
fn error_type(end: &Value) -> &str {
    end[4]["error"].as_str().unwrap()
}

#[tokio::test]
async fn subscriptions_share_the_socket_and_keep_alives_stay_behind() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.follow(0, "/topic").await;
    client.follow(5, "/topic").await;
    services.publish("e1", "hello\n");
    assert_eq!(client.next().await, json!([102, 0, "e1", {}, "hello\n"]));
    assert_eq!(client.next().await, json!([102, 5, "e1", {}, "hello\n"]));
}

#[tokio::test]
async fn an_unsubscribe_has_dropped_the_subscription_by_the_time_it_is_confirmed() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.follow(0, "/topic").await;
    client.follow(1, "/topic").await;
    assert_eq!(services.topic.subscribers(), 2);
    client.say(json!([198, 0, null, null])).await;
    assert_eq!(client.next().await, json!([199, 0, 204, {}, null]));
    assert_eq!(services.topic.subscribers(), 1);
    services.publish("e1", "for the other");
    assert_eq!(client.next().await[1], 1);
    client.vanish().await;
    assert_eq!(services.topic.subscribers(), 0, "a lost socket ends its subscriptions");
}

#[tokio::test]
async fn an_opening_that_never_ends_holds_up_nobody_and_can_be_given_up() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.say(json!([100, 0, "/never", {}])).await;
    client.say(json!([16, 9, null, null])).await;
    assert_eq!(client.next().await, json!([17, 9]));
    client.follow(1, "/topic").await;
    assert_eq!(services.waiting.load(Ordering::SeqCst), 1);
    client.say(json!([198, 0])).await;
    assert_eq!(client.next().await, json!([199, 0, 204, {}, null]));
    assert_eq!(services.waiting.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_flood_of_pings_and_events_take_turns() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.follow(0, "/topic").await;
    // All of it is there before the server's end runs again: nothing here has to wait.
    for number in 0..100 {
        client.say(json!([16, number])).await;
    }
    for _ in 0..WAITING {
        services.publish("e", "x");
    }
    let mut codes = Vec::new();
    for _ in 0..WAITING {
        codes.push(client.next().await[0].as_u64().unwrap());
    }
    codes.sort_unstable();
    assert_eq!(codes, [17, 17, 102, 102]);
}

#[tokio::test]
async fn a_subscription_is_asked_for_like_any_request() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    let headers = json!({ "Authorization": "Bearer x", "Last-Event-Id": "7", "Host": "elsewhere" });
    client.say(json!([100, 0, "/services/a//b%2Fc?d=e&f", headers])).await;
    let asked = client.next().await;
    assert_eq!(asked[4]["method"], "SUBSCRIBE");
    assert_eq!(asked[4]["target"], "/services/a//b%2Fc?d=e&f");
    let fields = json!([["authorization", "Bearer x"], ["host", "us1.example"], ["last-event-id", "7"]]);
    assert_eq!(asked[4]["headers"], fields, "the host is the one that the socket was opened on");
}

#[tokio::test]
async fn a_refusal_is_passed_on_with_its_status_its_body_and_when_to_come_back() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    let headers = json!({ "Retry-After": "7", "retry-after": "7", "WWW-Authenticate": "Bearer" });
    let table = [
        ("/elsewhere", 404, None, &headers),
        ("/html", 502, Some("services/platform/unreadable_answer"), &headers),
        ("/endless", 500, Some("services/platform/unreadable_answer"), &headers),
        ("/lost", 502, Some("services/platform/no_answer"), &json!({})),
        ("/late", 504, Some("services/platform/no_answer"), &json!({})),
        ("/panic", 500, Some("services/platform/internal"), &json!({})),
    ];
    for (path, status, error, headers) in table {
        client.say(json!([100, 3, path, {}])).await;
        let end = client.next().await;
        assert_eq!((&end[0], &end[1], &end[2], &end[3]), (&json!(199), &json!(3), &json!(status), headers), "{path}");
        assert_eq!(end[4]["error"].as_str(), error, "{path}");
        assert!(!end.to_string().contains("secret"), "{end}");
    }
    client.say(json!([100, 3, "/plain", {}])).await;
    assert_eq!(client.next().await, json!([199, 3, 200, headers, [1]]), "an answer that is no subscription");
}

#[tokio::test]
async fn what_could_not_stand_in_a_request_is_refused_for_its_subscription_alone() {
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
        client.say(json!([100, 1, path, headers])).await;
        let end = client.next().await;
        assert_eq!((&end[0], &end[1], &end[2]), (&json!(199), &json!(1), &json!(400)), "{path} {headers}");
        assert_eq!(error_type(&end), "services/platform/bad_request/malformed_message");
    }
    services.publish("e1", "still here");
    assert_eq!(client.next().await[1], 0);
}

#[tokio::test]
async fn a_stream_that_breaks_ends_its_subscription_alone() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.follow(0, "/topic").await;
    for path in ["/topic/that/panics", "/ndjson"] {
        client.follow(1, path).await;
        let end = client.next().await;
        assert_eq!((&end[0], &end[1], &end[2]), (&json!(199), &json!(1), &json!(500)), "{path}");
        assert_eq!(error_type(&end), "services/platform/internal");
    }
    services.publish("e1", "still here");
    assert_eq!(client.next().await[1], 0);
}

#[tokio::test]
async fn an_id_in_use_ends_with_what_reuses_it() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.follow(0, "/topic").await;
    client.say(json!([100, 0, "/topic", {}])).await;
    let end = client.next().await;
    assert_eq!((&end[0], &end[1], &end[2]), (&json!(199), &json!(0), &json!(400)));
    assert_eq!(services.topic.subscribers(), 0);
    client.follow(0, "/topic").await;
}

#[tokio::test]
async fn one_subscription_more_than_there_may_be_is_refused_until_another_ends() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    for id in 0..MAX_SUBSCRIPTIONS as u64 {
        client.follow(id, "/topic").await;
    }
    client.say(json!([100, 5000, "/topic", {}])).await;
    let end = client.next().await;
    assert_eq!((&end[1], &end[2]), (&json!(5000), &json!(429)));
    client.say(json!([198, 7])).await;
    assert_eq!(client.next().await[2], 204);
    client.follow(5000, "/topic").await;
    assert_eq!(services.topic.subscribers(), MAX_SUBSCRIPTIONS);
}

#[tokio::test]
async fn who_does_not_read_is_ended_by_the_topic_and_costs_no_memory_here() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.follow(0, "/topic").await;
    // Far more than pipe and buffer take.
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
    let taken = (64 << 10) / (32 << 10) * 2 + WAITING + 2;
    assert!(events > 0 && events <= taken, "{events} of {published} events were taken");
    client.follow(0, "/topic").await;
    services.publish("e1", "as if nothing had been");
    assert_eq!(client.next().await[4], "as if nothing had been");
}

#[tokio::test]
async fn garbage_closes_the_connection_with_a_reason() {
    for (message, code) in [("", 1008), ("{}", 1008), ("[]", 1008), ("[7]", 1008), ("[199,0,204,{},null]", 1008)] {
        let services = Services::new();
        let mut client = Client::open(&services).await;
        client.follow(0, "/topic").await;
        client.connection.send_text(message).await.unwrap();
        let end = client.end().await;
        let frame = end.close_frame().unwrap();
        assert_eq!(frame.code().as_u16(), code, "{message}");
        assert!(!frame.reason().is_empty(), "{message}");
        client.vanish().await;
        assert_eq!(services.topic.subscribers(), 0);
    }
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.connection.send_binary(&b"[16,1]"[..]).await.unwrap();
    assert_eq!(client.end().await.close_frame().unwrap().code().as_u16(), 1003);
    let mut client = Client::open(&services).await;
    client.say(json!([100, 0, "/".repeat(70_000), {}])).await;
    assert_eq!(client.end().await.close_frame().unwrap().code().as_u16(), 1009);
}

#[tokio::test]
async fn a_server_that_goes_away_says_so_and_then_closes() {
    let services = Services::new();
    let mut client = Client::open(&services).await;
    client.follow(0, "/topic").await;
    client.say(json!([100, 1, "/never", {}])).await;
    client.shut_down();
    let closing = client.next().await;
    let headers = json!({ "Retry-After": "1", "retry-after": "1" });
    assert_eq!((&closing[0], &closing[1], &closing[2]), (&json!(99), &json!(503), &headers));
    assert_eq!(closing[3]["error"], "services/platform/shutting_down");
    assert!(closing[3]["error_description"].is_string() && closing[3]["error_uri"].is_string());
    assert_eq!(client.end().await.close_frame().unwrap().code().as_u16(), 1001);
    assert_eq!((services.topic.subscribers(), services.waiting.load(Ordering::SeqCst)), (0, 0));
    client.vanish().await;
}
