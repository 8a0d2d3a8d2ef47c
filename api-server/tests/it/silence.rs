//! Clients that are silent, send one byte at a time or do not read, in each state of a connection: each is ended.
//!
//! The server accepts one connection at a time, so a second client is served once the first connection has ended. That
//! also finds the end of a connection whose client does not read. Streams of a client that answers pings are in
//! `unread_streams`.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use api_core::routing::{Miss, Routes, from_fn};
use api_core::subscription::LagPolicy;
use api_core::websocket::{ConnectionOptions, PingPolicy};
use api_core::{Body, Compose as _, Event, Topic};
use api_server::{IncomingBody, Limits, Server};
use http::Response;
use rustls::RootCertStore;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::{Notify, Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::http2::{connect_tls, start_tls, tls_listener, try_connect_tls};
use crate::served::{Gate, Memory, Note, NotesApi, STEP_TIMEOUT, bind, soon, start_with};
use crate::sockets::{Kinds, SocketsApi, frame, handshake};

/// A short time-out in real time, because sockets do not follow tokio's paused clock.
const SHORT: Duration = Duration::from_millis(100);

const PREFACE: &str = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// The type of each frame (RFC 9113 §6) that is sent, and its flags.
const HEADERS: [u8; 2] = [1, 4];
const HEADERS_AND_END: [u8; 2] = [1, 5];
const UNFINISHED_HEADERS: [u8; 2] = [1, 0];
const SETTINGS: [u8; 2] = [4, 0];
const PING: [u8; 2] = [6, 0];

const GET: &str = "GET /v1/acme/notes/7 HTTP/1.1\r\nHost: test\r\n\r\n";
const LARGE: &str = "GET /large HTTP/1.1\r\nHost: test\r\n\r\n";
const EVENTS: &str = "GET /v1/acme/events HTTP/1.1\r\nHost: test\r\nAccept: text/event-stream\r\n\r\n";
const CLOSING: &str = "GET /v1/acme/notes/7 HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";
const HALF_BODY: &str =
    "POST /v1/acme/notes HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{";

fn limits() -> Limits {
    Limits::default()
        .connections(1)
        .handshake_time(SHORT)
        .head_time(SHORT)
        .body_idle_time(SHORT)
        .body_time(Some(SHORT * 2))
        .write_time(SHORT)
        .ping_interval(SHORT)
        .ping_time(SHORT)
}

/// A frame of HTTP/2.
fn http2(kind: [u8; 2], stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len()).expect("a short frame").to_be_bytes();
    let mut frame = vec![0, length[0], length[1], kind[0], kind[1], 0, 0, 0, stream];
    frame.extend(payload);
    frame
}

/// The preface, the client's settings, and the frame that opens a stream with these fields (RFC 7541 §6.2.2).
fn http2_request(kind: [u8; 2], fields: &[(&str, &str)]) -> Vec<u8> {
    let mut block = Vec::new();
    for (name, value) in fields {
        block.push(0);
        for text in [name, value] {
            block.push(u8::try_from(text.len()).expect("a short text"));
            block.extend(text.bytes());
        }
    }
    [PREFACE.as_bytes(), &http2(SETTINGS, 0, &[]), &http2(kind, 1, &block)].concat()
}

fn http2_fields<'a>(method: &'a str, path: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![(":method", method), (":scheme", "http"), (":authority", "test"), (":path", path)]
}

fn http2_get(path: &str) -> Vec<u8> {
    http2_request(HEADERS_AND_END, &[http2_fields("GET", path), vec![("accept", "*/*")]].concat())
}

fn http2_post() -> Vec<u8> {
    http2_request(
        HEADERS,
        &[http2_fields("POST", "/v1/acme/notes"), vec![("content-type", "application/json")]].concat(),
    )
}

fn http2_socket(kind: &str) -> Vec<u8> {
    let path = format!("/socket/{kind}");
    let upgrade = vec![(":protocol", "websocket"), ("sec-websocket-version", "13")];
    let mut fields = http2_fields("CONNECT", &path);
    fields.extend(upgrade);
    http2_request(HEADERS, &fields)
}

