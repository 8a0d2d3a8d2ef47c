//! A client: a value of the API's trait that speaks through a transport.

use std::borrow::Cow;
use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::sync::Arc;

use api_websocket::{Connection, ConnectionOptions, OpenOptions};
use http::header::ACCEPT;
use http::uri::{Authority, Scheme, Uri};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use tower_service::Service;

use crate::api::Api;
use crate::body::{Body, BoxError};
use crate::call::Call;
use crate::codec::{Reply, ReplyForm, RequestWriter};
use crate::context::RequestBody;
use crate::conversation::{
    Dialled, DuplexCall, HandoverCall, IsMessages, IsNothing as _, IsPendingConnection, converse, event_lines,
    send_opening, terms, write_opening,
};
use crate::description::{Endpoint, Exchange, Path, Segment, Verb};
use crate::dialect::Dialect;
use crate::error::{Answer, ApiError, Failure, FailureKind};
use crate::subscription::KeepAlive;

/// What carries requests: every tower service of HTTP messages that can be cloned is one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot carry an API's requests",
    label = "this transport",
    note = "a transport is a `tower::Service<http::Request<api_core::Body>>` that is `Clone + Send + Sync + 'static`"
)]
pub trait Transport: Clone + Send + Sync + 'static {
    /// Sends a request and waits for the response's head.
    ///
    /// # Errors
    /// If no response came.
    fn send(&self, request: Request<Body>) -> impl Future<Output = Result<Response<Body>, Failure>> + Send;
}

#[diagnostic::do_not_recommend]
impl<S, R> Transport for S
where
    S: Service<Request<Body>, Response = Response<R>, Error: Into<BoxError>, Future: Send>,
    S: Clone + Send + Sync + 'static,
    R: RequestBody,
{
    async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        // The clone that became ready is the one to call: readiness belongs to a value (tower's contract).
        let mut service = self.clone();
        poll_fn(|task| service.poll_ready(task)).await.map_err(Failure::transport)?;
        let response = service.call(request).await.map_err(Failure::transport)?;
        Ok(response.map(Body::stream))
    }
}

/// A client of the API `A` over the transport `T`. It implements the API's trait.
pub struct Client<A, T> {
    transport: T,
    target: Arc<Target>,
    api: PhantomData<fn() -> A>,
}

/// Where requests go and what all of them carry.
#[derive(Debug, Clone)]
struct Target {
    scheme: Scheme,
    authority: Authority,
    /// The origin's own path, the API's base below it, encoded; or the capture of the base that has no value yet.
    base: Result<String, &'static str>,
    /// The origin's path as it was said, the same without a slash at its end, and its query.
    path: String,
    prefix: String,
    query: String,
    bound: Vec<(&'static str, String)>,
    dialect: Dialect,
    sockets: ConnectionOptions,
    headers: HeaderMap,
}

impl<A: Api, T: Transport> Client<A, T> {
    pub(crate) fn new(transport: T) -> Self {
        let mut target = Target {
            scheme: Scheme::HTTP,
            authority: Authority::from_static("localhost"),
            base: Ok(String::new()),
            path: String::new(),
            prefix: String::new(),
            query: String::new(),
            bound: Vec::new(),
            dialect: Dialect::ServerSentEvents,
            sockets: ConnectionOptions::default(),
            headers: HeaderMap::new(),
        };
        target.rebase(A::DESCRIPTION.base);
        Self { transport, target: Arc::new(target), api: PhantomData }
    }

    /// Sends to this origin, `https://api.example` for instance; a path in it goes in front of the API's base, a query in front of each
    /// request's own. So the address of a single endpoint, `https://app.example/token?via=web`, is one for an API with the path `/`.
    #[must_use]
    pub fn at(mut self, origin: &Uri) -> Self {
        let target = Arc::make_mut(&mut self.target);
        target.scheme = origin.scheme().cloned().unwrap_or(Scheme::HTTP);
        if let Some(authority) = origin.authority() {
            target.authority = authority.clone();
        }
        origin.path().clone_into(&mut target.path);
        origin.path().trim_end_matches('/').clone_into(&mut target.prefix);
        origin.query().unwrap_or_default().clone_into(&mut target.query);
        target.rebase(A::DESCRIPTION.base);
        self
    }

    /// Gives a capture of the API's base path its value.
    #[must_use]
    pub fn bind(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        let target = Arc::make_mut(&mut self.target);
        target.bound.retain(|(bound, _)| *bound != name);
        target.bound.push((name, value.to_string()));
        target.rebase(A::DESCRIPTION.base);
        self
    }

    /// Follows subscriptions in this dialect; server-sent events if not said.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        Arc::make_mut(&mut self.target).dialect = dialect;
        self
    }

