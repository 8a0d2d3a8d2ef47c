//! A server that loses its connections and is replaced: the same instance behind another, or one that knows nothing.

use std::time::Duration;

use api_core::Next;
use tokio::time::Instant;

use super::cutting::{alice, follow_lobby, heard, numbers};
use super::network::{Fault, Network};
use crate::world::World;

#[tokio::test(start_paused = true)]
async fn a_server_that_is_replaced_is_gone_on_with() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    let mut room = follow_lobby(&client).await;
    for number in 0..2 {
        world.say(&number.to_string()).await;
    }
    assert_eq!(heard(&mut room, 2).await, numbers(0..2));
    network.next([Fault::Refused, Fault::Refused]);
    network.lose_everything();
    for number in 2..5 {
        world.say(&number.to_string()).await;
    }
    network.lead_to(world.backend.in_process());
    let began = Instant::now();
    assert_eq!(heard(&mut room, 3).await, numbers(2..5));
    assert_eq!(began.elapsed(), Duration::from_secs(2 + 4 + 5), "the pauses of the platform's clients");
    assert_eq!(network.requests().last().unwrap().last_event.as_deref(), Some("2"));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_fails_for_a_while_is_waited_for() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    let mut room = follow_lobby(&client).await;
    world.say("0").await;
    assert_eq!(heard(&mut room, 1).await, ["0"]);
    network.lead_to(crate::world::scripted(|_| Ok(crate::world::response(503, &[("retry-after", "60")], "<html>"))));
    network.lose_everything();
    world.say("1").await;
    let began = Instant::now();
    let (heard, ()) = tokio::join!(heard(&mut room, 1), async {
        tokio::time::sleep(Duration::from_secs(30)).await;
        network.lead_to(world.backend.in_process());
    });
    assert_eq!(heard, ["1"]);
    assert_eq!(began.elapsed(), Duration::from_secs(2 + 60), "it comes when it was told to");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_knows_nothing_of_the_room_ends_it_for_the_reader() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    let mut room = follow_lobby(&client).await;
    network.lead_to(World::new().backend.in_process());
    network.lose_everything();
    let Next::End(end) = room.next().await.unwrap() else { panic!("the end") };
    // Nobody of that name has a role there, or there is no such room: either way it is over.
    assert!(matches!(end.status, 401 | 404), "{end:?}");
    assert!(end.body["error"].as_str().unwrap().starts_with("services/"), "{end:?}");
}
