//! Parses the permissions that a caller needs: `requires = "room:get"` or `requires = ["room:join", "self"]`.

use proc_macro2::{Group, Ident, Span};
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{LitStr, Token, token};

use crate::diagnostics::Diagnostics;

use super::super::model::{Endpoint, Security};

/// Parses the names; `[]` overrides the requirements of the API.
pub(super) fn parse(key: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
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
    for (index, name) in names.iter().enumerate() {
        named(name, names.get(..index).unwrap_or_default())?;
    }
    Ok(names)
}

/// Reports `requires` on an API without `security`.
pub(super) fn need_security(
    security: Option<&Security>,
    of_api: &[LitStr],
    endpoints: &[Endpoint],
    diagnostics: &mut Diagnostics,
) {
    if security.is_some() {
        return;
    }
    let of_endpoints = endpoints.iter().flat_map(|endpoint| endpoint.requires.iter().flatten());
    for name in of_api.iter().chain(of_endpoints) {
        diagnostics.error(
            name,
            format!(
                "E045: `{}` is required of callers, but the API has no `security`\nhelp: add `security = bearer` to `#[api(…)]`, or `basic`, or `api_key(\"x-api-key\")`",
                name.value()
            ),
        );
    }
}

fn wanted(span: Span) -> syn::Error {
    syn::Error::new(
        span,
        "E007: `requires` needs the name of a permission, or a list of names that are all required\nhelp: write `requires = \"room:get\"` or `requires = [\"room:join\", \"self\"]`",
    )
}

fn named(name: &LitStr, before: &[LitStr]) -> syn::Result<()> {
    let text = name.value();
    if text.trim().is_empty() {
        return Err(syn::Error::new(name.span(), "E007: this name is empty\nexpected: a permission, scope or role"));
    }
    if before.iter().any(|known| known.value() == text) {
        let message = format!("E006: `{text}` is required twice\nhelp: keep one of them");
        return Err(syn::Error::new(name.span(), message));
    }
    Ok(())
}
