//! An enum without variants.

use api_core::{Reply, api};
use ui_tests::Oops;

#[derive(Debug, Reply)]
pub enum Replaced {

}

#[api(errors = Oops)]
pub trait Rooms {
    #[put("/rooms")]
    async fn replace(&self) -> Result<Replaced, Oops>;
}

fn main() {}
