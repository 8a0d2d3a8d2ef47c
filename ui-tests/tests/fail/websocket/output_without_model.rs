//! Outgoing messages that do not implement `Model`.

use api_core::routing::InProcess;
use api_core::{Messages, api};
use ui_tests::{Oops, Room, any};

/// Implements serde's traits, and not `Model`.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Plain;

#[api(errors = Oops)]
pub trait Rooms {
    #[duplex("/live")]
    async fn live(&self, input: Messages<Room>) -> Result<Messages<Plain>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn live(&self, _: Messages<Room>) -> Result<Messages<Plain>, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.live(any()));
}
