//! A test API, in-process services and loopback servers for it.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use api_core::error::{Answer, Failure};
use api_core::{ApiError, Body, BoxError, EventId, Subscription, api};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body::{Body as HttpBody, Frame};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tower_service::Service;

#[derive(Debug, ApiError)]
pub(crate) enum Trouble {
    /// The number does not exist.
    #[error(status = 404, kind = "not_found")]
    NotFound(String),
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(base = "/v1", errors = Trouble)]
pub(crate) trait Numbers {
    /// Returns the number.
    #[get("/numbers/{number}")]
    async fn number(&self, number: u32) -> Result<u32, Trouble>;

    /// Subscribes, with resumption.
    #[subscribe("/durable")]
    async fn durable(&self, #[resume] since: Option<EventId>) -> Result<Subscription<u32>, Trouble>;

    /// Subscribes, without resumption.
    #[subscribe("/passing")]
    async fn passing(&self) -> Result<Subscription<u32>, Trouble>;

    /// Subscribes by a `POST`.
    #[subscribe("/counted", method = post)]
    async fn counted(&self, #[body] to: u32) -> Result<Subscription<u32>, Trouble>;
}

type Answering = Pin<Box<dyn Future<Output = Result<Response<Body>, BoxError>> + Send>>;

/// A service implemented by a function.
#[derive(Clone)]
pub(crate) struct Serve(Arc<dyn Fn(Request<Body>) -> Answering + Send + Sync>);

pub(crate) fn serve<F, R>(function: F) -> Serve
where
    F: Fn(Request<Body>) -> R + Send + Sync + 'static,
    R: Future<Output = Result<Response<Body>, BoxError>> + Send + 'static,
{
    Serve(Arc::new(move |request| Box::pin(function(request))))
}

impl Service<Request<Body>> for Serve {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = Answering;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Answering {
        self.0(request)
    }
}

/// Returns a service that sends a list of responses and then repeats the last one, and its number of calls.
pub(crate) fn answers(list: Vec<(u16, Option<&'static str>)>) -> (Serve, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = calls.clone();
    let service = serve(move |_| {
        let call = counter.fetch_add(1, Ordering::SeqCst);
        let (status, retry_after) = list[call.min(list.len() - 1)];
        std::future::ready(match status {
            0 => Err("connection reset".into()),
            _ => Ok(response(status, retry_after, "1")),
        })
    });
    (service, calls)
}

pub(crate) fn response(status: u16, retry_after: Option<&'static str>, body: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    if let Some(after) = retry_after {
        response.headers_mut().insert("retry-after", http::HeaderValue::from_static(after));
    }
    response
}

pub(crate) fn request(method: &str) -> Request<Body> {
    Request::builder().method(method).uri("http://localhost/v1/numbers/1").body(Body::empty()).expect("a request")
}

/// A body that yields these bytes and then stalls.
pub(crate) struct Stuck(pub(crate) Option<Bytes>);

impl HttpBody for Stuck {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.0.take().map_or(Poll::Pending, |bytes| Poll::Ready(Some(Ok(Frame::data(bytes)))))
    }
}

/// A server on loopback that counts its connections and records the HTTP versions of its requests.
pub(crate) struct Loopback {
    pub(crate) address: SocketAddr,
    pub(crate) connections: Arc<AtomicUsize>,
    pub(crate) versions: Arc<Mutex<Vec<http::Version>>>,
}

/// Starts a server that returns the last segment of the path as the body. `wrap` turns a TCP stream into the stream to
/// serve.
pub(crate) async fn loopback<W, R, S>(wrap: W) -> Loopback
where
    W: Fn(TcpStream) -> R + Send + Sync + 'static,
    R: Future<Output = Option<S>> + Send,
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let address = listener.local_addr().expect("an address");
    let (connections, versions) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
    let (counter, seen) = (connections.clone(), versions.clone());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            let Some(stream) = wrap(stream).await else { continue };
            let seen = seen.clone();
            let echo = hyper::service::service_fn(move |request: Request<Incoming>| {
                seen.lock().expect("versions").push(request.version());
                let last = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
                async move { Ok::<_, std::convert::Infallible>(Response::new(Full::new(Bytes::from(last)))) }
            });
            tokio::spawn(async move {
                // The client may drop the connection.
                let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), echo).await;
            });
        }
    });
    Loopback { address, connections, versions }
}
