//! The origin by which clients reach the server.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use http::Uri;
use http::header::HOST;
use http::request::Parts;

/// The scheme and authority by which a client reaches this server, e.g. `https://localhost:8443`, possibly with a path
/// behind a proxy. Clones are cheap.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(Arc<str>);

impl Origin {
    /// Returns the origin to which a request was sent. Addresses in its response use it.
    pub(super) fn of(scheme: &str, head: &Parts) -> Self {
        let host = head.headers.get(HOST).and_then(|host| host.to_str().ok());
        let authority = head.uri.authority().map(http::uri::Authority::as_str).or(host).unwrap_or("localhost");
        Self(format!("{scheme}://{authority}").into())
    }
}

impl FromStr for Origin {
    type Err = ParseOriginError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uri: Uri = text.parse().map_err(|_| ParseOriginError)?;
        let absolute =
            matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty());
        if !absolute || uri.query().is_some() {
            return Err(ParseOriginError);
        }
        Ok(Self(text.trim_end_matches('/').into()))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The error of a text that is not a public address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an address begins with http:// or https:// and a host, and has no query: https://chat.example")]
pub struct ParseOriginError;

#[cfg(test)]
mod tests {
    use super::Origin;

    #[test]
    fn an_origin_is_absolute_and_a_trailing_slash_is_removed() {
        for (text, read) in [
            ("https://chat.example/", Some("https://chat.example")),
            ("http://localhost:8080", Some("http://localhost:8080")),
            ("https://host/behind/a/proxy/", Some("https://host/behind/a/proxy")),
            ("chat.example", None),
            ("ftp://chat.example", None),
            ("https://", None),
            ("https://chat.example?a=b", None),
            ("", None),
        ] {
            assert_eq!(text.parse::<Origin>().ok().map(|origin| origin.to_string()).as_deref(), read, "{text}");
        }
    }
}
