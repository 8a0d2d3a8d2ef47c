//! A stream that is cut anywhere: a resuming client sees each message once and in order, another gets a fresh initial state.

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

/// What the next messages say.
pub(crate) async fn heard(room: &mut Room, count: usize) -> Vec<String> {
    let mut heard = Vec::new();
    while heard.len() < count {
        match room.next().await.unwrap() {
            Next::Event(event) => heard.extend(text(&event.body.event)),
            Next::End(end) => panic!("{end:?} after {heard:?}"),
        }
    }
    heard
}

pub(crate) fn numbers(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| number.to_string()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_stream_cut_after_any_frame_gives_each_message_once_and_in_order() {
    // A keep-alive, three messages of before, three of now, two of later, and nothing cut at all.
    for frame in 0..=9 {
        let world = World::with_a_room().await;
        let network = Network::to(world.backend.in_process());
        let client = alice(&world, &network);
        for number in 0..3 {
            world.say(&number.to_string()).await;
        }
        network.next([Fault::CutAfterFrames(frame)]);
        let mut room = follow_lobby(&client).await;
        for number in 3..6 {
            world.say(&number.to_string()).await;
        }
        assert_eq!(heard(&mut room, 6).await, numbers(0..6), "cut after frame {frame}");
        for number in 6..8 {
            world.say(&number.to_string()).await;
        }
        assert_eq!(heard(&mut room, 2).await, numbers(6..8), "cut after frame {frame}");
        let requests = network.requests();
        assert_eq!(requests.len(), if frame < 9 { 2 } else { 1 }, "cut after frame {frame}: {requests:?}");
        // Frame 0 is a keep-alive, so the messages passed on are one less than the frames.
        let last = frame.checked_sub(1).filter(|passed| (1..=7).contains(passed)).map(|passed| passed.to_string());
        assert!(requests.get(1).is_none_or(|again| again.last_event == last), "cut after frame {frame}: {requests:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_cut_at_any_byte_gives_each_message_once_and_in_order() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    for number in 0..4 {
        world.say(&number.to_string()).await;
    }
    let length = length_of_the_lobby(&world, 4).await;
    assert!((400..4000).contains(&length), "{length}");
    for byte in 1..=length {
        network.next([Fault::CutAfterBytes(byte)]);
        let mut room = follow_lobby(&client).await;
        assert_eq!(heard(&mut room, 4).await, numbers(0..4), "cut after byte {byte}");
    }
}

/// The bytes of a keep-alive and so many messages.
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
async fn connections_that_are_all_cut_still_bring_everything() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    for number in 0..10 {
        world.say(&number.to_string()).await;
    }
    // Each lasts for a keep-alive and one message.
    network.always(Fault::CutAfterFrames(2));
    let mut room = follow_lobby(&client).await;
    assert_eq!(heard(&mut room, 10).await, numbers(0..10));
    assert_eq!(network.requests().len(), 10);
}

/// The names of the rooms that events tell of, and how often they began anew.
async fn rooms(events: &mut Subscription<EventBody<UserEvent>>, wanted: usize) -> (BTreeSet<String>, usize) {
    let (mut rooms, mut beginnings) = (BTreeSet::new(), 0);
    while rooms.len() < wanted {
        let Next::Event(event) = events.next().await.unwrap() else { panic!("no end") };
        match event.body.event {
            UserEvent::InitialState(state) => {
                beginnings += 1;
                rooms = state.rooms.iter().map(|room| room.id.to_string()).collect();
            }
            UserEvent::AddedToRoom { room } => assert!(rooms.insert(room.id.to_string()), "told twice"),
            other => panic!("{other:?}"),
        }
    }
    (rooms, beginnings)
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_resumed_begins_with_a_fresh_state_wherever_it_is_cut() {
    // A keep-alive, the state, two rooms, and nothing cut.
    for frame in 0..=4 {
        let world = World::with_a_room().await;
        let network = Network::to(world.backend.in_process());
        let told = Arc::new(Mutex::new(Vec::new()));
        let observer = told.clone();
        let policy = ResumePolicy::platform().on_reconnect(move |event| observer.lock().unwrap().push(event.clone()));
        let environment = world.environment(Grant::user("alice")).resume(policy);
        let client = environment.connect_through::<ChatkitApi, _>(network.clone()).unwrap();
        network.next([Fault::CutAfterFrames(frame)]);
        let mut events = client.follow_user().await.unwrap();
        let quiet = world.client::<ChatkitApi>(Grant::user("alice"));
        for room in ["attic", "cellar"] {
            quiet.create_room(new_room(room)).await.unwrap();
        }
        let (found, beginnings) = rooms(&mut events, 3).await;
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), ["attic", "cellar", "lobby"]);
        // It was cut before the state, after it, or not until all was told.
        let expected = match frame {
            2 | 3 => 2,
            _ => 1,
        };
        assert_eq!(beginnings, expected, "cut after frame {frame}");
        assert!(network.requests().iter().all(|request| request.last_event.is_none()), "it asks for nothing old");
        assert!(told.lock().unwrap().iter().all(|event| event.resumed_from.is_none()), "and says that there is a gap");
    }
}
