//! The laws of typed header fields: structured fields, and cookies that an answer sets.

use api_core::body::Body;
use api_core::call::HeaderFields;
use api_core::context::RoutingSettings;
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::requests::{answered, request};
use crate::everything::{Quotas, SessionCookies};

/// Reads lines of header fields, `name: value`, as structured fields of a request and of an answer, and as cookies of
/// an answer.
///
/// # Panics
/// Panics if a reader panics, if the request is answered with a server error, or if what was read from an answer
/// changes when it is written and read again.
pub fn typed_fields(bytes: &[u8]) {
    let Some(mut request) = request(Method::GET, "/everything/t/urgencies") else { return };
    for line in bytes.split(|byte| *byte == b'\n').take(100) {
        let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
        let value = line.get(name.len() + 1..).unwrap_or_default().trim_ascii();
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            request.headers_mut().append(name, value);
        }
    }
    read_again::<Quotas>(request.headers());
    read_again::<SessionCookies>(request.headers());
    answered(request, Body::empty(), RoutingSettings::default());
}

fn read_again<H: HeaderFields + PartialEq + std::fmt::Debug>(headers: &HeaderMap) {
    let Ok(found) = H::read(headers) else { return };
    let mut written = HeaderMap::new();
    // A cookie of another server may have attributes that browsers refuse.
    if found.write(&mut written).is_ok() {
        let again = H::read(&written).expect("what was written can be read");
        assert_eq!(again, found, "read again from {written:?}");
    }
}
