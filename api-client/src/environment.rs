//! What a client needs to know beside the API: where it is, how to get there, and what to do when things go wrong.

use std::fmt;
use std::sync::{Arc, OnceLock};

use api_core::dialect::Dialect;
use api_core::error::{Failure, FailureKind};
use api_core::websocket::ConnectionOptions;
#[cfg(feature = "websocket")]
use api_core::websocket::{Connection as WebSocket, HandshakeError, OpenOptions, dial};
use api_core::{Api, Client, Transport};
#[cfg(feature = "websocket")]
use http::response::Parts;
use http::uri::Scheme;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use crate::connection::Connection;
use crate::credentials::{Authorize, Credentials};
use crate::limits::{Limit, TimeLimits};
use crate::resume::{Resume, ResumePolicy};
use crate::retry::{Retry, RetryPolicy};
use crate::transport::{HttpTransport, TransportSettings};

/// Settings of a client, with a default for everything but the address.
///
/// All clients that [`connect`](crate::connect) makes of one environment, and of its clones, share one pool of connections. A setting
/// that is changed afterwards begins another.
///
/// ```
/// use std::time::Duration;
/// use api_client::{Environment, FixedCredentials, RetryPolicy, TimeLimits};
///
/// # fn main() -> Result<(), api_core::Failure> {
/// let environment = Environment::at("https://api.example/eu")
///     .credentials(FixedCredentials::bearer("6a37c6cb")?)
///     .time_limits(TimeLimits::default().head(Duration::from_secs(5)))
///     .retry(RetryPolicy::default().attempts(5));
/// # let _ = environment;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Environment {
    origin: String,
    transport: TransportSettings,
    credentials: Option<Arc<dyn Credentials>>,
    limits: TimeLimits,
    retry: RetryPolicy,
    resume: ResumePolicy,
    dialect: Dialect,
    sockets: ConnectionOptions,
    headers: HeaderMap,
    pool: Arc<OnceLock<HttpTransport>>,
}

impl Environment {
    /// An environment whose API is at this address: `https://` or `http://`, a host, perhaps a port, perhaps a path in front of the API's
    /// and a query in front of each request's.
    pub fn at(origin: impl Into<String>) -> Self {
        Self {
            origin: origin.into(),
            transport: TransportSettings::default(),
            credentials: None,
            limits: TimeLimits::default(),
            retry: RetryPolicy::default(),
            resume: ResumePolicy::default(),
            dialect: Dialect::ServerSentEvents,
            sockets: ConnectionOptions::default(),
            headers: HeaderMap::new(),
            pool: Arc::default(),
        }
    }

    /// The same settings for an API at another address.
    #[must_use]
    pub fn address(mut self, origin: impl Into<String>) -> Self {
        self.origin = origin.into();
        self
    }

    /// Connects so.
    #[must_use]
    pub fn transport(mut self, settings: TransportSettings) -> Self {
        self.transport = settings;
        self.pool = Arc::default();
        self
    }

    /// Proves with every request who is calling.
    #[must_use]
    pub fn credentials(mut self, credentials: impl Credentials) -> Self {
        self.credentials = Some(Arc::new(credentials));
        self
    }

    /// Waits so long for answers.
    #[must_use]
    pub fn time_limits(mut self, limits: TimeLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Repeats requests so.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Opens lost subscriptions again so.
    #[must_use]
    pub fn resume(mut self, policy: ResumePolicy) -> Self {
        self.resume = policy;
        self
    }

    /// Follows subscriptions in this dialect; server-sent events if not said.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// Opens WebSockets with these options, unless an opening says others.
    #[must_use]
    pub fn web_sockets(mut self, options: ConnectionOptions) -> Self {
        self.sockets = options;
        self
    }

    /// Sends a header field with every request.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// The environment's layers around any service: a transport of one's own, or a server in process.
    pub fn around<S: Transport>(&self, service: S) -> Connection<S> {
        let limited = Limit::new(service, self.limits);
        let authorized = Authorize::new(limited, self.credentials.clone());
        let retried = Retry::new(authorized, self.retry);
        Connection::new(Resume::new(retried, self.resume.clone()))
    }

    /// Connects to an API through any service, in process for instance:
    /// `environment.connect_through::<MyApi, _>(InProcess::new(MyApi::serve(x)))`.
    ///
    /// # Errors
    /// If the address is none of an API.
    pub fn connect_through<A: Api, S: Transport>(&self, service: S) -> Result<Client<A, Connection<S>>, Failure> {
        let origin = self.origin()?;
        let mut client =
            A::connect(self.around(service)).at(&origin).dialect(self.dialect).web_sockets(self.sockets.clone());
        for (name, value) in &self.headers {
            client = client.header(name.clone(), value.clone());
        }
        Ok(client)
    }

    /// Opens a WebSocket of any server, whether or not an API's trait describes it: the path, with a query perhaps, is below the
    /// environment's address. Credentials, header fields and time limits are the environment's.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use api_client::Environment;
    /// use api_core::websocket::OpenOptions;
    ///
    /// let environment = Environment::at("http://127.0.0.1:9001");
    /// let (mut connection, _) = environment.open("/echo", OpenOptions::default()).await?;
    /// connection.send_text("hello").await?;
    /// assert_eq!(connection.receive::<String>().await?, "hello");
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// What the server answered instead, with status, header fields and body; or what went wrong.
    ///
    /// # Cancel safety
    /// Dropping the future gives the opening up.
    #[cfg(feature = "websocket")]
    pub async fn open(&self, path: &str, options: OpenOptions) -> Result<(WebSocket, Parts), HandshakeError> {
        let origin = self.origin()?;
        let base = origin.path().trim_end_matches('/');
        let query = origin.query().map(|query| format!("{}{query}", if path.contains('?') { '&' } else { '?' }));
        let illegal = |error| Failure::new(FailureKind::Encode, format!("`{path}` is no path")).caused_by(error);
        let uri = Uri::builder()
            .scheme(origin.scheme().cloned().unwrap_or(Scheme::HTTP))
            .authority(origin.authority().map_or("", |authority| authority.as_str()))
            .path_and_query(format!("{base}{path}{}", query.unwrap_or_default()))
            .build()
            .map_err(illegal)?;
        let mut request = http::Request::new(api_core::Body::empty());
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers.clone();
        dial(&self.around(self.pool()?), request, options.connection_or(&self.sockets)).await
    }

    /// The pool of this environment; made when first asked for.
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
        // Another thread may have been faster; then its pool is everybody's.
        Ok(self.pool.get_or_init(|| pool).clone())
    }

    fn origin(&self) -> Result<Uri, Failure> {
        let illegal =
            |why: &str| Failure::new(FailureKind::Encode, format!("`{}` is no API's address: {why}", self.origin));
        let origin: Uri = self.origin.parse().map_err(|error| illegal("it is no URL").caused_by(error))?;
        if !matches!(origin.scheme(), Some(scheme) if *scheme == Scheme::HTTP || *scheme == Scheme::HTTPS) {
            return Err(illegal("it must begin with `https://` or `http://`"));
        }
        if origin.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            // Not repeated in the message: it would be in every log.
            let why = "an API's address holds no user or password: give credentials to the environment";
            return Err(Failure::new(FailureKind::Encode, why));
        }
        Ok(origin)
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers may hold credentials, so they stay out.
        formatter.debug_struct("Environment").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}
