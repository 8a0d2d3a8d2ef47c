//! A reader that is too slow is ended with a reason, comes back, and misses nothing that can be resumed.

use std::time::Duration;

use api_core::Next;
use chatkit::api::{Chatkit as _, ChatkitApi};
use chatkit::model::UserEvent;
use pusher_platform::token::Grant;
use tokio::time::Instant;

use super::cutting::{alice, follow_lobby, heard, numbers};
use super::network::Network;
use crate::world::{World, new_room};

#[tokio::test(start_paused = true)]
async fn a_slow_reader_of_a_room_comes_back_and_hears_each_message_once() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    let mut room = follow_lobby(&client).await;
    world.say("0").await;
    assert_eq!(heard(&mut room, 1).await, ["0"]);
    // More than wait for one subscriber, and no more than one that resumes is sent.
    for number in 1..=100 {
        world.say(&number.to_string()).await;
    }
    let began = Instant::now();
    assert_eq!(heard(&mut room, 100).await, numbers(1..101));
    assert_eq!(began.elapsed(), Duration::from_secs(2), "it was ended, and came back");
    assert_eq!(network.requests().len(), 2);
    world.say("101").await;
    assert_eq!(heard(&mut room, 1).await, ["101"]);
}

#[tokio::test(start_paused = true)]
async fn who_missed_more_than_the_platform_sends_gets_the_last_hundred() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    let mut room = follow_lobby(&client).await;
    world.say("0").await;
    assert_eq!(heard(&mut room, 1).await, ["0"]);
    for number in 1..=150 {
        world.say(&number.to_string()).await;
    }
    assert_eq!(heard(&mut room, 100).await, numbers(51..151), "the platform's limit, without repeats");
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_of_its_own_topic_begins_anew() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let mut events = alice(&world, &network).follow_user().await.unwrap();
    let quiet = world.client::<ChatkitApi>(Grant::user("alice"));
    for number in 0..200 {
        quiet.create_room(new_room(&format!("room-{number}"))).await.unwrap();
    }
    let mut largest = 0;
    while largest < 201 {
        let Next::Event(event) = events.next().await.unwrap() else { panic!("no end") };
        if let UserEvent::InitialState(state) = event.body.event {
            largest = state.rooms.len();
        }
    }
    assert_eq!(network.requests().len(), 2);
}
