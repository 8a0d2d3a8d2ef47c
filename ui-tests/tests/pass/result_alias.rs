//! Return types through aliases, one of which hides both parts.

use api_core::routing::InProcess;
use api_core::{Subscription, api};
use ui_tests::{Oops, Room};

type Answer<T> = Result<T, Oops>;
type Nothing = Result<(), Oops>;
type Swapped<E, T> = Result<T, E>;

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Answer<Vec<Room>>;
    #[delete("/rooms")]
    async fn clear(&self) -> Nothing;
    #[get("/swapped")]
    async fn swapped(&self) -> Swapped<Oops, Room>;
    #[subscribe("/rooms")]
    async fn follow(&self) -> Answer<Subscription<Room>>;
}

struct Memory;

impl Rooms for Memory {
    async fn rooms(&self) -> Result<Vec<Room>, Oops> {
        Ok(Vec::new())
    }

    async fn clear(&self) -> Nothing {
        Ok(())
    }

    async fn swapped(&self) -> Result<Room, Oops> {
        Err(Oops::Gone)
    }

    async fn follow(&self) -> Answer<Subscription<Room>> {
        Err(Oops::Gone)
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.clear());
}
