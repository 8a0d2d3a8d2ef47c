//! Accepting WebSockets on streams of tokio, without an HTTP server.
//!
//! [`accept`] reads the request and returns a [`PendingConnection`]. [`Acceptor`] has options for it.
//! [`Acceptor::serve`] runs a handler with the pending connection. The output of the handler closes the connection, a
//! panic closes it with 1011, and a shutdown with 1001.
//!
//! ```no_run
//! use api_websocket::server;
//! use tokio::net::TcpListener;
//!
//! # async fn example() -> std::io::Result<()> {
//! let listener = TcpListener::bind("127.0.0.1:9001").await?;
//! loop {
//!     let (stream, _) = listener.accept().await?;
//!     tokio::spawn(async move {
//!         let mut connection = server::accept(stream).await?.accept().await?;
//!         while let Ok(message) = connection.receive_data_message().await {
//!             if connection.send_data_message(message).await.is_err() {
//!                 break;
//!             }
//!         }
//!         Ok::<(), api_websocket::HandshakeError>(())
//!     });
//! }
//! # }
//! ```

use std::future::{Future, pending};
use std::panic::resume_unwind;
use std::pin::{Pin, pin};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{CONNECTION, CONTENT_LENGTH, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_VERSION, UPGRADE};
use http::{HeaderMap, HeaderValue, Response, StatusCode, Version, request};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::{timeout, timeout_at};

use crate::BoxError;
use crate::handshake::{
    Answered, Conversation, Decision, HandshakeProblem, PreparedWire, Rest, Undecided, UpgradeRequest,
};
use crate::handshake::{HandshakeError, PendingConnection};
use crate::http1::{self, HeadError};
use crate::message::CloseFrame;
use crate::options::{ConnectionOptions, Terms};
use crate::wire::{TokioWire, Wire};

/// How long a peer may take to read the last response before the stream is dropped.
const LINGER: Duration = Duration::from_secs(1);

/// Reads the request of a stream with the default [`Acceptor`].
///
/// # Errors
/// Returns the errors of [`Acceptor::accept`].
pub async fn accept<IO>(stream: IO) -> Result<PendingConnection, HandshakeError>
where
    IO: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    Acceptor::default().accept(stream).await
}

/// Options of accepting: limits of the request's head, and the terms and options of every connection.
///
/// ```
/// use std::time::Duration;
///
/// use api_websocket::handshake::Terms;
/// use api_websocket::server::Acceptor;
/// use api_websocket::{ConnectionOptions, PingPolicy};
///
/// let acceptor = Acceptor::default()
///     .head_timeout(Duration::from_secs(5))
///     .terms(Terms { subprotocols: vec!["chat".into()], ..Terms::default() })
///     .connection(ConnectionOptions::default().ping(PingPolicy::usual()));
/// # let _ = acceptor;
/// ```
#[derive(Debug, Clone)]
pub struct Acceptor {
    head_timeout: Duration,
    max_head: usize,
    secure: bool,
    terms: Terms,
    options: ConnectionOptions,
}

impl Acceptor {
    /// Sets how long a client may take to send the head of its request. Default: 10 s.
    #[must_use]
    pub fn head_timeout(mut self, time: Duration) -> Self {
        self.head_timeout = time;
        self
    }

    /// Sets the largest head of a request. Default: 16 KiB.
    #[must_use]
    pub fn max_head(mut self, bytes: usize) -> Self {
        self.max_head = bytes;
        self
    }

    /// Sets whether the streams use TLS, see [`PendingConnection::is_secure`]. Default: no.
    #[must_use]
    pub fn secure(mut self, secure: bool) -> Self {
        self.secure = secure;
        self
    }

    /// Sets the subprotocols and limits of every connection. Default: none.
    #[must_use]
    pub fn terms(mut self, terms: Terms) -> Self {
        self.terms = terms;
        self
    }

    /// Sets the default options of accepted connections. Options given when accepting take precedence.
    #[must_use]
    pub fn connection(mut self, options: ConnectionOptions) -> Self {
        self.options = options;
        self
    }

