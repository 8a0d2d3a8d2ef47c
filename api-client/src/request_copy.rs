//! Copies of requests, to repeat them if the first attempt fails.

use api_core::Body;
use api_core::client::RequestMetadata;
use bytes::Bytes;
use http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, Request, Uri, Version};

/// Returns a copy of a request, or `None` if its body is a stream.
pub(crate) fn copy(request: &Request<Body>) -> Option<Request<Body>> {
    let mut copy = Request::new(request.body().try_clone()?);
    request.method().clone_into(copy.method_mut());
    request.uri().clone_into(copy.uri_mut());
    *copy.version_mut() = request.version();
    request.headers().clone_into(copy.headers_mut());
    request.extensions().clone_into(copy.extensions_mut());
    Some(copy)
}

/// What a request can be made of again. It costs less than a copy, because most requests are not repeated.
pub(crate) struct Again {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    version: Version,
    headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) metadata: Option<RequestMetadata>,
    /// All extensions, if there are others than the metadata.
    extensions: Option<Extensions>,
    /// Empty for a request without a body.
    body: Bytes,
}

impl Again {
    /// Copies what is needed of a request. `None` if its body is a stream.
    pub(crate) fn of(request: &Request<Body>) -> Option<Self> {
        let metadata = request.extensions().get::<RequestMetadata>().copied();
        let others = request.extensions().len() > usize::from(metadata.is_some());
        let extensions = others.then(|| request.extensions().clone());
        Some(Self { metadata, extensions, ..Self::parts(request)? })
    }

    /// Copies what is needed of the request of a call without extensions. `None` if its body is a stream.
    pub(crate) fn of_call(request: &Request<Body>, metadata: RequestMetadata) -> Option<Self> {
        Some(Self { metadata: Some(metadata), ..Self::parts(request)? })
    }

    fn parts(request: &Request<Body>) -> Option<Self> {
        let body = request.body().try_clone()?.into_bytes().ok()?;
        let mut headers = Vec::with_capacity(request.headers().len());
        for (name, value) in request.headers() {
            headers.push((name.clone(), value.clone()));
        }
        Some(Self {
            method: request.method().clone(),
            uri: request.uri().clone(),
            version: request.version(),
            headers,
            metadata: None,
            extensions: None,
            body,
        })
    }

    /// Returns the request.
    pub(crate) fn request(&self) -> Request<Body> {
        let body = if self.body.is_empty() { Body::empty() } else { self.body.clone().into() };
        let mut request = Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.version_mut() = self.version;
        let mut headers = HeaderMap::with_capacity(self.headers.len());
        for (name, value) in &self.headers {
            headers.append(name.clone(), value.clone());
        }
        *request.headers_mut() = headers;
        if let Some(extensions) = &self.extensions {
            extensions.clone_into(request.extensions_mut());
        } else if let Some(metadata) = self.metadata {
            request.extensions_mut().insert(metadata);
        }
        request
    }
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use api_core::{Body, BoxError};
    use bytes::Bytes;
    use http::{HeaderValue, Request, Version};
    use http_body::Frame;

    use super::Again;

    #[derive(Debug, Clone, PartialEq)]
    struct Mark(u8);

    #[test]
    fn a_request_is_made_again_with_all_of_its_parts() {
        let mut secret = HeaderValue::from_static("secret");
        secret.set_sensitive(true);
        let request = Request::put("http://localhost/a?b=c")
            .version(Version::HTTP_2)
            .header("x-list", "1")
            .header("authorization", secret)
            .header("x-list", "2")
            .extension(Mark(7))
            .body(Body::from("text"))
            .expect("a request");
        let again = Again::of(&request).expect("copied").request();
        assert_eq!(again.method(), request.method());
        assert_eq!(again.uri(), request.uri());
        assert_eq!(again.version(), request.version());
        assert_eq!(again.headers(), request.headers());
        assert!(again.headers()["authorization"].is_sensitive());
        assert_eq!(again.extensions().get(), Some(&Mark(7)));
        assert_eq!(again.body().as_bytes(), Some(&b"text"[..]));
    }

    /// A body of unknown length.
    struct Endless;

    impl http_body::Body for Endless {
        type Data = Bytes;
        type Error = BoxError;

        fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
            Poll::Pending
        }
    }

    #[test]
    fn a_request_with_a_stream_is_not_made_again() {
        assert!(Again::of(&Request::new(Body::stream(Endless))).is_none());
    }
}
