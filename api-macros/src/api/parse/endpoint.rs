//! One method and its endpoint attribute.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, LitInt, LitStr, Meta, Token, TraitItemFn};

use crate::diagnostics::Diagnostics;
use crate::docs;
use crate::names::{ENDPOINT_KEYS, ENDPOINTS, SOURCES, alternatives};
use crate::suggestion::closest;

use super::super::model::{Endpoint, Template, Verb, plain};
use super::{arguments, parameter, signature, template};

/// Reads a method, and takes our attributes off it.
pub(super) fn parse(
    method: &mut TraitItemFn,
    base: &Template,
    broken: TokenStream,
    diagnostics: &mut Diagnostics,
) -> Option<Endpoint> {
    let before = diagnostics.count();
    let attributes = take_attributes(method, diagnostics);
    let misspelt = attributes.is_empty() && diagnostics.count() > before;
    signature::check(method, diagnostics);
    let name = method.sig.ident.clone();
    let chosen = if misspelt { None } else { choose(&attributes, &name, diagnostics) };
    let Some((verb, attribute)) = chosen else {
        parameter::strip(&mut method.sig);
        return None;
    };
    let head = Head::parse(attribute, diagnostics);
    let parameters = parameter::parse(&mut method.sig, verb, head.template.as_ref(), base, diagnostics);
    Some(Endpoint {
        docs: docs::text(&method.attrs),
        conditions: method.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg")).cloned().collect(),
        deprecated: deprecation(&method.attrs),
        verb,
        template: head.template?,
        status: head.status,
        body_limit: head.body_limit,
        parameters,
        output: signature::output(&method.sig, diagnostics)?,
        broken,
        name,
    })
}

/// The attributes that are ours. One that is nearly ours is reported; all others are the user's and stay.
fn take_attributes(method: &mut TraitItemFn, diagnostics: &mut Diagnostics) -> Vec<(Verb, Attribute)> {
    let mut ours = Vec::new();
    for attribute in std::mem::take(&mut method.attrs) {
        let word = attribute.path().get_ident().map(Ident::to_string).unwrap_or_default();
        if let Some(verb) = Verb::of(&word) {
            ours.push((verb, attribute));
        } else if SOURCES.contains(&word.as_str()) {
            diagnostics.error(
                &attribute,
                format!(
                    "`#[{word}]` says where an argument comes from\nhelp: put it in front of an argument of `{}`",
                    plain(&method.sig.ident)
                ),
            );
        } else {
            let near =
                closest(&word, ENDPOINTS).filter(|_| !is_builtin(&word) && attribute.path().get_ident().is_some());
            if let Some(near) = near {
                diagnostics.error(
                    &attribute,
                    format!(
                        "unknown endpoint attribute `#[{word}]`\nexpected: {}\nhelp: did you mean `#[{near}]`?",
                        alternatives(&ENDPOINTS)
                    ),
                );
            } else {
                method.attrs.push(attribute);
            }
        }
    }
    ours
}

fn is_builtin(word: &str) -> bool {
    matches!(
        word,
        "doc" | "cfg" | "cfg_attr" | "allow" | "expect" | "warn" | "deny" | "must_use" | "deprecated" | "inline"
    )
}

fn choose<'a>(
    attributes: &'a [(Verb, Attribute)],
    name: &Ident,
    diagnostics: &mut Diagnostics,
) -> Option<(Verb, &'a Attribute)> {
    match attributes {
        [] => {
            diagnostics.error(
                name,
                format!("`{}` has no endpoint attribute\nexpected: {}\nhelp: write `#[get(\"/path\")]` above it, for instance", plain(name), alternatives(&ENDPOINTS)),
            );
            None
        }
        [(verb, attribute)] => Some((*verb, attribute)),
        [_, (_, second), ..] => {
            diagnostics.error(
                second,
                format!("`{}` has two endpoint attributes\nhelp: one method is one endpoint; write a second method for the other", plain(name)),
            );
            None
        }
    }
}