/// What a client does once it is in a state.
#[derive(Clone)]
enum Then {
    /// It sends nothing more, and reads.
    Silent,
    /// It sends these bytes one at a time, again and again, and reads.
    Drips(Vec<u8>),
    /// It reads one byte at a time.
    Sips,
    /// It sends these bytes again and again for as long as the server takes them, and does not read.
    Deaf(Vec<u8>),
    /// There is no such client, for this reason.
    Never(&'static str),
}

impl fmt::Display for Then {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Silent => "silent",
            Self::Drips(_) => "dripping",
            Self::Sips => "reading a byte at a time",
            Self::Deaf(_) => "not reading",
            Self::Never(reason) => reason,
        })
    }
}

/// A state of a connection: its name, the protocol for ALPN, what a client sends to get there, and the end of what it
/// reads before.
type State = (&'static str, &'static str, Vec<u8>, &'static str);

/// The states after the transport is established, and the clients in each: silent, dripping, not reading.
fn table() -> Vec<(State, [Then; 3])> {
    use Then::{Deaf, Drips, Never, Silent, Sips};
    let h1 = |name, sent: &str, read| (name, "http/1.1", sent.as_bytes().to_vec(), read);
    let h2 = |name, sent: Vec<u8>| (name, "h2", sent, "");
    let drips = |text: &str| Drips(text.as_bytes().to_vec());
    let nothing_to_read = || Never("the server has sent nothing yet");
    let not_read_before_the_end = || Never("the next request is read after this answer, and is then `the head`");
    let socket = |kind| format!("{}\r\n", handshake(kind));
    // A frame with a length of 10, of which less than all arrives.
    let part_of_a_message = || Drips(frame(1, &[b'x'; 10_000]));
    let idle = [PREFACE.as_bytes(), &http2(SETTINGS, 0, &[])].concat();
    vec![
        (h1("accepted", "", ""), [Silent, drips(GET.trim_end()), nothing_to_read()]),
        (h1("the version", "PRI * HT", ""), [Silent, drips("TP/2.0\r\n"), nothing_to_read()]),
        (h2("the preface", PREFACE.as_bytes()[..20].to_vec()), [Silent, drips("\r\n\r\n"), nothing_to_read()]),
        (h2("the first frame", PREFACE.into()), [Silent, Drips(vec![0, 0x20, 0]), Deaf(http2(PING, 0, &[0; 8]))]),
        (h2("idle HTTP/2", idle), [Silent, Drips(vec![0, 0x20, 0]), Deaf(http2(PING, 0, &[0; 8]))]),
        (h1("the head", "GET / HTTP/1.1\r\nHost: te", ""), [Silent, drips("x"), nothing_to_read()]),
        (
            h2("the head of HTTP/2", http2_request(UNFINISHED_HEADERS, &http2_fields("GET", "/large"))),
            // A CONTINUATION frame without fields.
            [Silent, Drips(vec![0, 0, 0, 9, 0, 0, 0, 0, 1]), Never("only a frame of this stream may follow")],
        ),
        (h1("the body", HALF_BODY, ""), [Silent, drips(" "), Never("the body is then complete, see `an answer`")]),
        (
            h2("the body over HTTP/2", http2_post()),
            // A DATA frame of one byte.
            [Silent, Drips(vec![0, 0, 1, 0, 0, 0, 0, 0, 1, b' ']), Deaf(http2(PING, 0, &[0; 8]))],
        ),
        (h1("an answer", LARGE, "\r\n\r\n"), [Never("reading is all that it has to do"), Sips, Deaf(Vec::new())]),
        (h1("many answers", GET, "}"), [Silent, drips(GET), Deaf(GET.into())]),
        (h2("an answer over HTTP/2", http2_get("/large")), [Silent, Sips, Deaf(Vec::new())]),
        (
            h1("a stream of events", EVENTS, ":\n\r\n"),
            [Never("a subscriber has nothing to send"), not_read_before_the_end(), Deaf(Vec::new())],
        ),
        (
            h2("a stream of events over HTTP/2", http2_get("/v1/acme/events")),
            [Silent, Drips(vec![0, 0x20, 0]), Deaf(http2(PING, 0, &[0; 8]))],
        ),
        (h1("upgraded", &socket("echo"), "\r\n\r\n"), [Silent, part_of_a_message(), Deaf(frame(2, &[b'x'; 10_000]))]),
        (h1("upgraded, sending", &socket("flood"), "\r\n\r\n"), [Silent, Sips, Deaf(Vec::new())]),
        (h2("upgraded over HTTP/2", http2_socket("flood")), [Silent, Sips, Deaf(Vec::new())]),
        (h1("idle keep-alive", GET, "}"), [Silent, drips("\r\n"), Deaf(Vec::new())]),
        (h1("closing", CLOSING, "}"), [Silent, drips("x"), Deaf(Vec::new())]),
        (h1("closing a WebSocket", &socket("panic"), "\r\n\r\n"), [Silent, part_of_a_message(), Deaf(Vec::new())]),
    ]
}

fn routes() -> (impl Routes<IncomingBody>, Arc<Gate>) {
    let ping = PingPolicy::every(SHORT).pong_timeout(SHORT);
    let options = ConnectionOptions::default().ping(ping).close_timeout(SHORT).message_timeout(SHORT * 2);
    let (ends, _ended) = mpsc::unbounded_channel();
    let gate = Gate { entered: Notify::new(), open: Notify::new(), events: Topic::new(1, LagPolicy::DropOldest) };
    let gate = Arc::new(gate);
    let large = from_fn(|context, _| {
        let large = context.path() == "/large";
        Box::pin(async move {
            if large { Response::new(Body::from(vec![b'x'; 16 << 20])).into() } else { Miss::NotFound.into() }
        })
    });
    let sockets = SocketsApi::serve(Kinds(ends)).websocket_options(options);
    ((NotesApi::serve(Memory(gate.clone())), sockets, large), gate)
}

/// Publishes large events for as long as a test runs.
async fn publish(gate: Arc<Gate>) {
    loop {
        gate.events.publish_now(Event::new(Note { text: "x".repeat(1 << 20) }));
        sleep(SHORT / 20).await;
    }
}

/// Brings a connection into a state.
async fn arrive<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, (_, _, sent, read): &State) -> std::io::Result<S> {
    stream.write_all(sent).await?;
    stream.flush().await?;
    let mut all = Vec::new();
    while !all.ends_with(read.as_bytes()) {
        all.push(stream.read_u8().await?);
    }
    Ok(stream)
}

