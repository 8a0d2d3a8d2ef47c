//! WebSockets with clients that violate the protocol or stall, at the byte level on real connections.

use std::time::Duration;

use crate::served::{Oops, Running, Wire, bind, soon, start_with};
use crate::sockets::{frame, handshake, read_frame, text};
use api_core::websocket::{AcceptOptions, ConnectionOptions, PendingConnection, PermessageDeflate, SizeLimit};
use api_core::{Compose as _, api};
use api_server::{Limits, Server};
use flate2::{Compress, Compression, FlushCompress};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc;

/// A short time-out in real time, because sockets do not follow tokio's paused clock.
const SHORT: Duration = Duration::from_millis(60);

#[api(base = "/raw", errors = Oops)]
trait Raw {
    /// Accepts with the options selected by `name`, and echoes.
    #[websocket("/{name}")]
    async fn plain(&self, name: String, pending: PendingConnection) -> Result<(), Oops>;
    /// Does the same, with a message limit on the endpoint.
    #[websocket("/limited/{name}", max_message = 1000)]
    async fn limited(&self, name: String, pending: PendingConnection) -> Result<(), Oops>;
}

/// Handlers that report to the test how their connections ended.
struct Echo(mpsc::UnboundedSender<String>);

impl Echo {
    async fn run(&self, name: &str, pending: PendingConnection) -> Result<(), Oops> {
        let options = pending.default_options();
        let options = match name {
            "tight" => options.max_message(SizeLimit::at_most(100)),
            "wide" => options.max_message(SizeLimit::at_most(1 << 20)),
            "hasty" => options.message_timeout(SHORT),
            "writes" => options.write_timeout(SHORT),
            "slow-close" => options.close_timeout(SHORT),
            "deflates" => options.deflate(PermessageDeflate::new()),
            _ => options,
        };
        let accepted = pending.accept_with(AcceptOptions::default().connection(options)).await;
        let Ok(mut connection) = accepted else { return Ok(()) };
        match name {
            "panics" => panic!("the secret is 45"),
            "returns" | "slow-close" => return Ok(()),
            "floods" | "writes" => {
                let mut sent = 0;
                let error = loop {
                    match connection.send_binary(vec![0; 16 * 1024]).await {
                        Ok(()) => sent += 1,
                        Err(error) => break error,
                    }
                    let _ = self.0.send(format!("sent {sent}"));
                };
                let _ = self.0.send(error.to_string());
                return Ok(());
            }
            _ => {}
        }
        let error = loop {
            match connection.receive_data_message().await {
                Ok(message) => {
                    let _ = connection.send_data_message(message).await;
                }
                Err(error) => break error,
            }
        };
        let _ = self.0.send(error.to_string());
        Ok(())
    }
}

impl Raw for Echo {
    async fn plain(&self, name: String, pending: PendingConnection) -> Result<(), Oops> {
        self.run(&name, pending).await
    }

    async fn limited(&self, name: String, pending: PendingConnection) -> Result<(), Oops> {
        self.run(&name, pending).await
    }
}

async fn start_raw(limits: Limits, sockets: ConnectionOptions) -> (Running, mpsc::UnboundedReceiver<String>) {
    let (ends, ended) = mpsc::unbounded_channel();
    let routes = RawApi::serve(Echo(ends)).websocket_options(sockets);
    (start_with(bind().await, limits, |_| Server::new(routes)), ended)
}

async fn start_default() -> (Running, mpsc::UnboundedReceiver<String>) {
    start_raw(Limits::default(), ConnectionOptions::default()).await
}

fn head(name: &str) -> String {
    handshake(name).replace("/socket/", "/raw/")
}

