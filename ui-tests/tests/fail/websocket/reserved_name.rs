//! An endpoint with the name of a method of `Client`.

use api_core::routing::InProcess;
use api_core::{PendingConnection, api};
use ui_tests::{Oops, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[websocket("/echo")]
    async fn handover(&self, pending: PendingConnection) -> Result<(), Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn handover(&self, _: PendingConnection) -> Result<(), Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(Rooms::handover(&client, any()));
}
