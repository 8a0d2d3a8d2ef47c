//! Random sequences of faults from a seed: each message arrives once and in order.

use std::time::Duration;

use super::cutting::{alice, follow_lobby, numbers, read_texts};
use super::network::{Fault, Network};
use crate::world::World;

/// A pseudo-random number generator: Knuth's MMIX linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn fault(&mut self) -> Fault {
        match self.below(5) {
            0 => Fault::Refused,
            1 => Fault::Delayed(Duration::from_secs(self.below(60).try_into().unwrap())),
            2 => Fault::CutAfterFrames(self.below(6)),
            3 => Fault::CutAfterBytes(1 + self.below(2000)),
            _ => Fault::Nothing,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn each_message_arrives_once_and_in_order() {
    for seed in 0..200 {
        let mut random = Random(seed);
        let world = World::with_a_room().await;
        let network = Network::to(world.backend.in_process());
        let client = alice(&world, &network);
        let mut room = follow_lobby(&client).await;
        let (mut sent, mut read) = (0, 0);
        // A room topic opens with at most 20 messages by default, so the test sends no more.
        while read < 20 {
            match random.below(5) {
                0 => network.next([random.fault()]),
                1 => network.break_streams(),
                2 => world.pass_seconds(random.below(50_000).try_into().unwrap()),
                3 if sent < 20 => {
                    world.send_text(&sent.to_string()).await;
                    sent += 1;
                }
                _ if read < sent => {
                    let some = 1 + random.below(sent - read);
                    assert_eq!(read_texts(&mut room, some).await, numbers(read..read + some), "seed {seed}");
                    read += some;
                }
                _ => {}
            }
        }
    }
}
