//! One trait, a value that implements it, and a client that is a value of the same trait.

use api_core::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Message(#[model(min_length = 1, max_length = 200)] String);

#[derive(Debug, ApiError)]
enum RoomsError {
    /// There is no such room.
    #[error(status = 404)]
    NoSuchRoom,
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(base = "/v1", errors = RoomsError)]
trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Vec<String>, RoomsError>;
    #[get("/rooms/{name}/listeners")]
    async fn listeners(&self, name: String) -> Result<usize, RoomsError>;
    #[post("/rooms/{name}/messages")]
    async fn say(&self, name: String, #[body] message: Message) -> Result<(), RoomsError>;
    #[subscribe("/rooms/{name}/messages")]
    async fn listen(&self, name: String) -> Result<Subscription<Message>, RoomsError>;
}

struct Lobby(Topic<Message>);

impl Rooms for Lobby {
    async fn rooms(&self) -> Result<Vec<String>, RoomsError> {
        Ok(vec!["lobby".to_owned()])
    }
    async fn listeners(&self, name: String) -> Result<usize, RoomsError> {
        if name == "lobby" { Ok(self.0.subscribers()) } else { Err(RoomsError::NoSuchRoom) }
    }
    async fn say(&self, name: String, message: Message) -> Result<(), RoomsError> {
        self.listeners(name).await.map(|_| self.0.publish_now(Event::new(message)))
    }
    async fn listen(&self, name: String) -> Result<Subscription<Message>, RoomsError> {
        self.listeners(name).await.map(|_| self.0.subscribe())
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), BoxError> {
    let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Lobby(Topic::new(64, LagPolicy::Close)))));
    let mut heard = client.listen("lobby".to_owned()).await?;
    client.say("lobby".to_owned(), Message("hello".to_owned())).await?;
    println!("{:?} heard {:?}", client.rooms().await?, heard.next().await?);
    println!("{:?}", client.say("attic".to_owned(), Message("hello?".to_owned())).await);
    Ok(())
}