    /// Opens WebSockets with these options, unless an opening says others.
    #[must_use]
    pub fn web_sockets(mut self, options: ConnectionOptions) -> Self {
        Arc::make_mut(&mut self.target).sockets = options;
        self
    }

    /// Sends a header field with every request.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        Arc::make_mut(&mut self.target).headers.insert(name, value);
        self
    }

    /// The transport.
    pub fn transport(&self) -> &T {
        &self.transport
    }

    /// Calls an endpoint, declared in the trait or written by hand.
    ///
    /// # Errors
    /// The API's error, or a failure wrapped in it.
    ///
    /// # Cancel safety
    /// Dropping the future gives the request up; whether the server acted on it is not known then.
    #[expect(
        clippy::manual_async_fn,
        reason = "`Send` is said, so that no generated client looks inside for each call"
    )]
    pub fn call<C: Call>(&self, call: C) -> impl Future<Output = Result<C::Reply, C::Error>> + Send {
        async move {
            let request = self.request(&call).map_err(C::Error::from_failure)?;
            let response = self.send::<C>(request).await.map_err(C::Error::from_failure)?;
            if response.status().is_success() {
                let form = self.target.form(C::ENDPOINT);
                return C::Reply::decode(response, &form).await.map_err(C::Error::from_failure);
            }
            match answer(response).await {
                Ok(answer) => Err(C::Error::from_answer(answer)),
                Err(failure) => Err(C::Error::from_failure(failure)),
            }
        }
    }

    /// Calls an endpoint of typed messages both ways. What it gives is the direction from the server.
    ///
    /// The conversation runs beside the caller where the transport has a place for that; in process, where it has none, messages go out
    /// while others are read.
    ///
    /// # Errors
    /// The API's error, or a failure wrapped in it, if the WebSocket was not opened.
    ///
    /// # Cancel safety
    /// Dropping the future gives the opening up.
    #[expect(clippy::manual_async_fn, reason = "as for `call`")]
    pub fn duplex<C: DuplexCall>(
        &self,
        call: C,
        input: C::Input,
    ) -> impl Future<Output = Result<C::Reply, C::Error>> + Send {
        async move {
            let options = OpenOptions::default().connection(self.target.sockets.clone());
            let connection = self.open(&call, options).await?;
            let messages = converse(connection, input.into_messages(), C::ENDPOINT.exchange.encoding());
            Ok(C::Reply::from_messages(messages))
        }
    }

    /// Calls an endpoint that takes a [`PendingConnection`](crate::PendingConnection): opens a connection of its own, and hands it to the caller of
    /// [`websocket::open`](crate::websocket::open), or connects it through to the one that is pending.
    ///
    /// # Errors
    /// The API's error, or a failure wrapped in it, if the WebSocket was not opened.
    ///
    /// # Cancel safety
    /// Dropping the future gives the opening up.
    #[expect(clippy::manual_async_fn, reason = "as for `call`")]
    pub fn handover<C: HandoverCall>(
        &self,
        call: C,
        pending: C::Pending,
    ) -> impl Future<Output = Result<C::Reply, C::Error>> + Send {
        async move {
            let pending = pending.into_pending();
            let connection = self.open(&call, pending.open_options().connection_or(&self.target.sockets)).await?;
            pending.fulfil(connection).await;
            Ok(C::Reply::NOTHING)
        }
    }

    async fn open<C: Call>(&self, call: &C, mut options: OpenOptions) -> Result<Connection, C::Error> {
        let mut request = self.request(call).map_err(C::Error::from_failure)?;
        if let Some(declared) = C::ENDPOINT.exchange.terms() {
            options = options.under(&terms(declared));
        }
        write_opening(&options, request.headers_mut()).map_err(C::Error::from_failure)?;
        match send_opening(&self.transport, request, &options).await.map_err(C::Error::from_failure)? {
            Dialled::Open(connection, _) => Ok(*connection),
            Dialled::Answered(response) => Err(match answer(response).await {
                Ok(answer) => C::Error::from_answer(answer),
                Err(failure) => C::Error::from_failure(failure),
            }),
        }
    }

    /// Sends a call's request; a subscription that is followed over a WebSocket comes back as a body like any other.
    async fn send<C: Call>(&self, mut request: Request<Body>) -> Result<Response<Body>, Failure> {
        if self.target.dialect != Dialect::WebSocket || !C::ENDPOINT.exchange.is_subscription() {
            return self.transport.send(request).await;
        }
        let options = OpenOptions::default().connection(self.target.sockets.clone());
        write_opening(&options, request.headers_mut())?;
        Ok(match send_opening(&self.transport, request, &options).await? {
            Dialled::Open(connection, _) => Response::new(event_lines(*connection)),
            Dialled::Answered(response) => response,
        })
    }

    /// The request that [`Client::call`] would send: to log, queue or sign it.
    ///
    /// # Errors
    /// If a value cannot stand where it should, or a capture of the base has no value.
    pub fn request<C: Call>(&self, call: &C) -> Result<Request<Body>, Failure> {
        let base = self.target.base.as_ref().map_err(|name| {
            Failure::new(
                FailureKind::Encode,
                format!("the base path's `{{{name}}}` has no value: call `.bind(\"{name}\", value)` on the client"),
            )
        })?;
        let mut writer = RequestWriter::new(base);
        call.encode(&mut writer).map_err(|error| {
            Failure::new(FailureKind::Encode, format!("`{}` cannot be sent", C::ENDPOINT.name)).caused_by(error)
        })?;
        self.target.request(C::ENDPOINT, writer)
    }

    /// Sends any request to the API's origin: path and query are taken as they are, below no base.
    ///
    /// # Errors
    /// If no response came.
    pub async fn raw(&self, mut request: Request<Body>) -> Result<Response<Body>, Failure> {
        let path = request.uri().path_and_query().map_or("/", http::uri::PathAndQuery::as_str).to_owned();
        *request.uri_mut() = self.target.uri(&format!("{}{path}", self.target.prefix))?;
        for (name, value) in &self.target.headers {
            request.headers_mut().entry(name).or_insert_with(|| value.clone());
        }
        self.transport.send(request).await
    }
}

