//! WebSocket clients with servers that send fixed bytes: opening, options and time-outs.

use std::net::SocketAddr;
use std::time::Duration;

use api_client::{ClientBuilder, RetryPolicy, TimeLimits, TransportSettings};
use api_core::websocket::{
    ConnectionError, ConnectionOptions, HandshakeError, OpenOptions, PermessageDeflate, SizeLimit,
};
use http::header::{HeaderName, HeaderValue};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

const SHORT: Duration = Duration::from_millis(40);

fn environment(address: SocketAddr) -> ClientBuilder {
    ClientBuilder::at(format!("http://{address}")).retry(RetryPolicy::never())
}

async fn bind() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

async fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("a head"));
    }
    String::from_utf8(head).expect("text")
}

/// Answers with 101 and these fields, followed by these bytes. Returns the head of the request.
async fn accept(stream: &mut TcpStream, fields: &str, bytes: &[u8]) -> String {
    let head = head(stream).await;
    let key = head.lines().find_map(|line| line.strip_prefix("sec-websocket-key: ")).expect("a key");
    let proof = api_core::websocket::handshake::accept_key(key);
    let answer = format!(
        "HTTP/1.1 101 Fine\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {}\r\n{fields}\r\n",
        proof.to_str().expect("text")
    );
    stream.write_all(&[answer.as_bytes(), bytes].concat()).await.expect("sent");
    head
}

/// Reads a frame of a client: its first byte, its masking key, its payload.
async fn masked(stream: &mut TcpStream) -> (u8, [u8; 4], Vec<u8>) {
    let mut start = [0; 6];
    stream.read_exact(&mut start).await.expect("a frame");
    assert!(start[1] & 0x80 != 0, "frames of a client are masked");
    let mask = [start[2], start[3], start[4], start[5]];
    let mut payload = vec![0; usize::from(start[1] & 0x7f)];
    stream.read_exact(&mut payload).await.expect("a payload");
    let payload = payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect();
    (start[0], mask, payload)
}

#[tokio::test]
async fn an_opening_sends_host_path_and_header_fields_and_the_server_ends_tcp() {
    let (listener, address) = bind().await;
    let serving = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        let head = accept(&mut stream, "x-mine: 7\r\nSec-WebSocket-Protocol: v1\r\n", b"\x81\x05early").await;
        let (first, one, payload) = masked(&mut stream).await;
        assert_eq!((first, &payload[..]), (0x81, &b"hello"[..]));
        let (first, two, payload) = masked(&mut stream).await;
        assert_eq!((first, &payload[..]), (0x81, &b"hello"[..]));
        assert_ne!(one, two, "each frame has another masking key");
        stream.write_all(b"\x89\x01?\x88\x05\x03\xe8bye").await.expect("sent");
        assert_eq!(masked(&mut stream).await.2, b"?");
        let (first, _, payload) = masked(&mut stream).await;
        assert_eq!((first, &payload[..]), (0x88, &b"\x03\xe8bye"[..]));
        // The client waits until the server ends the connection, and then ends it too.
        let early = tokio::time::timeout(SHORT, stream.read_u8()).await;
        assert!(early.is_err(), "{early:?}");
        stream.shutdown().await.expect("ended");
        assert_eq!(stream.read(&mut [0; 1]).await.expect("its end"), 0);
        head
    });
    let options = OpenOptions::default()
        .subprotocol("v2")
        .subprotocol("v1")
        .header(HeaderName::from_static("x-custom"), HeaderValue::from_static("yes"));
    let (mut connection, answer) = environment(address).open("/chat?x=1", options).await.expect("opened");
    assert_eq!((connection.subprotocol(), answer.headers["x-mine"].to_str().ok()), (Some("v1"), Some("7")));
    connection.send_texts(["hello", "hello"]).await.expect("open");
    assert_eq!(connection.receive::<String>().await.expect("a text"), "early");
    let error = connection.receive_data_message().await.expect_err("closed");
    assert_eq!(error.close_frame().map(api_core::websocket::CloseFrame::reason), Some("bye"));
    let head = serving.await.expect("the server finished");
    assert!(head.starts_with("GET /chat?x=1 HTTP/1.1\r\n"), "{head}");
    for field in
        [&*format!("host: {address}"), "sec-websocket-version: 13", "sec-websocket-protocol: v2, v1", "x-custom: yes"]
    {
        assert!(head.contains(&format!("\r\n{field}\r\n")), "{field}: {head}");
    }
}

#[tokio::test]
async fn an_opening_reports_responses_other_than_101_and_a_wrong_accept_key() {
    let refused = "HTTP/1.1 403 No\r\nx-why: because\r\ncontent-length: 7\r\n\r\nnot you";
    let error =
        environment(crate::network::raw(refused).await).open("/", OpenOptions::default()).await.expect_err("refused");
    let rejected = error.rejected().expect("an answer");
    assert_eq!((rejected.status.as_u16(), rejected.headers["x-why"].to_str().ok()), (403, Some("because")));
    assert_eq!(rejected.body, "not you");

    let proof =
        "HTTP/1.1 101 Fine\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: bm90IGl0\r\n\r\n";
    let error =
        environment(crate::network::raw(proof).await).open("/", OpenOptions::default()).await.expect_err("no proof");
    assert!(error.rejected().is_none() && !error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn the_time_limits_cover_the_whole_opening() {
    // TCP connects, and no TLS handshake follows.
    let (listener, address) = bind().await;
    let settings = TransportSettings::default().connect_within(SHORT);
    let silent = ClientBuilder::at(format!("https://{address}")).retry(RetryPolicy::never()).transport(settings);
    let error = silent.open("/", OpenOptions::default()).await.expect_err("no TLS");
    assert!(matches!(error, HandshakeError::Timeout), "{error:?}");
    drop(listener);
    // The request is read, and the response is missing or incomplete.
    for answer in ["", "HTTP/1.1 101 Fi"] {
        let (listener, address) = bind().await;
        let serving = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a client");
            // On a busy machine the client may have given up before it sent everything.
            let mut request = BufReader::new(&mut stream).lines();
            while request.next_line().await.is_ok_and(|line| line.is_some_and(|line| !line.is_empty())) {}
            let _ = stream.write_all(answer.as_bytes()).await;
            // Returns once the client has closed the connection.
            let _ = stream.read(&mut [0; 1]).await;
        });
        let slow = environment(address).time_limits(TimeLimits::default().head(SHORT));
        let error = slow.open("/", OpenOptions::default()).await.expect_err("no answer");
        assert!(matches!(error, HandshakeError::Timeout), "{error:?}");
        serving.await.expect("the client closed the connection");
    }
}

#[tokio::test]
async fn an_opening_uses_the_options_of_its_environment() {
    let (listener, address) = bind().await;
    let serving = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        accept(&mut stream, "", b"\x81\x06longer").await
    });
    let options = ConnectionOptions::default().deflate(PermessageDeflate::new()).max_message(SizeLimit::at_most(5));
    let environment = environment(address).websocket_options(options);
    let (mut connection, _) = environment.open("/", OpenOptions::default()).await.expect("opened");
    let error = connection.receive_data_message().await.expect_err("too big");
    assert!(matches!(error, ConnectionError::MessageTooBig { .. }), "{error:?}");
    let head = serving.await.expect("the server finished");
    assert!(head.contains("\r\nsec-websocket-extensions: permessage-deflate"), "{head}");
}
