//! Parses the values of keys that several attributes have in common.

use api_lock::Date;
use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{LitInt, LitStr, Token};

use crate::media_type::is_media_type;
use crate::names::alternatives;
use crate::suggestion::closest;

use super::super::model::Day;

/// Parses a value after a key and `=`. `needed` is what the key needs, `example` a value to write.
pub(super) fn after_equals<T: Parse>(
    key: &Ident,
    needed: &str,
    example: &str,
    input: ParseStream<'_>,
) -> syn::Result<T> {
    let value = if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        input.parse::<T>()
    } else {
        Err(syn::Error::new(key.span(), ""))
    };
    value.map_err(|error| {
        syn::Error::new(error.span(), format!("E007: `{key}` needs {needed}\nhelp: write `{key} = {example}`"))
    })
}

/// Parses `= 201` after a key.
pub(super) fn number(key: &Ident, unit: &str, example: u32, input: ParseStream<'_>) -> syn::Result<LitInt> {
    let value: LitInt = after_equals(key, &format!("a number{unit}"), &example.to_string(), input)?;
    value.base10_parse::<usize>()?;
    Ok(value)
}

/// Parses `= "2027-01-01"` after a key.
pub(super) fn day(key: &Ident, input: ParseStream<'_>) -> syn::Result<Day> {
    let value: LitStr = after_equals(key, "a day", "\"2027-01-01\"", input)?;
    match Date::parse(&value.value()) {
        Some(date) => Ok(Day { date, place: value }),
        None => Err(syn::Error::new(
            value.span(),
            format!(
                "E047: `{}` is not a day\nexpected: a day that exists, in the form of ISO 8601, as in `2027-01-01`",
                value.value()
            ),
        )),
    }
}

/// Parses `= "application/json"` after a key, or a list of media types in brackets.
pub(super) fn media_types(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    if !(input.peek(Token![=]) && input.peek2(syn::token::Bracket)) {
        return Ok(vec![media_type(key, input)?]);
    }
    input.parse::<Token![=]>()?;
    let content;
    let brackets = syn::bracketed!(content in input);
    let list = content.parse_terminated(<LitStr as Parse>::parse, Token![,])?;
    let mut media_types: Vec<LitStr> = Vec::new();
    for literal in list {
        let text = literal.value();
        if media_types.iter().any(|known| known.value().eq_ignore_ascii_case(&text)) {
            let message = format!("E065: `{text}` is given twice\nhelp: keep one of them");
            return Err(syn::Error::new_spanned(literal, message));
        }
        media_types.push(checked(literal)?);
    }
    if media_types.is_empty() {
        let message = format!("E007: `{key}` needs a media type\nhelp: write `{key} = \"image/png\"`");
        return Err(syn::Error::new(brackets.span.join(), message));
    }
    Ok(media_types)
}

fn media_type(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    checked(after_equals(key, "a media type", "\"image/png\"", input)?)
}

fn checked(value: LitStr) -> syn::Result<LitStr> {
    let text = value.value();
    if is_media_type(&text) {
        return Ok(value);
    }
    let message = format!(
        "E065: `{text}` is not a media type\nexpected: `type/subtype` (RFC 9110 §8.3.1), as in `application/vnd.api+json` or `text/csv; charset=utf-8`"
    );
    Err(syn::Error::new_spanned(value, message))
}

/// Parses `= word` after a key, one of several words. `what`: what they are, for example `method`.
pub(super) fn word<'w>(key: &Ident, words: &[&'w str], what: &str, input: ParseStream<'_>) -> syn::Result<&'w str> {
    let found = if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        input.call(Ident::parse_any)
    } else {
        Err(syn::Error::new(key.span(), ""))
    };
    let expected = alternatives(words);
    let found = found.map_err(|error| {
        let example = words.first().copied().unwrap_or_default();
        let message = format!("E007: `{key}` needs a {what}\nexpected: {expected}\nhelp: write `{key} = {example}`");
        syn::Error::new(error.span(), message)
    })?;
    let text = found.to_string();
    words.iter().copied().find(|word| *word == text).ok_or_else(|| {
        let hint = closest(&text, words.iter().copied());
        let hint = hint.map(|near| format!("\nhelp: did you mean `{near}`?")).unwrap_or_default();
        syn::Error::new_spanned(&found, format!("E008: unknown {what} `{text}`\nexpected: {expected}{hint}"))
    })
}

/// Skips to the next comma, so that the keys after an erroneous one are parsed too.
pub(super) fn skip_to_comma(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}
