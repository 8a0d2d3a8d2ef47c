//! Where a platform client goes and how it proves itself: what the Haskell library calls its environment.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use api_client::{
    CachedToken, Connection, Environment, ResumePolicy, RetryPolicy, TimeLimits, Token, TokenSource, TransportSettings,
    connect,
};
use api_core::dialect::Dialect;
use api_core::error::Answer;
use api_core::{Api, Client, Failure, Transport};
use http::{HeaderName, HeaderValue};

use crate::raw::{AnyServiceApi, RawClient};
use crate::token::{Grant, TokenSigner};
use crate::token_endpoint::EndpointTokens;
use crate::{Host, InstanceLocator, Key, PlatformErrors, error_types, sdk_headers};

/// A client's end of one instance. All clients made of it share one pool of connections.
///
/// What it does unless told otherwise is what is recommended for clients of the platform: requests are repeated by
/// [`RetryPolicy::platform`], subscriptions opened again by [`ResumePolicy::platform`] (after the last event seen where the endpoint is
/// resumable, anew where it is not), a token that has expired is replaced and the request sent once more. Over TLS it speaks HTTP/2 with
/// servers that do, over plain TCP HTTP/1.1.
///
/// ```
/// use pusher_platform::PlatformEnvironment;
/// use pusher_platform::token::Grant;
///
/// let environment = PlatformEnvironment::new("v1:us1:8f1e0c52".parse()?)
///     .signing(&"key-id:key-secret".parse()?, Grant::superuser())
///     .at("https://localhost:8443");
/// # let _ = environment;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct PlatformEnvironment {
    locator: InstanceLocator,
    environment: Environment,
    settings: TransportSettings,
}

impl PlatformEnvironment {
    /// The public host of the instance's cluster, without credentials.
    pub fn new(locator: InstanceLocator) -> Self {
        let environment = Environment::at(Host::of_cluster(&locator).base_url())
            .dialect(Dialect::Elements)
            .retry(RetryPolicy::platform())
            .resume(ResumePolicy::platform());
        Self { environment, locator, settings: TransportSettings::default() }
    }

    /// Another host, over TLS.
    #[must_use]
    pub fn host(self, host: &Host) -> Self {
        self.at(&host.base_url())
    }

    /// Another host, with its scheme.
    #[must_use]
    pub fn at(mut self, address: &str) -> Self {
        self.environment = self.environment.address(address);
        self
    }

    /// Connects so: own certificate authorities, limits.
    #[must_use]
    pub fn transport(mut self, settings: TransportSettings) -> Self {
        self.environment = self.environment.transport(settings.clone());
        self.settings = settings;
        self
    }

    /// Sends everything, requests and subscriptions, over one HTTP/2 connection, from the first request on and over plain TCP too. Say it
    /// after [`PlatformEnvironment::transport`].
    #[must_use]
    pub fn one_connection(self) -> Self {
        let settings = self.settings.clone().http2_only();
        self.transport(settings)
    }

    /// Sends a header field with every request.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.environment = self.environment.header(name, value);
        self
    }

    /// Introduces itself with every request, as the SDK of a product (`chatkit`) in some version; unless said, it does not.
    #[must_use]
    pub fn introduced_as(self, product: &'static str, version: &'static str) -> Self {
        let fields = sdk_headers::introduction(product, version);
        fields.into_iter().fold(self, |environment, (name, text)| {
            environment.header(HeaderName::from_static(name), HeaderValue::from_static(text))
        })
    }

    /// Waits so long for answers.
    #[must_use]
    pub fn time_limits(mut self, limits: TimeLimits) -> Self {
        self.environment = self.environment.time_limits(limits);
        self
    }

    /// Repeats requests by another policy than the one recommended.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.environment = self.environment.retry(policy);
        self
    }

    /// Opens lost subscriptions again by another policy than the platform's clients.
    #[must_use]
    pub fn resume(mut self, policy: ResumePolicy) -> Self {
        self.environment = self.environment.resume(policy);
        self
    }

    /// Signs tokens itself, as an application's server does that holds the key.
    #[must_use]
    pub fn signing(self, key: &Key, grant: Grant) -> Self {
        let signer = Arc::new(TokenSigner::new(&self.locator, key));
        self.fetching(move || {
            let (signer, grant) = (signer.clone(), grant.clone());
            async move {
                let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
                let issued = signer.sign(&grant, now)?;
                let lifetime = Duration::from_secs(issued.expires_in);
                Ok(Token::new(issued.token.into_string()).expires_in(lifetime))
            }
        })
    }

    /// Fetches a user's tokens from the application's token endpoint, which lives at any address: `https://app.example/token?via=web`.
    ///
    /// For an endpoint that wants cookies, or certificate authorities of its own, give an [`EndpointTokens`] to
    /// [`PlatformEnvironment::fetching`].
    ///
    /// # Errors
    /// If the address is none. Nothing is sent yet.
    pub fn token_endpoint(self, url: &str, user: impl Into<String>) -> Result<Self, Failure> {
        let tokens = EndpointTokens::connect(&Environment::at(url), user)?;
        Ok(self.fetching(tokens))
    }

    /// Fetches tokens from any source: once for however many requests need one, and again shortly before they run out or when a service
    /// says that they have.
    #[must_use]
    pub fn fetching(mut self, source: impl TokenSource) -> Self {
        let credentials = CachedToken::new(source).leeway(LEEWAY).expired_when(is_expired);
        self.environment = self.environment.credentials(credentials);
        self
    }

    /// The instance.
    pub fn locator(&self) -> &InstanceLocator {
        &self.locator
    }

    /// A client of one of the platform's services.
    ///
    /// # Errors
    /// If the address is none.
    pub fn connect<A: Api>(&self) -> Result<Client<A, Connection>, Failure> {
        Ok(self.bound(connect::<A>(&self.environment)?))
    }

    /// The same through any service, in process for instance.
    ///
    /// # Errors
    /// If the address is none.
    pub fn connect_through<A: Api, S: Transport>(&self, service: S) -> Result<Client<A, Connection<S>>, Failure> {
        Ok(self.bound(self.environment.connect_through::<A, S>(service)?))
    }

    /// A client of all services without their types.
    ///
    /// # Errors
    /// If the address is none.
    pub fn raw(&self) -> Result<RawClient, Failure> {
        Ok(RawClient::new(connect::<AnyServiceApi>(&self.environment)?, &self.locator))
    }

    /// The same through any service.
    ///
    /// # Errors
    /// If the address is none.
    pub fn raw_through<S: Transport>(&self, service: S) -> Result<RawClient<Connection<S>>, Failure> {
        Ok(RawClient::new(self.environment.connect_through::<AnyServiceApi, S>(service)?, &self.locator))
    }

    fn bound<A: Api, T: Transport>(&self, client: Client<A, T>) -> Client<A, T> {
        client.bind("instance", self.locator.instance_id())
    }
}

/// The node SDK renews its tokens so long before they run out.
const LEEWAY: Duration = Duration::from_secs(30);

/// Of all 401s only this one is cured by another token (reference pusher-platform §3).
fn is_expired(answer: &Answer) -> bool {
    answer.document(&PlatformErrors).is_some_and(|document| document.kind == error_types::TOKEN_EXPIRED)
}
