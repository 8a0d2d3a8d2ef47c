//! A reference model, written from `PROTOCOL.md` alone, and random steps for it. Three tests drive it: the service
//! through the derived client here, the domain's operations in `domain`, and the storage in `survival`.

mod checks;
mod content;
mod following;
pub(crate) mod operations;
pub(crate) mod reference;
mod service;
pub(crate) mod step;
pub(crate) mod told;

use proptest::prelude::*;
use tokio::runtime::Builder;

pub(crate) use checks::check_message;

use following::Followers;
use reference::Reference;
use service::Service;
use step::{Step, call, start};

/// How many steps lie between two comparisons of all that can be read.
const BETWEEN: usize = 6;

async fn run(steps: Vec<Step>) {
    let service = Service::new();
    let (mut reference, mut followers) = (Reference::default(), Followers::default());
    for (number, step) in start().chain(steps).enumerate() {
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
    fn the_service_does_what_the_reference_says(steps in prop::collection::vec(call(), 1..50)) {
        Builder::new_current_thread().build().unwrap().block_on(run(steps));
    }
}
