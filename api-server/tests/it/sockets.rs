//! WebSocket endpoints on a socket, and frames as bytes to send to them.

use std::future::pending;
use std::sync::Arc;

use api_core::routing::Routes;
use api_core::subscription::LagPolicy;
use api_core::websocket::{CloseCode, PendingConnection};
use api_core::{Compose, Topic, api};
use api_server::{IncomingBody, Limits, Listener, Server};
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::sync::{Notify, mpsc};

use crate::served::{Gate, Memory, NotesApi, Oops, Running, bind, soon, start_with};

#[api(base = "/socket", errors = Oops)]
pub(crate) trait Sockets {
    /// Accepts, and then behaves according to `kind`.
    #[websocket("/{kind}")]
    async fn socket(&self, kind: String, pending: PendingConnection) -> Result<(), Oops>;
}

/// Handlers that report to the test how they ended.
pub(crate) struct Kinds(pub mpsc::UnboundedSender<String>);

impl Sockets for Kinds {
    async fn socket(&self, kind: String, request: PendingConnection) -> Result<(), Oops> {
        let ended = |how: &dyn ToString| {
            // The test may have dropped the receiver.
            let _ = self.0.send(how.to_string());
        };
        if kind == "refused" {
            request.reject("go away");
            tokio::task::yield_now().await;
            ended(&"done after the refusal");
            return Ok(());
        }
        let secure = request.is_secure();
        let Ok(mut connection) = request.accept().await else {
            ended(&"never open");
            return Ok(());
        };
        match kind.as_str() {
            "panic" => panic!("the secret is 43"),
            "deaf" => pending().await,
            "courteous" => {
                connection.send_text("hello").await.unwrap();
                connection.going_away().await;
                connection.send_text("farewell").await.unwrap();
                connection.close_with(CloseCode::SERVICE_RESTART, "back soon").await.unwrap();
            }
            "flood" => loop {
                if let Err(error) = connection.send_binary(vec![0; 65_536]).await {
                    ended(&error);
                    return Ok(());
                }
            },
            "secure" => connection.send_text(if secure { "secure" } else { "plain" }).await.unwrap(),
            _ => {}
        }
        let error = loop {
            let echoed = match connection.receive_data_message().await {
                Ok(message) => connection.send_data_message(message).await,
                Err(error) => Err(error),
            };
            if let Err(error) = echoed {
                break error;
            }
        };
        ended(&error);
        Ok(())
    }
}

/// Returns these endpoints combined with the usual ones, and a receiver of how their handlers ended.
pub(crate) fn routes() -> (impl Routes<IncomingBody>, mpsc::UnboundedReceiver<String>) {
    let (ends, ended) = mpsc::unbounded_channel();
    let gate = Gate { entered: Notify::new(), open: Notify::new(), events: Topic::new(16, LagPolicy::Close) };
    (SocketsApi::serve(Kinds(ends)).or_else(NotesApi::serve(Memory(Arc::new(gate)))), ended)
}

pub(crate) async fn start_sockets(limits: Limits) -> (Running, mpsc::UnboundedReceiver<String>) {
    start_sockets_on(bind().await, limits)
}

pub(crate) fn start_sockets_on(listener: Listener, limits: Limits) -> (Running, mpsc::UnboundedReceiver<String>) {
    let (routes, ended) = routes();
    (start_with(listener, limits, |_| Server::new(routes)), ended)
}

/// Returns a valid opening request for a kind, without the empty line that ends its head.
pub(crate) fn handshake(kind: &str) -> String {
    format!(
        "GET /socket/{kind} HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    )
}

/// Returns a client's frame, masked with a key of zeros, which does not change the payload.
pub(crate) fn frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x80 | opcode];
    match u16::try_from(payload.len()) {
        Ok(length) if length < 126 => frame.push(0x80 | length.to_be_bytes()[1]),
        Ok(length) => {
            frame.push(0xfe);
            frame.extend(length.to_be_bytes());
        }
        Err(_) => {
            frame.push(0xff);
            frame.extend((payload.len() as u64).to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(payload);
    frame
}

pub(crate) fn text(text: &str) -> Vec<u8> {
    frame(1, text.as_bytes())
}

/// The close frame of a server that shuts down: 1001 (RFC 6455 §7.4.1).
pub(crate) const GOING_AWAY: (u8, &[u8]) = (8, &[3, 233]);
/// The close frame of a server whose handler failed: 1011.
pub(crate) const INTERNAL_ERROR: (u8, &[u8]) = (8, &[3, 243]);

/// Reads one frame of the server; returns its opcode and payload.
pub(crate) async fn read_frame(stream: &mut (impl AsyncRead + Unpin)) -> (u8, Vec<u8>) {
    soon(async {
        let first = stream.read_u8().await.expect("a frame");
        let length = match stream.read_u8().await.expect("its length") {
            126 => u64::from(stream.read_u16().await.expect("its length")),
            127 => stream.read_u64().await.expect("its length"),
            length => u64::from(length),
        };
        let mut payload = vec![0; usize::try_from(length).expect("a length")];
        stream.read_exact(&mut payload).await.expect("its payload");
        (first & 15, payload)
    })
    .await
}
