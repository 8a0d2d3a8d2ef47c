//! A subscription whose items do not implement `Model`.

use api_core::routing::InProcess;
use api_core::{Subscription, api};
use serde::{Deserialize, Serialize};
use ui_tests::Oops;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plain {
    pub id: u32,
}

#[api(errors = Oops)]
pub trait Rooms {
    #[subscribe("/rooms")]
    async fn follow(&self) -> Result<Subscription<Plain>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn follow(&self) -> Result<Subscription<Plain>, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.follow());
}
