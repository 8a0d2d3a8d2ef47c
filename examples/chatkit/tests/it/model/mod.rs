//! A reference model, written from `PROTOCOL.md` alone, and random steps for it. Three tests use it: the service
//! through the derived client here, the domain's operations in `domain`, and the storage in `survival`.

mod checks;
mod content;
mod following;
pub(crate) mod observed;
pub(crate) mod operations;
pub(crate) mod reference;
mod service;
pub(crate) mod step;

use proptest::prelude::*;
use tokio::runtime::Builder;

pub(crate) use checks::check_message;

use following::Followers;
use reference::Reference;
use service::Service;
use step::{Step, call, start};

/// The number of steps between two comparisons of everything that can be read.
const STEPS_BETWEEN_CHECKS: usize = 6;

async fn run(steps: Vec<Step>) {
    let service = Service::new();
    let (mut reference, mut followers) = (Reference::default(), Followers::default());
    for (number, step) in start().chain(steps).enumerate() {
        service.advance_one_second();
        let expected = reference.take(&step, service.now());
        let found = service.take(&step).await;
        assert_eq!(found, expected.map_err(str::to_owned), "{step:?}");
        followers.receive(&service, &reference).await;
        followers.check(&reference);
        if number % STEPS_BETWEEN_CHECKS == 0 {
            checks::check(&service, &reference).await;
        }
    }
    checks::check(&service, &reference).await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_service_behaves_as_the_reference(steps in prop::collection::vec(call(), 1..50)) {
        Builder::new_current_thread().build().unwrap().block_on(run(steps));
    }
}
