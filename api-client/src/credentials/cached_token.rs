//! Bearer tokens from an issuer: fetched on demand, once for all waiting requests, and cached until they expire.

use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use api_core::BoxError;
use api_core::error::{Answer, Failure, FailureKind};
use http::HeaderValue;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use super::cache::{FetchNumber, Step, TokenCache};
use super::{BoxFuture, Credentials, bearer};

/// An access token of an issuer.
#[derive(Clone)]
pub struct Token {
    secret: String,
    expires_in: Option<Duration>,
}

impl Token {
    /// Creates a token that is used until a server refuses it.
    pub fn new(secret: impl Into<String>) -> Self {
        Self { secret: secret.into(), expires_in: None }
    }

    /// Sets the lifetime after which the token is renewed.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.expires_in = Some(lifetime);
        self
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Token").field("expires_in", &self.expires_in).finish_non_exhaustive()
    }
}

/// A source of tokens. Every `Fn() -> impl Future<Output = Result<Token, BoxError>>` is one.
pub trait TokenSource: Send + Sync + 'static {
    /// Fetches a token.
    ///
    /// # Errors
    /// Returns an error if no token could be obtained. The requests that wait for the token report it as the source of
    /// their failure.
    fn fetch(&self) -> impl Future<Output = Result<Token, BoxError>> + Send;
}

impl<F, R> TokenSource for F
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<Token, BoxError>> + Send,
{
    fn fetch(&self) -> impl Future<Output = Result<Token, BoxError>> + Send {
        self()
    }
}

/// Credentials that fetch tokens from a source and cache them. Clones share the cache.
///
/// Concurrent requests share one fetch, which continues when the request that started it is cancelled. A failed fetch
/// fails the requests that wait for it; the next request starts another.
///
/// ```
/// use std::time::Duration;
/// use api_client::{CachedToken, Token};
///
/// let credentials = CachedToken::new(|| async {
///     // Ask the application's token endpoint here.
///     Ok(Token::new("eyJhbGciOi…").expires_in(Duration::from_secs(86_400)))
/// })
/// .leeway(Duration::from_mins(1));
/// ```
pub struct CachedToken<S> {
    shared: Arc<Shared<S>>,
}

struct Shared<S> {
    source: S,
    cache: Mutex<TokenCache<Join>>,
    fetch_within: Duration,
    is_expired: Box<dyn Fn(&Answer) -> bool + Send + Sync>,
}

/// A receiver of the outcome of a fetch.
type Join = watch::Receiver<Option<Result<HeaderValue, Arc<Failure>>>>;

impl<S: TokenSource> CachedToken<S> {
    /// Creates an empty cache.
    pub fn new(source: S) -> Self {
        let shared = Shared {
            source,
            cache: Mutex::new(TokenCache::new()),
            fetch_within: Duration::from_secs(30),
            is_expired: Box::new(|_| true),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Sets how long before its expiry a token is renewed. Default: zero.
    #[must_use]
    pub fn leeway(self, leeway: Duration) -> Self {
        self.shared.cache().set_leeway(leeway);
        self
    }

    /// Drops the cached token, for example when the user changes. The next request fetches another.
    pub fn clear(&self) {
        self.shared.cache().clear();
    }
}

impl<S: TokenSource> CachedToken<S> {
    /// Sets which responses with status 401 mean that the token has expired. Default: all.
    ///
    /// Has no effect once the value was cloned.
    #[must_use]
    pub fn expired_when(mut self, is_expired: impl Fn(&Answer) -> bool + Send + Sync + 'static) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.shared) {
            shared.is_expired = Box::new(is_expired);
        }
        self
    }

    /// Sets the time limit of a fetch. Default: 30 s.
    ///
    /// Has no effect once the value was cloned.
    #[must_use]
    pub fn fetch_within(mut self, limit: Duration) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.shared) {
            shared.fetch_within = limit;
        }
        self
    }

    async fn token(&self) -> Result<HeaderValue, Failure> {
        let mut sender = None;
        let step = self.shared.cache().next(Instant::now().into_std(), || {
            let (begun, receiver) = watch::channel(None);
            sender = Some(begun);
            receiver
        });
        let mut join = match step {
            Step::Use(value) => return Ok(value),
            Step::Join(join) => join,
            Step::Fetch(number, join) => {
                let fetch = Fetch { shared: self.shared.clone(), number };
                // Spawned, so that cancelling this request does not cancel the fetch for the others.
                tokio::spawn(async move {
                    let fetched = fetch.run().await.map_err(Arc::new);
                    // Sending fails if no request waits any more. The token is cached nevertheless.
                    let _ = sender.map(|sender| sender.send(Some(fetched)));
                });
                join
            }
        };
        let outcome = match join.wait_for(Option::is_some).await {
            Ok(outcome) => outcome.clone(),
            Err(_) => None,
        };
        match outcome {
            Some(Ok(value)) => Ok(value),
            Some(Err(failure)) => Err(no_token().caused_by(SharedFailure(failure))),
            None => Err(no_token().caused_by("the fetch of the token was aborted")),
        }
    }
}

impl<S> Shared<S> {
    fn cache(&self) -> MutexGuard<'_, TokenCache<Join>> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: TokenSource> Credentials for CachedToken<S> {
    fn value(&self) -> BoxFuture<'_, Result<HeaderValue, Failure>> {
        Box::pin(self.token())
    }

    fn known_value(&self) -> Option<HeaderValue> {
        self.shared.cache().held(Instant::now().into_std()).cloned()
    }

    fn renew(&self, refused: &HeaderValue, answer: &Answer) -> bool {
        let expired = (self.shared.is_expired)(answer);
        if expired {
            self.shared.cache().refused(refused);
        }
        expired
    }
}

impl<S> Clone for CachedToken<S> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone() }
    }
}

impl<S> fmt::Debug for CachedToken<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("CachedToken").finish_non_exhaustive()
    }
}

/// A fetch in progress. Dropping it, also by a panic of the source, leaves the cache usable.
struct Fetch<S> {
    shared: Arc<Shared<S>>,
    number: FetchNumber,
}

impl<S: TokenSource> Fetch<S> {
    async fn run(self) -> Result<HeaderValue, Failure> {
        let limit = self.shared.fetch_within;
        let token = match timeout(limit, self.shared.source.fetch()).await {
            Ok(token) => token.map_err(|error| no_token().caused_by(error))?,
            Err(_) => return Err(Failure::new(FailureKind::Timeout, format!("no access token within {limit:?}"))),
        };
        let value = bearer(&token.secret)?;
        self.shared.cache().fetched(self.number, Instant::now().into_std(), value.clone(), token.expires_in);
        Ok(value)
    }
}

impl<S> Drop for Fetch<S> {
    fn drop(&mut self) {
        self.shared.cache().failed(self.number);
    }
}

/// A failure shared by all requests that waited for one fetch.
#[derive(Debug)]
struct SharedFailure(Arc<Failure>);

impl fmt::Display for SharedFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Error for SharedFailure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

fn no_token() -> Failure {
    Failure::new(FailureKind::Credentials, "could not obtain an access token")
}
