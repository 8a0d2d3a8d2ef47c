//! The place of a change: in a list, an enum, a flattened struct, a generic type, a recursive type and an event.

use api_core::{Error, Model, Subscription, api};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Page<T> {
    pub items: Vec<T>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Tree {
    pub name: u32,
    pub children: Vec<Tree>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Change {
    Said { text: Option<String> },
    Left,
    Joined,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Times {
    pub created: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Note {
    #[serde(flatten)]
    pub times: Times,
}

#[api(contract = "deep.contract")]
pub trait Deep {
    #[get("/notes")]
    async fn notes(&self) -> Result<Page<Note>, Error>;
    #[get("/tree")]
    async fn tree(&self) -> Result<Tree, Error>;
    #[subscribe("/changes")]
    async fn changes(&self) -> Result<Subscription<Change>, Error>;
}

fn main() {
    let _ = DeepApi::DESCRIPTION;
}
