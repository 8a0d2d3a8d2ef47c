//! The header fields by which SDKs identify themselves. Servers accept and ignore them.
//!
//! The names are in lower case, as HTTP/2 requires.

/// The product the SDK belongs to, e.g. `chatkit`.
pub const PRODUCT: &str = "x-sdk-product";
/// The SDK's version.
pub const VERSION: &str = "x-sdk-version";
/// The programming language of the SDK.
pub const LANGUAGE: &str = "x-sdk-language";
/// The platform on which the SDK runs.
pub const PLATFORM: &str = "x-sdk-platform";
/// An id that the client assigns to one request.
pub const CLIENT_REQUEST_ID: &str = "x-client-request-id";

/// All field names, for a list of allowed headers.
pub const ALL: [&str; 5] = [PRODUCT, VERSION, LANGUAGE, PLATFORM, CLIENT_REQUEST_ID];

/// Returns the information headers of a Rust SDK.
pub fn information(product: &'static str, version: &'static str) -> [(&'static str, &'static str); 4] {
    [(PRODUCT, product), (VERSION, version), (LANGUAGE, "rust"), (PLATFORM, std::env::consts::OS)]
}
