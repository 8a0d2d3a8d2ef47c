//! Reading a typed subscription: events, the end, failures after which it stays usable, time limits and closing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use api_client::SubscriptionExt as _;
use api_core::{Next, Subscription};
use chatkit::api::{Chatkit as _, ChatkitApi, ChatkitError};
use chatkit::model::{EventBody, RoomEvent, RoomStart};
use pusher_platform::token::Grant;

use crate::world::{World, always, text, without_retries};

type Room = Subscription<EventBody<RoomEvent>>;

async fn room(status: u16, body: &'static str) -> Result<Room, ChatkitError> {
    without_retries(always(status, body)).follow_room("lobby".into(), RoomStart::default(), None).await
}

const TYPING: &str = r#"{"event_name":"is_typing","data":{"user_id":"alice"},"timestamp":"2017-04-14T14:00:42Z"}"#;

fn is_typing(next: &Next<EventBody<RoomEvent>>) -> bool {
    matches!(next, Next::Event(event) if matches!(&event.body.event, RoomEvent::IsTyping { .. }))
}

#[tokio::test]
async fn subscribing_results_in_a_subscription_an_error_response_or_a_failure() {
    assert!(room(200, "[0,\"\"]\n").await.is_ok());
    let refused = room(404, r#"{"error":"services/chatkit/not_found/room_not_found"}"#).await;
    assert!(matches!(refused, Err(ChatkitError::RoomNotFound(_))));
    let ended = room(200, "").await;
    assert!(
        matches!(ended, Err(ChatkitError::Failed(failure)) if failure.is_transport()),
        "the stream ends with its header section"
    );
}

#[tokio::test]
async fn events_and_the_end_are_values_and_keep_alives_are_skipped() {
    let end = r#"[255,503,{"Retry-After":"9"},{"error":"down","error_description":"Soon."}]"#;
    let stream = format!("[0,\"\"]\n[1,\"7\",{{\"a\":\"b\"}},{TYPING}]\n[0,\"\"]\n{end}\n");
    let mut events = room(200, stream.leak()).await.unwrap();
    let Next::Event(event) = events.next().await.unwrap() else { panic!("an event") };
    assert_eq!(event.id.unwrap().as_str(), "7");
    assert_eq!(event.headers["a"], "b");
    let Next::End(end) = events.next().await.unwrap() else { panic!("expected the end") };
    assert_eq!((end.status, end.header("retry-after"), end.body["error"].as_str()), (503, Some("9"), Some("down")));
    assert_eq!(events.end(), Some(&end));
    assert!(events.next().await.is_err_and(|failure| failure.is_closed()), "nothing follows the end");
}

#[tokio::test]
async fn an_event_that_does_not_parse_is_a_failure_after_which_reading_continues() {
    for broken in ["7", "null", r#"{"event_name":"unheard_of","data":{},"timestamp":"2017-04-14T14:00:42Z"}"#] {
        let stream = format!("[1,\"1\",{{}},{broken}]\n[1,\"2\",{{}},{TYPING}]\n[255,204,{{}},null]\n");
        let mut events = room(200, stream.leak()).await.unwrap();
        assert!(events.next().await.is_err_and(|failure| failure.is_decode()), "{broken}");
        assert!(is_typing(&events.next().await.unwrap()));
        assert!(matches!(events.next().await.unwrap(), Next::End(end) if end.is_normal()));
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_that_exceeds_its_time_limit_is_a_failure_and_the_subscription_stays_open() {
    let world = World::with_a_room().await;
    let client = world.client::<ChatkitApi>(Grant::user("alice"));
    let mut events = client.follow_room("lobby".into(), RoomStart::default(), None).await.unwrap();
    for number in 0..3 {
        let late = events.next_within(Duration::from_micros(500)).await;
        assert!(late.is_err_and(|failure| failure.is_timeout()));
        world.send_text(&number.to_string()).await;
        let Next::Event(event) = events.next_within(Duration::from_secs(1)).await.unwrap() else { panic!("an event") };
        assert_eq!(text(&event.body.event), Some(number.to_string()));
    }
}

#[tokio::test]
async fn reading_a_closed_subscription_and_closing_it_again_are_failures() {
    let mut events = room(200, "[0,\"\"]\n").await.unwrap();
    events.close().unwrap();
    assert!(events.next().await.is_err_and(|failure| failure.is_closed()));
    assert!(events.close().is_err_and(|failure| failure.is_closed()));
    assert!(events.next().await.is_err_and(|failure| failure.is_closed()), "the subscription stays closed");
}

/// Decrements a counter when dropped.
struct DropCounter(Arc<AtomicUsize>);

impl Drop for DropCounter {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn closing_drops_the_stream_at_once() {
    use std::task::{Context, Poll};

    struct Endless(#[expect(dead_code, reason = "dropped with the body")] DropCounter);
    impl http_body::Body for Endless {
        type Data = bytes::Bytes;
        type Error = api_core::BoxError;
        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<http_body::Frame<bytes::Bytes>, api_core::BoxError>>> {
            Poll::Pending
        }
    }

    let held = Arc::new(AtomicUsize::new(0));
    let counter = held.clone();
    let service = crate::world::scripted(move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
        Ok(http::Response::new(api_core::Body::stream(Endless(DropCounter(counter.clone())))))
    });
    let mut events = without_retries(service).follow_room("lobby".into(), RoomStart::default(), None).await.unwrap();
    assert_eq!(held.load(Ordering::SeqCst), 1);
    events.close().unwrap();
    assert_eq!(held.load(Ordering::SeqCst), 0, "the body is dropped, which resets the stream over HTTP/2");
}
