//! A request given by its parts.

use api_core::Body;
use api_core::description::Verb;
use api_core::error::{Failure, FailureKind};
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use serde::Serialize;

use crate::token::EncodedToken;

/// A request to any service.
///
/// ```
/// use http::Method;
/// use pusher_platform::raw::RawRequest;
///
/// let name = serde_json::json!({ "name": "Lobby" });
/// let request = RawRequest::new(Method::PUT, "chatkit", "v6", "/rooms/lobby").json(&name)?;
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
    body: Bytes,
}

impl RawRequest {
    /// Creates a request without a body. `path` is percent-encoded, may begin with a slash and may have a query.
    pub fn new(
        method: Method,
        service: impl Into<String>,
        version: impl Into<String>,
        path: impl Into<String>,
    ) -> Self {
        let (service, version, path) = (service.into(), version.into(), path.into());
        Self { method, service, version, path, headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// Creates a request for a subscription.
    pub fn subscribe(service: impl Into<String>, version: impl Into<String>, path: impl Into<String>) -> Self {
        Self::new(Verb::Subscribe.method(), service, version, path)
    }

    /// Sets a header field.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Sets the token, which takes precedence over the environment's.
    ///
    /// # Errors
    /// Returns an error if the token contains a character that is illegal in a field value.
    pub fn token(self, token: &EncodedToken) -> Result<Self, Failure> {
        let mut value = HeaderValue::try_from(format!("Bearer {}", token.as_str())).map_err(|_| {
            Failure::new(
                FailureKind::Credentials,
                "the access token contains a character that is illegal in a field value",
            )
        })?;
        value.set_sensitive(true);
        Ok(self.header(AUTHORIZATION, value))
    }

    /// Sets a JSON body.
    ///
    /// # Errors
    /// Returns an error if the value cannot be serialized as JSON.
    pub fn json(mut self, body: &impl Serialize) -> Result<Self, Failure> {
        let body = serde_json::to_vec(body).map_err(|error| {
            Failure::new(FailureKind::Encode, "the body cannot be serialized as JSON").caused_by(error)
        })?;
        self.body = body.into();
        Ok(self.header(CONTENT_TYPE, HeaderValue::from_static("application/json")))
    }

    /// Sets a body of any media type.
    ///
    /// ```
    /// use http::{HeaderValue, Method};
    /// use pusher_platform::raw::RawRequest;
    ///
    /// let image = RawRequest::new(Method::PUT, "chatkit_files", "v1", "/rooms/lobby/files/cat.png")
    ///     .body(HeaderValue::from_static("image/png"), b"\x89PNG".as_slice());
    /// # let _ = image;
    /// ```
    #[must_use]
    pub fn body(mut self, content_type: HeaderValue, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self.header(CONTENT_TYPE, content_type)
    }

    /// Returns the request target: path and query. Runs of slashes count as one and a trailing slash is dropped, as in
    /// the platform's SDKs.
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
        let mut request = Request::new(Body::from(self.body));
        *request.uri_mut() = target.parse().map_err(|error| {
            Failure::new(FailureKind::Encode, format!("`{target}` is not a valid request target")).caused_by(error)
        })?;
        *request.method_mut() = self.method;
        *request.headers_mut() = self.headers;
        Ok(request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_of_any_media_type_is_sent_verbatim() {
        let request = RawRequest::new(Method::PUT, "files", "v1", "/a")
            .body(HeaderValue::from_static("image/png"), vec![0xff, 0x00])
            .into_http("i")
            .expect("a request");
        assert_eq!(request.headers()["content-type"], "image/png");
        assert_eq!(request.body().as_bytes().expect("bytes"), [0xff, 0x00]);
        let none = RawRequest::new(Method::PUT, "files", "v1", "/a").into_http("i").expect("a request");
        assert!(none.headers().is_empty() && none.body().as_bytes().is_some_and(<[u8]>::is_empty));
    }

    #[test]
    fn runs_of_slashes_become_one_and_an_empty_query_is_removed() {
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
