//! Opening WebSockets: with hyper servers over HTTP/1.1 and HTTP/2, and with servers that send invalid responses.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_client::{
    CachedToken, ClientBuilder, FixedCredentials, HttpTransport, RedirectPolicy, RetryPolicy, TimeLimits, Token,
    TransportSettings,
};
use api_core::error::Failure;
use api_core::websocket::handshake::{Opened, Opening, UpgradeRequest};
use api_core::websocket::wire::Wire;
use api_core::{Body, Transport as _};
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, Request, Response, StatusCode, Version};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::ext::Protocol;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::support::{request, response, serve};

/// A request as the server received it.
#[derive(Debug)]
struct Seen {
    version: Version,
    method: Method,
    headers: HeaderMap,
}

struct Echo {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    connections: Arc<AtomicUsize>,
}

impl Echo {
    fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.seen.lock().expect("seen"))
    }
}

/// Starts a server that greets and echoes on upgraded connections, over the HTTP versions that `builder` supports.
async fn echo(builder: fn() -> Builder<TokioExecutor>) -> Echo {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = listener.local_addr().expect("an address");
    let (seen, connections) = (Arc::default(), Arc::default());
    let echo = Echo { address, seen, connections };
    let (seen, counter) = (echo.seen.clone(), echo.connections.clone());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(serve_echo(builder(), stream, seen.clone()));
        }
    });
    echo
}

pub(crate) async fn serve_echo_over(stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static) {
    serve_echo(both(), stream, Arc::default()).await;
}

async fn serve_echo(
    builder: Builder<TokioExecutor>,
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    seen: Arc<Mutex<Vec<Seen>>>,
) {
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let response = upgrade(request, &seen);
        async move { Ok::<_, Infallible>(response) }
    });
    // The client may drop the connection.
    let _ = builder.serve_connection_with_upgrades(TokioIo::new(stream), service).await;
}

fn upgrade(mut request: Request<Incoming>, seen: &Mutex<Vec<Seen>>) -> Response<Full<Bytes>> {
    let upgraded = hyper::upgrade::on(&mut request);
    let (head, _) = request.into_parts();
    let protocol = head.extensions.get::<Protocol>().map(Protocol::as_str);
    let answer = Response::builder().header("x-served-by", "echo");
    let answer = match (UpgradeRequest::of(&head, protocol), head.uri.path()) {
        (_, "/forbidden") => answer.status(StatusCode::FORBIDDEN),
        (_, "/moved") => answer.status(StatusCode::PERMANENT_REDIRECT).header("location", "/"),
        (UpgradeRequest::Http1 { accept }, _) => {
            let answer = answer.header("connection", "Upgrade").header("upgrade", "websocket");
            answer.status(StatusCode::SWITCHING_PROTOCOLS).header("sec-websocket-accept", accept)
        }
        (UpgradeRequest::Http2, _) => answer,
        (UpgradeRequest::None | UpgradeRequest::Malformed(_), _) => answer.status(StatusCode::IM_A_TEAPOT),
    };
    let body = if head.uri.path() == "/forbidden" { "not you" } else { "" };
    seen.lock().expect("seen").push(Seen { version: head.version, method: head.method, headers: head.headers });
    tokio::spawn(async move {
        // Fails if the request was not upgraded.
        let Ok(stream) = upgraded.await else { return };
        let (mut reader, mut writer) = tokio::io::split(TokioIo::new(stream));
        writer.write_all(b"hello ").await.expect("greeted");
        let _ = tokio::io::copy(&mut reader, &mut writer).await;
        let _ = writer.shutdown().await;
    });
    answer.body(Full::from(body)).expect("a response")
}

fn both() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http2().enable_connect_protocol();
    builder
}

/// Returns an opening request that offers a subprotocol.
fn opening(uri: &str) -> Request<Body> {
    let request = Request::get(uri).extension(Opening).header("sec-websocket-version", "13");
    request.header("sec-websocket-protocol", "chat").body(Body::empty()).expect("a request")
}

async fn open(settings: &TransportSettings, uri: &str) -> Result<Response<Body>, Failure> {
    HttpTransport::new(settings).expect("a transport").send(opening(uri)).await
}

fn wire(response: &Response<Body>) -> Box<dyn Wire> {
    assert_eq!(response.status(), StatusCode::SWITCHING_PROTOCOLS);
    response.extensions().get::<Opened>().and_then(Opened::take).expect("a wire")
}

/// Sends a text, shuts down the sending half, and reads to the end.
async fn converse(mut wire: Box<dyn Wire>, text: &str) -> String {
    let mut left = text.as_bytes();
    while !left.is_empty() {
        let written = poll_fn(|task| wire.poll_write(task, left)).await.expect("written");
        left = &left[written..];
    }
    poll_fn(|task| wire.poll_flush(task)).await.expect("flushed");
    poll_fn(|task| wire.poll_shutdown(task)).await.expect("ended");
    let mut got = BytesMut::new();
    while poll_fn(|task| wire.poll_read(task, &mut got)).await.expect("read") > 0 {}
    String::from_utf8(got.to_vec()).expect("text")
}

