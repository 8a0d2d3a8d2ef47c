//! Generated code triggers no lint, even in a crate with strict lints.

#![deny(missing_docs, unused, unreachable_pub, elided_lifetimes_in_paths, unsafe_code, missing_debug_implementations)]
#![deny(clippy::all, clippy::pedantic, nonstandard_style, rust_2018_idioms, single_use_lifetimes, unused_qualifications)]
#![forbid(unsafe_op_in_unsafe_fn)]

use api_core::routing::InProcess;
use api_core::{Client, EventId, Subscription, api};
use ui_tests::{Oops, Room};

/// Rooms.
#[api(
    base = "/{tenant}",
    errors = Oops,
    security = bearer,
    contract = "contract/hygiene.contract",
    consumers = "contract/hygiene.contract"
)]
trait Rooms {
    /// Creates a room.
    #[post("/rooms", status = 201)]
    async fn create(&self, #[body] room: Room) -> Result<Room, Oops>;

    /// Finds a room.
    #[deprecated(note = "rooms are gone")]
    #[get("/rooms/{id}", deprecated_since = "2026-06-01", sunset = "2099-01-01")]
    async fn room(&self, id: u32, #[header] x_trace: Option<String>) -> Result<Room, Oops>;

    #[delete("/rooms/{id}")]
    async fn remove(&self, id: u32) -> Result<(), Oops>;

    /// Follows the rooms.
    #[subscribe("/rooms")]
    async fn follow(&self, #[resume] last: Option<EventId>) -> Result<Subscription<Room>, Oops>;
}

struct Memory;

impl Rooms for Memory {
    async fn create(&self, room: Room) -> Result<Room, Oops> {
        Ok(room)
    }

    async fn room(&self, _: u32, _: Option<String>) -> Result<Room, Oops> {
        Err(Oops::Gone)
    }

    async fn remove(&self, _: u32) -> Result<(), Oops> {
        Ok(())
    }

    async fn follow(&self, _: Option<EventId>) -> Result<Subscription<Room>, Oops> {
        Err(Oops::Gone)
    }
}

fn main() {
    let routes = api_core::routes![RoomsApi::serve(Memory), "/v2" => RoomsApi::serve(Memory)];
    let client: Client<RoomsApi, _> = RoomsApi::connect(InProcess::new(routes));
    drop(client.create(Room { id: 1, name: String::new() }));
    drop(client.remove(1));
    drop(client.follow(None));
}
