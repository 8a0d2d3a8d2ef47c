//! Custom verbs: the laws.

use api_testing::laws::{self, Laws};
use published::topics::TopicsApi;

#[test]
fn the_laws_hold_for_topics() {
    laws::check::<TopicsApi>(&Laws::new(30, 1));
}
