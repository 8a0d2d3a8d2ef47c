//! From the message that asks for a subscription to the request that it stands for.

use api_core::Body;
use api_core::description::Verb;
use http::header::HOST;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode, Uri};

use super::{Ending, Subscribe};
use crate::error_types;

/// The request, as if it had been sent alone to the host that the socket was opened on.
///
/// # Errors
/// If the path or a header field could not stand in a request.
pub(super) fn request(subscribe: &Subscribe, host: Option<&HeaderValue>) -> Result<Request<Body>, Ending> {
    let path = Some(subscribe.path.as_str()).filter(|path| path.starts_with('/'));
    let path = path.and_then(|path| PathAndQuery::try_from(path).ok());
    let path = path.ok_or_else(|| malformed("The path is not an absolute path with a query."))?;
    let mut request = Request::new(Body::empty());
    *request.method_mut() = Verb::Subscribe.method();
    *request.uri_mut() = Uri::from(path);
    *request.headers_mut() = headers(subscribe, host).ok_or_else(|| malformed("A header field is not a legal one."))?;
    Ok(request)
}

fn headers(subscribe: &Subscribe, host: Option<&HeaderValue>) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in &subscribe.headers {
        let name = HeaderName::try_from(name).ok()?;
        // One more field than a map can hold is refused as well.
        headers.try_append(name, HeaderValue::try_from(value).ok()?).ok()?;
    }
    if let Some(host) = host {
        // Whatever the client wrote: it is connected to this one.
        headers.insert(HOST, host.clone());
    }
    Some(headers)
}

fn malformed(description: &str) -> Ending {
    Ending::error(StatusCode::BAD_REQUEST, error_types::MALFORMED_MESSAGE, description)
}
