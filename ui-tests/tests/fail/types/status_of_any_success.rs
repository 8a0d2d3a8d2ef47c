//! A status in the attribute of an endpoint whose answer has any success.

use api_core::call::{AnySuccess, Text};
use api_core::{Error, api};

#[api]
pub trait Jobs {
    #[post("/jobs", status = 202)]
    async fn start(&self) -> Result<AnySuccess<Text>, Error>;
}

fn main() {}
