//! A serde `with` without `#[model(as = ..)]`.

use api_core::{Model, api};
use serde::{Deserialize, Serialize};
use ui_tests::Oops;

mod hex {
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(key: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&key.len())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        String::deserialize(deserializer).map(String::into_bytes)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Mistaken {
    #[serde(with = "hex")]
    pub key: Vec<u8>,
}

#[api(errors = Oops)]
pub trait Rooms {
    #[post("/rooms")]
    async fn create(&self, #[body] room: Mistaken) -> Result<Mistaken, Oops>;
}

fn main() {}
