//! The snippets of docs/guide.md: one module for each section, in the order of the guide. Tests check what the guide
//! states about them.

mod answers;
mod bodies;
mod callbacks;
mod calling;
mod downloads;
mod errors;
mod models;
mod paths;
mod queries;
mod serving;
mod sessions;
mod streams;
mod testing;

use api_core::prelude::*;
use serde::{Deserialize, Serialize};

/// The sources of the sections, in the order of the guide.
pub(crate) const SOURCES: [&str; 13] = [
    include_str!("serving.rs"),
    include_str!("calling.rs"),
    include_str!("models.rs"),
    include_str!("paths.rs"),
    include_str!("queries.rs"),
    include_str!("errors.rs"),
    include_str!("streams.rs"),
    include_str!("answers.rs"),
    include_str!("bodies.rs"),
    include_str!("downloads.rs"),
    include_str!("callbacks.rs"),
    include_str!("sessions.rs"),
    include_str!("testing.rs"),
];

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub(crate) struct Message(#[model(min_length = 1, max_length = 200)] pub(crate) String);

#[api(base = "/v1")]
pub(crate) trait Rooms {
    #[get("/rooms")]
    async fn rooms(&self) -> Result<Vec<String>, Error>;
    #[get("/rooms/{name}/listeners")]
    async fn listeners(&self, name: String) -> Result<usize, Error>;
    #[post("/rooms/{name}/messages")]
    async fn say(&self, name: String, #[body] message: Message) -> Result<(), Error>;
    #[subscribe("/rooms/{name}/messages")]
    async fn listen(&self, name: String) -> Result<Subscription<Message>, Error>;
}

pub(crate) struct Lobby(pub(crate) Topic<Message>);

impl Lobby {
    pub(crate) fn new() -> Self {
        Self(Topic::new(64, LagPolicy::Close))
    }
}

impl Rooms for Lobby {
    async fn rooms(&self) -> Result<Vec<String>, Error> {
        Ok(vec!["lobby".to_owned()])
    }
    async fn listeners(&self, name: String) -> Result<usize, Error> {
        if name == "lobby" { Ok(self.0.subscribers()) } else { Err(Error::not_found("no_such_room")) }
    }
    async fn say(&self, name: String, message: Message) -> Result<(), Error> {
        self.listeners(name).await.map(|_| self.0.publish_now(Event::new(message)))
    }
    async fn listen(&self, name: String) -> Result<Subscription<Message>, Error> {
        self.listeners(name).await.map(|_| self.0.subscribe())
    }
}
