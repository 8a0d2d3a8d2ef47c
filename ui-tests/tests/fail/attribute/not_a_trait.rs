//! `#[api]` on a struct.

use api_core::api;
use ui_tests::Oops;

/// A room.
#[api(errors = Oops)]
pub struct Rooms {
    pub id: u32,
}

fn main() {
    let rooms = Rooms { id: 7 };
    drop((rooms.id, Oops::Gone));
}
