//! Client settings: the address of an API, transport, credentials, time limits, retries, redirects and resumption.

use std::fmt;
use std::sync::{Arc, OnceLock};

use api_core::dialect::Dialect;
use api_core::error::{Failure, FailureKind};
#[cfg(feature = "websocket")]
use api_core::websocket::{Connection as WebSocket, ConnectionOptions, HandshakeError, OpenOptions, dial};
use api_core::{Api, Client, Transport};
use http::header::USER_AGENT;
#[cfg(feature = "websocket")]
use http::response::Parts;
use http::uri::Scheme;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use crate::compression::{Compress, CompressionPolicy};
use crate::credentials::{Authorize, Credentials};
use crate::layered::LayeredTransport;
use crate::limits::{Limit, TimeLimits};
use crate::redirect::{FollowRedirects, RedirectPolicy};
use crate::resume::{Resume, ResumePolicy};
use crate::retry::{Retry, RetryPolicy};
use crate::transport::{HttpTransport, TransportSettings};

/// The default of `User-Agent` (RFC 9110 §10.1.5).
const PRODUCT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// The settings of a client. Everything but the address has a default.
///
/// All clients that [`connect`](crate::connect) creates from one builder and its clones share one connection pool.
/// Changing the transport settings starts another pool.
///
/// ```
/// use std::time::Duration;
/// use api_client::{ClientBuilder, FixedCredentials, RetryPolicy, TimeLimits};
///
/// # fn main() -> Result<(), api_core::Failure> {
/// let builder = ClientBuilder::at("https://api.example/eu")
///     .credentials(FixedCredentials::bearer("6a37c6cb")?)
///     .time_limits(TimeLimits::default().head(Duration::from_secs(5)))
///     .retry(RetryPolicy::default().attempts(5));
/// # let _ = builder;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct ClientBuilder {
    origin: String,
    transport: TransportSettings,
    credentials: Option<Arc<dyn Credentials>>,
    limits: TimeLimits,
    retry: RetryPolicy,
    redirects: RedirectPolicy,
    compression: CompressionPolicy,
    resume: ResumePolicy,
    dialect: Dialect,
    #[cfg(feature = "websocket")]
    sockets: ConnectionOptions,
    headers: HeaderMap,
    pool: Arc<OnceLock<HttpTransport>>,
}

impl ClientBuilder {
    /// Creates a builder for the API at an address: `https://` or `http://`, a host, an optional port, an optional
    /// path, which precedes the API's, and an optional query, which precedes that of each request.
    pub fn at(origin: impl Into<String>) -> Self {
        Self {
            origin: origin.into(),
            transport: TransportSettings::default(),
            credentials: None,
            limits: TimeLimits::default(),
            retry: RetryPolicy::default(),
            redirects: RedirectPolicy::default(),
            compression: CompressionPolicy::default(),
            resume: ResumePolicy::default(),
            dialect: Dialect::ServerSentEvents,
            #[cfg(feature = "websocket")]
            sockets: ConnectionOptions::default(),
            headers: HeaderMap::from_iter([(USER_AGENT, HeaderValue::from_static(PRODUCT))]),
            pool: Arc::default(),
        }
    }

    /// Sets another address and keeps all other settings.
    #[must_use]
    pub fn address(mut self, origin: impl Into<String>) -> Self {
        self.origin = origin.into();
        self
    }

    /// Sets TLS, protocol versions, connection time-outs and the maximum size of responses.
    #[must_use]
    pub fn transport(mut self, settings: TransportSettings) -> Self {
        self.transport = settings;
        self.pool = Arc::default();
        self
    }

    /// Sets the credentials that are added to every request.
    #[must_use]
    pub fn credentials(mut self, credentials: impl Credentials) -> Self {
        self.credentials = Some(Arc::new(credentials));
        self
    }

