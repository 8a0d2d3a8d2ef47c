//! Subscriptions to the canned server: messages divided into frames in many ways, and streams that break.

use api_client::LayeredTransport;
use api_core::{Client, Next, Subscription};
use chatkit::api::{Chatkit as _, ChatkitApi, ChatkitError};
use chatkit::model::{EventBody, RoomEvent, RoomId, RoomStart};
use pusher_platform::raw::{RawRequest, ServiceError};

use super::Case;
use super::server::{Canned, run};

pub(crate) const CASES: &[Case] = &[
    ("messages_are_parsed_however_frames_divide_them", frames),
    ("a_message_larger_than_the_flow_control_window_is_read", large),
    ("an_end_of_any_status_is_a_value", ended),
    ("a_stream_that_ends_with_its_header_section_is_a_failure", headers_only),
    ("a_rejected_subscription_is_an_error_response_or_a_failure", refused),
    ("a_broken_stream_is_resumed_after_the_last_event", broken),
    ("closing_resets_the_stream", closed),
];

type Room = Subscription<EventBody<RoomEvent>>;

fn client(server: &Canned) -> Client<ChatkitApi, LayeredTransport> {
    server.environment().connect().unwrap()
}

async fn follow(server: &Canned, name: &str) -> Result<Room, ChatkitError> {
    client(server).follow_room(RoomId::new(name), RoomStart::default(), None).await
}

/// Reads to the end. Returns the ids of the typing users and the status of the end.
async fn read(mut room: Room) -> (Vec<String>, u16) {
    let mut typists = Vec::new();
    loop {
        match room.next().await.unwrap() {
            Next::Event(event) => match event.body.event {
                RoomEvent::IsTyping { user_id } => typists.push(user_id.to_string()),
                other => panic!("{other:?}"),
            },
            Next::End(end) => return (typists, end.status),
        }
    }
}

fn frames(server: &Canned) {
    run(async {
        for (name, expected) in
            [("joined", &["1", "2", "3"][..]), ("pieces", &["1", "2"]), ("quiet", &["1"]), ("trailers", &["1"])]
        {
            let (typists, end) = read(follow(server, name).await.unwrap()).await;
            assert_eq!(
                (typists.as_slice(), end),
                (expected.iter().map(ToString::to_string).collect::<Vec<_>>().as_slice(), 204),
                "{name}"
            );
        }
    });
}

fn large(server: &Canned) {
    run(async {
        let (typists, _) = read(follow(server, "large").await.unwrap()).await;
        assert_eq!(typists.iter().map(String::len).collect::<Vec<_>>(), [200_000]);
    });
}

fn ended(server: &Canned) {
    run(async {
        let mut room = follow(server, "ended").await.unwrap();
        let Next::End(end) = room.next().await.unwrap() else { panic!("expected the end") };
        assert_eq!((end.status, end.header("x-why"), end.body["error"].as_str()), (403, Some("rules"), Some("a/b")));
        assert!(room.next().await.is_err_and(|failure| failure.is_closed()));
    });
}

fn headers_only(server: &Canned) {
    run(async {
        let typed = follow(server, "headers").await;
        assert!(matches!(&typed, Err(ChatkitError::Failed(failure)) if failure.is_transport()), "{typed:?}");
        let raw = server.environment().raw().unwrap();
        let raw = raw.subscribe(RawRequest::subscribe("chatkit", "v6", "/rooms/headers")).await;
        assert!(matches!(&raw, Err(ServiceError::Failed(failure)) if failure.is_transport()), "{raw:?}");
    });
}

fn refused(server: &Canned) {
    run(async {
        assert!(matches!(follow(server, "null").await, Err(ChatkitError::UserNotFound(_))));
        let raw = server.environment().raw().unwrap();
        let error = raw.subscribe(RawRequest::subscribe("chatkit", "v6", "/rooms/null")).await;
        assert!(matches!(&error, Err(ServiceError::Answered(answered)) if answered.error.error_description.is_none()));
        let foreign = raw.subscribe(RawRequest::subscribe("chatkit", "v6", "/rooms/html")).await;
        assert!(matches!(&foreign, Err(ServiceError::Failed(failure)) if failure.is_decode()), "{foreign:?}");
    });
}

fn broken(server: &Canned) {
    run(async {
        for name in ["stopped", "reset", "cut", "leaving"] {
            let (typists, end) = read(follow(server, name).await.unwrap()).await;
            assert_eq!((typists, end), (vec!["1".to_owned(), "after-1".to_owned()], 204), "{name}");
            // A raw subscription is not reopened.
            let raw = server.environment().raw().unwrap();
            let path = format!("/rooms/{name}");
            let mut events = raw
                .subscribe(RawRequest::subscribe("chatkit", "v6", path))
                .await
                .unwrap()
                .events::<serde_json::Value>();
            let first = events.next().await;
            assert!(matches!(&first, Ok(Next::Event(_))), "{name}: {first:?}");
            assert!(events.next().await.is_err_and(|failure| failure.is_transport()), "{name}");
        }
    });
}

fn closed(server: &Canned) {
    run(async {
        let client = client(server);
        let mut room = client.follow_room("closed".into(), RoomStart::default(), None).await.unwrap();
        assert!(matches!(room.next().await.unwrap(), Next::Event(_)));
        room.close().unwrap();
        // 8 is CANCEL (RFC 9113 §7). The server may answer before it has processed the RST_STREAM frame.
        loop {
            let notes = format!("{:?}", client.user("notes".into()).await.unwrap());
            if notes.contains("closed with") {
                assert!(notes.contains("closed with 8"), "{notes}");
                return;
            }
        }
    });
}
