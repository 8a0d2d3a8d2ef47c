//! Callbacks that are not written as an API and a URL, or where there are none.

use api_core::{Subscription, api};
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait Events {
    #[post("/")]
    async fn changed(&self) -> Result<(), Oops>;
}

#[api(errors = Oops)]
pub trait Rooms {
    #[post("/none", callback)]
    async fn none(&self) -> Result<(), Oops>;
    #[post("/empty", callback())]
    async fn empty(&self) -> Result<(), Oops>;
    #[post("/equals", callback = EventsApi)]
    async fn equals(&self) -> Result<(), Oops>;
    #[post("/without", callback(EventsApi))]
    async fn without(&self) -> Result<(), Oops>;
    #[post("/twice", callback(EventsApi = "{$url}", EventsApi = "{$url}"))]
    async fn twice(&self) -> Result<(), Oops>;
    #[subscribe("/events", callback(EventsApi = "{$url}"))]
    async fn events(&self) -> Result<Subscription<Room>, Oops>;
}

#[api(errors = Oops)]
pub trait OfAnotherType {
    #[post("/", callback(Room = "{$url}"))]
    async fn add(&self) -> Result<(), Oops>;
}

fn main() {}
