//! A generic caller, a decorator and another thread: the futures are `Send` for every implementation of the trait.

use std::thread;

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms/{id}")]
    async fn room(&self, id: u32) -> Result<Room, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn room(&self, id: u32) -> Result<Room, Oops> {
        Ok(Room { id, name: String::new() })
    }
}

struct Logged<R>(R);

impl<R: Rooms + Sync> Rooms for Logged<R> {
    async fn room(&self, id: u32) -> Result<Room, Oops> {
        self.0.room(id).await
    }
}

fn elsewhere<R: Rooms + Send + Sync + 'static>(rooms: R) {
    thread::spawn(move || drop(rooms.room(1))).join().expect("the thread ended");
}

fn main() {
    elsewhere(Logged(Memory));
    elsewhere(RoomsApi::connect(InProcess::new(RoomsApi::serve(Logged(Memory)))));
}
