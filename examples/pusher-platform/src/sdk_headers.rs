//! The headers in which SDKs introduce themselves; a server accepts and ignores them.
//!
//! Written in lower case, as HTTP/2 demands.

/// The product the SDK belongs to, e.g. `chatkit`.
pub const PRODUCT: &str = "x-sdk-product";
/// The version of the SDK.
pub const VERSION: &str = "x-sdk-version";
/// The language the SDK is written in.
pub const LANGUAGE: &str = "x-sdk-language";
/// The platform the SDK runs on.
pub const PLATFORM: &str = "x-sdk-platform";
/// An id of one request, made by the client.
pub const CLIENT_REQUEST_ID: &str = "x-client-request-id";

/// All of them, for a list of allowed headers.
pub const ALL: [&str; 5] = [PRODUCT, VERSION, LANGUAGE, PLATFORM, CLIENT_REQUEST_ID];

/// What an SDK in Rust says of itself.
pub fn introduction(product: &'static str, version: &'static str) -> [(&'static str, &'static str); 4] {
    [(PRODUCT, product), (VERSION, version), (LANGUAGE, "rust"), (PLATFORM, std::env::consts::OS)]
}