    /// Reads the request of a stream. Bytes that follow its head belong to the WebSocket.
    ///
    /// The answer is written, and the connection driven, by a task that this method spawns. A connection whose handles
    /// are all dropped closes with 1000.
    ///
    /// # Errors
    /// Returns an error if the request does not open a WebSocket: it was answered with 400, 426 or 431. Returns an
    /// error if the head took too long, which answers 408, or if the stream has failed.
    ///
    /// # Panics
    /// Panics outside a runtime of tokio.
    pub async fn accept<IO>(&self, stream: IO) -> Result<PendingConnection, HandshakeError>
    where
        IO: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let (pending, undecided, upgrade) = self.read(stream).await?;
        tokio::spawn(upgrade.answer(undecided));
        Ok(pending)
    }

    /// Reads the request of a stream, runs a handler with it, and ends once the connection is closed.
    ///
    /// The output of the handler is the close frame, unless the handler has closed before. Once `shutdown` is ready,
    /// the connection is closed with 1001. A handler that waits for
    /// [`Connection::going_away`](crate::Connection::going_away) can send messages before.
    ///
    /// ```
    /// use std::future::pending;
    ///
    /// use api_websocket::server::Acceptor;
    /// use api_websocket::{CloseFrame, HandshakeError, PendingConnection};
    ///
    /// async fn greet(pending: PendingConnection) -> CloseFrame {
    ///     let Ok(connection) = pending.accept().await else { return CloseFrame::normal() };
    ///     let _ = connection.send_text("hello").await;
    ///     CloseFrame::normal()
    /// }
    ///
    /// async fn serve(stream: tokio::io::DuplexStream) -> Result<(), HandshakeError> {
    ///     Acceptor::default().serve(stream, pending(), greet).await
    /// }
    /// # let _ = serve;
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Acceptor::accept`].
    ///
    /// # Panics
    /// Panics if the handler does, after the connection was closed with 1011.
    pub async fn serve<IO, F, R>(
        &self,
        stream: IO,
        shutdown: impl Future<Output = ()> + Send,
        handler: F,
    ) -> Result<(), HandshakeError>
    where
        IO: AsyncRead + AsyncWrite + Send + Unpin + 'static,
        F: FnOnce(PendingConnection) -> R,
        R: Future<Output = CloseFrame> + Send + 'static,
    {
        let (pending, undecided, upgrade) = self.read(stream).await?;
        let rest = match undecided.decide(Box::pin(handler(pending))).await {
            Decision::Accepted(acceptance, rest) => {
                let wire = upgrade.accepted(acceptance.headers().clone());
                converse(acceptance.into_conversation(rest.closing_with(|frame| frame), wire), shutdown).await;
                return Ok(());
            }
            Decision::Rejected(response, rest) => {
                upgrade.rejected(&response).await;
                rest
            }
            Decision::Unanswered(rest) => {
                upgrade.rejected(&plain(StatusCode::INTERNAL_SERVER_ERROR, "the request was not answered")).await;
                rest
            }
            // A request of a stream is not a local opening.
            Decision::Fulfilled(_) => return Ok(()),
        };
        if let Rest::Running(_) = rest {
            converse(Conversation::after_rejection(rest.closing_with(|frame| frame)), pending_shutdown()).await;
        }
        Ok(())
    }

    async fn read<IO>(&self, mut stream: IO) -> Result<(PendingConnection, Undecided, Upgrading<IO>), HandshakeError>
    where
        IO: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let mut buffer = BytesMut::new();
        let read = timeout(self.head_timeout, http1::read_head(&mut stream, &mut buffer, self.max_head)).await;
        let head = match read {
            Ok(Ok(head)) => http1::parse_request(&head),
            Ok(Err(error)) => Err(error),
            Err(_) => {
                refuse(stream, &plain(StatusCode::REQUEST_TIMEOUT, "the head of the request took too long")).await;
                return Err(HandshakeError::Timeout);
            }
        };
        let head = match head {
            Ok(head) => head,
            Err(HeadError::Io(error)) => return Err(HandshakeError::Transport(error.into())),
            Err(HeadError::TooLong(limit)) => {
                let why = format!("the head of the request has more than {limit} bytes");
                refuse(stream, &plain(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, &why)).await;
                return Err(HandshakeError::MalformedRequest(why.into()));
            }
            Err(HeadError::Malformed(error)) => {
                refuse(stream, &plain(StatusCode::BAD_REQUEST, "the head of the request is malformed")).await;
                return Err(HandshakeError::MalformedRequest(error));
            }
        };
        match upgrade_of(&head) {
            Ok(accept) => {
                let (pending, undecided) = PendingConnection::new(head);
                let pending = pending.secure(self.secure).terms(self.terms.clone()).defaults(self.options.clone());
                let upgrading = Upgrading { stream, early: buffer.freeze(), accept, time: self.head_timeout };
                Ok((pending, undecided, upgrading))
            }
            Err(refusal) => {
                refuse(stream, &refusal.response).await;
                Err(HandshakeError::MalformedRequest(refusal.error))
            }
        }
    }
}

impl Default for Acceptor {
    fn default() -> Self {
        Self {
            head_timeout: Duration::from_secs(10),
            max_head: 16 * 1024,
            secure: false,
            terms: Terms::default(),
            options: ConnectionOptions::default(),
        }
    }
}

/// The response to a request that does not open a WebSocket, and the error for the program.
struct Refusal {
    response: Response<Bytes>,
    error: BoxError,
}

/// Returns the accept value of a request, or its refusal.
fn upgrade_of(head: &request::Parts) -> Result<HeaderValue, Box<Refusal>> {
    let (mut response, error): (_, BoxError) = match UpgradeRequest::of(head, None) {
        UpgradeRequest::Http1 { accept } => return Ok(accept),
        UpgradeRequest::Malformed(problem) => {
            (plain(problem.status(Version::HTTP_11), &problem.to_string()), problem.into())
        }
        UpgradeRequest::None | UpgradeRequest::Http2 => {
            let why = "expected `Upgrade: websocket`";
            (plain(StatusCode::UPGRADE_REQUIRED, why), why.into())
        }
    };
    response.headers_mut().insert(SEC_WEBSOCKET_VERSION, HandshakeProblem::VERSION);
    if response.status() == StatusCode::UPGRADE_REQUIRED {
        response.headers_mut().insert(UPGRADE, HeaderValue::from_static("websocket"));
    }
    Err(Box::new(Refusal { response, error }))
}

/// A stream whose request waits for its answer.
struct Upgrading<IO> {
    stream: IO,
    /// Bytes that followed the head of the request.
    early: Bytes,
    accept: HeaderValue,
    /// How long writing the answer may take.
    time: Duration,
}

impl<IO: AsyncRead + AsyncWrite + Send + Unpin + 'static> Upgrading<IO> {
    /// Sends the answer of a handler that runs in another task, and drives its connection.
    async fn answer(self, undecided: Undecided) {
        match undecided.answered().await {
            Answered::Accepted(acceptance) => {
                let wire = self.accepted(acceptance.headers().clone());
                acceptance.into_driver(wire).await;
            }
            Answered::Rejected(response) => self.rejected(&response).await,
            Answered::Unanswered => {
                self.rejected(&plain(StatusCode::INTERNAL_SERVER_ERROR, "the request was not answered")).await;
            }
        }
    }

    /// Returns the transport once the response was written.
    fn accepted(mut self, mut headers: HeaderMap) -> PreparedWire {
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_ACCEPT, self.accept);
        Box::pin(async move {
            let head = http1::encode_head(&http1::status_line(StatusCode::SWITCHING_PROTOCOLS), &headers);
            timeout(self.time, http1::write(&mut self.stream, &head)).await??;
            Ok(Box::new(TokioWire::new(self.stream).after(&self.early)) as Box<dyn Wire>)
        })
    }

    async fn rejected(self, response: &Response<Bytes>) {
        refuse(self.stream, response).await;
    }
}

/// Runs a conversation, and shuts it down once `shutdown` is ready.
async fn converse(mut conversation: Conversation, shutdown: impl Future<Output = ()> + Send) {
    let mut shutdown = pin!(shutdown);
    let mut begun = false;
    std::future::poll_fn(|task| {
        if !begun && shutdown.as_mut().poll(task).is_ready() {
            begun = true;
            conversation.shut_down();
        }
        Pin::new(&mut conversation).poll(task)
    })
    .await;
    if let Some(panic) = conversation.take_panic() {
        resume_unwind(panic);
    }
}

fn pending_shutdown() -> impl Future<Output = ()> + Send {
    pending()
}

fn plain(status: StatusCode, why: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::copy_from_slice(why.as_bytes()));
    *response.status_mut() = status;
    response
}

/// Writes a response, and drops the stream once the peer has ended it or [`LINGER`] has passed. Errors are ignored.
async fn refuse(mut stream: impl AsyncRead + AsyncWrite + Unpin, response: &Response<Bytes>) {
    let mut headers = response.headers().clone();
    headers.insert(CONTENT_LENGTH, HeaderValue::from(response.body().len()));
    // The `Upgrade` field of a 426 names the protocol only. This connection is closed.
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    let mut bytes = http1::encode_head(&http1::status_line(response.status()), &headers);
    bytes.extend_from_slice(response.body());
    let deadline = tokio::time::Instant::now() + LINGER;
    let _ = timeout_at(deadline, async {
        http1::write(&mut stream, &bytes).await?;
        stream.shutdown().await?;
        // Closing with unread bytes would reset the connection, and the response could be lost.
        let mut discarded = [0; 1024];
        while stream.read(&mut discarded).await? > 0 {}
        Ok::<(), std::io::Error>(())
    })
    .await;
}
