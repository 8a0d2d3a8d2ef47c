//! Header fields that select a method and are given twice, whatever their values and letters are.

use api_core::{Error, api};

#[api]
pub trait Buckets {
    #[put("/a", when_header("x-part" = "1", "x-part"))]
    async fn value_and_any(&self, #[header] x_part: u8) -> Result<(), Error>;
    #[put("/b", when_header("x-part", "X-Part"))]
    async fn any_twice(&self, #[header] x_part: u8) -> Result<(), Error>;
    #[put("/c", when_header("x-part" = "1", "x-other", "x-part" = "2"))]
    async fn two_values(&self, #[header] x_other: u8) -> Result<(), Error>;
}

fn main() {}
