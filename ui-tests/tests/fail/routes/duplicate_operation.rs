//! Two methods with the same generated call.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
#[expect(non_snake_case)]
pub trait Rooms {
    #[get("/a")]
    async fn get_user(&self) -> Result<Room, Oops>;
    #[get("/b")]
    async fn get__user(&self) -> Result<Room, Oops>;
}

struct Memory;

#[expect(non_snake_case)]
impl Rooms for Memory {
    async fn get_user(&self) -> Result<Room, Oops> {
        unimplemented!()
    }

    async fn get__user(&self) -> Result<Room, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.get_user());
}
