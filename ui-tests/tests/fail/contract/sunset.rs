//! An operation ends earlier than was promised, another without a day, and one is gone.

use api_core::{Error, api};

#[api(contract = "sunset.contract")]
pub trait Rooms {
    #[deprecated(note = "read /all")]
    #[get("/rooms")]
    async fn rooms(&self) -> Result<(), Error>;
    #[deprecated(note = "read /rooms")]
    #[get("/rooms/newest", sunset = "2027-05-31")]
    async fn newest(&self) -> Result<(), Error>;
}

fn main() {
    let _ = RoomsApi::DESCRIPTION;
}
