//! A base that ends with a slash.

use api_core::prelude::*;

#[api(base = "/v1/")]
trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<(), Error>;
}

fn main() {}
