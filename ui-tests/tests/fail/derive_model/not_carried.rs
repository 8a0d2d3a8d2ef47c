//! Shapes that serde or JSON cannot carry to the other end and back.

use std::collections::{BTreeMap, HashMap};

use api_core::{Model, Patch};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Model)]
pub struct Room {
    pub id: u32,
}

#[derive(Serialize, Deserialize, Model)]
pub struct Seats {
    pub by_number: HashMap<u32, String>,
}

#[derive(Serialize, Deserialize, Model)]
#[serde(tag = "id")]
pub enum Tagged {
    Number(u32),
    List(Vec<u8>),
    Optional(Option<Room>),
    Taken(Room),
    Keys(Seats),
    Fields { places: BTreeMap<bool, u8> },
}

#[derive(Serialize, Deserialize, Model)]
#[serde(untagged)]
pub enum Untagged {
    Keys(Seats),
}

#[derive(Serialize, Deserialize, Model)]
#[serde(tag = "type", content = "value")]
pub enum Adjacent {
    Keys(HashMap<i8, u8>),
}

#[derive(Serialize, Deserialize, Model)]
pub struct Flattened {
    pub id: u8,
    #[serde(flatten)]
    pub room: Room,
    #[serde(flatten)]
    pub seats: Seats,
    #[serde(flatten)]
    pub number: u8,
}

#[derive(Serialize, Deserialize, Model)]
pub struct Nulls {
    pub topic: Option<Option<String>>,
    pub boxed: Vec<Option<Box<Option<u8>>>>,
}

#[derive(Serialize, Deserialize, Model)]
pub struct Omitted {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    #[serde(skip_serializing)]
    pub password: String,
}

#[derive(Serialize, Deserialize, Model)]
pub struct Patches {
    pub topic: Patch<String>,
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub twice: Patch<Option<String>>,
    pub list: Vec<Patch<u8>>,
}

#[derive(Serialize, Deserialize, Model)]
pub struct Generic<T> {
    pub value: Option<T>,
}

const _: &api_core::model::Shape = <Generic<Option<u8>> as Model>::SHAPE;

fn main() {}
