//! Locks that cannot be read: of another format, and with a shape that names no type.

use api_core::{Error, api};

#[api(contract = "newer.contract")]
pub trait Newer {
    #[get("/")]
    async fn root(&self) -> Result<(), Error>;
}

#[api(contract = "incomplete.contract")]
pub trait Incomplete {
    #[get("/")]
    async fn root(&self) -> Result<(), Error>;
}

fn main() {
    let _ = (NewerApi::DESCRIPTION, IncompleteApi::DESCRIPTION);
}
