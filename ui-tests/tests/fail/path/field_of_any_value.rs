//! Header fields that select a method with any value, which its client does not send always.

use api_core::{Error, api};

#[api]
pub trait Missing {
    #[put("/{key}", when_header("x-copy-source"))]
    async fn copy(&self, key: String) -> Result<(), Error>;
}

#[api]
pub trait Optional {
    #[put("/{key}", when_header("x-copy-source"))]
    async fn copy(&self, key: String, #[header] x_copy_source: Option<String>) -> Result<(), Error>;
}

#[api]
pub trait Listed {
    #[put("/{key}", when_header("x-part" = "1", "x-copy-source"))]
    async fn copy(&self, key: String, #[header("X-Copy-Source")] sources: Vec<String>) -> Result<(), Error>;
}

#[api]
pub trait Beside {
    #[put("/{key}")]
    async fn put(&self, key: String, #[header("x-copy-source")] source: Option<String>) -> Result<(), Error>;
    #[put("/{key}", when_header("x-copy-source"))]
    async fn copy(&self, key: String, #[header] x_copy_source: String) -> Result<(), Error>;
}

#[api]
pub trait Twice {
    #[put("/{key}", when_header("x-copy-source"))]
    async fn copy(&self, key: String, #[header] x_copy_source: String) -> Result<(), Error>;
    #[put("/{name}", when_header("X-Copy-Source"))]
    async fn clone_of(&self, name: String, #[header] x_copy_source: String) -> Result<(), Error>;
}

fn main() {}
