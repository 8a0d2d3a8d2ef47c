//! Parses the keys of a subscription's attribute that set the form of its server-sent events.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{LitStr, Token};

use super::super::model::Ending;
use super::values;

/// Parses `= "[DONE]"` or `= close`.
pub(super) fn end(key: &Ident, input: ParseStream<'_>) -> syn::Result<Ending> {
    if input.peek(Token![=]) && input.peek2(LitStr) {
        input.parse::<Token![=]>()?;
        return data(key, input.parse()?).map(Ending::Marker);
    }
    values::word(key, &["close", "\"[DONE]\""], "way to end", input).map(|_| Ending::Close)
}

/// Parses `= "ping"`.
pub(super) fn heartbeat(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    data(key, values::after_equals(key, "the name of an event", "\"ping\"", input)?)
}

/// Checks that a text can be the value of a field of a server-sent event.
fn data(key: &Ident, value: LitStr) -> syn::Result<LitStr> {
    let text = value.value();
    if text.is_empty() || text.contains(['\n', '\r']) {
        let message = format!(
            "E049: `{key}` is empty or has a line break, so no event can have it\nexpected: one line of text, as in `[DONE]` or `ping`"
        );
        return Err(syn::Error::new(value.span(), message));
    }
    Ok(value)
}
