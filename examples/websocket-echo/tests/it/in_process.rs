//! Tests both forms of endpoints, with client and server in one process and without a network.

use api_core::routing::InProcess;
use api_core::websocket::{CloseCode, CloseFrame, ConnectionOptions, OpenOptions, SizeLimit, open, open_with};
use api_core::{Compose as _, Messages};
use websocket_echo::{Echo, EchoApi, Echoes, Say, ServerMessage};

fn echoes(names: &[&str]) -> Echoes {
    Echoes::new(names.iter().map(ToString::to_string).collect())
}

#[tokio::test]
async fn a_handler_can_be_called_without_a_wire_or_routes() {
    let mut connection = open(async |pending| echoes(&[]).echo(pending).await).await.expect("open");
    connection.send_text("hello").await.expect("sent");
    assert_eq!(connection.receive::<String>().await.expect("a text"), "hello");
}

#[tokio::test]
async fn the_servers_preferred_subprotocol_is_chosen() {
    let client = EchoApi::connect(InProcess::new(EchoApi::serve(echoes(&["v2", "v1"]))));
    for (offered, chosen) in [(&["v1", "v2"][..], Some("v2")), (&["x", "v1"], Some("v1")), (&["x"], None), (&[], None)]
    {
        let options = offered.iter().fold(OpenOptions::default(), |options, name| options.subprotocol(*name));
        let calling = client.clone();
        let connection = open_with(options, async move |pending| calling.echo(pending).await).await.expect("open");
        assert_eq!(connection.subprotocol(), chosen);
    }
}

#[tokio::test]
async fn options_of_the_routes_apply_to_each_connection() {
    let options = ConnectionOptions::default().max_message(SizeLimit::at_most(4));
    let client = EchoApi::connect(InProcess::new(EchoApi::serve(echoes(&[])).websocket_options(options)));
    let mut connection = open(async move |pending| client.root(pending).await).await.expect("open");
    connection.send_binary(&b"1234"[..]).await.expect("sent");
    assert_eq!(connection.receive::<Vec<u8>>().await.expect("bytes"), b"1234");
    connection.send_binary(&b"12345"[..]).await.expect("sent");
    let error = connection.receive_data_message().await.expect_err("closed");
    assert_eq!(error.close_frame().map(CloseFrame::code), Some(CloseCode::TOO_BIG));
}

#[tokio::test]
async fn typed_echoes_are_counted_and_an_invalid_message_does_not_close() {
    let client = EchoApi::connect(InProcess::new(EchoApi::serve(echoes(&[]))));
    let (sender, input) = Messages::channel(1);
    let mut received = client.typed(input).await.expect("a conversation");
    let mut say = async |text: &str| {
        sender.send(Say { text: text.to_owned() }).await.expect("open");
        received.next().await.expect("open").expect("a message")
    };
    assert_eq!(say("a").await, ServerMessage::Echo { number: 1, text: "a".to_owned() });
    assert!(matches!(say("").await, ServerMessage::NotUnderstood { why } if why.contains("text")));
    assert_eq!(say("b").await, ServerMessage::Echo { number: 2, text: "b".to_owned() });
}
