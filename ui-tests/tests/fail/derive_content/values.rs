//! Contents that do not fit their media types, and choices of other media types.

use api_core::{Content, Error, api};

#[derive(Content)]
pub enum Report {
    #[content("text/csv")]
    Csv(Vec<String>),
}

#[derive(Debug, Clone, PartialEq, Content)]
pub enum Page {
    #[content("application/json")]
    Names(Vec<String>),
}

#[api]
pub trait Pages {
    #[get("/a")]
    async fn other_answer(&self, #[accept] wanted: PageType) -> Result<(), Error>;
    #[put("/b")]
    async fn no_content(&self, #[body(content)] page: String) -> Result<(), Error>;
    #[get("/c")]
    async fn no_choice(&self, #[accept] wanted: String) -> Result<Page, Error>;
}

fn main() {}
