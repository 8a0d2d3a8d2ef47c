//! `#[api]`: turns a trait into constant data and thin typed code, in four phases.
//!
//! [`parse`] reads the syntax into the types of [`model`]. [`check`] verifies them and creates the only type that
//! [`render`] accepts.

pub(crate) mod check;
mod model;
mod parse;
mod render;

use proc_macro2::{Group, TokenStream, TokenTree};

use crate::diagnostics::{Diagnostics, compile_error};
use crate::names::{ENDPOINTS, SOURCES};

/// Expands the attribute. Every error is reported, and the trait is written out in any case.
pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let item = match syn::parse2::<syn::ItemTrait>(item.clone()) {
        Ok(item) => item,
        Err(error) => return not_a_trait(item, &error),
    };
    let api = parse::api(arguments, item, &mut diagnostics);
    let checked = check::check(api, &mut diagnostics);
    let output = render::render(&checked);
    let errors = diagnostics.into_tokens();
    quote::quote!(#output #errors)
}

fn not_a_trait(item: &TokenStream, error: &syn::Error) -> TokenStream {
    let is_trait = item.clone().into_iter().any(|token| token.to_string() == "trait");
    if is_trait {
        // rustc parses the trait again, and reports the same error at the same place once.
        let (item, error) = (without_attributes(item.clone()), error.to_compile_error());
        return quote::quote!(#item #error);
    }
    let error = compile_error(&syn::Error::new_spanned(
        keyword(item),
        "E002: `#[api]` can only be applied to a trait\nhelp: write `#[api(errors = MyError)] pub trait MyApi { … }`",
    ));
    quote::quote!(#item #error)
}

/// Returns the tokens of a trait with a neutral attribute for each of the framework's, which nobody would resolve.
fn without_attributes(tokens: TokenStream) -> TokenStream {
    let mut follows_hash = false;
    let neutral = |token: TokenTree| {
        let is_attribute = std::mem::replace(&mut follows_hash, token.to_string() == "#");
        let TokenTree::Group(group) = token else { return token };
        let mut word = group.stream().into_iter().map(|first| first.to_string());
        let content = if is_attribute && word.next().is_some_and(|word| is_of_the_framework(&word)) {
            quote::quote!(cfg(all()))
        } else {
            without_attributes(group.stream())
        };
        let mut replaced = Group::new(group.delimiter(), content);
        replaced.set_span(group.span());
        TokenTree::Group(replaced)
    };
    tokens.into_iter().map(neutral).collect()
}

fn is_of_the_framework(word: &str) -> bool {
    ENDPOINTS.contains(&word) || SOURCES.contains(&word)
}

/// Returns the keyword of an item, or its first token.
fn keyword(item: &TokenStream) -> Option<TokenTree> {
    const KEYWORDS: [&str; 10] = ["struct", "enum", "union", "impl", "fn", "mod", "type", "const", "static", "use"];
    let is_keyword = |token: &TokenTree| KEYWORDS.contains(&token.to_string().as_str());
    item.clone().into_iter().find(is_keyword).or_else(|| item.clone().into_iter().next())
}

#[cfg(test)]
mod tests;
