//! A type that is no model, and a value that a header field cannot hold.

use api_core::call::{HeaderFields, WithHeaders};
use api_core::prelude::*;

struct Opaque;

#[derive(HeaderFields)]
struct NoModel {
    total: Opaque,
}

#[derive(HeaderFields)]
struct Nested {
    totals: Vec<Vec<u8>>,
}

#[api]
trait Rooms {
    #[get("/a")]
    async fn nested(&self) -> Result<WithHeaders<(), Nested>, Error>;
}

fn main() {}
