//! Values that the form of server-sent events cannot have.

use api_core::routing::InProcess;
use api_core::{Subscription, api};
use ui_tests::Oops;
#[api(errors = Oops)]
pub trait Rooms {
    #[subscribe("/empty", end = "")]
    async fn empty(&self) -> Result<Subscription<u8>, Oops>;
    #[subscribe("/lines", heartbeat = "a\nb")]
    async fn lines(&self) -> Result<Subscription<u8>, Oops>;
    #[subscribe("/word", end = closed)]
    async fn word(&self) -> Result<Subscription<u8>, Oops>;
    #[subscribe("/none", end)]
    async fn none(&self) -> Result<Subscription<u8>, Oops>;
    #[subscribe("/number", heartbeat = 15)]
    async fn number(&self) -> Result<Subscription<u8>, Oops>;
    #[subscribe("/names", names = true)]
    async fn names(&self) -> Result<Subscription<u8>, Oops>;
    #[get("/value", end = close)]
    async fn value(&self) -> Result<u8, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn empty(&self) -> Result<Subscription<u8>, Oops> {
        unimplemented!()
    }
    async fn lines(&self) -> Result<Subscription<u8>, Oops> {
        unimplemented!()
    }
    async fn word(&self) -> Result<Subscription<u8>, Oops> {
        unimplemented!()
    }
    async fn none(&self) -> Result<Subscription<u8>, Oops> {
        unimplemented!()
    }
    async fn number(&self) -> Result<Subscription<u8>, Oops> {
        unimplemented!()
    }
    async fn names(&self) -> Result<Subscription<u8>, Oops> {
        unimplemented!()
    }
    async fn value(&self) -> Result<u8, Oops> {
        unimplemented!()
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop((client.empty(), client.lines(), client.word(), client.none(), client.number(), client.names(), client.value()));
}
