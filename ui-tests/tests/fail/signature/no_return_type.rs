//! A method without a return type.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::Oops;

#[api(errors = Oops)]
pub trait Rooms {
    #[delete("/rooms")]
    async fn clear(&self);
}

struct Memory;

impl Rooms for Memory {
    async fn clear(&self) {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.clear());
}
