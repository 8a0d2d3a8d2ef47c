//! Conditions that do not tell two endpoints of one path apart.

use api_core::{Error, api};

#[api]
pub trait Buckets {
    #[get("/{bucket}?cors&v=1")]
    async fn cors(&self, bucket: String) -> Result<String, Error>;
    #[get("/{name}?v=1&cors")]
    async fn cors_again(&self, name: String) -> Result<String, Error>;
    #[post("/{bucket}?tags")]
    async fn tag(&self, bucket: String) -> Result<String, Error>;
    #[post("/{bucket}")]
    async fn change(&self, bucket: String, #[query] tags: Vec<String>) -> Result<String, Error>;
}

fn main() {}
