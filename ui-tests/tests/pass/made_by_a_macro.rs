//! A trait that a `macro_rules!` writes, with types and names that its caller passes.

use api_core::routing::InProcess;
use api_core::{Api, api};
use ui_tests::{Oops, Room};

macro_rules! resource {
    ($name:ident, $path:literal, $model:ty, $error:ty, $get:ident($id:ident)) => {
        #[api(errors = $error)]
        pub trait $name {
            #[get("/newest")]
            async fn newest(&self, #[query] page: Option<u32>) -> Result<Vec<$model>, $error>;
            #[get($path)]
            async fn $get(&self, $id: u32) -> Result<$model, $error>;
            #[post("/make")]
            async fn create(&self, #[body] model: $model) -> Result<$model, $error>;
        }
    };
}

resource!(Rooms, "/rooms/{id}", Room, Oops, room(id));

struct Memory;

impl Rooms for Memory {
    async fn newest(&self, _: Option<u32>) -> Result<Vec<Room>, Oops> {
        Ok(Vec::new())
    }

    async fn room(&self, id: u32) -> Result<Room, Oops> {
        Ok(Room { id, name: String::new() })
    }

    async fn create(&self, model: Room) -> Result<Room, Oops> {
        Ok(model)
    }
}

fn main() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory)));
    drop(client.room(1));
}
