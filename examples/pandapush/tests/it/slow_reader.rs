//! A WebSocket that is not read costs bounded memory, and nobody else waits for it.

use std::fs;
use std::net::SocketAddr;
use std::process::Command;

use api_client::ClientBuilder;
use api_core::websocket::OpenOptions;
use bytes::Bytes;
use http::Request;
use http::header::{CONTENT_TYPE, HOST};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use peers::Program;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::world::soon;

const MEGABYTE: usize = 1 << 20;

/// How many events are published, and in batches of how many.
const EVENTS: usize = 100_000;
const BATCH: usize = 500;

/// `pandapush serve` with an application.
struct Server {
    program: Program,
    address: SocketAddr,
    requests: SendRequest<Full<Bytes>>,
    _data: tempfile::TempDir,
}

impl Server {
    async fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_pandapush"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data.path());
        // Variables of the developer could name another database.
        command.env_clear();
        for (name, value) in [
            ("DEV_APPLICATION_ID", "app"),
            ("DEV_KEY_ID", "key"),
            ("DEV_KEY_SECRET", "secret"),
            ("AUTH_METHOD", "none"),
        ] {
            command.env(name, value);
        }
        let program = Program::start(&mut command).unwrap();
        let address: SocketAddr = program.address().strip_prefix("http://").unwrap().parse().unwrap();
        let stream = TcpStream::connect(address).await.unwrap();
        let (requests, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        Self { program, address, requests, _data: data }
    }

    async fn exchange(&mut self, messages: &Value) -> Vec<Value> {
        let request = Request::post("/push").header(HOST, "localhost").header(CONTENT_TYPE, "application/json");
        let request = request.body(Full::new(Bytes::from(messages.to_string()))).unwrap();
        self.requests.ready().await.unwrap();
        let response = soon("an answer", self.requests.send_request(request)).await.unwrap();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        serde_json::from_slice(&body).unwrap()
    }

    /// Begins a session that is subscribed to the channel of the test.
    async fn client(&mut self) -> String {
        let handshake =
            json!({"channel": "/meta/handshake", "version": "1.0", "supportedConnectionTypes": ["websocket"]});
        let client = self.exchange(&handshake).await[0]["clientId"].as_str().unwrap().to_owned();
        assert_eq!(self.exchange(&subscription(&client)).await[0]["successful"], true);
        client
    }

    /// Returns the memory of the process in bytes.
    fn memory(&self) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.program.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
    }
}

fn subscription(client: &str) -> Value {
    json!({"channel": "/meta/subscribe", "clientId": client, "subscription": "/app/public/x"})
}

fn connect(client: &str) -> String {
    json!({"channel": "/meta/connect", "clientId": client, "connectionType": "websocket"}).to_string()
}

/// Opens a WebSocket by hand and binds it to a client. Nothing reads from it but the test.
async fn unread(address: SocketAddr, client: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = "GET /push HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
        Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        answer.push(stream.read_u8().await.unwrap());
    }
    assert!(answer.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&answer));
    // A masked text frame, with a mask that changes nothing.
    let payload = connect(client);
    let mut frame = vec![0x81, 0x80 | 0x7e, 0, u8::try_from(payload.len()).unwrap(), 0, 0, 0, 0];
    frame.extend_from_slice(payload.as_bytes());
    stream.write_all(&frame).await.unwrap();
    stream
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_socket_that_is_not_read_costs_bounded_memory_and_delays_nobody() {
    let mut server = Server::start().await;
    let (slow, fast) = (server.client().await, server.client().await);
    let mut stalled = unread(server.address, &slow).await;
    let builder = ClientBuilder::at(format!("http://{}", server.address));
    let (mut reading, _) = builder.open("/push", OpenOptions::default()).await.unwrap();
    reading.send_text(connect(&fast)).await.unwrap();
    let padding = "x".repeat(500);
    let mut before = 0;
    for start in (0..EVENTS).step_by(BATCH) {
        let event = |number| {
            let auth = json!({"key": "key", "secret": "secret"});
            json!({"channel": "/app/public/x", "data": {"n": number, "x": padding}, "ext": {"auth": auth}})
        };
        let batch: Value = (start..start + BATCH).map(event).collect();
        let replies = server.exchange(&batch).await;
        assert!(replies.iter().all(|reply| reply["successful"] == true));
        for number in start..start + BATCH {
            let frame: String = soon("an event", reading.receive()).await.unwrap();
            let event: Vec<Value> = serde_json::from_str(&frame).unwrap();
            assert_eq!(event[0]["data"]["n"], number);
        }
        if start == 0 {
            before = server.memory();
        }
    }
    let grown = server.memory().saturating_sub(before);
    // The events are 60 MB.
    assert!(grown < 16 * MEGABYTE, "{} MB more", grown / MEGABYTE);
    let error = format!("401:{slow}:Unknown client");
    assert_eq!(server.exchange(&subscription(&slow)).await[0]["error"], error);
    assert_eq!(server.exchange(&subscription(&fast)).await[0]["successful"], true);
    let ended = soon("the end of the connection", async {
        let mut read = vec![0; MEGABYTE];
        while stalled.read(&mut read).await.is_ok_and(|length| length > 0) {}
    });
    ended.await;
}
