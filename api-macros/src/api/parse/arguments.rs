//! Parses the arguments of `#[api(…)]`.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{LitStr, Path, Token, Type};

use crate::diagnostics::Diagnostics;
use crate::names::{API_KEYS, SCHEMES, alternatives};
use crate::suggestion::closest;

use super::super::model::{Crossing, Security, Segment, Template};
use super::{requires, template, values};

/// The arguments of the attribute, with defaults.
pub(super) struct Arguments {
    pub(super) base: Template,
    pub(super) errors: Option<Type>,
    pub(super) security: Option<Security>,
    pub(super) requires: Vec<LitStr>,
    pub(super) any_content_type: bool,
    pub(super) crossing: Crossing,
    pub(super) contract: Option<LitStr>,
    pub(super) consumers: Vec<LitStr>,
    pub(super) consumes: Option<LitStr>,
    pub(super) krate: Path,
}

enum Argument {
    Base(LitStr),
    Errors(Type),
    Security(Security),
    Requires(Vec<LitStr>),
    ContentType(Ident),
    Crossing(Ident),
    Contract(LitStr),
    Consumers(Vec<LitStr>),
    Consumes(LitStr),
    Crate(Path),
}

pub(super) fn parse(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Arguments {
    let mut arguments = Arguments {
        base: Template::root(),
        errors: None,
        security: None,
        requires: Vec::new(),
        any_content_type: false,
        crossing: Crossing::Refused,
        contract: None,
        consumers: Vec::new(),
        consumes: None,
        krate: syn::parse_quote!(::api_core),
    };
    let parsed = Parser(diagnostics).parse_list(tokens);
    let mut seen: Vec<Ident> = Vec::new();
    for (key, argument) in parsed {
        if seen.contains(&key) {
            diagnostics.error(&key, format!("E006: `{key}` is given twice\nhelp: keep one of them"));
            continue;
        }
        match argument {
            Argument::Base(literal) => {
                if let Some(base) = template::parse(&literal, diagnostics) {
                    if base.segments.last().is_some_and(|last| *last == Segment::Literal(String::new())) {
                        let message = format!(
                            "E012: the base `{}` ends with a slash, and the paths below it begin with one\nhelp: remove it",
                            literal.value()
                        );
                        diagnostics.error(&literal, message);
                    }
                    if base.segments.iter().any(|segment| matches!(segment, Segment::Wildcard(_))) {
                        let message = format!(
                            "E014: the base `{}` has a wildcard, and the paths below it could not tell where it ends\nhelp: capture one segment with `{{name}}`, or put the wildcard into the paths",
                            literal.value()
                        );
                        diagnostics.error(&literal, message);
                    }
                    if base.is_optional {
                        let message = format!(
                            "E012: the base `{}` has an optional placeholder, and the paths below it could not tell whether it is there\nhelp: remove the `?`",
                            literal.value()
                        );
                        diagnostics.error(&literal, message);
                    }
                    if !base.keys.is_empty() {
                        let message = format!(
                            "E012: the base `{}` has a query, which belongs to single endpoints\nhelp: write the query after their paths",
                            literal.value()
                        );
                        diagnostics.error(&literal, message);
                    }
                    arguments.base = base;
                }
            }
            Argument::Errors(errors) => arguments.errors = Some(errors),
            Argument::Security(security) => arguments.security = Some(security),
            Argument::Requires(names) => arguments.requires = names,
            Argument::ContentType(word) if word == "any" => arguments.any_content_type = true,
            Argument::ContentType(word) => diagnostics.error(
                &word,
                format!("E008: unknown content type rule `{word}`\nexpected: `any`, which decodes each body as its endpoint declares, whatever its `Content-Type`"),
            ),
            Argument::Crossing(word) if word == "literal_first" => arguments.crossing = Crossing::LiteralFirst,
            Argument::Crossing(word) => diagnostics.error(
                &word,
                format!("E008: unknown rule for crossing paths `{word}`\nexpected: `literal_first`, which gives a path to the route that has the first literal where the other has a placeholder"),
            ),
            Argument::Contract(file) => arguments.contract = Some(file),
            Argument::Consumers(files) => arguments.consumers = files,
            Argument::Consumes(file) => arguments.consumes = Some(file),
            Argument::Crate(path) => arguments.krate = path,
        }
        seen.push(key);
    }
    arguments
}

/// A parser of `key = value` pairs that reports an invalid pair and continues with the next.
struct Parser<'d>(&'d mut Diagnostics);

