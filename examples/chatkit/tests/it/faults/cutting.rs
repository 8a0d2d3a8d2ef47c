//! Streams cut at every possible place.
//!
//! A resumed room topic delivers each message once and in order. A topic that cannot resume starts with a new state.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use api_client::ResumePolicy;
use api_core::{Client, Next, Subscription, Transport};
use chatkit::api::{Chatkit as _, ChatkitApi};
use chatkit::model::{EventBody, RoomEvent, RoomStart, UserEvent};
use pusher_platform::raw::RawRequest;
use pusher_platform::token::Grant;

use super::network::{Fault, Network};
use crate::world::{World, new_room, text};

pub(crate) type Room = Subscription<EventBody<RoomEvent>>;

pub(crate) fn alice(world: &World, network: &Network) -> Client<ChatkitApi, impl Transport + use<>> {
    world.environment(Grant::user("alice")).connect_through::<ChatkitApi, _>(network.clone()).unwrap()
}

pub(crate) async fn follow_lobby(client: &Client<ChatkitApi, impl Transport>) -> Room {
    client.follow_room("lobby".into(), RoomStart::default(), None).await.unwrap()
}

/// Reads events until `count` messages have arrived, and returns their texts.
pub(crate) async fn read_texts(room: &mut Room, count: usize) -> Vec<String> {
    let mut texts = Vec::new();
    while texts.len() < count {
        match room.next().await.unwrap() {
            Next::Event(event) => texts.extend(text(&event.body.event)),
            Next::End(end) => panic!("{end:?} after {texts:?}"),
        }
    }
    texts
}

pub(crate) fn numbers(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| number.to_string()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_stream_cut_after_any_frame_delivers_each_message_once_and_in_order() {
    // The stream has a keep-alive, three old messages, three new ones and two later ones. 9 cuts nothing.
    for frame in 0..=9 {
        let world = World::with_a_room().await;
        let network = Network::to(world.backend.in_process());
        let client = alice(&world, &network);
        for number in 0..3 {
            world.send_text(&number.to_string()).await;
        }
        network.next([Fault::CutAfterFrames(frame)]);
        let mut room = follow_lobby(&client).await;
        for number in 3..6 {
            world.send_text(&number.to_string()).await;
        }
        assert_eq!(read_texts(&mut room, 6).await, numbers(0..6), "cut after frame {frame}");
        for number in 6..8 {
            world.send_text(&number.to_string()).await;
        }
        assert_eq!(read_texts(&mut room, 2).await, numbers(6..8), "cut after frame {frame}");
        let requests = network.requests();
        assert_eq!(requests.len(), if frame < 9 { 2 } else { 1 }, "cut after frame {frame}: {requests:?}");
        // The first frame is a keep-alive, so one frame less than `frame` was a message.
        let last = frame.checked_sub(1).filter(|passed| (1..=7).contains(passed)).map(|passed| passed.to_string());
        assert!(requests.get(1).is_none_or(|again| again.last_event == last), "cut after frame {frame}: {requests:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_cut_at_any_byte_delivers_each_message_once_and_in_order() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    for number in 0..4 {
        world.send_text(&number.to_string()).await;
    }
    let length = length_of_the_lobby(&world, 4).await;
    assert!((400..4000).contains(&length), "{length}");
    for byte in 1..=length {
        network.next([Fault::CutAfterBytes(byte)]);
        let mut room = follow_lobby(&client).await;
        assert_eq!(read_texts(&mut room, 4).await, numbers(0..4), "cut after byte {byte}");
    }
}

/// Returns the length in bytes of a keep-alive and this number of messages.
async fn length_of_the_lobby(world: &World, messages: usize) -> usize {
    let client = world.environment(Grant::user("alice")).raw_through(world.backend.in_process()).unwrap();
    let mut frames = client.subscribe(RawRequest::subscribe("chatkit", "v6", "/rooms/lobby")).await.unwrap();
    let mut length = 0;
    for _ in 0..=messages {
        length += api_core::dialect::Dialect::Elements.bytes(&frames.next().await.unwrap()).len();
    }
    length
}

#[tokio::test(start_paused = true)]
async fn every_message_arrives_although_each_connection_is_cut() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    for number in 0..10 {
        world.send_text(&number.to_string()).await;
    }
    // Each connection transmits a keep-alive and one message.
    network.always(Fault::CutAfterFrames(2));
    let mut room = follow_lobby(&client).await;
    assert_eq!(read_texts(&mut room, 10).await, numbers(0..10));
    assert_eq!(network.requests().len(), 10);
}

/// Reads events until `wanted` rooms are known. Returns their ids and the number of initial states.
async fn rooms(events: &mut Subscription<EventBody<UserEvent>>, wanted: usize) -> (BTreeSet<String>, usize) {
    let (mut rooms, mut states) = (BTreeSet::new(), 0);
    while rooms.len() < wanted {
        let Next::Event(event) = events.next().await.unwrap() else { panic!("unexpected end") };
        match event.body.event {
            UserEvent::InitialState(state) => {
                states += 1;
                rooms = state.rooms.iter().map(|room| room.id.to_string()).collect();
            }
            UserEvent::AddedToRoom { room } => assert!(rooms.insert(room.id.to_string()), "reported twice"),
            other => panic!("{other:?}"),
        }
    }
    (rooms, states)
}

#[tokio::test(start_paused = true)]
async fn a_topic_that_cannot_resume_starts_again_with_its_initial_state() {
    // The stream has a keep-alive, the initial state and two rooms. 4 cuts nothing.
    for frame in 0..=4 {
        let world = World::with_a_room().await;
        let network = Network::to(world.backend.in_process());
        let reconnects = Arc::new(Mutex::new(Vec::new()));
        let observer = reconnects.clone();
        let policy = ResumePolicy::platform().on_reconnect(move |event| observer.lock().unwrap().push(event.clone()));
        let environment = world.environment(Grant::user("alice")).resume(policy);
        let client = environment.connect_through::<ChatkitApi, _>(network.clone()).unwrap();
        network.next([Fault::CutAfterFrames(frame)]);
        let mut events = client.follow_user().await.unwrap();
        let quiet = world.client::<ChatkitApi>(Grant::user("alice"));
        for room in ["attic", "cellar"] {
            quiet.create_room(new_room(room)).await.unwrap();
        }
        let (found, states) = rooms(&mut events, 3).await;
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), ["attic", "cellar", "lobby"]);
        // A cut after the initial state, before the last room, causes a second state.
        let expected = match frame {
            2 | 3 => 2,
            _ => 1,
        };
        assert_eq!(states, expected, "cut after frame {frame}");
        assert!(network.requests().iter().all(|request| request.last_event.is_none()), "no `Last-Event-Id` is sent");
        assert!(reconnects.lock().unwrap().iter().all(|event| event.resumed_from.is_none()), "the gap is reported");
    }
}
