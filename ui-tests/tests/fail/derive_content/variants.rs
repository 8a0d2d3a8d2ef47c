//! Variants without a media type, or with that of another one.

use api_core::{Content, Error, api};

#[derive(Content)]
pub enum Report {
    Unsaid(String),
    #[content]
    Empty(String),
    #[content("csv")]
    OneWord(String),
    #[content("image/*")]
    Range(String),
    #[content("text/csv")]
    Csv(String),
    #[content("Text/CSV; header=present")]
    Again(String),
    #[content("text/plain")]
    Nothing,
    #[content("text/html")]
    Two(String, String),
}

#[derive(Content)]
pub struct Single(String);

#[api]
pub trait Reports {
    #[put("/a")]
    async fn twice(&self, #[body(content, media_type = "text/csv")] report: Report) -> Result<(), Error>;
    #[get("/b")]
    async fn value(&self, #[accept("text/csv")] wanted: ReportType) -> Result<Report, Error>;
}

fn main() {}