async fn open(running: &Running, name: &str) -> Wire {
    let mut wire = running.connect().await;
    wire.send(&format!("{}\r\n", head(name))).await;
    let answer = wire.until("\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
    wire
}

async fn send(wire: &mut Wire, bytes: &[u8]) {
    // The server may have closed already.
    let _ = wire.0.write_all(bytes).await;
}

/// Expects a close frame with this code, and then the end of the connection.
async fn check_failed(wire: &mut Wire, code: u16) {
    let (opcode, body) = read_frame(&mut wire.0).await;
    assert_eq!((opcode, body.get(..2)), (8, Some(&code.to_be_bytes()[..])), "{}", String::from_utf8_lossy(&body));
    assert_eq!(wire.rest().await, "");
}

/// Returns a client's frame with another first byte.
fn raw(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = frame(0, payload);
    bytes[0] = first;
    bytes
}

#[tokio::test]
async fn invalid_frames_close_the_connection_with_the_code_of_rfc_6455() {
    let (running, mut ends) = start_default().await;
    let table: [(&str, Vec<u8>, u16); 15] = [
        ("an unmasked frame", b"\x81\x02hi".to_vec(), 1002),
        ("a reserved bit", raw(0xc1, b"x"), 1002),
        ("another reserved bit", raw(0xa1, b"x"), 1002),
        ("an unknown opcode", raw(0x83, b""), 1002),
        ("a ping in fragments", raw(0x09, b"x"), 1002),
        ("a long ping", raw(0x89, &[b'x'; 126]), 1002),
        ("a continuation without a message", raw(0x80, b"x"), 1002),
        ("a new message inside another", [raw(0x01, b"x"), raw(0x81, b"y")].concat(), 1002),
        ("an invalid close code", raw(0x88, &999_u16.to_be_bytes()), 1002),
        ("a close code that must not be sent", raw(0x88, &1005_u16.to_be_bytes()), 1002),
        ("a close of one byte", raw(0x88, b"x"), 1002),
        ("a close reason that is not UTF-8", raw(0x88, b"\x03\xe8\xff"), 1007),
        ("a text that is not UTF-8", raw(0x81, b"\xff"), 1007),
        ("a text that ends within a character", [raw(0x01, b"\xe2\x82"), raw(0x80, b"x")].concat(), 1007),
        ("a length above the limit", [&[0x82, 0xff][..], &(1_u64 << 60).to_be_bytes(), &[0; 4]].concat(), 1009),
    ];
    for (what, bytes, code) in table {
        let mut wire = open(&running, "echo").await;
        send(&mut wire, &bytes).await;
        println!("{what}");
        check_failed(&mut wire, code).await;
        soon(ends.recv()).await.expect("the handler reported its end");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_character_split_across_fragments_and_packets_is_reassembled() {
    let (running, _ends) = start_default().await;
    let mut wire = open(&running, "echo").await;
    wire.0.set_nodelay(true).expect("a socket");
    let text = "€𝄞é";
    for (index, byte) in text.bytes().enumerate() {
        let first = match index {
            0 => 0x01,
            _ if index + 1 == text.len() => 0x80,
            _ => 0x00,
        };
        for byte in raw(first, &[byte]) {
            send(&mut wire, &[byte]).await;
        }
    }
    assert_eq!(read_frame(&mut wire.0).await, (1, text.as_bytes().to_vec()));
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn a_deflate_bomb_is_refused_with_1009() {
    let (running, mut ends) = start_default().await;
    let mut wire = running.connect().await;
    wire.send(&format!("{}Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n", head("deflates"))).await;
    let answer = wire.until("\r\n\r\n").await;
    assert!(answer.contains("sec-websocket-extensions: permessage-deflate\r\n"), "{answer}");
    send(&mut wire, &raw(0xc1, b"\xf2\x48\xcd\xc9\xc9\x07\x00")).await;
    assert_eq!(read_frame(&mut wire.0).await, (1, b"Hello".to_vec()));
    let mut deflater = Compress::new(Compression::best(), false);
    let mut bomb = Vec::with_capacity(1 << 20);
    deflater.compress_vec(&vec![0; 17 << 20], &mut bomb, FlushCompress::Sync).expect("deflated");
    assert!(bomb.len() < 100_000, "the compressed message is small");
    send(&mut wire, &raw(0xc2, &bomb[..bomb.len() - 4])).await;
    check_failed(&mut wire, 1009).await;
    soon(ends.recv()).await.expect("the handler reported its end");
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn an_unfinished_message_times_out_with_1008() {
    let (running, mut ends) = start_default().await;
    // Cut after a fragment, within a payload, within a mask, within a header.
    for begun in [raw(0x01, b"slow"), raw(0x81, b"slow")[..8].to_vec(), raw(0x81, b"slow")[..6].to_vec(), vec![0x81]] {
        let mut wire = open(&running, "hasty").await;
        send(&mut wire, &begun).await;
        check_failed(&mut wire, 1008).await;
        assert!(soon(ends.recv()).await.expect("the handler reported its end").contains("was not complete within"));
    }
    running.stop().await;
}

#[tokio::test]
async fn an_unfinished_handshake_is_cut_after_the_head_time() {
    let (running, _ends) = start_raw(Limits::default().head_time(SHORT), ConnectionOptions::default()).await;
    let mut wire = running.connect().await;
    wire.send(&head("echo")).await;
    let answer = wire.rest().await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408 "), "{answer}");
    running.stop().await;
}

#[tokio::test]
async fn frames_sent_in_the_packet_of_the_request_are_received() {
    let (running, _ends) = start_default().await;
    let mut wire = running.connect().await;
    let bytes = [format!("{}\r\n", head("echo")).as_bytes(), &text("one")[..], &text("two")[..4]].concat();
    send(&mut wire, &bytes).await;
    wire.until("\r\n\r\n").await;
    assert_eq!(read_frame(&mut wire.0).await, (1, b"one".to_vec()));
    send(&mut wire, &text("two")[4..]).await;
    assert_eq!(read_frame(&mut wire.0).await, (1, b"two".to_vec()));
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn sending_to_a_client_that_never_reads_waits() {
    let (running, mut ends) = start_default().await;
    let wire = open(&running, "floods").await;
    let mut sent = soon(ends.recv()).await.expect("the first message is sent");
    // Waits until no more messages are accepted, because the buffers of the kernel and the connection are full. A
    // shorter wait would make the check weaker, not wrong.
    while let Ok(Some(next)) = tokio::time::timeout(Duration::from_millis(300), ends.recv()).await {
        sent = next;
    }
    let count: usize = sent.strip_prefix("sent ").expect("no error").parse().expect("a number");
    assert!(count * 16 < 64 * 1024, "{count} messages of 16 KiB were accepted although the client reads nothing");
    drop(wire);
    let last = loop {
        let next = soon(ends.recv()).await.expect("an end");
        if !next.starts_with("sent ") {
            break next;
        }
    };
    assert_eq!(last, "the connection is closed");
    running.stop().await;
}

#[tokio::test]
async fn a_client_that_never_reads_is_disconnected_after_the_write_time() {
    let (running, mut ends) = start_default().await;
    let wire = open(&running, "writes").await;
    let last = loop {
        let next = soon(ends.recv()).await.expect("an end");
        if !next.starts_with("sent ") {
            break next;
        }
    };
    assert!(last.starts_with("nothing could be sent for"), "{last}");
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn a_client_that_vanishes_is_reported_as_a_closed_connection() {
    let (running, mut ends) = start_default().await;
    let wire = open(&running, "echo").await;
    drop(wire);
    assert_eq!(soon(ends.recv()).await.as_deref(), Some("the connection is closed"));
    // With a TCP reset in the middle of a frame.
    let mut wire = open(&running, "echo").await;
    send(&mut wire, &text("half")[..8]).await;
    wire.0.set_zero_linger().expect("a socket");
    drop(wire);
    assert_eq!(soon(ends.recv()).await.as_deref(), Some("the connection is closed"));
    running.stop().await;
}

#[tokio::test]
async fn a_client_that_shuts_down_its_sending_half_still_gets_its_answers() {
    let (running, mut ends) = start_default().await;
    let mut wire = open(&running, "echo").await;
    send(&mut wire, &[text("one"), text("two"), frame(8, &[3, 232])].concat()).await;
    wire.0.shutdown().await.expect("a socket");
    assert_eq!(read_frame(&mut wire.0).await, (1, b"one".to_vec()));
    assert_eq!(read_frame(&mut wire.0).await, (1, b"two".to_vec()));
    assert_eq!(read_frame(&mut wire.0).await, (8, vec![3, 232]));
    assert_eq!(wire.rest().await, "");
    assert!(soon(ends.recv()).await.expect("the handler reported its end").starts_with("the peer closed"));
    // Without a close frame.
    let mut wire = open(&running, "echo").await;
    send(&mut wire, &text("one")).await;
    wire.0.shutdown().await.expect("a socket");
    assert_eq!(read_frame(&mut wire.0).await, (1, b"one".to_vec()));
    assert_eq!(soon(ends.recv()).await.as_deref(), Some("the connection is closed"));
    running.stop().await;
}

#[tokio::test]
async fn shutdown_closes_with_1001_and_waits_for_the_answer() {
    // The handler has this time before the close frame is sent.
    let options = ConnectionOptions::default().close_timeout(5 * SHORT);
    let (running, mut ends) = start_raw(Limits::default(), options).await;
    let mut client = open(&running, "echo").await;
    running.shutdown.shut_down();
    assert_eq!(read_frame(&mut client.0).await, (8, vec![3, 233]));
    send(&mut client, &frame(8, &[3, 233])).await;
    assert_eq!(client.rest().await, "");
    assert!(soon(ends.recv()).await.expect("the handler reported its end").starts_with("the peer closed"));
    soon(running.done).await.expect("no panic").expect("served");
}

#[tokio::test]
async fn shutdown_waits_no_longer_than_the_drain_time() {
    let limits = Limits::default().drain_time(SHORT);
    let (running, _ends) = start_raw(limits, ConnectionOptions::default()).await;
    let mut deaf = open(&running, "echo").await;
    running.shutdown.shut_down();
    assert_eq!(read_frame(&mut deaf.0).await, (8, vec![3, 233]));
    soon(running.done).await.expect("no panic").expect("served");
    assert_eq!(deaf.rest().await, "");
}

#[tokio::test]
async fn a_handler_that_panics_closes_with_1011() {
    let (running, _ends) = start_default().await;
    let mut wire = open(&running, "panics").await;
    assert_eq!(read_frame(&mut wire.0).await, (8, vec![3, 243]));
    send(&mut wire, &frame(8, &[3, 243])).await;
    assert_eq!(wire.rest().await, "");
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn a_handler_that_returns_closes_with_1000_and_the_server_ends_tcp_first() {
    let (running, _ends) = start_default().await;
    let mut wire = open(&running, "returns").await;
    assert_eq!(read_frame(&mut wire.0).await, (8, vec![3, 232]));
    let early = tokio::time::timeout(SHORT, wire.0.read_u8()).await;
    assert!(early.is_err(), "the server waits for the client's close frame");
    send(&mut wire, &frame(8, &[3, 232])).await;
    // The client has not shut down its direction and reads the end of the server's.
    assert_eq!(wire.rest().await, "");
    drop(wire);
    // Without a close frame from the client the server ends the connection after the close time-out.
    let mut wire = open(&running, "slow-close").await;
    assert_eq!(read_frame(&mut wire.0).await, (8, vec![3, 232]));
    assert_eq!(wire.rest().await, "");
    running.stop().await;
}

#[tokio::test]
async fn the_smallest_limit_of_service_endpoint_and_connection_applies() {
    let service = ConnectionOptions::default().max_message(SizeLimit::at_most(5000));
    let (running, _ends) = start_raw(Limits::default(), service).await;
    for (name, most) in [
        ("echo", 5000),
        ("wide", 5000),
        ("tight", 100),
        ("limited/echo", 1000),
        ("limited/wide", 1000),
        ("limited/tight", 100),
    ] {
        let mut wire = open(&running, name).await;
        send(&mut wire, &frame(2, &vec![7; most])).await;
        assert_eq!(read_frame(&mut wire.0).await, (2, vec![7; most]), "{name}");
        send(&mut wire, &frame(2, &vec![7; most + 1])).await;
        let (opcode, body) = read_frame(&mut wire.0).await;
        assert_eq!((opcode, &body[..2]), (8, &1009_u16.to_be_bytes()[..]), "{name}");
    }
    running.stop().await;
}
