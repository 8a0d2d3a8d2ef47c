//! How callers prove who they are.

/// The authentication scheme of an API (RFC 9110 §11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer,
    /// `Authorization: Basic …` (RFC 7617).
    Basic,
    /// A key in a header field of this name.
    ApiKey(&'static str),
}

impl Security {
    /// The value of `WWW-Authenticate` that a 401 must carry (RFC 9110 §15.5.2).
    pub const fn challenge(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
            Self::Basic => "Basic realm=\"api\", charset=\"UTF-8\"",
            Self::ApiKey(_) => "ApiKey",
        }
    }

    /// The header field that carries the credentials.
    pub const fn header(self) -> &'static str {
        match self {
            Self::Bearer | Self::Basic => "authorization",
            Self::ApiKey(name) => name,
        }
    }
}
