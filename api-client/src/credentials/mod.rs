//! Credentials of a client: a fixed value, or tokens that are fetched, cached and renewed.

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
pub(crate) use self::layer::{Authorized, Refused, WithoutCredentials};

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A source of credentials. One value serves all concurrent requests of the clients of one builder.
pub trait Credentials: Send + Sync + 'static {
    /// Returns the name of the header field. Default: `Authorization`.
    fn name(&self) -> HeaderName {
        AUTHORIZATION
    }

    /// Returns the value of the header field for the next request.
    fn value(&self) -> BoxFuture<'_, Result<HeaderValue, Failure>>;

    /// Returns the value, if it is known without waiting. Otherwise it is asked for by [`value`](Self::value). Default:
    /// `None`.
    fn known_value(&self) -> Option<HeaderValue> {
        None
    }

    /// Returns whether [`renew`](Self::renew) can return `true`. If not, requests are not kept to be repeated. Default:
    /// `true`.
    fn is_renewable(&self) -> bool {
        true
    }

    /// Reports that a request with the value `refused` was answered with 401. Returns whether another value is
    /// available; if so, the request is repeated once. Default: `false`.
    fn renew(&self, refused: &HeaderValue, answer: &Answer) -> bool {
        let _ = (refused, answer);
        false
    }
}

/// Credentials with a fixed value.
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
    /// Creates credentials of the form `Authorization: Bearer …` (RFC 6750).
    ///
    /// # Errors
    /// Returns an error if the token contains characters that a header field cannot carry.
    pub fn bearer(token: &str) -> Result<Self, Failure> {
        Ok(Self { name: AUTHORIZATION, value: bearer(token)? })
    }

    /// Creates credentials in a header field of any name, for example an API key.
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

    fn known_value(&self) -> Option<HeaderValue> {
        Some(self.value.clone())
    }

    fn is_renewable(&self) -> bool {
        false
    }
}

impl fmt::Debug for FixedCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("FixedCredentials").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Returns the field value of a token, marked as sensitive to keep it out of `Debug` and of HTTP/2's compression
/// tables.
fn bearer(token: &str) -> Result<HeaderValue, Failure> {
    let mut value = HeaderValue::try_from(format!("Bearer {token}")).map_err(|_| {
        Failure::new(FailureKind::Credentials, "the access token contains characters that a header field cannot carry")
    })?;
    value.set_sensitive(true);
    Ok(value)
}
