//! Slow readers: the server ends the subscription, the client resumes, and no message within the limit is lost.

use std::time::Duration;

use api_core::Next;
use chatkit::api::{Chatkit as _, ChatkitApi};
use chatkit::model::UserEvent;
use pusher_platform::token::Grant;
use tokio::time::Instant;

use super::cutting::{alice, follow_lobby, numbers, read_texts};
use super::network::Network;
use crate::world::{World, new_room};

#[tokio::test(start_paused = true)]
async fn a_slow_reader_of_a_room_resumes_and_receives_each_message_once() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    let mut room = follow_lobby(&client).await;
    world.send_text("0").await;
    assert_eq!(read_texts(&mut room, 1).await, ["0"]);
    // More messages than the buffer of a subscriber holds, and as many as a resumption replays.
    for number in 1..=100 {
        world.send_text(&number.to_string()).await;
    }
    let began = Instant::now();
    assert_eq!(read_texts(&mut room, 100).await, numbers(1..101));
    assert_eq!(began.elapsed(), Duration::from_secs(2), "the subscription ended and was resumed");
    assert_eq!(network.requests().len(), 2);
    world.send_text("101").await;
    assert_eq!(read_texts(&mut room, 1).await, ["101"]);
}

#[tokio::test(start_paused = true)]
async fn a_resumption_replays_at_most_the_last_hundred_messages() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    let mut room = follow_lobby(&client).await;
    world.send_text("0").await;
    assert_eq!(read_texts(&mut room, 1).await, ["0"]);
    for number in 1..=150 {
        world.send_text(&number.to_string()).await;
    }
    assert_eq!(
        read_texts(&mut room, 100).await,
        numbers(51..151),
        "the limit of `PROTOCOL.md` §5.4, without repetition"
    );
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_of_a_user_topic_starts_again_with_its_initial_state() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let mut events = alice(&world, &network).follow_user().await.unwrap();
    let quiet = world.client::<ChatkitApi>(Grant::user("alice"));
    for number in 0..200 {
        quiet.create_room(new_room(&format!("room-{number}"))).await.unwrap();
    }
    let mut largest = 0;
    while largest < 201 {
        let Next::Event(event) = events.next().await.unwrap() else { panic!("unexpected end") };
        if let UserEvent::InitialState(state) = event.body.event {
            largest = state.rooms.len();
        }
    }
    assert_eq!(network.requests().len(), 2);
}
