//! Conversations of `#[duplex]` and `#[websocket]` endpoints between a client and a server in process.

use api_core::error::Answer;
use api_core::routing::{InProcess, Layered};
use api_core::websocket::{
    self, CloseCode, CloseFrame, ConnectionError, ConnectionOptions, PendingConnection, Prepared, SizeLimit,
};
use api_core::{ApiError, Client, Compose as _, Failure, Messages, Model, Transport, api};
use futures_util::stream;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Say {
    #[model(min_length = 1)]
    text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Heard {
    room: u32,
    text: String,
}

#[derive(Debug, ApiError)]
enum ChatError {
    /// The room does not exist.
    #[error(status = 404)]
    NoSuchRoom,
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(errors = ChatError)]
trait Chat {
    /// Returns each message with the number of the room.
    #[duplex("/rooms/{room}/live", subprotocol = "chat.v1")]
    async fn live(&self, room: u32, input: Messages<Say>) -> Result<Messages<Heard>, ChatError>;

    /// Echoes every message.
    #[websocket("/echo", subprotocol = ["v2", "v1"])]
    async fn echo(&self, pending: PendingConnection) -> Result<(), ChatError>;
}

struct Rooms;

impl Chat for Rooms {
    async fn live(&self, room: u32, input: Messages<Say>) -> Result<Messages<Heard>, ChatError> {
        if room == 0 {
            return Err(ChatError::NoSuchRoom);
        }
        Ok(Messages::until(stream::unfold(input, move |mut input| async move {
            match input.next().await? {
                Ok(say) if say.text == "bye" => {
                    let frame = CloseFrame::new(CloseCode::new(4001).unwrap(), "you said bye").unwrap();
                    Some((Err(frame), input))
                }
                Ok(say) => Some((Ok(Heard { room, text: say.text }), input)),
                Err(error) if error.is_decode() => Some((Ok(Heard { room, text: error.to_string() }), input)),
                Err(_) => None,
            }
        })))
    }

    async fn echo(&self, pending: PendingConnection) -> Result<(), ChatError> {
        if pending.subprotocols().any(|name| name == "none") {
            return Err(ChatError::NoSuchRoom);
        }
        let Ok(mut connection) = pending.accept().await else { return Ok(()) };
        while let Ok(message) = connection.receive_data_message().await {
            if connection.send_data_message(message).await.is_err() {
                break;
            }
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_duplex_endpoint_exchanges_typed_messages_and_closes() {
    let client = ChatApi::connect(InProcess::new(ChatApi::serve(Rooms)));
    let (sender, input) = Messages::channel(4);
    let mut heard = client.live(7, input).await.expect("a conversation");
    for text in ["a", "b", "c"] {
        sender.send(Say { text: text.to_owned() }).await.expect("room");
        let message = heard.next().await.expect("open").expect("a message");
        assert_eq!(message, Heard { room: 7, text: text.to_owned() });
    }
    sender.send(Say { text: String::new() }).await.expect("room");
    assert_eq!(heard.next().await.unwrap().unwrap().text, "the message is not of the expected type");
    sender.send(Say { text: "bye".to_owned() }).await.expect("room");
    assert!(heard.next().await.is_none());
    assert_eq!(heard.end().map(|end| (end.code().as_u16(), end.reason())), Some((4001, "you said bye")));
    let (_, input) = Messages::channel(4);
    assert!(matches!(client.live(0, input).await, Err(ChatError::NoSuchRoom)));
}

#[tokio::test]
async fn prepared_messages_are_those_that_were_prepared_for_every_reader() {
    let client = ChatApi::connect(InProcess::new(ChatApi::serve(Rooms)));
    let (sender, input) = Messages::prepared_channel(4);
    // Without a WebSocket in between, and over one.
    let (other, alone) = Messages::prepared_channel(4);
    let mut without = Rooms.live(7, alone).await.expect("a conversation");
    let mut over = client.live(7, input).await.expect("a conversation");
    for text in ["a", "é"] {
        let message = Prepared::new(&Say { text: text.to_owned() }).expect("a message");
        assert!(sender.try_send(message.clone()) && other.try_send(message));
        for heard in [&mut without, &mut over] {
            assert_eq!(heard.next().await.unwrap().unwrap(), Heard { room: 7, text: text.to_owned() });
        }
    }
    sender.close(CloseFrame::normal());
    assert!(over.next().await.is_none());
}

#[tokio::test]
async fn opening_a_websocket_endpoint_returns_a_connection() {
    let client = ChatApi::connect(InProcess::new(ChatApi::serve(Rooms).nest("/nested").or_else(ChatApi::serve(Rooms))));
    let options = websocket::OpenOptions::default().subprotocol("v1").subprotocol("v2");
    let calling = client.clone();
    let mut connection =
        websocket::open_with(options, |pending| async move { calling.echo(pending).await }).await.expect("open");
    assert_eq!(connection.subprotocol(), Some("v2"));
    connection.send_text("hello").await.expect("open");
    assert_eq!(connection.receive::<String>().await.expect("a text"), "hello");
    connection.close("done").await.expect("open");
    let error = connection.receive_data_message().await.expect_err("closed");
    assert_eq!(error.close_frame().map(CloseFrame::code), Some(CloseCode::NORMAL));
    assert!(matches!(connection.receive_data_message().await, Err(ConnectionError::ConnectionClosed(None))));
    let options = websocket::OpenOptions::default().subprotocol("none");
    let refused = websocket::open_with(options, |pending| async move { client.echo(pending).await }).await;
    assert!(matches!(refused, Err(ChatError::NoSuchRoom)));
}

#[tokio::test]
async fn a_websocket_method_can_be_called_without_a_client() {
    let mut connection = websocket::open(|pending| async move { Rooms.echo(pending).await }).await.expect("open");
    connection.send_binary(&b"\x00"[..]).await.expect("open");
    assert_eq!(connection.receive::<Vec<u8>>().await.expect("bytes"), b"\x00");
}

#[tokio::test]
async fn a_proxy_relays_conversations_and_connections() {
    let behind = ChatApi::connect(InProcess::new(ChatApi::serve(Rooms)));
    let client = ChatApi::connect(InProcess::new(ChatApi::serve(behind)));
    let (sender, input) = Messages::channel(4);
    let mut heard = client.live(7, input).await.expect("a conversation");
    sender.send(Say { text: "a".to_owned() }).await.expect("room");
    assert_eq!(heard.next().await.unwrap().unwrap().text, "a");
    sender.send(Say { text: "bye".to_owned() }).await.expect("room");
    assert!(heard.next().await.is_none());
    assert_eq!(heard.end().map(|end| end.code().as_u16()), Some(4001));
    let calling = client.clone();
    let mut connection = websocket::open(|pending| async move { calling.echo(pending).await }).await.expect("open");
    connection.send_text("hello").await.expect("open");
    assert_eq!(connection.receive::<String>().await.expect("a text"), "hello");
}

/// Endpoints that pass their input to a spawned task.
#[api(errors = ChatError)]
trait Spawned {
    #[duplex("/fails")]
    async fn fails(&self, input: Messages<Say>) -> Result<Messages<Heard>, ChatError>;

    #[duplex("/listens")]
    async fn listens(&self, input: Messages<Say>) -> Result<Messages<Heard>, ChatError>;

    #[websocket("/leaves")]
    async fn leaves(&self, pending: PendingConnection) -> Result<(), ChatError>;

    #[websocket("/echo")]
    async fn limited(&self, pending: PendingConnection) -> Result<(), ChatError>;
}

/// Handlers whose tasks report their results to the test.
struct Spawning(tokio::sync::mpsc::UnboundedSender<String>);

impl Spawned for Spawning {
    async fn fails(&self, mut input: Messages<Say>) -> Result<Messages<Heard>, ChatError> {
        let report = self.0.clone();
        tokio::spawn(async move { report.send(format!("{:?}", input.next().await.map(|message| message.is_err()))) });
        tokio::task::yield_now().await;
        Err(ChatError::NoSuchRoom)
    }

    async fn listens(&self, mut input: Messages<Say>) -> Result<Messages<Heard>, ChatError> {
        let report = self.0.clone();
        tokio::spawn(async move {
            while let Some(Ok(message)) = input.next().await {
                report.send(message.text).expect("the test receives");
            }
        });
        Ok(Messages::none())
    }

    async fn leaves(&self, pending: PendingConnection) -> Result<(), ChatError> {
        let report = self.0.clone();
        tokio::spawn(async move { report.send(format!("{:?}", pending.accept().await.map(drop).is_err())) });
        Ok(())
    }

    async fn limited(&self, pending: PendingConnection) -> Result<(), ChatError> {
        Rooms.echo(pending).await
    }
}

fn spawning() -> (Client<SpawnedApi, impl Transport>, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let (report, reports) = tokio::sync::mpsc::unbounded_channel();
    let routes = Layered::new(SpawnedApi::serve(Spawning(report)), |group| group);
    let routes = routes.websocket_options(ConnectionOptions::default().max_message(SizeLimit::at_most(16)));
    (SpawnedApi::connect(InProcess::new(routes)), reports)
}

#[tokio::test]
async fn messages_of_a_failed_opening_end_with_an_error_in_another_task() {
    let (client, mut reports) = spawning();
    assert!(matches!(client.fails(Messages::none()).await, Err(ChatError::NoSuchRoom)));
    assert_eq!(reports.recv().await.as_deref(), Some("Some(true)"));
}

#[tokio::test]
async fn accepting_after_the_handler_returned_is_an_error() {
    let (client, mut reports) = spawning();
    let opened = websocket::open(|pending| async move { client.leaves(pending).await }).await;
    assert!(opened.is_err());
    assert_eq!(reports.recv().await.as_deref(), Some("true"));
}

#[tokio::test]
async fn a_conversation_ends_with_the_other_direction_if_one_has_no_messages() {
    let (client, mut reports) = spawning();
    let messages = ["a", "b"].map(|text| Say { text: text.to_owned() });
    let mut heard = client.listens(Messages::new(stream::iter(messages))).await.expect("a conversation");
    // A pipe has no timer, so the close time-out cannot end this conversation.
    assert!(heard.next().await.is_none());
    assert_eq!((reports.recv().await.as_deref(), reports.recv().await.as_deref()), (Some("a"), Some("b")));
}

#[tokio::test]
async fn websocket_options_of_routes_apply_behind_a_layer() {
    let (client, _reports) = spawning();
    let opened = websocket::open(|pending| async move { client.limited(pending).await }).await;
    let mut connection = opened.expect("open");
    connection.send_text("0123456789abcdef").await.expect("open");
    assert_eq!(connection.receive::<String>().await.expect("a text"), "0123456789abcdef");
    connection.send_text("0123456789abcdefg").await.expect("open");
    let error = connection.receive_data_message().await.expect_err("too big");
    assert_eq!(error.close_frame().map(CloseFrame::code), Some(CloseCode::TOO_BIG));
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Levels {
    values: Vec<f64>,
}

#[api(errors = ChatError)]
trait Gauges {
    /// Returns each message with its numbers divided by zero.
    #[duplex("/gauges")]
    async fn divided(&self, input: Messages<Levels>) -> Result<Messages<Levels>, ChatError>;
}

struct Divider;

impl Gauges for Divider {
    async fn divided(&self, input: Messages<Levels>) -> Result<Messages<Levels>, ChatError> {
        Ok(Messages::new(stream::unfold(input, |mut input| async move {
            let levels = input.next().await?.ok()?;
            let values = levels.values.into_iter().map(|value| if value == 0.0 { value } else { value / 0.0 });
            Some((Levels { values: values.collect() }, input))
        })))
    }
}

#[tokio::test]
async fn a_number_that_is_not_finite_is_an_encode_failure_of_the_end_that_sends_it() {
    let client = GaugesApi::connect(InProcess::new(GaugesApi::serve(Divider)));
    let levels = |value| Levels { values: vec![0.0, value] };
    let mut finite = client.divided(Messages::new(stream::iter([levels(0.0)]))).await.expect("a conversation");
    assert_eq!(finite.next().await.expect("open").expect("a message"), levels(0.0));

    // The client cannot send the first, and the server not its answer to the second.
    for unsent in [f64::NAN, 1.0] {
        let input = Messages::new(stream::iter([levels(unsent)]));
        let mut messages = client.divided(input).await.expect("a conversation");
        assert!(messages.next().await.is_none(), "{unsent}");
        let end = messages.end().expect("a close frame");
        assert_eq!(end.code(), CloseCode::INTERNAL_ERROR);
        assert!(end.reason().starts_with("a message cannot be encoded: ") && end.reason().contains("`/values/1`"));
    }
}