/// What stands in an endpoint's attribute.
#[derive(Default)]
struct Head {
    template: Option<Template>,
    status: Option<LitInt>,
    body_limit: Option<LitInt>,
}

impl Head {
    fn parse(attribute: &Attribute, diagnostics: &mut Diagnostics) -> Self {
        let mut head = Self::default();
        let word = attribute.path().get_ident().map(Ident::to_string).unwrap_or_default();
        let tokens = match &attribute.meta {
            Meta::List(list) => list.tokens.clone(),
            Meta::Path(_) | Meta::NameValue(_) => TokenStream::new(),
        };
        if tokens.is_empty() {
            diagnostics
                .error(attribute, format!("`#[{word}]` has no path\nhelp: write `#[{word}(\"/rooms/{{id}}\")]`"));
            return head;
        }
        let result = (|input: ParseStream<'_>| head.read(&word, input, diagnostics)).parse2(tokens);
        if let Err(error) = result {
            diagnostics.push(error);
        }
        head
    }

    fn read(&mut self, word: &str, input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> syn::Result<()> {
        if input.peek(LitStr) {
            let literal: LitStr = input.parse()?;
            self.template = template::parse(&literal, diagnostics);
        } else {
            let span = input.span();
            let message = format!("the path comes first\nhelp: write `#[{word}(\"/rooms/{{id}}\", …)]`");
            diagnostics.push(syn::Error::new(span, message));
        }
        while !input.is_empty() {
            if input.peek(Token![,]) {
                input.parse::<Token![,]>()?;
                continue;
            }
            let key = Ident::parse_any(input)?;
            if let Err(error) = self.pair(&key, word, input) {
                diagnostics.push(error);
                arguments::skip_to_comma(input)?;
            }
        }
        Ok(())
    }

    fn pair(&mut self, key: &Ident, word: &str, input: ParseStream<'_>) -> syn::Result<()> {
        let slot = match key.to_string().as_str() {
            "status" => &mut self.status,
            "body_limit" => &mut self.body_limit,
            other => {
                let hint = closest(other, ENDPOINT_KEYS);
                let hint = hint.map(|near| format!("\nhelp: did you mean `{near}`?")).unwrap_or_default();
                let expected = alternatives(&ENDPOINT_KEYS);
                let message = format!("`#[{word}]` has no key `{other}`\nexpected: {expected}{hint}");
                return Err(syn::Error::new_spanned(key, message));
            }
        };
        if slot.is_some() {
            return Err(syn::Error::new_spanned(key, format!("`{key}` is given twice\nhelp: keep one of them")));
        }
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            input.parse::<LitInt>()
        } else {
            Err(syn::Error::new(key.span(), ""))
        };
        let (unit, example) = if key == "status" { ("", 201) } else { (" of bytes", 65536) };
        let value = value.map_err(|error| {
            let message = format!("`{key}` needs a number{unit}\nhelp: write `{key} = {example}`");
            syn::Error::new(error.span(), message)
        })?;
        if key == "status" && !matches!(value.base10_parse::<u16>(), Ok(200..=299)) {
            return Err(syn::Error::new(
                value.span(),
                format!(
                    "`{value}` is not a status of success\nexpected: 200 to 299; errors have their statuses on the error type's variants"
                ),
            ));
        }
        value.base10_parse::<usize>()?;
        *slot = Some(value);
        Ok(())
    }
}

fn deprecation(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("deprecated"))?;
    let mut note = String::new();
    match &attribute.meta {
        Meta::NameValue(pair) => {
            if let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value {
                note = text.value();
            }
        }
        Meta::List(_) => {
            // What else stands in the attribute is rustc's to judge.
            let _ = attribute.parse_nested_meta(|meta| {
                let value: LitStr = meta.value()?.parse()?;
                if meta.path.is_ident("note") {
                    note = value.value();
                }
                Ok(())
            });
        }
        Meta::Path(_) => {}
    }
    Some(note)
}
