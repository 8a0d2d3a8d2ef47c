//! Parses the values of WebSocket keys: subprotocols, limits, the encoding of messages.

use proc_macro2::{Group, Ident, Span};
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{LitInt, LitStr, Token, token};

use crate::names::{MESSAGE_ENCODINGS, is_token};

use super::super::model::MessageEncoding;
use super::values;

/// Parses `= "chat.v1"` or `= ["v2", "v1"]`. Every invalid name of a list is reported.
pub(super) fn subprotocols(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    let wanted = |span: Span| {
        syn::Error::new(
            span,
            format!(
                "E007: `{key}` needs a name, or a list of names with the preferred one first\nhelp: write `{key} = \"chat.v1\"` or `{key} = [\"chat.v2\", \"chat.v1\"]`"
            ),
        )
    };
    if !input.peek(Token![=]) {
        return Err(wanted(key.span()));
    }
    input.parse::<Token![=]>()?;
    if !input.peek(token::Bracket) {
        let name = input.parse::<LitStr>().map_err(|error| wanted(error.span()))?;
        named(&name, &[])?;
        return Ok(vec![name]);
    }
    let list: Group = input.parse()?;
    let names = Punctuated::<LitStr, Token![,]>::parse_terminated.parse2(list.stream());
    let names: Vec<LitStr> = names.map_err(|error| wanted(error.span()))?.into_iter().collect();
    if names.is_empty() {
        return Err(syn::Error::new(
            list.span(),
            format!(
                "E061: this list of subprotocols is empty\nexpected: at least one name\nhelp: remove `{key}` if there is nothing to choose from"
            ),
        ));
    }
    let errors = names
        .iter()
        .enumerate()
        .filter_map(|(index, name)| named(name, names.get(..index).unwrap_or_default()).err())
        .reduce(|mut errors, error| {
            errors.combine(error);
            errors
        });
    errors.map_or(Ok(names), Err)
}

/// Checks the name of a subprotocol, also against the names before it.
fn named(name: &LitStr, before: &[LitStr]) -> syn::Result<()> {
    let text = name.value();
    if !is_token(&text) {
        return Err(syn::Error::new(
            name.span(),
            format!(
                "E061: `{text}` cannot be a subprotocol's name\nexpected: a token of RFC 9110: letters, digits and `!#$%&'*+-.^_`|~`, as in `chat.v1`"
            ),
        ));
    }
    if before.iter().any(|known| known.value() == text) {
        return Err(syn::Error::new(
            name.span(),
            format!(
                "E061: the subprotocol `{text}` is named twice\nexpected: each once, the preferred one first\nhelp: keep one of them"
            ),
        ));
    }
    Ok(())
}

/// Parses `= 65536`: the maximum size of a message or frame in bytes, at least 1.
pub(super) fn limit(key: &Ident, what: &str, input: ParseStream<'_>) -> syn::Result<LitInt> {
    let value = values::number(key, " of bytes", 65536, input)?;
    if value.base10_parse::<usize>()? == 0 {
        return Err(syn::Error::new(
            value.span(),
            format!(
                "E062: `{key}` is 0, so every {what} would be too long\nexpected: a number of bytes, 1 or more\nhelp: write `{key} = 65536`, or omit it to use the limit of the receiver"
            ),
        ));
    }
    Ok(value)
}

/// Parses `= text` or `= binary`.
pub(super) fn encoding(key: &Ident, input: ParseStream<'_>) -> syn::Result<MessageEncoding> {
    let word = values::word(key, &MESSAGE_ENCODINGS, "message encoding", input)?;
    Ok(if word == "binary" { MessageEncoding::Binary } else { MessageEncoding::Text })
}
