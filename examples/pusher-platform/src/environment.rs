//! Where a platform client goes and how it proves itself: what the Haskell library calls its environment.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use api_client::{CachedToken, Environment, ResumePolicy, Token, TokenSource, TransportSettings, connect};
use api_core::dialect::Dialect;
use api_core::error::Answer;
use api_core::{Api, Client, Failure};

use crate::token::{Grant, TokenSigner};
use crate::{Host, InstanceLocator, Key, PlatformErrors, error_types};

/// A client's end of one instance. All clients made of it share one pool of connections.
///
/// ```
/// use pusher_platform::PlatformEnvironment;
/// use pusher_platform::token::Grant;
///
/// let environment = PlatformEnvironment::new("v1:us1:8f1e0c52".parse()?)
///     .at("https://localhost:8443")
///     .signing(&"key-id:key-secret".parse()?, Grant::superuser());
/// # let _ = environment;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct PlatformEnvironment {
    locator: InstanceLocator,
    environment: Environment,
}

impl PlatformEnvironment {
    /// The public host of the instance's cluster, without credentials.
    pub fn new(locator: InstanceLocator) -> Self {
        let address = Host::of_cluster(&locator).base_url();
        Self { environment: environment(&address), locator }
    }

    /// Another host, with its scheme. Set it before the credentials.
    #[must_use]
    pub fn at(mut self, address: &str) -> Self {
        self.environment = environment(address);
        self
    }

    /// Connects so: own certificate authorities, HTTP/2 only, limits.
    #[must_use]
    pub fn transport(mut self, settings: TransportSettings) -> Self {
        self.environment = self.environment.transport(settings);
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
                let lifetime = std::time::Duration::from_secs(issued.expires_in);
                Ok(Token::new(issued.token.into_string()).expires_in(lifetime))
            }
        })
    }

    /// Fetches tokens, from an application's token endpoint for instance.
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
    pub fn connect<A: Api>(&self) -> Result<Client<A, api_client::Connection>, Failure> {
        Ok(connect::<A>(&self.environment)?.bind("instance", self.locator.instance_id()))
    }
}

/// The node SDK renews its tokens so long before they run out.
const LEEWAY: std::time::Duration = std::time::Duration::from_secs(30);

fn environment(address: &str) -> Environment {
    Environment::at(address).dialect(Dialect::Elements).resume(ResumePolicy::platform())
}

/// Of all 401s only this one is cured by another token (reference pusher-platform §3).
fn is_expired(answer: &Answer) -> bool {
    answer.document(&PlatformErrors).is_some_and(|document| document.kind == error_types::TOKEN_EXPIRED)
}
