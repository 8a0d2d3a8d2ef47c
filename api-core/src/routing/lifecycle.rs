//! Header fields of deprecated endpoints: `Deprecation` (RFC 9745) and `Sunset` (RFC 8594).

use http::header::HeaderName;
use http::{HeaderValue, Response};

use crate::body::Body;
use crate::context::Context;
use crate::description::{Date, Endpoint};

const DEPRECATION: HeaderName = HeaderName::from_static("deprecation");
const SUNSET: HeaderName = HeaderName::from_static("sunset");

/// Returns the names of the fields that an endpoint's responses have.
pub(super) fn announced(endpoint: &Endpoint) -> &'static [&'static str] {
    match (endpoint.deprecated_since, endpoint.sunset) {
        (None, None) => &[],
        (Some(_), None) => &["deprecation"],
        (None, Some(_)) => &["sunset"],
        (Some(_), Some(_)) => &["deprecation", "sunset"],
    }
}

/// Adds the dates of the endpoint that a request has reached, if it has some. Fields of the handler stay.
pub(super) fn announce(context: &Context<'_>, response: &mut Response<Body>) {
    let Some(endpoint) = context.endpoint() else { return };
    if endpoint.deprecated_since.is_none() && endpoint.sunset.is_none() {
        return;
    }
    // RFC 9745 §2.1: a date of structured fields.
    let since = endpoint.deprecated_since.map(|date| format!("@{}", date.unix_seconds()));
    let sunset = endpoint.sunset.map(Date::http_date);
    for (name, text) in [(DEPRECATION, since), (SUNSET, sunset)] {
        if let Some(value) = text.and_then(|text| HeaderValue::try_from(text).ok()) {
            response.headers_mut().entry(name).or_insert(value);
        }
    }
}
