//! Parses `as = Type` among the words of an argument's attribute: the type that has the shape of the argument's type.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::ParseStream;
use syn::{Attribute, Meta, Token, Type};

use super::super::model::{Body, Encoding, Source};

/// Takes the type out of an attribute. What is left is an attribute without `as`.
pub(super) fn take(attribute: &mut Attribute) -> syn::Result<Option<Type>> {
    let Meta::List(list) = &mut attribute.meta else { return Ok(None) };
    if !has_word(list.tokens.clone()) {
        return Ok(None);
    }
    let (form, others) = list.parse_args_with(words)?;
    if others.is_empty() {
        attribute.meta = Meta::Path(list.path.clone());
    } else {
        list.tokens = others;
    }
    Ok(Some(form))
}

/// Returns whether a source can have a form of its own, otherwise the message for its place.
pub(super) fn fits(source: &Source) -> Result<(), &'static str> {
    let message = match source {
        Source::Headers => {
            "E005: `#[headers]` has no key `as`\nhelp: write it at the fields, as `api_core::model::As<T, Form>`"
        }
        Source::Accept => {
            "E005: `#[accept]` has no key `as`\nhelp: write `#[accept]`, with the type that `#[derive(Content)]` makes"
        }
        Source::Body(Body { encoding: Encoding::Json | Encoding::Form, .. }) => return Ok(()),
        Source::Body(_) => {
            "E005: only a body of JSON or a form has a key `as`\nhelp: write `#[body(as = Type)]` or `#[body(form, as = Type)]`"
        }
        _ => return Ok(()),
    };
    Err(message)
}

fn has_word(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "as"))
}

fn words(input: ParseStream<'_>) -> syn::Result<(Type, TokenStream)> {
    let (mut form, mut others) = (None, TokenStream::new());
    while !input.is_empty() {
        if input.peek(Token![as]) {
            let word = input.parse::<Token![as]>()?;
            let expected = || {
                let message =
                    "E007: `as` needs a type with the same wire format\nhelp: write for example `as = String`";
                syn::Error::new_spanned(word, message)
            };
            input.parse::<Token![=]>().map_err(|_| expected())?;
            if form.is_some() {
                return Err(syn::Error::new_spanned(word, "E006: `as` is given twice\nhelp: remove one of them"));
            }
            form = Some(input.parse::<Type>().map_err(|_| expected())?);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        } else {
            // All other words are read by the parser of the source.
            while !input.is_empty() {
                let token = input.parse::<TokenTree>()?;
                let ends = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == ',');
                others.extend([token]);
                if ends {
                    break;
                }
            }
        }
    }
    let form = form.ok_or_else(|| input.error("E007: expected `as = Type`"))?;
    Ok((form, without_last_comma(others)))
}

/// `as` may have been the last word.
fn without_last_comma(tokens: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    if matches!(tokens.last(), Some(TokenTree::Punct(mark)) if mark.as_char() == ',') {
        tokens.pop();
    }
    tokens.into_iter().collect()
}
