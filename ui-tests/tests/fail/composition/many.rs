//! One message lists the first conflicts, and counts the others.
#![allow(unused_imports)]

use api_core::{api, routes};
use ui_tests::{Oops, Room, any};

struct Lobby;

#[api(errors = Oops)]
trait Rooms {
    #[get("/0")]
    async fn rooms_0(&self) -> Result<Room, Oops>;

    #[get("/1")]
    async fn rooms_1(&self) -> Result<Room, Oops>;

    #[get("/2")]
    async fn rooms_2(&self) -> Result<Room, Oops>;

    #[get("/3")]
    async fn rooms_3(&self) -> Result<Room, Oops>;

    #[get("/4")]
    async fn rooms_4(&self) -> Result<Room, Oops>;

    #[get("/5")]
    async fn rooms_5(&self) -> Result<Room, Oops>;

    #[get("/6")]
    async fn rooms_6(&self) -> Result<Room, Oops>;

    #[get("/7")]
    async fn rooms_7(&self) -> Result<Room, Oops>;

    #[get("/8")]
    async fn rooms_8(&self) -> Result<Room, Oops>;

    #[get("/9")]
    async fn rooms_9(&self) -> Result<Room, Oops>;
}

impl Rooms for Lobby {
    async fn rooms_0(&self) -> Result<Room, Oops> {
        any()
    }

    async fn rooms_1(&self) -> Result<Room, Oops> {
        any()
    }

    async fn rooms_2(&self) -> Result<Room, Oops> {
        any()
    }

    async fn rooms_3(&self) -> Result<Room, Oops> {
        any()
    }

    async fn rooms_4(&self) -> Result<Room, Oops> {
        any()
    }

    async fn rooms_5(&self) -> Result<Room, Oops> {
        any()
    }

    async fn rooms_6(&self) -> Result<Room, Oops> {
        any()
    }

    async fn rooms_7(&self) -> Result<Room, Oops> {
        any()
    }

    async fn rooms_8(&self) -> Result<Room, Oops> {
        any()
    }

    async fn rooms_9(&self) -> Result<Room, Oops> {
        any()
    }
}

#[api(errors = Oops)]
trait Names {
    #[get("/0")]
    async fn names_0(&self) -> Result<Room, Oops>;

    #[get("/1")]
    async fn names_1(&self) -> Result<Room, Oops>;

    #[get("/2")]
    async fn names_2(&self) -> Result<Room, Oops>;

    #[get("/3")]
    async fn names_3(&self) -> Result<Room, Oops>;

    #[get("/4")]
    async fn names_4(&self) -> Result<Room, Oops>;

    #[get("/5")]
    async fn names_5(&self) -> Result<Room, Oops>;

    #[get("/6")]
    async fn names_6(&self) -> Result<Room, Oops>;

    #[get("/7")]
    async fn names_7(&self) -> Result<Room, Oops>;

    #[get("/8")]
    async fn names_8(&self) -> Result<Room, Oops>;

    #[get("/9")]
    async fn names_9(&self) -> Result<Room, Oops>;
}

impl Names for Lobby {
    async fn names_0(&self) -> Result<Room, Oops> {
        any()
    }

    async fn names_1(&self) -> Result<Room, Oops> {
        any()
    }

    async fn names_2(&self) -> Result<Room, Oops> {
        any()
    }

    async fn names_3(&self) -> Result<Room, Oops> {
        any()
    }

    async fn names_4(&self) -> Result<Room, Oops> {
        any()
    }

    async fn names_5(&self) -> Result<Room, Oops> {
        any()
    }

    async fn names_6(&self) -> Result<Room, Oops> {
        any()
    }

    async fn names_7(&self) -> Result<Room, Oops> {
        any()
    }

    async fn names_8(&self) -> Result<Room, Oops> {
        any()
    }

    async fn names_9(&self) -> Result<Room, Oops> {
        any()
    }
}

fn main() {
    let _ = routes![RoomsApi::serve(Lobby), NamesApi::serve(Lobby)];
}
