//! An error status on a reply variant.

use api_core::{Reply, api};
use ui_tests::Oops;

#[derive(Debug, Reply)]
pub enum Replaced {
    #[reply(status = 404)]
    Gone,
}

#[api(errors = Oops)]
pub trait Rooms {
    #[put("/rooms")]
    async fn replace(&self) -> Result<Replaced, Oops>;
}

fn main() {}
