//! A generic trait.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::Oops;

#[api(errors = Oops)]
pub trait Rooms<T: Send> {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<T, Oops>;
}

struct Memory;

impl Rooms<u8> for Memory {
    async fn rooms(&self) -> Result<u8, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(Rooms::<u8>::rooms(&client));
}
