//! A trait object in the return type.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::Oops;

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/any")]
    async fn debug(&self) -> Result<Box<dyn std::fmt::Debug + Send>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn debug(&self) -> Result<Box<dyn std::fmt::Debug + Send>, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.debug());
}
