//! Days of an end: of an endpoint that is not deprecated, before the deprecation, that do not exist, and none.
#![allow(unused_imports)]

use api_core::api;
use ui_tests::{Oops, Room, any};

#[api(errors = Oops)]
pub trait Rooms {
    #[get("/rooms", sunset = "2027-01-01")]
    async fn rooms(&self) -> Result<Room, Oops>;

    #[get("/newest", deprecated_since = "2026-06-01")]
    async fn newest(&self) -> Result<Room, Oops>;

    #[deprecated(note = "read /rooms")]
    #[get("/oldest", deprecated_since = "2027-06-01", sunset = "2027-01-01")]
    async fn oldest(&self) -> Result<Room, Oops>;

    #[deprecated(note = "read /rooms")]
    #[get("/leap", sunset = "2027-02-29")]
    async fn leap(&self) -> Result<Room, Oops>;

    #[deprecated(note = "read /rooms")]
    #[get("/none", sunset)]
    async fn none(&self) -> Result<Room, Oops>;
}

pub struct Lobby;

#[expect(deprecated, reason = "the methods are served until they are removed")]
impl Rooms for Lobby {
    async fn rooms(&self) -> Result<Room, Oops> {
        any()
    }

    async fn newest(&self) -> Result<Room, Oops> {
        any()
    }

    async fn oldest(&self) -> Result<Room, Oops> {
        any()
    }

    async fn leap(&self) -> Result<Room, Oops> {
        any()
    }

    async fn none(&self) -> Result<Room, Oops> {
        any()
    }
}

fn main() {
    let _ = RoomsApi::serve(Lobby);
}
