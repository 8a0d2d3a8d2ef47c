//! Keywords as names of methods, arguments and fields.

use api_core::routing::InProcess;
use api_core::api;
use ui_tests::{Oops, Room};

#[api(errors = Oops)]
pub trait r#Struct {
    #[get("/{type}/{*match}")]
    async fn r#fn(&self, r#type: u32, r#match: String, #[query] r#in: Option<u8>) -> Result<Room, Oops>;
    #[post("/self")]
    async fn r#move(&self, #[body] r#ref: Room, #[header] r#for: Option<String>, #[query] r#return: u8) -> Result<Room, Oops>;
}

struct Memory;

impl r#Struct for Memory {
    async fn r#fn(&self, id: u32, name: String, _: Option<u8>) -> Result<Room, Oops> {
        Ok(Room { id, name })
    }

    async fn r#move(&self, room: Room, _: Option<String>, _: u8) -> Result<Room, Oops> {
        Ok(room)
    }
}

fn main() {
    let client = StructApi::connect(InProcess::new(StructApi::serve(Memory)));
    drop(client.r#fn(1, String::new(), None));
    let names: Vec<_> = StructApi::DESCRIPTION.endpoints.iter().map(|endpoint| endpoint.name).collect();
    assert_eq!(names, ["fn", "move"]);
    let names: Vec<_> = StructApi::DESCRIPTION.endpoints[0].parameters.iter().map(|parameter| parameter.name).collect();
    assert_eq!(names, ["type", "match", "in"]);
    assert_eq!(StructFnCall { r#type: 1, r#match: "a".to_owned(), r#in: None }.r#type, 1);
}
