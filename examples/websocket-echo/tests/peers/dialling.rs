//! Tests the typed client of `api-client` with a server of npm's `ws`.

use std::time::Duration;

use api_client::{ClientBuilder, LayeredTransport as Dialled, connect};
use api_core::websocket::deflate::WindowBits;
use api_core::websocket::{
    CloseCode, CloseFrame, Connection, ConnectionOptions, OpenOptions, PermessageDeflate, open_with,
};
use api_core::{Client, Messages, PendingConnection, api};
use libtest_mimic::Failed;
use peers::{Node, Program};
use websocket_echo::{Echo as _, EchoApi, EchoError, Say, ServerMessage};

/// An API with one endpoint for every path of the server.
#[api(errors = EchoError)]
trait AnyPath {
    #[websocket("/{path}")]
    async fn open(&self, path: String, pending: PendingConnection) -> Result<(), EchoError>;
}

/// Runs all checks, in the order of the server's paths.
pub(crate) fn run(node: Node, deflate: bool) -> Result<(), Failed> {
    let mut command = node.command("websocket-echo/ws-server.mjs");
    let server = Program::start(command.args(deflate.then_some("deflate")))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let environment = ClientBuilder::at(server.address());
    runtime.block_on(async {
        let within = tokio::time::timeout(Duration::from_mins(1), scenario(&environment, deflate));
        within.await.map_err(|_| Failed::from("not done within a minute"))?
    })
}

async fn scenario(environment: &ClientBuilder, deflate: bool) -> Result<(), Failed> {
    let client = connect::<AnyPathApi>(environment)?;
    echoes(&client, ConnectionOptions::default(), false).await?;
    for offer in offers() {
        // A server without compression declines the offer.
        echoes(&client, ConnectionOptions::default().deflate(offer), deflate).await?;
    }
    closes(&client).await?;
    fragments(&client).await?;
    typed_messages(&connect::<EchoApi>(environment)?).await?;
    is_refused(&client).await
}

/// Returns the client's offers, one for each parameter.
fn offers() -> [PermessageDeflate; 5] {
    let all = PermessageDeflate::new().threshold(0);
    [
        all,
        all.server_no_context_takeover(true).client_no_context_takeover(true),
        all.server_max_window_bits(WindowBits::MIN).level(9),
        all.client_max_window_bits(WindowBits::MIN).level(1),
        all.threshold(1 << 20),
    ]
}

async fn opened(
    client: &Client<AnyPathApi, Dialled>,
    path: &str,
    options: OpenOptions,
) -> Result<Connection, EchoError> {
    let (client, path) = (client.clone(), path.to_owned());
    open_with(options, |pending| async move { client.open(path, pending).await }).await
}

async fn echoes(
    client: &Client<AnyPathApi, Dialled>,
    options: ConnectionOptions,
    compressed: bool,
) -> Result<(), Failed> {
    let opening = OpenOptions::default().connection(options.fragment(40_000)).subprotocol("v1").subprotocol("v2");
    let mut connection = opened(client, "echo", opening).await?;
    assert_eq!(connection.is_compressed(), compressed);
    assert_eq!(connection.subprotocol(), Some("v2"), "the server selects the last offer");
    for size in [0, 1, 125, 126, 65_535, 65_536, 1 << 20] {
        let text = "é".repeat(size / 2);
        connection.send_text(text.clone()).await?;
        assert_eq!(connection.receive::<String>().await?, text);
        let bytes: Vec<u8> = (0_u8..=250).cycle().take(size).collect();
        connection.send_binary(bytes.clone()).await?;
        assert_eq!(connection.receive::<Vec<u8>>().await?, bytes);
    }
    connection.send_texts((0..1000).map(|number| number.to_string())).await?;
    for number in 0..1000 {
        assert_eq!(connection.receive::<String>().await?, number.to_string());
    }
    let frame = CloseFrame::new(CloseCode::NORMAL, "done")?;
    assert_eq!(connection.close_and_wait(&frame, Duration::from_secs(10)).await?, frame);
    Ok(())
}

async fn closes(client: &Client<AnyPathApi, Dialled>) -> Result<(), Failed> {
    for code in [1000, 1001, 1008, 1011, 1013, 3000, 4999] {
        let mut connection = opened(client, "close", OpenOptions::default()).await?;
        connection.send_text(code.to_string()).await?;
        let error = connection.receive_data_message().await.expect_err("closed");
        let frame = error.close_frame().ok_or_else(|| error.to_string())?;
        assert_eq!((frame.code().as_u16(), frame.reason()), (code, "as you wish"));
    }
    Ok(())
}

async fn fragments(client: &Client<AnyPathApi, Dialled>) -> Result<(), Failed> {
    let mut connection = opened(client, "fragments", OpenOptions::default()).await?;
    assert_eq!(connection.receive::<String>().await?, "smørrebrød");
    assert_eq!(connection.receive::<String>().await?, "between", "the text of the answered ping");
    Ok(())
}

async fn typed_messages(client: &Client<EchoApi, Dialled>) -> Result<(), Failed> {
    let (sender, input) = Messages::channel(1);
    let mut received = client.typed(input).await?;
    for (number, text) in [(1, "one"), (2, "two")] {
        sender.send(Say { text: text.to_owned() }).await?;
        let echo = received.next().await.transpose()?;
        assert_eq!(echo, Some(ServerMessage::Echo { number, text: text.to_owned() }));
        // A message of another type is an error of that message only.
        assert!(received.next().await.is_some_and(|next| next.is_err_and(|error| error.is_decode())));
    }
    sender.close(CloseFrame::new(CloseCode::new(4000)?, "enough")?);
    assert!(received.next().await.is_none());
    assert_eq!(received.end().map(|end| (end.code().as_u16(), end.reason())), Some((4000, "enough")));
    Ok(())
}

async fn is_refused(client: &Client<AnyPathApi, Dialled>) -> Result<(), Failed> {
    match opened(client, "elsewhere", OpenOptions::default()).await {
        Err(EchoError::Unknown(answer)) => {
            assert_eq!(answer.status().as_u16(), 403);
            assert_eq!(answer.headers().get("x-why").map(http::HeaderValue::as_bytes), Some(&b"not-here"[..]));
            assert!(String::from_utf8_lossy(answer.body()).contains("not here"));
            Ok(())
        }
        other => Err(format!("expected the server's answer, got {other:?}").into()),
    }
}