impl Parser<'_> {
    fn parse_list(self, tokens: TokenStream) -> Vec<(Ident, Argument)> {
        let mut found = Vec::new();
        let diagnostics = self.0;
        let result = (|input: ParseStream<'_>| {
            while !input.is_empty() {
                let key = Ident::parse_any(input)?;
                match argument(&key, input) {
                    Ok(argument) => found.push((key, argument)),
                    Err(error) => {
                        diagnostics.push(error);
                        values::skip_to_comma(input)?;
                    }
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        })
        .parse2(tokens);
        if let Err(error) = result {
            diagnostics.push(error);
        }
        found
    }
}

fn argument(key: &Ident, input: ParseStream<'_>) -> syn::Result<Argument> {
    let word = key.to_string();
    if !API_KEYS.contains(&word.as_str()) {
        let hint = closest(&word, API_KEYS).map(|near| format!("\nhelp: did you mean `{near}`?")).unwrap_or_default();
        let message = format!("E005: `#[api]` has no key `{word}`\nexpected: {}{hint}", alternatives(&API_KEYS));
        return Err(syn::Error::new_spanned(key, message));
    }
    if word == "requires" {
        return requires::parse(key, input).map(Argument::Requires);
    }
    if !input.peek(Token![=]) {
        return Err(syn::Error::new_spanned(key, format!("E007: `{word}` needs a value\nhelp: write `{word} = …`")));
    }
    input.parse::<Token![=]>()?;
    Ok(match word.as_str() {
        "base" => Argument::Base(input.parse()?),
        "errors" => Argument::Errors(input.parse()?),
        "security" => Argument::Security(input.parse()?),
        "content_type" => Argument::ContentType(input.parse()?),
        "crossing" => Argument::Crossing(input.parse()?),
        "contract" => Argument::Contract(input.parse()?),
        "consumers" => Argument::Consumers(files(input)?),
        "consumes" => Argument::Consumes(input.parse()?),
        _ => Argument::Crate(input.call(Path::parse_mod_style)?),
    })
}

/// Parses the name of a file, or a list of names in brackets.
fn files(input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    if !input.peek(syn::token::Bracket) {
        return Ok(vec![input.parse()?]);
    }
    let content;
    syn::bracketed!(content in input);
    Ok(content.parse_terminated(<LitStr as Parse>::parse, Token![,])?.into_iter().collect())
}

impl Parse for Security {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let scheme: Ident = input.parse()?;
        match scheme.to_string().as_str() {
            "bearer" => Ok(Self::Bearer),
            "basic" => Ok(Self::Basic),
            "api_key" if input.peek(syn::token::Paren) => {
                let content;
                syn::parenthesized!(content in input);
                content.parse().map(Self::ApiKey)
            }
            "api_key" => Err(syn::Error::new_spanned(
                &scheme,
                "E007: `api_key` needs the name of the header field that carries the key\nhelp: write `api_key(\"x-api-key\")`",
            )),
            other => {
                let hint = closest(other, SCHEMES);
                let hint = hint.map(|near| format!("\nhelp: did you mean `{near}`?")).unwrap_or_default();
                let expected = alternatives(&SCHEMES);
                Err(syn::Error::new_spanned(
                    &scheme,
                    format!("E008: unknown authentication scheme `{other}`\nexpected: {expected}{hint}"),
                ))
            }
        }
    }
}
