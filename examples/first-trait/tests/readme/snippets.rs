//! The snippets of the README and of docs/websockets.md, each in a function that provides the names it uses. They are
//! compiled and not run.

#![expect(dead_code, reason = "compiling is the test")]

use std::sync::Mutex;

use api_client::ClientBuilder;
use api_core::context::AnyBody;
use api_core::prelude::*;
use api_core::routing::{Mount, Routed, Routes, from_fn};
use api_core::websocket::{
    AcceptOptions, ConnectionError, ConnectionOptions, MessageSender, OpenOptions, PermessageDeflate, PingPolicy,
    Prepared, PreparedMessage, Sender,
};
use api_core::{Body, Transport};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub(crate) struct Message(String);

#[derive(Debug, ApiError)]
pub(crate) enum RoomsError {
    /// There is no such room.
    #[error(status = 404)]
    NoSuchRoom,
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(errors = RoomsError)]
pub(crate) trait Rooms {
    #[get("/rooms/{name}/listeners")]
    async fn listeners(&self, name: String) -> Result<usize, RoomsError>;
}

async fn outcomes<T: Transport>(client: Client<RoomsApi, T>) {
    match client.listeners("attic".to_owned()).await.outcome() {
        Outcome::Value(listeners) => println!("{listeners}"),
        Outcome::Answered(RoomsError::NoSuchRoom) => println!("there is no such room"),
        Outcome::Answered(other) => println!("another error response: {other}"),
        Outcome::Failed(error) => println!("no response: {error}, {:?}", error.retry()),
    }
}

#[api(errors = RoomsError)]
trait Conversations {
    #[duplex("/rooms/{name}/live", subprotocol = "chat.v1", max_message = 8192)]
    async fn live(&self, name: String, input: Messages<Message>) -> Result<Messages<Message>, RoomsError>;
}

struct Attic(String);

impl Rooms for Attic {
    async fn listeners(&self, _: String) -> Result<usize, RoomsError> {
        Ok(self.0.len())
    }
}

fn open(context: &mut Context<'_>) -> Result<Attic, RoomsError> {
    Ok(Attic(context.capture("tenant")?))
}

async fn upload(context: &mut Context<'_>, body: &mut dyn AnyBody) -> Routed {
    match body.bytes(1024).await {
        Ok(bytes) => http::Response::new(Body::from(bytes)).into(),
        Err(problem) => Routed::problem(&problem, context),
    }
}

fn by_hand(files: InProcess<impl Routes<Body>>) -> InProcess<impl Routes<Body>> {
    let tenant = RoomsApi::serve_with(open).when(|context| context.pop_capture::<String>("tenant").is_some());
    let routes = (tenant, from_fn(|context, body| Box::pin(upload(context, body))), Mount::new("/assets", files));
    InProcess::new(routes)
}

struct Live;

impl Conversations for Live {
    async fn live(&self, _: String, mut input: Messages<Message>) -> Result<Messages<Message>, RoomsError> {
        let (sender, output) = Messages::channel(16);
        tokio::spawn(async move {
            while let Some(Ok(message)) = input.next().await {
                if sender.send(message).await.is_err() {
                    break; // the client has closed the connection
                }
            }
        });
        Ok(output)
    }
}

async fn conversation(client: Client<ConversationsApi, impl Transport>) -> Result<(), BoxError> {
    let (sender, input) = Messages::channel(16);
    let mut heard = client.live("lobby".to_owned(), input).await?;
    sender.send(Message("hello".to_owned())).await?;
    while let Some(message) = heard.next().await {
        println!("{:?}", message?);
    }
    println!("closed with {:?}", heard.end());
    Ok(())
}

struct Hall {
    members: Mutex<Vec<MessageSender<Prepared<Message>>>>,
}

impl Conversations for Hall {
    async fn live(&self, _: String, _: Messages<Message>) -> Result<Messages<Message>, RoomsError> {
        let (sender, output) = Messages::prepared_channel(16);
        self.members.lock().unwrap().push(sender);
        Ok(output)
    }
}

impl Hall {
    fn greet(&self) -> Result<(), ConnectionError> {
        let message = Prepared::new(&Message("hello".to_owned()))?;
        for member in self.members.lock().unwrap().iter() {
            member.try_send(message.clone());
        }
        Ok(())
    }
}

#[api(errors = RoomsError)]
trait Echoes {
    #[websocket("/echo")]
    async fn echo(&self, pending: PendingConnection) -> Result<(), RoomsError>;
}

impl Echoes for Live {
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

async fn any_server() -> Result<(), BoxError> {
    let builder = ClientBuilder::at("http://127.0.0.1:9001");
    let (mut connection, _) = builder.open("/echo", OpenOptions::default()).await?;
    connection.send_text("hello").await?;
    println!("{}", connection.receive::<String>().await?);
    Ok(())
}

fn announce(text: &str, members: &[Sender]) {
    let message = PreparedMessage::text(text);
    for member in members {
        // 0: the peer does not read. An error: the connection is closed.
        let _ = member.try_send_prepared([&message]);
    }
}

fn options() -> impl api_core::Routes<Body> {
    ConversationsApi::serve(Live)
        .websocket_options(ConnectionOptions::default().deflate(PermessageDeflate::new()).ping(PingPolicy::usual()))
        .allow_origins(["https://app.example"])
}
