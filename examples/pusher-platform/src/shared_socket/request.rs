//! Converts a subscribe message into the request that it represents.

use api_core::Body;
use api_core::description::Verb;
use http::header::HOST;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode, Uri};

use super::{Ending, Subscribe};
use crate::error_types;

/// Creates the request, as if it had been sent separately to the host on which the socket was opened.
///
/// # Errors
/// Returns an end if the path or a header field is illegal in a request.
pub(super) fn request(subscribe: &Subscribe, host: Option<&HeaderValue>) -> Result<Request<Body>, Ending> {
    let path = Some(subscribe.path.as_str()).filter(|path| path.starts_with('/'));
    let path = path.and_then(|path| PathAndQuery::try_from(path).ok());
    let path = path.ok_or_else(|| malformed("The path is not an absolute path with a query."))?;
    let mut request = Request::new(Body::empty());
    *request.method_mut() = Verb::Subscribe.method();
    *request.uri_mut() = Uri::from(path);
    *request.headers_mut() = headers(subscribe, host).ok_or_else(|| malformed("A header field is invalid."))?;
    Ok(request)
}

fn headers(subscribe: &Subscribe, host: Option<&HeaderValue>) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in &subscribe.headers {
        let name = HeaderName::try_from(name).ok()?;
        // A map that is full rejects the field as well.
        headers.try_append(name, HeaderValue::try_from(value).ok()?).ok()?;
    }
    if let Some(host) = host {
        // The client cannot select another host than the one it is connected to.
        headers.insert(HOST, host.clone());
    }
    Some(headers)
}

fn malformed(description: &str) -> Ending {
    Ending::error(StatusCode::BAD_REQUEST, error_types::MALFORMED_MESSAGE, description)
}
