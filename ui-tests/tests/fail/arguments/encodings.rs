//! Media types whose encoding a model cannot have.

use api_core::{Error, api};

#[api]
pub trait Lists {
    #[put("/a")]
    async fn form(
        &self,
        #[body(media_type = ["application/json", "application/x-www-form-urlencoded"])] names: Vec<String>,
    ) -> Result<(), Error>;
    #[get("/b", media_type = ["application/json", "application/x-www-form-urlencoded"])]
    async fn form_as_answer(&self) -> Result<Vec<String>, Error>;
    #[get("/c", media_type = "application/cbor")]
    async fn without_the_feature(&self) -> Result<Vec<String>, Error>;
    #[put("/d")]
    async fn yaml(&self, #[body(media_type = "application/yaml")] names: Vec<String>) -> Result<(), Error>;
}

fn main() {}