    /// Sets the time limits.
    #[must_use]
    pub fn time_limits(mut self, limits: TimeLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the retry policy.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the policy for following redirects. Default: [`RedirectPolicy::off`].
    #[must_use]
    pub fn redirects(mut self, policy: RedirectPolicy) -> Self {
        self.redirects = policy;
        self
    }

    /// Sets the policy for compressing the bodies of requests. Default: [`CompressionPolicy::off`].
    #[must_use]
    pub fn compression(mut self, policy: CompressionPolicy) -> Self {
        self.compression = policy;
        self
    }

    /// Sets the policy for resuming lost subscriptions.
    #[must_use]
    pub fn resume(mut self, policy: ResumePolicy) -> Self {
        self.resume = policy;
        self
    }

    /// Selects the wire format of subscriptions. Default: server-sent events.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// Sets default WebSocket options; options given when opening take precedence.
    #[cfg(feature = "websocket")]
    #[must_use]
    pub fn websocket_options(mut self, options: ConnectionOptions) -> Self {
        self.sockets = options;
        self
    }

    /// Adds a header field to every request. `User-Agent` is this crate and its version by default.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Wraps any service in the builder's layers, for example another transport or an in-process server.
    pub fn around<S: Transport>(&self, service: S) -> LayeredTransport<S> {
        let limited = Limit::new(service, self.limits);
        let authorized = Authorize::new(limited, self.credentials.clone());
        let retried = Retry::new(authorized, self.retry);
        let compressed = Compress::new(retried, self.compression);
        let redirected = FollowRedirects::new(compressed, self.redirects);
        LayeredTransport::new(Resume::new(redirected, self.resume.clone()))
    }

    /// Creates a client of an API over any service, for example in process: `builder.connect_through::<MyApi,
    /// _>(InProcess::new(MyApi::serve(x)))`.
    ///
    /// # Errors
    /// Returns an error if the address is not that of an API.
    pub fn connect_through<A: Api, S: Transport>(&self, service: S) -> Result<Client<A, LayeredTransport<S>>, Failure> {
        let origin = self.origin()?;
        let mut client = Client::<A, _>::new(self.around(service)).at(&origin).dialect(self.dialect);
        #[cfg(feature = "websocket")]
        {
            client = client.websocket_options(self.sockets.clone());
        }
        for (name, value) in &self.headers {
            client = client.header(name.clone(), value.clone());
        }
        Ok(client)
    }

    /// Opens a WebSocket on any server, whether or not the trait of an API describes it. `path`, with an optional
    /// query, is appended to the builder's address. Credentials, header fields and time limits of the builder
    /// apply.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use api_client::ClientBuilder;
    /// use api_core::websocket::OpenOptions;
    ///
    /// let builder = ClientBuilder::at("http://127.0.0.1:9001");
    /// let (mut connection, _) = builder.open("/echo", OpenOptions::default()).await?;
    /// connection.send_text("hello").await?;
    /// assert_eq!(connection.receive::<String>().await?, "hello");
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Returns the server's response, with status, header fields and body, if it did not open a WebSocket; otherwise
    /// the failure.
    ///
    /// # Cancel safety
    /// Dropping the future aborts the opening.
    #[cfg(feature = "websocket")]
    pub async fn open(&self, path: &str, options: OpenOptions) -> Result<(WebSocket, Parts), HandshakeError> {
        let origin = self.origin()?;
        let base = origin.path().trim_end_matches('/');
        let query = origin.query().map(|query| format!("{}{query}", if path.contains('?') { '&' } else { '?' }));
        let illegal =
            |error| Failure::new(FailureKind::Encode, format!("`{path}` is not a valid path")).caused_by(error);
        let uri = Uri::builder()
            .scheme(origin.scheme().cloned().unwrap_or(Scheme::HTTP))
            .authority(origin.authority().map_or("", |authority| authority.as_str()))
            .path_and_query(format!("{base}{path}{}", query.unwrap_or_default()))
            .build()
            .map_err(illegal)?;
        let mut request = http::Request::new(api_core::Body::empty());
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers.clone();
        let transport = self.around(self.pool()?);
        // Boxed, because its future holds those of all layers, and is large.
        Box::pin(dial(&transport, request, options.connection_or(&self.sockets))).await
    }

    /// Returns the connection pool of this builder, which is created at the first call.
    pub(crate) fn pool(&self) -> Result<HttpTransport, Failure> {
        if let Some(pool) = self.pool.get() {
            return Ok(pool.clone());
        }
        #[cfg(not(any(feature = "tls", feature = "ring")))]
        if self.origin()?.scheme() == Some(&Scheme::HTTPS) {
            let why = "an address with `https://` needs the feature `tls` or `ring` of `api-client`";
            return Err(Failure::new(FailureKind::Encode, why));
        }
        let pool = HttpTransport::new(&self.transport)?;
        // If another thread was faster, its pool is used.
        Ok(self.pool.get_or_init(|| pool).clone())
    }

    fn origin(&self) -> Result<Uri, Failure> {
        let illegal = |why: &str| {
            Failure::new(FailureKind::Encode, format!("`{}` is not the address of an API: {why}", self.origin))
        };
        let origin: Uri = self.origin.parse().map_err(|error| illegal("it is not a URL").caused_by(error))?;
        if !matches!(origin.scheme(), Some(scheme) if *scheme == Scheme::HTTP || *scheme == Scheme::HTTPS) {
            return Err(illegal("it must begin with `https://` or `http://`"));
        }
        if origin.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            // The address is not part of the message, because it would put the password into logs.
            let why = "an API address must not contain a user or password: use `ClientBuilder::credentials`";
            return Err(Failure::new(FailureKind::Encode, why));
        }
        Ok(origin)
    }
}

impl From<&str> for ClientBuilder {
    fn from(address: &str) -> Self {
        Self::at(address)
    }
}

impl From<String> for ClientBuilder {
    fn from(address: String) -> Self {
        Self::at(address)
    }
}

/// The clone shares the connection pool.
impl From<&Self> for ClientBuilder {
    fn from(builder: &Self) -> Self {
        builder.clone()
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Header fields may hold credentials, so they are not shown.
        formatter.debug_struct("ClientBuilder").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}
