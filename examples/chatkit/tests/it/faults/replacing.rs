//! Replaced servers: connections break, and the next server has the same instance or an empty one.

use std::time::Duration;

use api_core::Next;
use tokio::time::Instant;

use super::cutting::{alice, follow_lobby, numbers, read_texts};
use super::network::{Fault, Network};
use crate::world::World;

#[tokio::test(start_paused = true)]
async fn a_subscription_resumes_on_the_replacing_server() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    let mut room = follow_lobby(&client).await;
    for number in 0..2 {
        world.send_text(&number.to_string()).await;
    }
    assert_eq!(read_texts(&mut room, 2).await, numbers(0..2));
    network.next([Fault::Refused, Fault::Refused]);
    network.break_streams();
    for number in 2..5 {
        world.send_text(&number.to_string()).await;
    }
    network.switch_to(world.backend.in_process());
    let began = Instant::now();
    assert_eq!(read_texts(&mut room, 3).await, numbers(2..5));
    assert_eq!(began.elapsed(), Duration::from_secs(2 + 4 + 5), "the delays of `PROTOCOL.md` §5.5");
    assert_eq!(network.requests().last().unwrap().last_event.as_deref(), Some("2"));
}

#[tokio::test(start_paused = true)]
async fn a_subscription_resumes_after_the_retry_after_of_a_failing_server() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    let mut room = follow_lobby(&client).await;
    world.send_text("0").await;
    assert_eq!(read_texts(&mut room, 1).await, ["0"]);
    network.switch_to(crate::world::scripted(|_| Ok(crate::world::response(503, &[("retry-after", "60")], "<html>"))));
    network.break_streams();
    world.send_text("1").await;
    let began = Instant::now();
    let (texts, ()) = tokio::join!(read_texts(&mut room, 1), async {
        tokio::time::sleep(Duration::from_secs(30)).await;
        network.switch_to(world.backend.in_process());
    });
    assert_eq!(texts, ["1"]);
    assert_eq!(began.elapsed(), Duration::from_secs(2 + 60), "it waits as long as `Retry-After` demands");
}

#[tokio::test(start_paused = true)]
async fn a_subscription_ends_if_the_replacing_server_lacks_the_room() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    let mut room = follow_lobby(&client).await;
    network.switch_to(World::new().backend.in_process());
    network.break_streams();
    let Next::End(end) = room.next().await.unwrap() else { panic!("expected the end") };
    // The user does not exist there, or the room does not: both end the subscription.
    assert!(matches!(end.status, 401 | 404), "{end:?}");
    assert!(end.body["error"].as_str().unwrap().starts_with("services/"), "{end:?}");
}
