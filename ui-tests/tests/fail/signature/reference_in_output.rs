//! A reference in the return type.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::Oops;

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/name")]
    async fn name(&self) -> Result<&str, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn name(&self) -> Result<&str, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.name());
}
