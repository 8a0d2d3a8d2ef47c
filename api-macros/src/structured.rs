//! `#[header("name", structured)]`: a structured field (RFC 9651), as an argument and as a header field of an answer.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::parse::ParseStream;
use syn::{Attribute, LitStr, Meta, Token};

use crate::diagnostics::Diagnostics;
use crate::names::is_token;

const WORD: &str = "structured";

/// Returns whether the attribute contains `structured`.
pub(crate) fn is_in(attribute: &Attribute) -> bool {
    let is_word = |token: TokenTree| matches!(token, TokenTree::Ident(word) if word == WORD);
    matches!(&attribute.meta, Meta::List(list) if list.tokens.clone().into_iter().any(is_word))
}

/// Returns the name of the field, in lower case. `usual`: the one without a name in the attribute.
pub(crate) fn name(attribute: &Attribute, usual: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    let help = format!("help: write `#[header({WORD})]`, or `#[header(\"{usual}\", {WORD})]`");
    let parsed = attribute.parse_args_with(|input: ParseStream<'_>| {
        let name = if input.peek(LitStr) { Some(input.parse::<LitStr>()?) } else { None };
        if name.is_some() {
            input.parse::<Token![,]>()?;
        }
        let word: Ident = input.parse()?;
        let _: Option<Token![,]> = input.parse()?;
        let rest: TokenStream = input.parse()?;
        if word == WORD && rest.is_empty() {
            return Ok(name);
        }
        let message = format!("E007: expected the name of the header field and `{WORD}`\n{help}");
        Err(syn::Error::new_spanned(if rest.is_empty() { TokenTree::Ident(word).into() } else { rest }, message))
    });
    let name = diagnostics.keep(parsed)?;
    let text = name.as_ref().map_or_else(|| usual.to_owned(), LitStr::value);
    if !is_token(&text) {
        let message = format!(
            "E036: `{text}` cannot be a header field's name\nexpected: letters, digits and dashes, as in `x-request-id`"
        );
        diagnostics.error(name, message);
        return None;
    }
    Some(text.to_ascii_lowercase())
}
