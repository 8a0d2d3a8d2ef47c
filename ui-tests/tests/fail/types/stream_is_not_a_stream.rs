//! The type of a `#[body(stream)]` is not `ByteStream`.

use api_core::{Error, api};

#[api]
trait Files {
    #[put("/file")]
    async fn upload(&self, #[body(stream)] content: Vec<u8>) -> Result<(), Error>;
}

fn main() {}
