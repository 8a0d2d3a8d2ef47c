//! Fields that cannot be parts of a body.

use api_core::{Error, Multipart, api};

#[derive(Debug, Clone, PartialEq)]
pub struct Place;

#[derive(Debug, Clone, PartialEq, Multipart)]
pub struct Tour {
    pub place: Place,
}

#[api]
pub trait Uploads {
    #[post("/a")]
    async fn no_parts(&self, #[body(multipart)] upload: String) -> Result<(), Error>;
}

fn main() {}
