//! The client: a value of the API's trait that sends calls over a transport.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;

#[cfg(feature = "websocket")]
use api_websocket::ConnectionOptions;
use http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use http::uri::{Scheme, Uri};
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};

use crate::api::Api;
use crate::body::Body;
use crate::call::{Call, Reply, RequestWriter, answer, answered, without_coding};
use crate::description::{Endpoint, is_contested};
use crate::dialect::Dialect;
use crate::error::{ApiError, Failure, FailureKind};

use super::contested;
use super::target::Target;
use super::transport::Transport;

/// A client of the API `A` over the transport `T`. It implements the API's trait, and is cheap to clone.
pub struct Client<A, T> {
    pub(super) transport: T,
    pub(super) target: Arc<Target>,
    api: PhantomData<fn() -> A>,
}

impl<A: Api, T: Transport> Client<A, T> {
    /// Creates a client over a transport, for the origin `http://localhost`.
    ///
    /// `ChatkitApi::connect(transport)` does the same for a known API. This function is for code that is generic over
    /// APIs.
    pub fn new(transport: T) -> Self {
        Self { transport, target: Arc::new(Target::new(A::DESCRIPTION.base)), api: PhantomData }
    }

    /// Sets the origin. Its path precedes the API's base, and its query precedes the query of each request.
    ///
    /// For an API with the path `/`, the origin can therefore be the URI of a single endpoint, for example
    /// `https://app.example/token?via=web`.
    ///
    /// ```
    /// use api_core::routing::{InProcess, NotFound};
    /// # use api_core::{Error, api};
    /// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
    ///
    /// let client = RoomsApi::connect(InProcess::new(NotFound)).at(&"https://api.example/chat".parse().unwrap());
    /// let request = client.request(&RoomsRoomsCall {}).unwrap();
    /// assert_eq!(request.uri(), "https://api.example/chat/rooms");
    /// ```
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

    /// Sets the value of a capture in the API's base path.
    ///
    /// ```
    /// use api_core::routing::{InProcess, NotFound};
    /// use api_core::{Error, api};
    ///
    /// #[api(base = "/v1/{tenant}")]
    /// trait Rooms {
    ///     #[get("/rooms")]
    ///     async fn rooms(&self) -> Result<Vec<String>, Error>;
    /// }
    ///
    /// let client = RoomsApi::connect(InProcess::new(NotFound)).bind("tenant", "acme");
    /// let request = client.request(&RoomsRoomsCall {}).unwrap();
    /// assert_eq!(request.uri().path(), "/v1/acme/rooms");
    /// ```
    #[must_use]
    pub fn bind(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        Arc::make_mut(&mut self.target).bind(name, value.to_string(), A::DESCRIPTION.base);
        self
    }

