//! Requests over a bad network: what changes nothing is sent again, what changes something is not.

use std::time::Duration;

use api_core::Outcome;
use api_core::OutcomeExt as _;
use chatkit::api::{Chatkit as _, ChatkitError};
use chatkit::model::MessagePage;
use tokio::time::Instant;

use super::cutting::alice;
use super::network::{Fault, Network};
use crate::world::{World, message};

/// Longer than anybody waits for an answer.
const FOR_EVER: Fault = Fault::Delayed(Duration::from_hours(1));

#[tokio::test(start_paused = true)]
async fn a_read_is_sent_again_after_trouble_and_a_write_is_not() {
    for fault in [Fault::Refused, FOR_EVER] {
        let world = World::with_a_room().await;
        let network = Network::to(world.backend.in_process());
        let client = alice(&world, &network);
        network.next([fault]);
        if fault == Fault::Refused {
            client.room("lobby".into()).await.unwrap();
        } else {
            // All the time there is for a request went by with the first attempt.
            let late = client.room("lobby".into()).await;
            assert!(matches!(late, Err(ChatkitError::Failed(failure)) if failure.is_timeout()));
        }
        network.next([fault]);
        let written = client.send_message("lobby".into(), message("hello")).await.outcome();
        assert!(matches!(written, Outcome::Failed(_)), "{fault:?}");
        let messages = client.messages("lobby".into(), MessagePage::default()).await.unwrap();
        assert!(messages.is_empty(), "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_answer_is_waited_for_and_a_late_one_is_a_timeout() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    let began = Instant::now();
    network.next([Fault::Delayed(Duration::from_secs(29))]);
    client.send_message("lobby".into(), message("slow")).await.unwrap();
    assert_eq!(began.elapsed(), Duration::from_secs(29));
    network.next([FOR_EVER]);
    let late = client.send_message("lobby".into(), message("late")).await;
    assert!(matches!(late, Err(ChatkitError::Failed(failure)) if failure.is_timeout()));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_breaks_off_is_a_failure() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    for bytes in [1, 10] {
        network.next([Fault::CutAfterBytes(bytes)]);
        let broken = client.room("lobby".into()).await;
        assert!(matches!(broken, Err(ChatkitError::Failed(failure)) if failure.is_transport()), "after {bytes} bytes");
    }
}
