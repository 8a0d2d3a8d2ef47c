//! The settings of a client of one instance: address, credentials, retry and resume policies.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use api_client::{
    CachedToken, ClientBuilder, FixedCredentials, LayeredTransport, ResumePolicy, RetryPolicy, TimeLimits, Token,
    TokenSource, TransportSettings, connect,
};
use api_core::dialect::Dialect;
use api_core::error::Answer;
use api_core::{Api, Client, Failure, Transport};
use http::{HeaderName, HeaderValue};

use crate::raw::{AnyServiceApi, RawClient};
use crate::token::{EncodedToken, Grant, TokenSigner};
use crate::token_endpoint::EndpointTokens;
use crate::{Host, InstanceLocator, Key, PlatformErrors, error_types, sdk_headers};

/// The client environment of one instance. All clients created from it share one connection pool.
///
/// The defaults are those recommended for clients of the platform. Requests are retried by [`RetryPolicy::platform`].
/// Lost subscriptions are reopened by [`ResumePolicy::platform`]: a resumable one continues after the last event
/// received, any other starts again. An expired token is replaced and the request sent once more. Over TLS, HTTP/2 is
/// used with servers that support it; over plain TCP, HTTP/1.1.
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
    environment: ClientBuilder,
    settings: TransportSettings,
}

impl PlatformEnvironment {
    /// Creates an environment for the public host of the instance's cluster, without credentials.
    pub fn new(locator: InstanceLocator) -> Self {
        let environment = ClientBuilder::at(Host::of_cluster(&locator).base_url())
            .dialect(Dialect::Elements)
            .retry(RetryPolicy::platform())
            .resume(ResumePolicy::platform());
        Self { environment, locator, settings: TransportSettings::default() }
    }

    /// Sets the host. Requests use TLS.
    #[must_use]
    pub fn host(self, host: &Host) -> Self {
        self.at(&host.base_url())
    }

    /// Sets the address, scheme included.
    #[must_use]
    pub fn at(mut self, address: &str) -> Self {
        self.environment = self.environment.address(address);
        self
    }

    /// Sets TLS, protocol versions, pool size and connect time-outs.
    #[must_use]
    pub fn transport(mut self, settings: TransportSettings) -> Self {
        self.environment = self.environment.transport(settings.clone());
        self.settings = settings;
        self
    }

    /// Sends all requests and subscriptions over one HTTP/2 connection, over plain TCP as well. Call it after
    /// [`PlatformEnvironment::transport`], which resets this choice.
    #[must_use]
    pub fn one_connection(self) -> Self {
        let settings = self.settings.clone().http2_only();
        self.transport(settings)
    }