/// Behaves in a state, until the task is aborted.
async fn behave<S: AsyncRead + AsyncWrite>(stream: S, then: Then) {
    let (mut reads, mut writes) = tokio::io::split(stream);
    let reading = async {
        let mut unread = [0; 4096];
        while reads.read(&mut unread).await.is_ok_and(|read| read > 0) {}
    };
    // What fails below fails because the server has ended the connection, or will never be used again.
    match then {
        Then::Silent => reading.await,
        Then::Drips(bytes) => {
            let dripping = async {
                for byte in bytes.iter().cycle() {
                    if writes.write_all(&[*byte]).await.is_err() || writes.flush().await.is_err() {
                        break;
                    }
                    sleep(SHORT / 4).await;
                }
            };
            tokio::join!(reading, dripping);
        }
        Then::Sips => {
            while reads.read_u8().await.is_ok() {
                sleep(SHORT / 10).await;
            }
        }
        Then::Deaf(bytes) => {
            if !bytes.is_empty() {
                let bytes = bytes.repeat(100);
                while writes.write_all(&bytes).await.is_ok() && writes.flush().await.is_ok() {}
            }
        }
        Then::Never(_) => {}
    }
    // The client does not close.
    std::future::pending::<()>().await;
}

/// The transport below a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Carrier {
    Tcp,
    Tls,
}

