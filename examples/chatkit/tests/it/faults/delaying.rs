//! Requests over an unreliable network: safe requests are retried, others are not.

use std::time::Duration;

use api_core::Outcome;
use api_core::OutcomeExt as _;
use chatkit::api::{Chatkit as _, ChatkitError};
use chatkit::model::MessagePage;
use tokio::time::Instant;

use super::cutting::alice;
use super::network::{Fault, Network};
use crate::world::{World, message};

/// A delay that exceeds every time-out.
const STALLED: Fault = Fault::Delayed(Duration::from_hours(1));

#[tokio::test(start_paused = true)]
async fn a_read_is_retried_and_a_write_is_not() {
    for fault in [Fault::Refused, STALLED] {
        let world = World::with_a_room().await;
        let network = Network::to(world.backend.in_process());
        let client = alice(&world, &network);
        network.next([fault]);
        if fault == Fault::Refused {
            client.room("lobby".into()).await.unwrap();
        } else {
            // The first attempt used up the time limit of the request.
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
async fn a_slow_response_is_awaited_and_a_late_one_is_a_timeout() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    let began = Instant::now();
    network.next([Fault::Delayed(Duration::from_secs(29))]);
    client.send_message("lobby".into(), message("slow")).await.unwrap();
    assert_eq!(began.elapsed(), Duration::from_secs(29));
    network.next([STALLED]);
    let late = client.send_message("lobby".into(), message("late")).await;
    assert!(matches!(late, Err(ChatkitError::Failed(failure)) if failure.is_timeout()));
}

#[tokio::test(start_paused = true)]
async fn a_truncated_response_is_a_failure() {
    let world = World::with_a_room().await;
    let network = Network::to(world.backend.in_process());
    let client = alice(&world, &network);
    for bytes in [1, 10] {
        network.next([Fault::CutAfterBytes(bytes)]);
        let broken = client.room("lobby".into()).await;
        assert!(matches!(broken, Err(ChatkitError::Failed(failure)) if failure.is_transport()), "after {bytes} bytes");
    }
}
