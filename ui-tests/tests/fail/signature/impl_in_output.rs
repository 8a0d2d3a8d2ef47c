//! An answer whose type is not told.

use api_core::routing::InProcess;
use api_core::{Api, api};
use ui_tests::Oops;

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/any")]
    async fn any(&self) -> Result<impl Send, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn any(&self) -> Result<impl Send, Oops> {
        Ok(7_u8)
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.any());
}