impl Target {
    fn rebase(&mut self, base: Path) {
        let mut path = self.prefix.clone();
        for segment in base.0 {
            path.push('/');
            match segment {
                Segment::Literal(text) => crate::codec::push_segment(&mut path, text),
                Segment::Capture(name) | Segment::Wildcard(name) => {
                    let bound = self.bound.iter().find(|(bound, value)| bound == name && !value.is_empty());
                    let Some((_, value)) = bound else {
                        self.base = Err(name);
                        return;
                    };
                    crate::codec::push_segment(&mut path, value);
                }
            }
        }
        self.base = Ok(path);
    }

    fn form(&self, endpoint: &'static Endpoint) -> ReplyForm {
        ReplyForm { endpoint, dialect: self.dialect, keep_alive: KeepAlive::default() }
    }

    fn uri(&self, path: &str) -> Result<Uri, Failure> {
        Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(&*self.at_origin(path))
            .build()
            .map_err(|error| Failure::new(FailureKind::Encode, "the request's address is not legal").caused_by(error))
    }

    /// Path and query with what the origin's address says of them: its query goes first, and where nothing was added to its path, that
    /// stays as it was said, a slash at its end included.
    fn at_origin<'t>(&self, target: &'t str) -> Cow<'t, str> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let as_said = path == self.prefix && path != self.path;
        if self.query.is_empty() && !as_said {
            return Cow::Borrowed(target);
        }
        let path = if as_said { &self.path } else { path };
        let queries = [self.query.as_str(), query].into_iter().filter(|query| !query.is_empty());
        let query = queries.collect::<Vec<_>>().join("&");
        Cow::Owned(if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") })
    }

    fn request(&self, endpoint: &'static Endpoint, writer: RequestWriter) -> Result<Request<Body>, Failure> {
        let (path, headers, body) = writer.finish();
        let mut request = Request::new(body);
        *request.uri_mut() = self.uri(&path)?;
        *request.headers_mut() = headers;
        for (name, value) in &self.headers {
            request.headers_mut().entry(name).or_insert_with(|| value.clone());
        }
        let verb = match endpoint.exchange {
            Exchange::Subscription(_) if self.dialect == Dialect::WebSocket => Verb::Get,
            Exchange::Subscription(_) if self.dialect != Dialect::Elements => {
                request.headers_mut().insert(ACCEPT, HeaderValue::from_static(self.dialect.media_type()));
                Verb::Get
            }
            _ => endpoint.verb,
        };
        *request.method_mut() = verb.method();
        request.extensions_mut().insert(Sent { endpoint, dialect: self.dialect });
        Ok(request)
    }
}

/// What a request is, for layers below the client: in the request's extensions.
#[derive(Debug, Clone, Copy)]
pub struct Sent {
    /// The endpoint.
    pub endpoint: &'static Endpoint,
    /// How its events are written, if it is a subscription.
    pub dialect: Dialect,
}

async fn answer(response: Response<Body>) -> Result<Answer, Failure> {
    let (head, body) = response.into_parts();
    let body = crate::codec::collect(body).await?;
    Ok(Answer::new(head.status, head.headers, body))
}

impl<A, T: Clone> Clone for Client<A, T> {
    fn clone(&self) -> Self {
        Self { transport: self.transport.clone(), target: self.target.clone(), api: PhantomData }
    }
}

impl<A, T> fmt::Debug for Client<A, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers may hold credentials, so they stay out.
        formatter.debug_struct("Client").field("authority", &self.target.authority).finish_non_exhaustive()
    }
}
