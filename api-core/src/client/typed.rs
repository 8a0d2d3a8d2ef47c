//! The client: a value of the API's trait that sends calls through a transport.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;

#[cfg(feature = "websocket")]
use api_websocket::ConnectionOptions;
use http::uri::{Authority, Scheme, Uri};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};

use crate::api::Api;
use crate::body::Body;
use crate::call::{Call, Reply, RequestWriter, answer};
use crate::dialect::Dialect;
use crate::error::{ApiError, Failure, FailureKind};

use super::target::Target;
use super::transport::Transport;

/// A client of the API `A` over the transport `T`. It implements the API's trait.
pub struct Client<A, T> {
    pub(super) transport: T,
    pub(super) target: Arc<Target>,
    api: PhantomData<fn() -> A>,
}

impl<A: Api, T: Transport> Client<A, T> {
    /// Creates a client over a transport, for the origin `http://localhost`. `ChatkitApi::connect(transport)` is the same for a known API.
    pub fn new(transport: T) -> Self {
        let mut target = Target {
            scheme: Scheme::HTTP,
            authority: Authority::from_static("localhost"),
            base: Ok(String::new()),
            path: String::new(),
            prefix: String::new(),
            query: String::new(),
            bound: Vec::new(),
            dialect: Dialect::ServerSentEvents,
            #[cfg(feature = "websocket")]
            websocket_options: ConnectionOptions::default(),
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
    #[cfg(feature = "websocket")]
    #[must_use]
    pub fn websocket_options(mut self, options: ConnectionOptions) -> Self {
        Arc::make_mut(&mut self.target).websocket_options = options;
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

    async fn send<C: Call>(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
        #[cfg(feature = "websocket")]
        if self.target.dialect == Dialect::WebSocket && C::ENDPOINT.exchange.is_subscription() {
            return self.send_over_websocket(request).await;
        }
        self.transport.send(request).await
    }
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
