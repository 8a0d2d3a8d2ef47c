//! Attributes that one end cannot satisfy, and values that no attribute can have.

use api_core::Model;

#[derive(Model)]
pub struct Position(#[serde(skip_serializing_if = "Option::is_none")] pub Option<u8>, pub u8);

#[derive(Model)]
#[serde(deny_unknown_fields)]
pub struct Refusing {
    #[serde(skip_deserializing)]
    pub made_by_the_server: u8,
}

#[derive(Model)]
pub struct Functions {
    #[serde(skip_serializing_if = "Option::is_none", with = "functions")]
    #[model(as = Option<u8>)]
    pub value: Option<u8>,
}

#[derive(Model)]
pub struct Values {
    #[model(pattern = "[a-z")]
    pub unclosed: String,
    #[model(pattern = "a(?=b)")]
    pub look_ahead: String,
    #[model(pattern = r"^\p{Lu}")]
    pub class: String,
    #[model(max = 1e400)]
    pub infinite: f64,
}

fn main() {}
