//! `Vary` (RFC 9110 §12.5.5): the header fields that routing read.

use http::header::VARY;
use http::{HeaderValue, Response};

use crate::body::Body;
use crate::context::Context;

/// Adds the header fields that routing read to `Vary`, except those that the handler or a layered route named already.
pub(super) fn vary(context: &Context<'_>, response: &mut Response<Body>) {
    let Some(read) = context.evidence().headers().vary() else { return };
    let new = if response.headers().contains_key(VARY) { unnamed(&read, response) } else { read };
    if let (false, Ok(value)) = (new.is_empty(), HeaderValue::try_from(new)) {
        response.headers_mut().append(VARY, value);
    }
}

/// Returns the fields of a list that `Vary` does not name yet.
fn unnamed(list: &str, response: &Response<Body>) -> String {
    let named = || response.headers().get_all(VARY).iter().filter_map(|list| list.to_str().ok());
    let known = |field: &str| named().flat_map(|list| list.split(',')).any(|known| known.trim() == field);
    list.split(", ").filter(|field| !known(field)).collect::<Vec<_>>().join(", ")
}
