//! A `Subscription` without an item type.

use api_core::routing::InProcess;
use api_core::{Subscription, api};
use ui_tests::Oops;

#[api(errors = Oops)]
pub trait Rooms {
    #[subscribe("/rooms")]
    async fn follow(&self) -> Result<Subscription, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn follow(&self) -> Result<Subscription, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.follow());
}
