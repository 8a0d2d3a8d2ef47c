//! The README's snippets, each in a function that provides the names it uses. They are compiled and not run.

#![allow(dead_code, reason = "compiling is the test")]
#![allow(let_underscore_drop, clippy::print_stdout, reason = "the lines are the README's")]

use api_client::{ClientBuilder, FixedCredentials, RetryPolicy, connect};
use api_core::context::Context;
use api_core::dialect::Dialect;
use api_core::error::{Answer, Failure};
use api_core::routing::{Cors, InProcess, Layered, Mount, Routes};
use api_core::subscription::LagPolicy;
use api_core::websocket::{AcceptOptions, ConnectionOptions, PermessageDeflate, PingPolicy};
use api_core::{
    ApiError, Body, Client, Compose as _, Messages, Model, Next, Outcome, OutcomeExt as _, PendingConnection,
    Subscription, Topic, Transport, api,
};
use api_server::{IncomingBody, Listener, Server};
use serde::{Deserialize, Serialize};
use tower_layer::Layer as _;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub(crate) struct Message(String);

#[derive(Debug, ApiError)]
pub(crate) enum RoomsError {
    #[error(status = 404)]
    NoSuchRoom(String),
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(base = "/v1", errors = RoomsError)]
pub(crate) trait Rooms {
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
        Ok(Vec::new())
    }
    async fn listeners(&self, name: String) -> Result<usize, RoomsError> {
        Err(RoomsError::NoSuchRoom(name))
    }
    async fn say(&self, _: String, _: Message) -> Result<(), RoomsError> {
        Ok(())
    }
    async fn listen(&self, _: String) -> Result<Subscription<Message>, RoomsError> {
        Ok(self.0.subscribe())
    }
}

type Anything = Result<(), Box<dyn std::error::Error>>;

async fn a_socket() -> Anything {
    let routes = RoomsApi::serve(Lobby(Topic::new(64, LagPolicy::Close)));
    api_server::serve(Listener::bind("127.0.0.1:8080").await?, Server::new(routes)).await?;
    Ok(())
}

struct Backend(&'static str);

impl Backend {
    fn session(&self, _: &mut Context<'_>) -> Result<Lobby, RoomsError> {
        Err(RoomsError::NoSuchRoom(self.0.to_owned()))
    }
}

use RoomsApi as ChatkitApi;
use RoomsApi as ChatkitCursorsApi;

fn a_server(backend: Backend) -> impl Routes<Body> {
    ChatkitApi::serve_with(move |context: &mut Context<'_>| backend.session(context))
}

async fn a_client() -> Anything {
    let environment = ClientBuilder::at("https://api.example")
        .credentials(FixedCredentials::bearer("6a37c6cb")?)
        .retry(RetryPolicy::default().attempts(5));
    let client = connect::<RoomsApi>(&environment)?;
    let rooms = client.rooms().await?;
    drop(rooms);
    Ok(())
}

async fn calls<T: Transport>(client: Client<RoomsApi, T>) -> Anything {
    let call = RoomsSayCall { name: "lobby".to_owned(), message: Message("hello".to_owned()) };
    let request: http::Request<Body> = client.request(&call)?; // to look at it
    client.call(call).await?; // to send it
    drop(request);
    Ok(())
}

fn a_proxy<T: Transport>(transport: T) -> impl Routes<Body> {
    RoomsApi::serve(RoomsApi::connect(transport))
}

struct Logged<R>(R);

impl<R: Rooms + Send + Sync> Rooms for Logged<R> {
    async fn rooms(&self) -> Result<Vec<String>, RoomsError> {
        println!("rooms");
        self.0.rooms().await
    }
    async fn listeners(&self, name: String) -> Result<usize, RoomsError> {
        self.0.listeners(name).await
    }
    async fn say(&self, name: String, message: Message) -> Result<(), RoomsError> {
        self.0.say(name, message).await
    }
    async fn listen(&self, name: String) -> Result<Subscription<Message>, RoomsError> {
        self.0.listen(name).await
    }
}

async fn outcomes<T: Transport>(client: Client<RoomsApi, T>) {
    match client.listeners("attic".to_owned()).await.outcome() {
        Outcome::Value(listeners) => println!("{listeners}"),
        Outcome::Answered(RoomsError::NoSuchRoom(name)) => println!("no room {name}"),
        Outcome::Answered(other) => println!("answered: {other}"),
        Outcome::Failed(error) => println!("not answered: {error}, {:?}", error.retry()),
    }
}

async fn subscriptions<T: Transport>(client: Client<RoomsApi, T>, mut heard: Subscription<Message>) -> Anything {
    let client = client.dialect(Dialect::Ndjson);
    while let Next::Event(event) = heard.next().await? {
        println!("{:?}", event.body);
    }
    drop(client);
    Ok(())
}

struct Live;

#[api(errors = RoomsError)]
trait Conversations {
    #[duplex("/rooms/{name}/live", subprotocol = "chat.v1", max_message = 8192)]
    async fn live(&self, name: String, input: Messages<Message>) -> Result<Messages<Message>, RoomsError>;

    #[websocket("/echo")]
    async fn echo(&self, pending: PendingConnection) -> Result<(), RoomsError>;
}

async fn conversations(client: Client<ConversationsApi, impl Transport>) -> Result<(), Box<dyn std::error::Error>> {
    let (sender, input) = Messages::channel(16);
    let mut heard = client.live("lobby".to_owned(), input).await?;
    sender.send(Message("hello".to_owned())).await?;
    while let Some(message) = heard.next().await {
        println!("{:?}", message?);
    }
    println!("closed with {:?}", heard.end());
    Ok(())
}

impl Conversations for Live {
    async fn live(&self, _: String, input: Messages<Message>) -> Result<Messages<Message>, RoomsError> {
        Ok(input)
    }

    async fn echo(&self, pending: PendingConnection) -> Result<(), RoomsError> {
        let options = ConnectionOptions::default().deflate(PermessageDeflate::new()).ping(PingPolicy::usual());
        let accepted = pending.accept_with(AcceptOptions::default().connection(options)).await;
        let Ok(mut connection) = accepted else { return Ok(()) };
        while let Ok(message) = connection.receive_data_message().await {
            if connection.send_data_message(message).await.is_err() {
                break;
            }
        }
        Ok(())
    }
}

fn cors<R>(routes: R) -> Server<R> {
    Server::new(routes).cors(Cors::origins(["https://app.example"]))
}

fn composition(files: InProcess<impl Routes<Body>>) -> impl Routes<IncomingBody> {
    let (chatkit, cursors) = (|_: &mut Context<'_>| Ok(lobby()), |_: &mut Context<'_>| Ok(lobby()));
    let (lobby, limit) = (lobby(), tower_layer::Identity::new());
    let routes = ChatkitApi::serve_with(chatkit)
        .or_else(ChatkitCursorsApi::serve_with(cursors))
        .or_else(RoomsApi::serve(lobby).nest("/internal"))
        .or_else(Mount::new("/assets", files));
    let routes = Layered::new(routes, |group| limit.layer(group));
    used(routes)
}

fn used<T>(value: T) -> T {
    value
}

fn lobby() -> Lobby {
    Lobby(Topic::new(64, LagPolicy::Close))
}
