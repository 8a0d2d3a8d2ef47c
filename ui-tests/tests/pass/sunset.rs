//! Endpoints with days of their end: announced anew, moved to a later day, and on every kind of endpoint.

use api_core::description::Date;
use api_core::{Error, Messages, Subscription, api};

#[api(contract = "contract/sunset.contract")]
pub trait Rooms {
    #[deprecated(note = "read /all")]
    #[get("/rooms", sunset = "2027-06-01")]
    async fn rooms(&self) -> Result<(), Error>;
    #[deprecated(note = "read /rooms")]
    #[get("/rooms/newest", deprecated_since = "2026-06-01", sunset = "2027-06-02")]
    async fn newest(&self) -> Result<(), Error>;
    #[deprecated(note = "read /rooms")]
    #[get("/rooms/oldest")]
    async fn oldest(&self) -> Result<(), Error>;
    #[deprecated]
    #[subscribe("/news", sunset = "2027-06-01")]
    async fn news(&self) -> Result<Subscription<String>, Error>;
    #[deprecated]
    #[duplex("/echo", deprecated_since = "2027-06-01", sunset = "2027-06-01")]
    async fn echo(&self, input: Messages<String>) -> Result<Messages<String>, Error>;
}

fn main() {
    let newest = RoomsApi::DESCRIPTION.endpoint("newest").expect("an endpoint");
    assert_eq!(newest.deprecated_since, Some(Date::new(2026, 6, 1)));
    assert_eq!(newest.sunset, Some(Date::new(2027, 6, 2)));
    assert_eq!(RoomsApi::DESCRIPTION.endpoint("oldest").and_then(|endpoint| endpoint.sunset), None);
}
