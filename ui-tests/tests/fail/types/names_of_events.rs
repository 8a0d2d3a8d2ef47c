//! Names of events from a type without a tag, and names with another meaning.

use api_core::routing::InProcess;
use api_core::{Model, Subscription, api};
use serde::{Deserialize, Serialize};
use ui_tests::Oops;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Change {
    Added { id: u32 },
    Ping,
    End,
    Error,
}

#[api(errors = Oops)]
pub trait Rooms {
    #[subscribe("/numbers", names = tag)]
    async fn numbers(&self) -> Result<Subscription<u8>, Oops>;
    #[subscribe("/end", names = tag)]
    async fn end(&self) -> Result<Subscription<Change>, Oops>;
    #[subscribe("/error", names = tag, end = close)]
    async fn error(&self) -> Result<Subscription<Change>, Oops>;
    #[subscribe("/ping", names = tag, heartbeat = "ping")]
    async fn ping(&self) -> Result<Subscription<Change>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn numbers(&self) -> Result<Subscription<u8>, Oops> {
        unimplemented!()
    }
    async fn end(&self) -> Result<Subscription<Change>, Oops> {
        unimplemented!()
    }
    async fn error(&self) -> Result<Subscription<Change>, Oops> {
        unimplemented!()
    }
    async fn ping(&self) -> Result<Subscription<Change>, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop((client.numbers(), client.end(), client.error(), client.ping()));
}
