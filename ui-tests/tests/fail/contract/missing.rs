//! A lock that does not exist.

use api_core::{Error, api};

#[api(contract = "missing.contract")]
pub trait Rooms {
    #[get("/")]
    async fn root(&self) -> Result<(), Error>;
}

fn main() {
    let _ = RoomsApi::DESCRIPTION;
}
