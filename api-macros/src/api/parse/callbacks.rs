//! Parses the APIs that callers serve: `callback(EventsApi = "{$request.body#/url}")`.

use proc_macro2::Ident;
use quote::ToTokens as _;
use syn::parse::ParseStream;
use syn::{LitStr, Token};

use super::super::model::Callback;

/// Parses the list in parentheses after the key.
pub(super) fn parse(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<Callback>> {
    let missing = |span| {
        let message = format!(
            "E007: `{key}` needs an API and the URL where its caller serves it\nhelp: write `{key}(EventsApi = \"{{$request.body#/callback_url}}\")`"
        );
        syn::Error::new(span, message)
    };
    if !input.peek(syn::token::Paren) {
        return Err(missing(key.span()));
    }
    let content;
    syn::parenthesized!(content in input);
    let mut found: Vec<Callback> = Vec::new();
    while !content.is_empty() {
        let api = content.parse::<syn::Path>().map_err(|error| missing(error.span()))?;
        content.parse::<Token![=]>().map_err(|error| missing(error.span()))?;
        let url = content.parse::<LitStr>().map_err(|error| missing(error.span()))?;
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
        check(&url)?;
        let is_same = |known: &Callback| {
            known.url.value() == url.value()
                && known.api.to_token_stream().to_string() == api.to_token_stream().to_string()
        };
        if found.iter().any(is_same) {
            let message = "E006: this callback is given twice\nhelp: keep one of them";
            return Err(syn::Error::new_spanned(url, message));
        }
        found.push(Callback { api, url });
    }
    if found.is_empty() { Err(missing(key.span())) } else { Ok(found) }
}

/// Checks that a URL has expressions in braces, and no other braces.
fn check(url: &LitStr) -> syn::Result<()> {
    let text = url.value();
    let refuse = |why: &str| {
        let message = format!(
            "E054: the URL of a callback {why}\nexpected: a URL with expressions of OpenAPI in braces, such as `{{$request.body#/url}}`, `{{$request.query.url}}`, `{{$request.header.x-url}}` or `{{$response.body#/id}}`"
        );
        Err(syn::Error::new_spanned(url, message))
    };
    let (mut rest, mut expressions) = (text.as_str(), 0);
    while let Some((before, inside)) = rest.split_once('{') {
        let Some((expression, after)) = inside.split_once('}') else {
            return refuse("has a brace that is not closed");
        };
        if before.contains('}') || expression.contains('{') {
            return refuse("has a brace that is not closed");
        }
        if !is_expression(expression) {
            return refuse(&format!("has `{{{expression}}}`, which is no expression"));
        }
        (rest, expressions) = (after, expressions + 1);
    }
    if rest.contains('}') {
        return refuse("has a brace that is not opened");
    }
    if expressions == 0 {
        return refuse("has no expression, so it does not depend on the caller");
    }
    Ok(())
}

/// Returns whether a text is an expression (OpenAPI 3.1 §4.8.20.4). What it names is checked in a constant.
fn is_expression(text: &str) -> bool {
    if ["$url", "$method", "$statusCode"].contains(&text) {
        return true;
    }
    let (is_request, part) = match (text.strip_prefix("$request."), text.strip_prefix("$response.")) {
        (Some(part), _) => (true, part),
        (None, Some(part)) => (false, part),
        (None, None) => return false,
    };
    if let Some(rest) = part.strip_prefix("body") {
        return rest.is_empty() || rest == "#" || rest.starts_with("#/");
    }
    let named = |word: &str| part.strip_prefix(word).is_some_and(|name| !name.is_empty());
    named("header.") || is_request && (named("query.") || named("path."))
}
