//! Tests the program's routes over sockets, with the typed client of `api-client`.

use std::time::Duration;

use api_client::{ClientBuilder, TransportSettings, connect};
use api_core::websocket::{ConnectionOptions, OpenOptions, PermessageDeflate, open_with};
use api_core::{Compose as _, Messages};
use api_server::{Listener, Server, ShutdownHandle, serve};
use clap::Parser as _;
use websocket_echo::{Echo as _, EchoApi, Echoes, Options, Say, ServerMessage};

async fn start(arguments: &[&str]) -> (ClientBuilder, ShutdownHandle) {
    let options = Options::parse_from(["websocket-echo", "--listen", "127.0.0.1:0"].iter().chain(arguments));
    let connection = options.connection();
    let routes = EchoApi::serve(Echoes::new(options.subprotocols)).websocket_options(connection);
    let listening = serve(Listener::bind(&options.listen).await.expect("bound"), Server::new(routes));
    let (address, handle) = (listening.local_addr(), listening.shutdown_handle());
    tokio::spawn(async move { listening.await });
    (ClientBuilder::at(format!("http://{address}")), handle)
}

async fn raw_echoes(environment: &ClientBuilder, compressed: bool) {
    let client = connect::<EchoApi>(environment).expect("an address");
    let offering = ConnectionOptions::default().deflate(PermessageDeflate::new().threshold(0));
    let options = OpenOptions::default().connection(offering).subprotocol("v1");
    let mut connection = open_with(options, async move |pending| client.echo(pending).await).await.expect("open");
    assert_eq!((connection.is_compressed(), connection.subprotocol()), (compressed, Some("v1")));
    for size in [0, 125, 126, 65_535, 65_536, 1 << 20] {
        connection.send_text("x".repeat(size)).await.expect("sent");
        assert_eq!(connection.receive::<String>().await.expect("a text").len(), size);
    }
    let frame = api_core::websocket::CloseFrame::normal();
    assert_eq!(connection.close_and_wait(&frame, Duration::from_secs(5)).await.expect("closed"), frame);
}

async fn typed_echo(environment: &ClientBuilder, shutdown: ShutdownHandle) {
    let client = connect::<EchoApi>(environment).expect("an address");
    let (sender, input) = Messages::channel(1);
    let mut received = client.typed(input).await.expect("a conversation");
    sender.send(Say { text: "hello".to_owned() }).await.expect("open");
    let echo = received.next().await.expect("open").expect("a message");
    assert_eq!(echo, ServerMessage::Echo { number: 1, text: "hello".to_owned() });
    shutdown.shut_down();
    assert!(received.next().await.is_none());
    assert_eq!(received.end().map(|end| end.code().as_u16()), Some(1001));
}

#[tokio::test]
async fn over_http_1() {
    let (environment, shutdown) = start(&["--subprotocol", "v1"]).await;
    raw_echoes(&environment, false).await;
    typed_echo(&environment, shutdown).await;
}

#[tokio::test]
async fn over_http_1_compressed() {
    let (environment, shutdown) = start(&["--deflate", "--subprotocol", "v1"]).await;
    raw_echoes(&environment, true).await;
    typed_echo(&environment, shutdown).await;
}

#[tokio::test]
async fn over_http_2_with_prior_knowledge() {
    let (environment, shutdown) = start(&["--deflate", "--subprotocol", "v1"]).await;
    let environment = environment.transport(TransportSettings::default().http2_only());
    raw_echoes(&environment, true).await;
    typed_echo(&environment, shutdown).await;
}