pub(crate) async fn check_echo(settings: &TransportSettings, uri: &str) {
    let response = open(settings, uri).await.expect("opened");
    assert_eq!(converse(wire(&response), "world").await, "hello world");
}

#[tokio::test]
async fn over_http_1_an_opening_is_an_upgrade() {
    let server = echo(both).await;
    for settings in [TransportSettings::default(), TransportSettings::default().http1_only()] {
        let response = open(&settings, &format!("http://{}/chat?x=1", server.address)).await.expect("opened");
        assert_eq!(response.headers()["x-served-by"], "echo");
        let seen = server.take();
        assert_eq!((seen[0].version, &seen[0].method), (Version::HTTP_11, &Method::GET));
        let expected = [
            ("host", server.address.to_string()),
            ("connection", "Upgrade".to_owned()),
            ("upgrade", "websocket".to_owned()),
            ("sec-websocket-version", "13".to_owned()),
            ("sec-websocket-protocol", "chat".to_owned()),
        ];
        for (name, value) in expected {
            assert_eq!(seen[0].headers[name], value, "{name}");
        }
        assert_eq!(converse(wire(&response), "world").await, "hello world");
        assert!(response.extensions().get::<Opened>().and_then(Opened::take).is_none(), "the wire can be taken once");
    }
}

#[tokio::test]
async fn over_http_2_an_opening_is_an_extended_connect() {
    let server = echo(both).await;
    let settings = TransportSettings::default().http2_only();
    let transport = HttpTransport::new(&settings).expect("a transport");
    let uri = format!("http://{}/chat?x=1", server.address);
    let one = transport.clone().send(opening(&uri)).await.expect("opened");
    let two = transport.clone().send(opening(&uri)).await.expect("opened");
    for seen in server.take() {
        assert_eq!((seen.version, seen.method), (Version::HTTP_2, Method::CONNECT));
        assert_eq!(seen.headers["sec-websocket-protocol"], "chat");
        assert!(["connection", "upgrade", "sec-websocket-key"].iter().all(|name| !seen.headers.contains_key(*name)));
    }
    let text = "x".repeat(1_000_000);
    let (one, two) = tokio::join!(converse(wire(&one), &text), converse(wire(&two), "world"));
    assert_eq!((one.len(), two.as_str()), (1_000_006, "hello world"));
    assert_eq!(server.connections.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn bytes_sent_in_the_same_write_as_the_response_are_not_lost() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            head.push(char::from(stream.read_u8().await.expect("a head")));
        }
        let key = head.lines().find_map(|line| line.strip_prefix("sec-websocket-key: ")).expect("a key");
        let accept = api_core::websocket::handshake::accept_key(key);
        let accept = accept.to_str().expect("text");
        let answer = format!(
            "HTTP/1.1 101 Whatever\r\nUPGRADE: WebSocket\r\nconnection: keep-alive, upgrade\r\n\
             Sec-WebSocket-Accept: {accept}\r\n\r\nearly bird"
        );
        stream.write_all(answer.as_bytes()).await.expect("answered");
    });
    let response = open(&TransportSettings::default(), &format!("http://{address}")).await.expect("opened");
    assert_eq!(converse(wire(&response), "").await, "early bird");
}

#[tokio::test]
async fn a_refusal_is_returned_as_a_plain_response() {
    let server = echo(both).await;
    let uri = format!("http://{}/forbidden", server.address);
    for settings in [TransportSettings::default(), TransportSettings::default().http2_only()] {
        let response = open(&settings, &uri).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        assert!(response.extensions().get::<Opened>().is_none());
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        assert_eq!(body, "not you");
        // The size limit applies to it.
        let response = open(&settings.largest_response(3), &uri).await.expect("an answer");
        assert!(response.into_body().collect().await.is_err());
    }
}

#[tokio::test]
async fn an_invalid_handshake_response_is_a_transport_failure() {
    let upgrade = "HTTP/1.1 101 Switching Protocols\r\n";
    let table = [
        ("upgrade: websocket\r\nconnection: upgrade\r\n", "expected one `Sec-WebSocket-Accept`"),
        ("upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: x\r\n", "does not match the key"),
        ("connection: upgrade\r\nsec-websocket-accept: x\r\n", "expected `Upgrade: websocket`"),
        ("upgrade: h2c\r\nconnection: upgrade\r\nsec-websocket-accept: x\r\n", "expected `Upgrade: websocket`"),
        ("upgrade: websocket\r\nsec-websocket-accept: x\r\n", "expected `Upgrade` in `Connection`"),
    ];
    for (fields, expected) in table {
        let address = crate::network::raw(Box::leak(format!("{upgrade}{fields}\r\n").into_boxed_str())).await;
        let failure = open(&TransportSettings::default(), &format!("http://{address}")).await.expect_err(expected);
        assert!(failure.is_transport() && failure.to_string().contains(expected), "{failure}");
    }
    for garbage in ["", "HTTP/1.1 101", "what?\r\n\r\n"] {
        let address = crate::network::raw(garbage).await;
        let failure = open(&TransportSettings::default(), &format!("http://{address}")).await.expect_err("none");
        assert!(failure.is_transport(), "{failure}");
    }
}

