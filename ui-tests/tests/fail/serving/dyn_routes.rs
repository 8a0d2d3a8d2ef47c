//! A trait object of routes.

use api_core::{Body, Routes, api};
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Vec<Room>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn rooms(&self) -> Result<Vec<Room>, Oops> {
        any()
    }
}

pub fn routes() -> Box<dyn Routes<Body>> {
    Box::new(RoomsApi::serve(Memory))
}

fn main() {}
