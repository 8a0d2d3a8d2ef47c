//! A query in the base.

use api_core::{Error, api};

#[api(base = "/a?b")]
pub trait Buckets {
    #[get("/c")]
    async fn get(&self) -> Result<String, Error>;
}

fn main() {}
