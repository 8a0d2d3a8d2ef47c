//! A trait, its implementation and a client of it, in process.

use api_core::error::{Answer, ErrorDocument, ErrorFormat, ProblemDetails};
use api_core::routing::InProcess;
use api_core::{ApiError, Failure, Model, api};
use serde::{Deserialize, Serialize};

#[derive(Debug)]
enum Oops {
    Gone(String),
    Unknown(Answer),
    Failed(Failure),
}
impl std::fmt::Display for Oops {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}
impl std::error::Error for Oops {}
impl ApiError for Oops {
    const CASES: &'static [api_core::description::ErrorCase] = &[];
    const FORMAT: &'static dyn ErrorFormat = &ProblemDetails;
    fn from_answer(answer: Answer) -> Self {
        match answer.document(Self::FORMAT) {
            Some(d) if d.kind == "gone" => Self::Gone(d.description.unwrap_or_default().into_owned()),
            _ => Self::Unknown(answer),
        }
    }
    fn from_failure(failure: Failure) -> Self {
        Self::Failed(failure)
    }
    fn failure(&self) -> Option<&Failure> {
        if let Self::Failed(f) = self { Some(f) } else { None }
    }
    fn document(&self) -> ErrorDocument {
        match self {
            Self::Gone(d) => ErrorDocument::new(http::StatusCode::GONE, "gone").described(d.clone()),
            Self::Unknown(answer) => ErrorDocument::new(answer.status(), "unknown"),
            Self::Failed(_) => ErrorDocument::new(http::StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Room {
    id: u32,
    name: String,
}
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct NewRoom {
    name: String,
}
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Page {
    limit: Option<u32>,
    after: Option<String>,
}

/// Chat rooms of a tenant.
#[api(base = "/v1/{tenant}", errors = Oops)]
trait Rooms {
    /// Creates a room.
    #[post("/rooms", status = 201)]
    async fn create_room(&self, #[body] room: NewRoom) -> Result<Room, Oops>;
    /// Returns a room.
    #[get("/rooms/{id}")]
    async fn room(&self, id: u32) -> Result<Room, Oops>;
    #[get("/rooms")]
    async fn rooms(&self, #[query] page: Page, #[header("x-trace")] trace: Option<String>) -> Result<Vec<Room>, Oops>;
    #[delete("/rooms/{id}")]
    async fn delete_room(&self, id: u32) -> Result<(), Oops>;
}

struct Memory;
impl Rooms for Memory {
    async fn create_room(&self, room: NewRoom) -> Result<Room, Oops> {
        Ok(Room { id: 7, name: room.name })
    }
    async fn room(&self, id: u32) -> Result<Room, Oops> {
        if id == 1 { Ok(Room { id, name: "one".into() }) } else { Err(Oops::Gone(format!("no {id}"))) }
    }
    async fn rooms(&self, page: Page, trace: Option<String>) -> Result<Vec<Room>, Oops> {
        Ok(vec![Room { id: page.limit.unwrap_or(0), name: format!("{:?} {trace:?}", page.after) }])
    }
    async fn delete_room(&self, _: u32) -> Result<(), Oops> {
        Ok(())
    }
}

#[tokio::test]
async fn a_client_returns_the_results_of_the_implementation() {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Memory))).bind("tenant", "acme");
    assert_eq!(client.create_room(NewRoom { name: "n".into() }).await.unwrap().id, 7);
    assert_eq!(client.room(1).await.unwrap().name, "one");
    assert!(matches!(client.room(2).await, Err(Oops::Gone(d)) if d == "no 2"));
    let page = Page { limit: Some(3), after: Some("a b".into()) };
    assert_eq!(client.rooms(page, Some("t".into())).await.unwrap()[0].name, "Some(\"a b\") Some(\"t\")");
    client.delete_room(1).await.unwrap();
    println!("{}", RoomsApi::DESCRIPTION.layout());
}
