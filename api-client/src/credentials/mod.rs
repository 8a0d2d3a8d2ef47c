//! What a client proves itself with: a fixed value, or tokens that are fetched, kept and renewed.

mod cache;
mod cached_token;
mod layer;

use std::fmt;
use std::pin::Pin;

use api_core::error::{Answer, Failure, FailureKind};
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};

pub use self::cached_token::{CachedToken, Token, TokenSource};
pub use self::layer::Authorize;
pub(crate) use self::layer::{Authorized, Refused};

/// A future behind a box.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Puts credentials on requests. One value serves all requests of an environment, many at a time.
pub trait Credentials: Send + Sync + 'static {
    /// The header field that carries them.
    fn name(&self) -> HeaderName {
        AUTHORIZATION
    }

    /// The field's value for the next request.
    fn value(&self) -> BoxFuture<'_, Result<HeaderValue, Failure>>;

    /// Hears that a request with this value was answered 401, and tells whether another value can be had now: then the request is
    /// repeated, once.
    fn renew(&self, refused: &HeaderValue, answer: &Answer) -> bool {
        let _ = (refused, answer);
        false
    }
}

/// Credentials that never change.
///
/// ```
/// use api_client::FixedCredentials;
///
/// let credentials = FixedCredentials::bearer("6a37c6cb")?;
/// assert!(!format!("{credentials:?}").contains("6a37c6cb"));
/// # Ok::<(), api_core::Failure>(())
/// ```
#[derive(Clone)]
pub struct FixedCredentials {
    name: HeaderName,
    value: HeaderValue,
}

impl FixedCredentials {
    /// `Authorization: Bearer …` (RFC 6750).
    ///
    /// # Errors
    /// If the token holds what no header field can.
    pub fn bearer(token: &str) -> Result<Self, Failure> {
        Ok(Self { name: AUTHORIZATION, value: bearer(token)? })
    }

    /// A field of any name, for API keys.
    pub fn header(name: HeaderName, mut value: HeaderValue) -> Self {
        value.set_sensitive(true);
        Self { name, value }
    }
}

impl Credentials for FixedCredentials {
    fn name(&self) -> HeaderName {
        self.name.clone()
    }

    fn value(&self) -> BoxFuture<'_, Result<HeaderValue, Failure>> {
        Box::pin(std::future::ready(Ok(self.value.clone())))
    }
}

impl fmt::Debug for FixedCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("FixedCredentials").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The field value of a token; marked as sensitive, which keeps it out of `Debug` and of HTTP/2's compression tables.
fn bearer(token: &str) -> Result<HeaderValue, Failure> {
    let mut value = HeaderValue::try_from(format!("Bearer {token}"))
        .map_err(|_| Failure::new(FailureKind::Credentials, "the access token holds what no header field can"))?;
    value.set_sensitive(true);
    Ok(value)
}
