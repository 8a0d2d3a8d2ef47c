//! A small API on a socket, and a client that sends and reads raw bytes.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use api_core::error::{Answer, ErrorDocument, ErrorFormat, ProblemDetails};
use api_core::subscription::LagPolicy;
use api_core::{ApiError, Failure, Model, Subscription, Topic, api};
use api_server::{IncomingBody, IntoListener, Limits, Listener, Respond, Server, ShutdownHandle, serve};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// The longest that a test waits for one step, so that a hang becomes a failure.
pub(crate) const STEP_TIMEOUT: Duration = Duration::from_secs(20);

/// The message of a panic. No date, id or number in a response contains it by chance.
pub(crate) const SECRET: &str = "swordfish";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub(crate) struct Note {
    pub(crate) text: String,
}

#[derive(Debug)]
pub(crate) struct Oops(Option<Failure>);

impl std::fmt::Display for Oops {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("oops")
    }
}

impl std::error::Error for Oops {}

impl ApiError for Oops {
    const CASES: &'static [api_core::description::ErrorCase] = &[];
    const FORMAT: &'static dyn ErrorFormat = &ProblemDetails;

    fn from_answer(_: Answer) -> Self {
        Self(None)
    }

    fn from_failure(failure: Failure) -> Self {
        Self(Some(failure))
    }

    fn failure(&self) -> Option<&Failure> {
        self.0.as_ref()
    }

    fn document(&self) -> ErrorDocument {
        ErrorDocument::new(StatusCode::IM_A_TEAPOT, "oops")
    }
}

#[api(base = "/v1/{tenant}", errors = Oops)]
pub(crate) trait Notes {
    #[get("/notes/{id}")]
    async fn note(&self, id: u32) -> Result<Note, Oops>;
    #[post("/notes", status = 201)]
    async fn add(&self, #[body] note: Note) -> Result<Note, Oops>;
    #[get("/panic")]
    async fn panic(&self) -> Result<Note, Oops>;
    /// Answers once the test opens the gate.
    #[get("/wait")]
    async fn wait(&self) -> Result<Note, Oops>;
    /// Subscribes to the events that the test publishes.
    #[subscribe("/events")]
    async fn events(&self) -> Result<Subscription<Note>, Oops>;
}

/// The state shared by a test and its handlers.
pub(crate) struct Gate {
    pub(crate) entered: Notify,
    pub(crate) open: Notify,
    pub(crate) events: Topic<Note>,
}

pub(crate) struct Memory(pub(crate) Arc<Gate>);

impl Notes for Memory {
    async fn note(&self, id: u32) -> Result<Note, Oops> {
        Ok(Note { text: format!("note {id}") })
    }

    async fn add(&self, note: Note) -> Result<Note, Oops> {
        self.0.entered.notify_one();
        Ok(note)
    }

    async fn panic(&self) -> Result<Note, Oops> {
        panic!("the secret is {SECRET}");
    }

    async fn wait(&self) -> Result<Note, Oops> {
        self.0.entered.notify_one();
        self.0.open.notified().await;
        Ok(Note { text: "waited".to_owned() })
    }

    async fn events(&self) -> Result<Subscription<Note>, Oops> {
        Ok(self.0.events.subscribe())
    }
}

/// A running server, and the state that its handlers share with the test.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) shutdown: ShutdownHandle,
    pub(crate) gate: Arc<Gate>,
    pub(crate) done: JoinHandle<std::io::Result<()>>,
}

pub(crate) async fn start(limits: Limits) -> Running {
    start_with(bind().await, limits, |server| server)
}

pub(crate) async fn bind() -> Listener {
    Listener::bind("127.0.0.1:0").await.unwrap()
}

pub(crate) fn start_with<S: Respond<IncomingBody>>(
    listener: impl IntoListener,
    limits: Limits,
    wrap: impl FnOnce(Server<api_core::routing::Served<NotesApi, api_core::session::Fixed<Memory>>>) -> S,
) -> Running {
    let gate = Arc::new(Gate { entered: Notify::new(), open: Notify::new(), events: Topic::new(16, LagPolicy::Close) });
    let server = Server::new(NotesApi::serve(Memory(gate.clone()))).body_limit(1_000);
    let listening = serve(listener, wrap(server)).limits(limits);
    let address = listening.local_addr();
    let shutdown = listening.shutdown_handle();
    Running { address, shutdown, gate, done: tokio::spawn(listening.into_future()) }
}

impl Running {
    pub(crate) async fn connect(&self) -> Wire {
        Wire(TcpStream::connect(self.address).await.unwrap())
    }

    pub(crate) async fn stop(self) {
        self.shutdown.shut_down();
        soon(self.done).await.unwrap().unwrap();
    }
}

/// Waits for a future, at most [`STEP_TIMEOUT`].
pub(crate) async fn soon<F: Future>(future: F) -> F::Output {
    timeout(STEP_TIMEOUT, future).await.expect("no step of a test takes longer than `STEP_TIMEOUT`")
}

/// A connection that sends and reads raw bytes.
pub(crate) struct Wire(pub TcpStream);

impl Wire {
    /// Sends bytes; returns whether the server still accepted them.
    pub(crate) async fn try_send(&mut self, bytes: &str) -> bool {
        timeout(STEP_TIMEOUT, self.0.write_all(bytes.as_bytes())).await.expect("the server reads or closes").is_ok()
    }

    pub(crate) async fn send(&mut self, bytes: &str) {
        self.0.write_all(bytes.as_bytes()).await.unwrap();
    }

    /// Reads until what was read ends with `text`, and returns all of it.
    pub(crate) async fn until(&mut self, text: &str) -> String {
        let mut all = Vec::new();
        loop {
            let read = soon(self.0.read_u8()).await;
            let read = read.unwrap_or_else(|error| panic!("{error} after {:?}", String::from_utf8_lossy(&all)));
            all.push(read);
            if all.ends_with(text.as_bytes()) {
                return String::from_utf8(all).unwrap();
            }
        }
    }

    /// Returns whether the server sends a byte before it closes the connection.
    pub(crate) async fn is_answered(&mut self) -> bool {
        soon(self.0.read_u8()).await.is_ok()
    }

    /// Reads until the server closes the connection.
    pub(crate) async fn rest(&mut self) -> String {
        let mut all = Vec::new();
        // A reset after a response counts as a close: the server closed with unread bytes of the client.
        let _ = soon(self.0.read_to_end(&mut all)).await;
        String::from_utf8(all).unwrap()
    }
}

/// Sends one request on a new connection and reads the whole response.
pub(crate) async fn exchange(running: &Running, head: &str, body: &str) -> String {
    let mut wire = running.connect().await;
    wire.send(&format!("{head}\r\nHost: test\r\nConnection: close\r\n\r\n{body}")).await;
    wire.rest().await
}