    /// Adds a header field to every request.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.environment = self.environment.header(name, value);
        self
    }

    /// Sends the SDK information headers with every request: the product (`chatkit`), its version, language and
    /// platform. Default: none are sent.
    #[must_use]
    pub fn sdk_information(self, product: &'static str, version: &'static str) -> Self {
        let fields = sdk_headers::information(product, version);
        fields.into_iter().fold(self, |environment, (name, text)| {
            environment.header(HeaderName::from_static(name), HeaderValue::from_static(text))
        })
    }

    /// Sets the time limits of requests.
    #[must_use]
    pub fn time_limits(mut self, limits: TimeLimits) -> Self {
        self.environment = self.environment.time_limits(limits);
        self
    }

    /// Sets the retry policy of requests. Default: [`RetryPolicy::platform`].
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.environment = self.environment.retry(policy);
        self
    }

    /// Sets the resume policy of subscriptions. Default: [`ResumePolicy::platform`].
    #[must_use]
    pub fn resume(mut self, policy: ResumePolicy) -> Self {
        self.environment = self.environment.resume(policy);
        self
    }

    /// Sends a token that is not renewed with every request.
    ///
    /// # Errors
    /// Returns an error if the token contains a character that is illegal in a field value.
    pub fn token(mut self, token: &EncodedToken) -> Result<Self, Failure> {
        self.environment = self.environment.credentials(FixedCredentials::bearer(token.as_str())?);
        Ok(self)
    }

    /// Signs tokens locally, for an application server that holds the key.
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

    /// Fetches a user's tokens from the application's token endpoint, for example `https://app.example/token?via=web`.
    ///
    /// If the endpoint needs cookies or private certificate authorities, pass an [`EndpointTokens`] to
    /// [`PlatformEnvironment::fetching`] instead.
    ///
    /// # Errors
    /// Returns an error if `url` is not a valid address. Nothing is sent yet.
    pub fn token_endpoint(self, url: &str, user: impl Into<String>) -> Result<Self, Failure> {
        let tokens = EndpointTokens::connect(&ClientBuilder::at(url), user)?;
        Ok(self.fetching(tokens))
    }

    /// Fetches tokens from any source. Concurrent requests share one fetch. A new token is fetched shortly before the
    /// current one expires, and when a service answers that it has expired.
    #[must_use]
    pub fn fetching(mut self, source: impl TokenSource) -> Self {
        let credentials = CachedToken::new(source).leeway(LEEWAY).expired_when(is_expired);
        self.environment = self.environment.credentials(credentials);
        self
    }

    /// Returns the instance locator.
    pub fn locator(&self) -> &InstanceLocator {
        &self.locator
    }

    /// Creates a client of one of the platform's services.
    ///
    /// # Errors
    /// Returns an error if the configured address is invalid.
    pub fn connect<A: Api>(&self) -> Result<Client<A, LayeredTransport>, Failure> {
        Ok(self.bound(connect::<A>(&self.environment)?))
    }

    /// Creates a client that sends its requests through `service`, for example in process.
    ///
    /// # Errors
    /// Returns an error if the configured address is invalid.
    pub fn connect_through<A: Api, S: Transport>(&self, service: S) -> Result<Client<A, LayeredTransport<S>>, Failure> {
        Ok(self.bound(self.environment.connect_through::<A, S>(service)?))
    }

    /// Creates an untyped client of all services.
    ///
    /// # Errors
    /// Returns an error if the configured address is invalid.
    pub fn raw(&self) -> Result<RawClient, Failure> {
        Ok(RawClient::new(connect::<AnyServiceApi>(&self.environment)?, &self.locator))
    }

    /// Creates an untyped client that sends its requests through `service`.
    ///
    /// # Errors
    /// Returns an error if the configured address is invalid.
    pub fn raw_through<S: Transport>(&self, service: S) -> Result<RawClient<LayeredTransport<S>>, Failure> {
        Ok(RawClient::new(self.environment.connect_through::<AnyServiceApi, S>(service)?, &self.locator))
    }

    fn bound<A: Api, T: Transport>(&self, client: Client<A, T>) -> Client<A, T> {
        client.bind("instance", self.locator.instance_id())
    }
}

/// How long before its expiry a token is renewed, as in the Node SDK.
const LEEWAY: Duration = Duration::from_secs(30);

/// Whether a new token helps. Of all 401 errors this is true of one only (`PROTOCOL.md` §3).
fn is_expired(answer: &Answer) -> bool {
    answer.document(&PlatformErrors).is_some_and(|document| document.kind == error_types::TOKEN_EXPIRED)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use api_core::Body;
    use http::{Method, Request, Response};

    use super::*;
    use crate::raw::RawRequest;

    /// Records the credentials of each request.
    #[derive(Clone, Default)]
    struct Seen(Arc<Mutex<Vec<String>>>);

    impl Transport for Seen {
        async fn send(&self, request: Request<Body>) -> Result<Response<Body>, Failure> {
            let value = request.headers()["authorization"].to_str().expect("text").to_owned();
            self.0.lock().expect("the list").push(value);
            Ok(Response::new(Body::empty()))
        }
    }

    #[tokio::test]
    async fn a_token_of_the_environment_yields_to_that_of_one_request() {
        let (seen, one) = (Seen::default(), EncodedToken::from("one".to_owned()));
        let environment = PlatformEnvironment::new("v1:us1:8f1e0c52".parse().expect("a locator"));
        let client = environment.token(&one).expect("a token").raw_through(seen.clone()).expect("an address");
        let request = || RawRequest::new(Method::GET, "chatkit", "v6", "/users");
        client.send(request()).await.expect("a response");
        let two = EncodedToken::from("two".to_owned());
        client.send(request().token(&two).expect("a token")).await.expect("a response");
        assert_eq!(*seen.0.lock().expect("the list"), ["Bearer one", "Bearer two"]);
    }
}
