//! A `#[websocket]` method without a connection.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::Oops;

#[api(errors = Oops)]
pub trait Rooms {
    #[websocket("/echo")]
    async fn echo(&self) -> Result<(), Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn echo(&self) -> Result<(), Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.echo());
}