    /// Selects the wire format of subscriptions. Default: server-sent events.
    ///
    /// ```
    /// use api_core::dialect::Dialect;
    /// use api_core::routing::{InProcess, NotFound};
    /// use api_core::{Error, Subscription, api};
    ///
    /// #[api]
    /// trait Rooms {
    ///     #[subscribe("/rooms")]
    ///     async fn follow(&self) -> Result<Subscription<String>, Error>;
    /// }
    ///
    /// let client = RoomsApi::connect(InProcess::new(NotFound)).dialect(Dialect::Ndjson);
    /// let request = client.request(&RoomsFollowCall {}).unwrap();
    /// assert_eq!(request.headers()["accept"], "application/x-ndjson");
    /// ```
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        Arc::make_mut(&mut self.target).dialect = dialect;
        self
    }

    /// Sets default WebSocket options. Options given when opening take precedence.
    #[cfg(feature = "websocket")]
    #[must_use]
    pub fn websocket_options(mut self, options: ConnectionOptions) -> Self {
        Arc::make_mut(&mut self.target).websocket_options = options;
        self
    }

    /// Adds a header field to every request. A field of the call with the same name takes precedence.
    ///
    /// ```
    /// use api_core::routing::{InProcess, NotFound};
    /// use http::{HeaderName, HeaderValue};
    /// # use api_core::{Error, api};
    /// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
    ///
    /// let client = RoomsApi::connect(InProcess::new(NotFound))
    ///     .header(HeaderName::from_static("x-tenant"), HeaderValue::from_static("acme"));
    /// let request = client.request(&RoomsRoomsCall {}).unwrap();
    /// assert_eq!(request.headers()["x-tenant"], "acme");
    /// ```
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        Arc::make_mut(&mut self.target).headers.insert(name, value);
        self
    }

    /// Returns a client with this bearer token (RFC 6750), for one call or for the calls of one user. It shares the
    /// transport. The layer of credentials of `api-client` leaves a request alone that has a token.
    ///
    /// ```
    /// use api_core::routing::{InProcess, NotFound};
    /// # use api_core::{Error, api};
    /// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
    ///
    /// # fn main() -> Result<(), api_core::Failure> {
    /// let client = RoomsApi::connect(InProcess::new(NotFound));
    /// let request = client.with_token("6a37c6cb")?.request(&RoomsRoomsCall {})?;
    /// assert_eq!(request.headers()["authorization"], "Bearer 6a37c6cb");
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Returns a failure if the token contains characters that a header field cannot carry.
    pub fn with_token(&self, token: &str) -> Result<Self, Failure> {
        let mut value = HeaderValue::try_from(format!("Bearer {token}")).map_err(|_| {
            let message = "the access token contains characters that a header field cannot carry";
            Failure::new(FailureKind::Credentials, message)
        })?;
        value.set_sensitive(true);
        Ok(self.clone().header(AUTHORIZATION, value))
    }

    /// Returns the transport.
    pub fn transport(&self) -> &T {
        &self.transport
    }

    /// Sends a call, generated from the trait or written by hand, and returns its result.
    ///
    /// ```
    /// use api_core::routing::InProcess;
    /// # use api_core::{Error, api};
    /// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
    /// # struct Lobby;
    /// # impl Rooms for Lobby {
    /// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
    /// # }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Lobby)));
    /// assert_eq!(client.call(RoomsRoomsCall {}).await.unwrap(), ["lobby"]);
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the API's error, or a failure wrapped in it.
    ///
    /// # Cancel safety
    /// Dropping the future cancels the request. Whether the server processed it is then unknown.
    #[expect(
        clippy::manual_async_fn,
        reason = "the signature states `Send`, so that rustc does not check the future again for each generated method"
    )]
    pub fn call<C: Call>(&self, call: C) -> impl Future<Output = Result<C::Reply, C::Error>> + Send {
        async move {
            let mut request = Request::new(Body::empty());
            self.fill(&call, &mut request).map_err(C::Error::from_failure)?;
            let response = if C::ENDPOINT.exchange.is_subscription()
                && self.target.dialect_of(C::ENDPOINT) == Dialect::WebSocket
            {
                request.extensions_mut().insert(self.target.metadata(C::ENDPOINT));
                // Boxed, so that the future of other calls does not reserve space for it.
                Box::pin(self.subscribe_over_websocket(request)).await
            } else {
                self.transport.send_call(request, self.target.metadata(C::ENDPOINT)).await
            };
            let response = response.map_err(C::Error::from_failure)?;
            let response = if response.headers().contains_key(CONTENT_ENCODING) {
                let status = response.status().as_u16();
                let content_type = response.headers().get(CONTENT_TYPE).and_then(|found| found.to_str().ok());
                let streams = C::ENDPOINT.answers_with_events(content_type) || C::ENDPOINT.answers_with_stream(status);
                Box::pin(without_coding(response, streams)).await.map_err(C::Error::from_failure)?
            } else {
                response
            };
            if response.status().is_success() || is_declared_redirection(C::ENDPOINT, response.status()) {
                let form = self.target.form(C::ENDPOINT);
                if const { answered::has_own_media_types::<C>() } {
                    // Boxed, so that the future of other calls does not reserve space for it.
                    return Box::pin(answered::decode::<C>(response, &form)).await.map_err(C::Error::from_failure);
                }
                return C::Reply::decode(response, &form).await.map_err(C::Error::from_failure);
            }
            match answer(response).await {
                Ok(answer) => Err(C::Error::from_answer(answer)),
                Err(failure) => Err(C::Error::from_failure(failure)),
            }
        }
    }

    /// Returns the request that [`Client::call`] sends, for example to log, queue or sign it.
    ///
    /// ```
    /// use api_core::routing::{InProcess, NotFound};
    /// # use api_core::{Error, api};
    /// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
    ///
    /// let client = RoomsApi::connect(InProcess::new(NotFound));
    /// let request = client.request(&RoomsRoomsCall {}).unwrap();
    /// assert_eq!((request.method().as_str(), request.uri().path()), ("GET", "/rooms"));
    /// ```
    ///
    /// # Errors
    /// Returns a failure if a value cannot be encoded at its location, or makes the path of another method of the API.
    /// Also if a capture of the base has no value or is `.` or `..`.
    pub fn request<C: Call>(&self, call: &C) -> Result<Request<Body>, Failure> {
        let mut request = Request::new(Body::empty());
        self.fill(call, &mut request)?;
        request.extensions_mut().insert(self.target.metadata(C::ENDPOINT));
        Ok(request)
    }

    /// Fills an empty request, but for its metadata.
    fn fill<C: Call>(&self, call: &C, request: &mut Request<Body>) -> Result<(), Failure> {
        let base = self.target.base.as_ref().map_err(|error| Failure::from(*error))?;
        self.encode(call, RequestWriter::new(base), request)?;
        if const { is_contested(A::ROUTES, A::DESCRIPTION.base, C::ENDPOINT) } {
            *request = self.uncontested(call, std::mem::take(request), base)?;
        }
        Ok(())
    }

    fn encode<C: Call>(&self, call: &C, mut writer: RequestWriter, request: &mut Request<Body>) -> Result<(), Failure> {
        call.encode(&mut writer).map_err(|error| {
            Failure::new(FailureKind::Encode, format!("the call `{}` cannot be encoded", C::ENDPOINT.name))
                .caused_by(error)
        })?;
        self.target.fill(request, C::ENDPOINT, writer)
    }

    /// Returns the request if it reaches the endpoint. If another endpoint has text beside captures that a value has
    /// too, the value is encoded as a whole.
    fn uncontested<C: Call>(&self, call: &C, request: Request<Body>, base: &str) -> Result<Request<Body>, Failure> {
        let checked = |request| contested::checked::<A>(request, &self.target.prefix, C::ENDPOINT);
        let path = request.uri().path().to_owned();
        if let Ok(request) = checked(request) {
            return Ok(request);
        }
        let mut request = Request::new(Body::empty());
        self.encode(call, RequestWriter::new(base).encoding_all(), &mut request)?;
        checked(request).map_err(|other| {
            let (name, other) = (C::ENDPOINT.name, other.name);
            let message = format!("the call `{name}` cannot be encoded: its values make `{path}`, a path of `{other}`");
            Failure::new(FailureKind::Encode, message)
        })
    }

    /// Sends any request to the API's origin. Its path and query are used verbatim, below the origin's path but without
    /// the API's base.
    ///
    /// ```
    /// use api_core::Body;
    /// use api_core::routing::InProcess;
    /// use http::Request;
    /// # use api_core::{Error, api};
    /// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
    /// # struct Lobby;
    /// # impl Rooms for Lobby {
    /// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
    /// # }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let client = RoomsApi::connect(InProcess::new(RoomsApi::serve(Lobby)));
    /// let request = Request::head("/rooms").body(Body::empty()).unwrap();
    /// assert_eq!(client.raw(request).await.unwrap().status(), 200);
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns a failure if no response arrives.
    pub async fn raw(&self, mut request: Request<Body>) -> Result<Response<Body>, Failure> {
        let path = request.uri().path_and_query().map_or("/", http::uri::PathAndQuery::as_str).to_owned();
        *request.uri_mut() = self.target.uri(format!("{}{path}", self.target.prefix))?;
        for (name, value) in &self.target.headers {
            request.headers_mut().entry(name).or_insert_with(|| value.clone());
        }
        self.transport.send(request).await
    }

    #[cfg(feature = "websocket")]
    async fn subscribe_over_websocket(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        self.send_over_websocket(request).await
    }

    #[cfg(not(feature = "websocket"))]
    #[expect(clippy::unused_async, reason = "with the feature it sends the request")]
    async fn subscribe_over_websocket(&self, _: Request<Body>) -> Result<Response<Body>, Failure> {
        let why = "a subscription over a WebSocket needs the feature `websocket` of `api-core`";
        Err(Failure::new(FailureKind::Encode, why))
    }
}

/// Returns whether a redirection is one of the endpoint's values.
fn is_declared_redirection(endpoint: &Endpoint, status: StatusCode) -> bool {
    status.is_redirection() && endpoint.outputs.iter().any(|output| output.status == status.as_u16())
}

impl<A, T: Clone> Clone for Client<A, T> {
    fn clone(&self) -> Self {
        Self { transport: self.transport.clone(), target: self.target.clone(), api: PhantomData }
    }
}

impl<A, T> fmt::Debug for Client<A, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Header fields may hold credentials, so they are left out.
        formatter.debug_struct("Client").field("authority", &self.target.authority).finish_non_exhaustive()
    }
}
