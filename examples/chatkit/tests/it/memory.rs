//! The memory of the server for peers that do not read, or never finish: bounded, whatever they ask for.
//!
//! The numbers are smaller than those of an attack. Without its bound each would take the megabytes that are noted.

use std::fs;
use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http2::{self, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo};
use peers::Program;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::transports::socket::Socket;

const CHATKIT: &str = "/services/chatkit/v6/00000000-0000-0000-0000-000000000000";
const MEGABYTE: usize = 1 << 20;

/// `chatkit serve` with the user `alice` in the room `lobby`.
struct Server {
    program: Program,
    address: SocketAddr,
    requests: SendRequest<Full<Bytes>>,
    su: String,
    alice: String,
    _data: tempfile::TempDir,
}

impl Server {
    async fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_chatkit"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data.path().join("chat.db"));
        let program = Program::start(&mut command).unwrap();
        let address = program.address().strip_prefix("http://").unwrap().parse().unwrap();
        let requests = connect(address, 1 << 20).await;
        let mut server =
            Self { program, address, requests, su: token(&[]), alice: token(&["--as", "alice"]), _data: data };
        let su = server.su.clone();
        server.json(&su, Method::POST, "/users", &json!({"id": "alice", "name": "Alice"})).await;
        server
            .json(&su, Method::POST, "/rooms", &json!({"id": "lobby", "name": "Lobby", "created_by_id": "alice"}))
            .await;
        server
    }

    async fn json(&mut self, token: &str, method: Method, path: &str, body: &Value) -> Value {
        let request = request(token, method, &format!("{CHATKIT}{path}"), body.to_string());
        let response = self.requests.send_request(request).await.unwrap();
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert!(status.is_success(), "{status}: {body:?}");
        serde_json::from_slice(&body).unwrap_or_default()
    }

    /// Creates rooms of alice, of about 4.5 kB each.
    async fn create_rooms(&mut self, count: usize) {
        let su = self.su.clone();
        for number in 0..count {
            let data = json!({"x": "y".repeat(4_500)});
            let room = json!({"name": format!("room {number}"), "created_by_id": "alice", "custom_data": data});
            self.json(&su, Method::POST, "/rooms", &room).await;
        }
    }

    async fn send(&mut self, parts: &Value) {
        let alice = self.alice.clone();
        self.json(&alice, Method::POST, "/rooms/lobby/messages", &json!({"parts": parts})).await;
    }

    /// Announces a file for the lobby. Returns its id and the path for its upload.
    async fn announce(&mut self, bytes: usize) -> (String, String) {
        let file = json!({"content_type": "image/png", "content_length": bytes, "name": "picture"});
        let alice = self.alice.clone();
        let ticket = self.json(&alice, Method::POST, "/rooms/lobby/attachments", &file).await;
        (ticket["attachment_id"].as_str().unwrap().to_owned(), path_of(&ticket["upload_url"]))
    }

    /// Uploads a file, and returns its id and the path for its download.
    async fn upload(&mut self, bytes: usize) -> (String, String) {
        let (id, path) = self.announce(bytes).await;
        let request = request("", Method::PUT, &path, vec![b'x'; bytes]);
        assert_eq!(self.requests.send_request(request).await.unwrap().status(), StatusCode::OK);
        let alice = self.alice.clone();
        let file = self.json(&alice, Method::GET, &format!("/rooms/lobby/attachments/{id}"), &Value::Null).await;
        (id, path_of(&file["download_url"]))
    }

    /// Returns the memory of the process in bytes.
    fn memory(&self) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.program.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
    }

    /// Watches for a while that the memory grows by less than `limit` bytes above `before`.
    async fn stays_within(&self, before: usize, limit: usize) {
        let until = Instant::now() + Duration::from_secs(2);
        while Instant::now() < until {
            let grown = self.memory().saturating_sub(before);
            assert!(grown < limit, "{} MB more", grown / MEGABYTE);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Returns the path of the address of a file, with its query.
fn path_of(address: &Value) -> String {
    let (_, rest) = address.as_str().unwrap().split_once("/files/").unwrap();
    format!("/files/{rest}")
}

fn token(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_chatkit")).arg("token").args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Connects by HTTP/2 with a window of the given size for each stream.
async fn connect(address: SocketAddr, window: u32) -> SendRequest<Full<Bytes>> {
    let stream = TcpStream::connect(address).await.unwrap();
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder.initial_stream_window_size(window);
    let (requests, connection) = builder.handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    requests
}

fn request(token: &str, method: Method, path: &str, body: impl Into<Bytes>) -> Request<Full<Bytes>> {
    let request = Request::builder().method(method).uri(format!("http://127.0.0.1{path}"));
    let request = request.header("authorization", format!("Bearer {token}")).header("content-type", "application/json");
    request.body(Full::new(body.into())).unwrap()
}

/// Without streams from disk: 160 MB.
#[tokio::test]
async fn downloads_that_are_not_read() {
    let mut server = Server::start().await;
    let (_, path) = server.upload(4 * MEGABYTE).await;
    let before = server.memory();
    let mut unread: Vec<Response<Incoming>> = Vec::new();
    let mut requests = connect(server.address, 0).await;
    for _ in 0..40 {
        let response = requests.send_request(request("", Method::GET, &path, "")).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        unread.push(response);
    }
    server.stays_within(before, 24 * MEGABYTE).await;
}

/// Without one upload for each announcement: 160 MB.
#[tokio::test]
async fn uploads_that_never_end() {
    let mut server = Server::start().await;
    let (_, path) = server.announce(4 * MEGABYTE).await;
    let before = server.memory();
    let upload = async || {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        let address = server.address;
        let head = format!("PUT {path} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {}\r\n\r\n", 4 * MEGABYTE);
        stream.write_all(head.as_bytes()).await.unwrap();
        // The server may refuse while the bytes are still on their way.
        let _ = stream.write_all(&vec![b'x'; 4 * MEGABYTE - 1]).await;
        stream
    };
    // Once these bytes are written, the server reads them.
    let first = upload().await;
    for _ in 0..40 {
        let mut answer = [0; 12];
        upload().await.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 409", "one upload at a time");
    }
    server.stays_within(before, 24 * MEGABYTE).await;
    drop(first);
}

/// Without one topic for all host names: 80 MB, most of it under the lock.
#[tokio::test]
async fn followers_by_many_host_names() {
    let mut server = Server::start().await;
    let (id, _) = server.upload(1).await;
    let parts: Vec<Value> = (0..50).map(|_| json!({"type": "image/png", "attachment": {"id": id}})).collect();
    let mut followers = Vec::new();
    for number in 0..400 {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        let (alice, path) = (&server.alice, format!("{CHATKIT}/rooms/lobby?message_limit=0"));
        let head =
            format!("SUBSCRIBE {path} HTTP/1.1\r\nHost: host{number}.test\r\nAuthorization: Bearer {alice}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200");
        followers.push(stream);
    }
    let before = server.memory();
    for _ in 0..5 {
        server.send(&json!(parts)).await;
    }
    server.stays_within(before, 24 * MEGABYTE).await;
    let last = &mut followers[399];
    let mut read = String::new();
    while read.matches("http://host399.test/files/").count() < 5 * 50 {
        let mut piece = vec![0; 64 * 1024];
        let count = last.read(&mut piece).await.unwrap();
        assert!(count > 0, "{read}");
        read.push_str(&String::from_utf8_lossy(&piece[..count]));
    }
}

/// Without shared messages: 100 MB.
#[tokio::test]
async fn rooms_on_one_websocket_that_is_not_read() {
    let mut server = Server::start().await;
    for _ in 0..100 {
        server.send(&json!([{"type": "text/plain", "content": "x".repeat(5_000)}])).await;
    }
    let before = server.memory();
    let mut socket = Socket::connect(server.address).await;
    for id in 1..=200 {
        let path = format!("{CHATKIT}/rooms/lobby?message_limit=100");
        socket.send(&json!([100, id, path, {"Authorization": format!("Bearer {}", server.alice)}])).await;
    }
    server.stays_within(before, 24 * MEGABYTE).await;
    let mut events = 0;
    while events < 1_000 {
        events += usize::from(socket.next().await[0] == 102);
    }
}

/// Without a bound on what waits to be sent: 60 MB, and more with more requests.
#[tokio::test]
async fn lists_of_rooms_that_are_not_read() {
    let mut server = Server::start().await;
    server.create_rooms(300).await;
    let su = server.su.clone();
    let before = server.memory();
    let mut requests = connect(server.address, 0).await;
    let mut unread = Vec::new();
    let mut refused = 0;
    for _ in 0..45 {
        let path = format!("{CHATKIT}/users/alice/rooms");
        let response = requests.send_request(request(&su, Method::GET, &path, "")).await.unwrap();
        refused += usize::from(response.status() == StatusCode::SERVICE_UNAVAILABLE);
        unread.push(response);
    }
    assert!(refused > 0, "what waits is bounded");
    server.stays_within(before, 72 * MEGABYTE).await;
}

/// Without a bound on first events: 90 MB, and more with more streams.
#[tokio::test]
async fn states_of_a_user_that_are_not_read() {
    let mut server = Server::start().await;
    server.create_rooms(100).await;
    let before = server.memory();
    let mut requests = connect(server.address, 0).await;
    let mut unread = Vec::new();
    let mut broken = 0;
    for _ in 0..200 {
        let subscribe = Method::from_bytes(b"SUBSCRIBE").unwrap();
        let request = request(&server.alice, subscribe, &format!("{CHATKIT}/users"), "");
        match requests.send_request(request).await {
            Ok(response) if response.status() == StatusCode::OK => unread.push(response),
            Ok(_) | Err(_) => broken += 1,
        }
    }
    server.stays_within(before, 72 * MEGABYTE).await;
    // Some are refused at once, others break off after their head.
    for response in &mut unread {
        let frame = tokio::time::timeout(Duration::from_millis(20), response.frame()).await;
        broken += usize::from(matches!(frame, Ok(None | Some(Err(_)))));
    }
    assert!(broken > 0, "what waits is bounded");
}
