use std::process::ExitCode;

use api_core::prelude::*;
use api_documents::{DocumentCommand, Outline};
use clap::Parser;
use serde::{Deserialize, Serialize};

/// A message of a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Message {
    author: String,
    #[model(min_length = 1, max_length = 200)]
    text: String,
}

/// One room, in which everyone may speak.
#[api(base = "/v1")]
trait Room {
    /// Says something to everyone who listens.
    #[post("/messages")]
    async fn say(&self, #[body] message: Message) -> Result<(), Error>;
    /// Returns the messages from now on.
    #[subscribe("/messages")]
    async fn listen(&self) -> Result<Subscription<Message>, Error>;
}

struct Lobby(Topic<Message>);

impl Room for Lobby {
    async fn say(&self, message: Message) -> Result<(), Error> {
        self.0.publish_now(Event::new(message));
        Ok(())
    }
    async fn listen(&self) -> Result<Subscription<Message>, Error> {
        Ok(self.0.subscribe())
    }
}

#[derive(Parser)]
enum Command {
    /// Serves the room, with its documents at /docs
    Serve {
        #[arg(default_value = "127.0.0.1:8080")]
        address: String,
    },
    #[command(flatten)]
    Documents(DocumentCommand),
}

#[tokio::main]
async fn main() -> Result<ExitCode, BoxError> {
    let outline = Outline::new("Room", "1.0.0").api::<RoomApi>();
    match Command::parse() {
        Command::Documents(command) => Ok(command.run(outline)),
        Command::Serve { address } => {
            let room = RoomApi::serve(Lobby(Topic::new(64, LagPolicy::Close)));
            let server = api_server::spawn(&address, room.or_else(outline.check()?.site().serve())).await?;
            println!("listening on http://{}", server.local_addr());
            server.await?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
