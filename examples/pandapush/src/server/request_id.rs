//! The field `X-Request-Id` of every response: 32 hexadecimal digits.

use api_core::Body;
use api_core::context::Context;
use http::{HeaderName, HeaderValue, Response, StatusCode};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Adds a random id, which a person can quote and which the log has.
pub(super) fn add(context: &Context<'_>, response: &mut Response<Body>) {
    let id = format!("{:032x}", rand::random::<u128>());
    // 503 says that something else failed, which has its own line.
    if response.status().is_server_error() && response.status() != StatusCode::SERVICE_UNAVAILABLE {
        tracing::error!(request_id = id, status = response.status().as_u16(), path = shown(context), "request failed");
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(X_REQUEST_ID, value);
    }
}

/// Returns a path for the log. What is below the mount may be the id of a client, which is a credential.
fn shown<'a>(context: &'a Context<'_>) -> &'a str {
    let path = context.path();
    if path.starts_with("/push/") { "/push/..." } else { path }
}

#[cfg(test)]
mod tests {
    use api_core::context::RoutingSettings;
    use http::Request;

    use super::*;

    #[test]
    fn the_log_shows_no_id_of_a_client() {
        for (target, expected) in [
            ("/push/a1b2c3?token=x", "/push/..."),
            ("/push/a/b", "/push/..."),
            ("/push", "/push"),
            ("/admin/api/info?x=y", "/admin/api/info"),
        ] {
            let (head, ()) = Request::get(target).body(()).unwrap().into_parts();
            assert_eq!(shown(&Context::new(&head, RoutingSettings::default())), expected, "{target}");
        }
    }
}
