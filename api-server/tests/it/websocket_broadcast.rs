//! One message to many WebSockets on real connections: what each client reads, also with another crate's decompressor.

use std::sync::{Arc, Mutex};

use api_core::api;
use api_core::websocket::{
    AcceptOptions, ConnectionOptions, MessageSender, Messages, PendingConnection, PermessageDeflate, Prepared,
    PreparedMessage, Sender,
};
use api_server::{Limits, Server};
use flate2::{Decompress, FlushDecompress};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::served::{Oops, Running, Wire, bind, soon, start_with};
use crate::sockets::text;

#[api(base = "/hall", errors = Oops)]
trait Hall {
    /// Sends each message of a member to all members. Those that join `alone` compress each message on its own.
    #[websocket("/{kind}")]
    async fn join(&self, kind: String, pending: PendingConnection) -> Result<(), Oops>;

    /// The same for typed messages.
    #[duplex("/typed/members")]
    async fn typed(&self, input: Messages<String>) -> Result<Messages<String>, Oops>;
}

#[derive(Default)]
struct Members {
    sockets: Arc<Mutex<Vec<Sender>>>,
    typed: Arc<Mutex<Vec<MessageSender<Prepared<String>>>>>,
}

impl Hall for Members {
    async fn join(&self, kind: String, pending: PendingConnection) -> Result<(), Oops> {
        let deflate = PermessageDeflate::new().server_no_context_takeover(kind == "alone");
        let options = AcceptOptions::default().connection(ConnectionOptions::default().deflate(deflate));
        let sockets = self.sockets.clone();
        let Ok(mut connection) = pending.accept_with(options).await else { return Ok(()) };
        sockets.lock().unwrap().push(connection.sender().clone());
        while let Ok(text) = connection.receive::<String>().await {
            let message = PreparedMessage::text(&text);
            for member in sockets.lock().unwrap().iter() {
                assert_eq!(member.try_send_prepared([&message]).ok(), Some(1));
            }
        }
        Ok(())
    }

    async fn typed(&self, mut input: Messages<String>) -> Result<Messages<String>, Oops> {
        let (sender, output) = Messages::prepared_channel(4);
        let members = self.typed.clone();
        members.lock().unwrap().push(sender);
        tokio::spawn(async move {
            while let Some(Ok(text)) = input.next().await {
                let message = Prepared::new(&text).unwrap();
                for member in members.lock().unwrap().iter() {
                    assert!(member.try_send(message.clone()));
                }
            }
        });
        Ok(output)
    }
}

async fn start() -> Running {
    start_with(bind().await, Limits::default(), |_| Server::new(HallApi::serve(Members::default())))
}

/// Opens a WebSocket with this offer of extensions. Returns it with the answer to the offer.
async fn join(running: &Running, path: &str, offer: &str) -> (Wire, String) {
    let mut wire = running.connect().await;
    let offer = if offer.is_empty() { String::new() } else { format!("Sec-WebSocket-Extensions: {offer}\r\n") };
    let opening = format!(
        "GET /hall/{path} HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{offer}\r\n"
    );
    wire.0.write_all(opening.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(soon(wire.0.read_u8()).await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    let answer = head.lines().find_map(|line| line.strip_prefix("sec-websocket-extensions: "));
    (wire, answer.unwrap_or_default().to_owned())
}

/// Reads one frame as it is: its first byte and its payload.
async fn read(wire: &mut Wire) -> (u8, Vec<u8>) {
    soon(async {
        let first = wire.0.read_u8().await.unwrap();
        let length = match wire.0.read_u8().await.unwrap() {
            126 => usize::from(wire.0.read_u16().await.unwrap()),
            length => usize::from(length),
        };
        let mut payload = vec![0; length];
        wire.0.read_exact(&mut payload).await.unwrap();
        (first, payload)
    })
    .await
}

/// Inflates a message as RFC 7692 §7.2.2 describes.
fn inflate(decompress: &mut Decompress, payload: &[u8]) -> String {
    let mut inflated = Vec::with_capacity(1 << 16);
    let input = [payload, &[0, 0, 0xff, 0xff]].concat();
    decompress.decompress_vec(&input, &mut inflated, FlushDecompress::Sync).unwrap();
    String::from_utf8(inflated).unwrap()
}

#[tokio::test]
async fn clients_with_the_same_window_get_the_same_compressed_frame_and_all_read_the_text() {
    let running = start().await;
    let offers = ["", "permessage-deflate", "permessage-deflate", "permessage-deflate; server_max_window_bits=10"];
    let mut members = Vec::new();
    for offer in offers {
        let (wire, answer) = join(&running, "alone", offer).await;
        assert_eq!(answer.contains("server_no_context_takeover"), !offer.is_empty());
        members.push(wire);
    }
    let mut windows = [15, 15, 10].map(|bits| Decompress::new_with_window_bits(false, bits));
    for round in 0..3 {
        let said = format!("round {round}: {}", "all of you, hear this. ".repeat(100));
        members[0].0.write_all(&text(&said)).await.unwrap();
        let mut frames = Vec::new();
        for member in &mut members {
            frames.push(read(member).await);
        }
        assert_eq!(frames[0], (0x81, said.clone().into_bytes()));
        assert_eq!(frames[1], frames[2], "the same parameters");
        for ((first, payload), window) in frames[1..].iter().zip(&mut windows) {
            assert_eq!(*first, 0xc1);
            // Without context each message is read by a decompressor that has seen nothing else.
            window.reset(false);
            assert_eq!(inflate(window, payload), said);
        }
    }
}

#[tokio::test]
async fn with_context_takeover_a_later_frame_depends_on_the_one_before() {
    let running = start().await;
    let (mut wire, _) = join(&running, "together", "permessage-deflate").await;
    let mut window = Decompress::new_with_window_bits(false, 15);
    let mut sizes = Vec::new();
    for _ in 0..2 {
        let said = "a text with some words that are not in it twice: 0123456789";
        wire.0.write_all(&text(said)).await.unwrap();
        let (first, payload) = read(&mut wire).await;
        assert_eq!((first, inflate(&mut window, &payload).as_str()), (0xc1, said));
        sizes.push(payload.len());
    }
    assert!(sizes[1] < sizes[0] / 2, "{sizes:?}");
}

#[tokio::test]
async fn a_duplex_sends_a_prepared_message_to_all_members() {
    let running = start().await;
    let (mut one, _) = join(&running, "typed/members", "").await;
    let (mut other, _) = join(&running, "typed/members", "").await;
    one.0.write_all(&text("\"hello\"")).await.unwrap();
    for member in [&mut one, &mut other] {
        assert_eq!(read(member).await, (0x81, b"\"hello\"".to_vec()));
    }
}