#[tokio::test]
async fn over_http_2_an_opening_requires_the_servers_setting() {
    let server = echo(|| Builder::new(TokioExecutor::new())).await;
    let settings = TransportSettings::default().http2_only().connect_within(Duration::from_secs(100));
    let failure = open(&settings, &format!("http://{}", server.address)).await.expect_err("not allowed");
    assert!(failure.to_string().contains("SETTINGS_ENABLE_CONNECT_PROTOCOL"), "{failure}");
    assert!(!failure.is_transport() && !failure.is_timeout(), "the failure is not one that is retried");
    assert!(server.take().is_empty(), "no request was sent");

    // A server that uses HTTP/1.1, and one that sends nothing.
    let address = crate::network::raw("HTTP/1.1 400 No\r\n\r\n").await;
    let failure = open(&settings, &format!("http://{address}")).await.expect_err("no HTTP/2");
    assert!(failure.is_transport(), "{failure}");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let settings = settings.connect_within(Duration::from_millis(20));
    let address = listener.local_addr().expect("an address");
    let failure = open(&settings, &format!("http://{address}")).await.expect_err("silence");
    assert!(failure.is_timeout(), "{failure}");
}

#[tokio::test(start_paused = true)]
async fn the_head_time_limit_applies_to_openings() {
    let limits = TimeLimits::default().head(Duration::from_secs(3));
    let environment = ClientBuilder::at("http://localhost").time_limits(limits).retry(RetryPolicy::never());
    let began = tokio::time::Instant::now();
    let silent = serve(|_| std::future::pending());
    let failure = environment.around(silent).send(opening("http://localhost")).await.expect_err("too late");
    assert!(failure.is_timeout() && began.elapsed() == Duration::from_secs(3), "{failure}");
}

#[tokio::test]
async fn an_opening_and_its_wire_pass_through_every_layer() {
    let server = echo(both).await;
    let credentials = FixedCredentials::bearer("6a37c6cb").expect("a token");
    let environment = ClientBuilder::at("http://localhost").credentials(credentials);
    let transport = HttpTransport::new(&TransportSettings::default()).expect("a transport");
    let uri = format!("http://{}", server.address);
    let response = environment.around(transport).send(opening(&uri)).await.expect("opened");
    assert_eq!(server.take()[0].headers["authorization"], "Bearer 6a37c6cb");
    assert_eq!(converse(wire(&response), "world").await, "hello world");
}

#[tokio::test]
async fn an_opening_is_redirected_with_a_key_of_its_own() {
    let server = echo(both).await;
    let transport = HttpTransport::new(&TransportSettings::default()).expect("a transport");
    let uri = format!("http://{}/moved", server.address);
    for (policy, status) in [(RedirectPolicy::off(), 308), (RedirectPolicy::same_origin(1), 101)] {
        let client = ClientBuilder::at("http://localhost").redirects(policy).around(transport.clone());
        let response = client.send(opening(&uri)).await.expect("an answer");
        assert_eq!(response.status().as_u16(), status, "{policy:?}");
        if status == 101 {
            assert_eq!(converse(wire(&response), "world").await, "hello world");
        }
    }
    let seen = server.take();
    let keys: Vec<_> = seen.iter().map(|request| &request.headers["sec-websocket-key"]).collect();
    assert_eq!(keys.len(), 3);
    assert_ne!(keys[1], keys[2]);
}

#[tokio::test(start_paused = true)]
async fn a_retried_opening_keeps_its_extension() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = calls.clone();
    // A temporary error, then an expired token, then success.
    let service = serve(move |request: Request<Body>| {
        assert!(request.extensions().get::<Opening>().is_some());
        let mut answer = match counter.fetch_add(1, Ordering::SeqCst) {
            0 => response(503, None, ""),
            1 => response(401, None, "who?"),
            _ => response(101, None, ""),
        };
        answer.extensions_mut().insert(Opened::new(api_core::websocket::wire::TokioWire::new(tokio::io::duplex(1).0)));
        std::future::ready(Ok(answer))
    });
    let credentials = CachedToken::new(|| async { Ok(Token::new("token")) });
    let environment = ClientBuilder::at("http://localhost").credentials(credentials);
    let response = environment.around(service).send(opening("http://localhost")).await.expect("opened");
    wire(&response);
    assert_eq!(calls.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_request_without_opening_is_sent_unchanged() {
    let server = echo(both).await;
    let mut plain = request("GET");
    *plain.uri_mut() = format!("http://{}/", server.address).parse().expect("an address");
    let mut transport = HttpTransport::new(&TransportSettings::default()).expect("a transport");
    let response = tower_service::Service::call(&mut transport, plain).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::IM_A_TEAPOT);
    assert!(!server.take()[0].headers.contains_key("upgrade"));
}
