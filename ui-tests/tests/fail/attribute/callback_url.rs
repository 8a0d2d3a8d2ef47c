//! URLs of callbacks that name nothing in their operation.

use api_core::{Model, api};
use serde::{Deserialize, Serialize};
use ui_tests::Oops;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Hook {
    urls: Vec<String>,
    target: Target,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Target {
    url: Option<String>,
}

#[api(errors = Oops)]
pub trait Events {
    #[post("/")]
    async fn changed(&self, #[body] id: u32) -> Result<(), Oops>;
}

#[api(errors = Oops)]
pub trait Misspelt {
    #[post("/", callback(EventsApi = "{$request.body#/address}"))]
    async fn add(&self, #[body] hook: Hook) -> Result<(), Oops>;
}

#[api(errors = Oops)]
pub trait NotPlain {
    #[post("/", callback(EventsApi = "{$request.body#/target}"))]
    async fn add(&self, #[body] hook: Hook) -> Result<(), Oops>;
}

#[api(errors = Oops)]
pub trait NoSuchKey {
    #[post("/", callback(EventsApi = "https://{$request.query.host}/"))]
    async fn add(&self) -> Result<(), Oops>;
}

#[api(errors = Oops)]
pub trait NoSuchField {
    #[post("/", callback(EventsApi = "{$request.header.x-url}"))]
    async fn add(&self) -> Result<(), Oops>;
}

#[api(errors = Oops)]
pub trait NoSuchPlaceholder {
    #[post("/{id}", callback(EventsApi = "https://hooks.example/{$request.path.key}"))]
    async fn add(&self, id: u32) -> Result<(), Oops>;
}

#[api(errors = Oops)]
pub trait NoSuchAnswer {
    #[post("/", callback(EventsApi = "{$response.header.location}{$response.body#/id}"))]
    async fn add(&self) -> Result<(), Oops>;
}

#[api(errors = Oops)]
pub trait NoExpression {
    #[post("/fixed", callback(EventsApi = "https://hooks.example"))]
    async fn fixed(&self) -> Result<(), Oops>;
    #[post("/bare", callback(EventsApi = "$request.body#/url"))]
    async fn bare(&self) -> Result<(), Oops>;
    #[post("/open", callback(EventsApi = "{$url"))]
    async fn open(&self) -> Result<(), Oops>;
    #[post("/closed", callback(EventsApi = "{$url}}"))]
    async fn closed(&self) -> Result<(), Oops>;
    #[post("/other", callback(EventsApi = "{$request.cookie.url}"))]
    async fn other(&self) -> Result<(), Oops>;
}

fn main() {}
