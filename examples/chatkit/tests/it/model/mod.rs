//! A state machine test through the derived client: random calls on all versions, compared with a reference model that
//! was written from `PROTOCOL.md` alone.

mod calls;
mod checks;
mod following;
mod reference;
mod step;
mod told;

use proptest::prelude::*;
use tokio::runtime::Builder;

use calls::Service;
use following::Followers;
use reference::Reference;
use step::{ROOMS, Step, USERS, step};

/// How many steps lie between two comparisons of all that can be read.
const BETWEEN: usize = 6;

async fn run(steps: Vec<Step>) {
    let service = Service::new();
    service.make_roles().await;
    let (mut reference, mut followers) = (Reference::default(), Followers::default());
    // Start with somebody in somewhere, so that fewer steps come to nothing.
    let users = USERS.map(|user| Step::CreateUser { user, version: step::Version::V6 });
    let rooms = ROOMS.map(|room| Step::CreateRoom {
        creator: "alice",
        room,
        private: room == "attic",
        members: vec!["bob"],
        version: step::Version::V7,
    });
    for (number, step) in users.into_iter().chain(rooms).chain(steps).enumerate() {
        service.pass_a_second();
        let expected = reference.take(&step, service.now());
        let found = service.take(&step).await;
        assert_eq!(found, expected.map_err(str::to_owned), "{step:?}");
        followers.hear(&service, &reference).await;
        followers.check(&reference);
        if number % BETWEEN == 0 {
            checks::check(&service, &reference).await;
        }
    }
    checks::check(&service, &reference).await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_service_does_what_the_reference_says(steps in prop::collection::vec(step(), 1..50)) {
        Builder::new_current_thread().build().unwrap().block_on(run(steps));
    }
}
