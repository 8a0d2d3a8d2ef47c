//! A request by its parts.

use api_core::Body;
use api_core::description::Verb;
use api_core::error::{Failure, FailureKind};
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use serde::Serialize;

use crate::token::EncodedToken;

/// A request of any service.
///
/// ```
/// use http::Method;
/// use pusher_platform::raw::RawRequest;
///
/// let request = RawRequest::new(Method::PUT, "chatkit", "v6", "/rooms/lobby").json(&serde_json::json!({ "name": "Lobby" }))?;
/// assert_eq!(request.target("8f1e0c52"), "/services/chatkit/v6/8f1e0c52/rooms/lobby");
/// # Ok::<(), api_core::Failure>(())
/// ```
#[derive(Debug, Clone)]
pub struct RawRequest {
    method: Method,
    service: String,
    version: String,
    path: String,
    headers: HeaderMap,
    body: Option<Vec<u8>>,
}

impl RawRequest {
    /// A request without a body. The path is encoded already, begins with a slash or not, and may have a query.
    pub fn new(
        method: Method,
        service: impl Into<String>,
        version: impl Into<String>,
        path: impl Into<String>,
    ) -> Self {
        let (service, version, path) = (service.into(), version.into(), path.into());
        Self { method, service, version, path, headers: HeaderMap::new(), body: None }
    }

    /// A request for a subscription.
    pub fn subscribe(service: impl Into<String>, version: impl Into<String>, path: impl Into<String>) -> Self {
        Self::new(Verb::Subscribe.method(), service, version, path)
    }

    /// The same with a header field.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// The same with a token of its own instead of the environment's.
    ///
    /// # Errors
    /// If the token holds what no header field can.
    pub fn token(self, token: &EncodedToken) -> Result<Self, Failure> {
        let mut value = HeaderValue::try_from(format!("Bearer {}", token.as_str()))
            .map_err(|_| Failure::new(FailureKind::Credentials, "the access token holds what no header field can"))?;
        value.set_sensitive(true);
        Ok(self.header(AUTHORIZATION, value))
    }

    /// The same with a body.
    ///
    /// # Errors
    /// If the value has no form in JSON.
    pub fn json(mut self, body: &impl Serialize) -> Result<Self, Failure> {
        let body = serde_json::to_vec(body)
            .map_err(|error| Failure::new(FailureKind::Encode, "the body has no form in JSON").caused_by(error))?;
        self.body = Some(body);
        Ok(self.header(CONTENT_TYPE, HeaderValue::from_static("application/json")))
    }

    /// Path and query of the request. Runs of slashes count as one and one at the end as none, as in the platform's SDKs.
    pub fn target(&self, instance: &str) -> String {
        let (path, query) = self.path.split_once('?').map_or((&*self.path, None), |(path, query)| (path, Some(query)));
        let mut target = format!("/services/{}/{}/{instance}", self.service, self.version);
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            target.push('/');
            target.push_str(segment);
        }
        if let Some(query) = query.filter(|query| !query.is_empty()) {
            target.push('?');
            target.push_str(query);
        }
        target
    }

    pub(super) fn is_subscription(&self) -> bool {
        Verb::of(&self.method) == Some(Verb::Subscribe)
    }

    pub(super) fn into_http(self, instance: &str) -> Result<Request<Body>, Failure> {
        let target = self.target(instance);
        let mut request = Request::new(self.body.map_or_else(Body::empty, Body::from));
        *request.uri_mut() = target
            .parse()
            .map_err(|error| Failure::new(FailureKind::Encode, format!("`{target}` is no path")).caused_by(error))?;
        *request.method_mut() = self.method;
        *request.headers_mut() = self.headers;
        Ok(request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_are_folded_and_an_empty_query_is_none() {
        for (path, target) in [
            ("users", "/services/s/v1/i/users"),
            ("/users", "/services/s/v1/i/users"),
            ("//rooms//a%2Fb/", "/services/s/v1/i/rooms/a%2Fb"),
            ("/rooms/a?", "/services/s/v1/i/rooms/a"),
            ("/rooms?a=//&b", "/services/s/v1/i/rooms?a=//&b"),
            ("", "/services/s/v1/i"),
        ] {
            assert_eq!(RawRequest::new(Method::GET, "s", "v1", path).target("i"), target, "{path}");
        }
    }
}
