//! Authentication schemes.

/// An authentication scheme (RFC 9110 §11).
///
/// ```
/// use api_core::description::Security;
///
/// assert_eq!(Security::Bearer.challenge(), "Bearer");
/// assert_eq!(Security::ApiKey("x-api-key").header(), "x-api-key");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer,
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// A key in the header field with this name, in lower case.
    ApiKey(&'static str),
}

impl Security {
    /// Returns the value of `WWW-Authenticate`, which a response with status 401 must have (RFC 9110 §15.5.2).
    pub const fn challenge(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
            Self::Basic => "Basic realm=\"api\", charset=\"UTF-8\"",
            Self::ApiKey(_) => "ApiKey",
        }
    }

    /// Returns the name of the header field that carries the credentials, in lower case.
    pub const fn header(self) -> &'static str {
        match self {
            Self::Bearer | Self::Basic => "authorization",
            Self::ApiKey(name) => name,
        }
    }
}