async fn check(carrier: Carrier, state: State, then: Then) {
    let name = format!("{} over {carrier:?}, {then}", state.0);
    let (routes, gate) = routes();
    let events = state.0.starts_with("a stream of events");
    let publishing = tokio::spawn(async move {
        if events {
            publish(gate).await;
        }
    });
    let (running, roots) = match carrier {
        Carrier::Tcp => (start_with(bind().await, limits(), |_| Server::new(routes)), RootCertStore::empty()),
        Carrier::Tls => {
            let (listener, roots) = tls_listener().await;
            (start_with(listener, limits(), |_| Server::new(routes)), roots)
        }
    };
    // On a machine that is busy the server's time may be over before the client is there. It then tries again.
    let mut behaving = None;
    soon(async {
        while behaving.is_none() {
            match carrier {
                Carrier::Tcp => {
                    if let Ok(stream) = arrive(running.connect().await.0, &state).await {
                        behaving = Some(tokio::spawn(behave(stream, then.clone())));
                    }
                }
                Carrier::Tls => {
                    if let Ok(stream) = try_connect_tls(&running, &roots, &[state.1]).await
                        && let Ok(stream) = arrive(stream, &state).await
                    {
                        behaving = Some(tokio::spawn(behave(stream, then.clone())));
                    }
                }
            }
        }
    })
    .await;
    let behaving = behaving.expect("a client that arrived");
    // A client that waits for long may find its own time over, and comes again.
    let ended = timeout(STEP_TIMEOUT, async {
        while !match carrier {
            Carrier::Tcp => {
                let mut second = running.connect().await;
                second.try_send(GET).await && second.is_answered().await
            }
            Carrier::Tls => try_connect_tls(&running, &roots, &["http/1.1"]).await.is_ok(),
        } {}
    });
    assert!(ended.await.is_ok(), "not ended: {name}");
    assert!(!behaving.is_finished(), "not a client as described: {name}: {:?}", behaving.await);
    behaving.abort();
    publishing.abort();
    running.shutdown.shut_down();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_is_silent_drips_or_does_not_read_is_ended_in_each_state() {
    // More at a time would take each other's processor, and miss the short time limits themselves.
    let turns = Arc::new(Semaphore::new(8));
    for carrier in [Carrier::Tcp, Carrier::Tls] {
        let mut checks = JoinSet::new();
        for (state, clients) in table() {
            for then in clients {
                if !matches!(then, Then::Never(_)) {
                    let (state, turns) = (state.clone(), turns.clone());
                    checks.spawn(async move {
                        let _turn = turns.acquire().await;
                        check(carrier, state, then).await;
                    });
                }
            }
        }
        while let Some(checked) = checks.join_next().await {
            checked.expect("each check passes");
        }
    }
}

/// Returns the first bytes of a client's TLS handshake.
fn client_hello(roots: &RootCertStore) -> Vec<u8> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.expect("versions").with_root_certificates(roots.clone()).with_no_client_auth();
    let name = rustls::pki_types::ServerName::try_from("test").expect("a name");
    let mut client = rustls::ClientConnection::new(Arc::new(config), name).expect("a client");
    let mut hello = Vec::new();
    client.write_tls(&mut hello).expect("written");
    hello
}

#[tokio::test]
async fn a_client_that_is_silent_drips_or_does_not_read_is_ended_in_the_tls_handshake() {
    let (running, roots) = start_tls(limits()).await;
    let hello = client_hello(&roots);
    let clients = [
        (&[][..], Then::Silent),
        (&hello, Then::Silent),
        (&[], Then::Drips(hello.clone())),
        (&hello[..20], Then::Drips(hello[20..].to_vec())),
        (&hello, Then::Deaf(Vec::new())),
    ];
    for (sent, then) in clients {
        let name = then.to_string();
        let mut client = TcpStream::connect(running.address).await.expect("connected");
        client.write_all(sent).await.expect("sent");
        let behaving = tokio::spawn(behave(client, then));
        let next =
            timeout(STEP_TIMEOUT, async { while try_connect_tls(&running, &roots, &["http/1.1"]).await.is_err() {} });
        assert!(next.await.is_ok(), "not ended: the handshake, {name}");
        behaving.abort();
    }
    running.stop().await;
}

#[tokio::test]
async fn a_connection_that_negotiated_http2_and_speaks_http1_is_closed() {
    let (running, roots) = start_tls(Limits::default()).await;
    let mut stream = connect_tls(&running, &roots, &["h2"]).await;
    stream.write_all(GET.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // The server closes without the closing alert of TLS.
    let _ = soon(stream.read_to_end(&mut answer)).await;
    assert_eq!(answer, b"");
    running.stop().await;
}
