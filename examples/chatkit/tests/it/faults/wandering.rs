//! Every kind of trouble in any order, from a seed: each message still comes once and in order.

use std::time::Duration;

use super::cutting::{alice, follow_lobby, heard, numbers};
use super::network::{Fault, Network};
use crate::world::World;

/// Numbers from a seed (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
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
async fn whatever_happens_each_message_comes_once_and_in_order() {
    for seed in 0..200 {
        let mut chance = Chance(seed);
        let world = World::with_a_room().await;
        let network = Network::to(world.backend.in_process());
        let client = alice(&world, &network);
        let mut room = follow_lobby(&client).await;
        let (mut said, mut read) = (0, 0);
        // Nobody who saw nothing yet is sent more than 20 messages, so no more are said.
        while read < 20 {
            match chance.below(5) {
                0 => network.next([chance.fault()]),
                1 => network.lose_everything(),
                2 => world.pass_seconds(chance.below(50_000).try_into().unwrap()),
                3 if said < 20 => {
                    world.say(&said.to_string()).await;
                    said += 1;
                }
                _ if read < said => {
                    let some = 1 + chance.below(said - read);
                    assert_eq!(heard(&mut room, some).await, numbers(read..read + some), "seed {seed}");
                    read += some;
                }
                _ => {}
            }
        }
    }
}
