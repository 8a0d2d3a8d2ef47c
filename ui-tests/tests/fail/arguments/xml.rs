//! Models that XML cannot hold.

use std::collections::BTreeMap;

use api_core::{Content, Error, Model, api};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Labels {
    labels: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Rows {
    rows: Vec<Vec<u8>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Filter {
    names: Option<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Setting {
    value: NumberOrText,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(untagged)]
pub enum NumberOrText {
    Number(u32),
    Text(String),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Point {
    at: (u8, u8),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Attributes {
    #[serde(rename = "@names")]
    names: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Mixed {
    #[serde(rename = "$text")]
    text: String,
    name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Spaced {
    #[serde(rename = "first name")]
    name: String,
}

#[derive(Debug, Clone, PartialEq, Content)]
pub enum Report {
    #[content("application/xml")]
    Xml(Labels),
}

#[api]
pub trait Documents {
    #[put("/a")]
    async fn root(&self, #[body(media_type = "application/xml")] names: Vec<String>) -> Result<(), Error>;
    #[put("/b")]
    async fn keys(&self, #[body(media_type = "application/xml")] labels: Labels) -> Result<(), Error>;
    #[put("/c")]
    async fn lists(&self, #[body(media_type = ["application/json", "text/xml"])] rows: Rows) -> Result<(), Error>;
    #[put("/d")]
    async fn option(&self, #[body(media_type = "application/xml")] filter: Filter) -> Result<(), Error>;
    #[put("/e")]
    async fn untagged(&self, #[body(media_type = "application/xml")] setting: Setting) -> Result<(), Error>;
    #[put("/f")]
    async fn tuple(&self, #[body(media_type = "application/xml")] point: Point) -> Result<(), Error>;
    #[put("/g")]
    async fn attribute(&self, #[body(media_type = "application/xml")] attributes: Attributes) -> Result<(), Error>;
    #[put("/h")]
    async fn mixed(&self, #[body(media_type = "application/xml")] mixed: Mixed) -> Result<(), Error>;
    #[put("/i")]
    async fn name(&self, #[body(media_type = "application/soap+xml")] spaced: Spaced) -> Result<(), Error>;
    #[get("/j", media_type = "application/xml")]
    async fn answer(&self) -> Result<Labels, Error>;
}

fn main() {}
