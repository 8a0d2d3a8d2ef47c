//! Collects the errors of one expansion, so that all of them are reported at once.

use std::fmt::Display;

use proc_macro2::{Group, Literal, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Lit;

use crate::codes::coded;

/// The errors found so far.
///
/// A phase with errors still finishes, and only omits the output that depends on the erroneous part.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    errors: Vec<syn::Error>,
    /// Errors that another derive beside this one reports too.
    shared: Vec<(TokenStream, String)>,
}

impl Diagnostics {
    /// Records an error at the tokens that the user has to change.
    pub(crate) fn error(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.errors.push(syn::Error::new_spanned(tokens, message));
    }

    /// Records an error that already has a span.
    pub(crate) fn push(&mut self, error: syn::Error) {
        self.errors.push(error);
    }

    /// Records an error that another derive beside this one reports too, so that it should be reported only without it.
    pub(crate) fn share(&mut self, tokens: impl ToTokens, message: &str) {
        self.shared.push((tokens.into_token_stream(), message.replace("\nhelp: ", "; ").replace('\n', "; ")));
    }

    /// Takes the errors that another derive reports too, each with its place.
    pub(crate) fn take_shared(&mut self) -> Vec<(TokenStream, String)> {
        std::mem::take(&mut self.shared)
    }

    /// Returns the value, or records the error and returns `None`.
    pub(crate) fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// Returns the number of errors. Comparing it before and after a part shows whether that part has errors.
    pub(crate) fn count(&self) -> usize {
        self.errors.len()
    }

    /// Renders one `compile_error!` for each error.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.errors.iter().map(compile_error).collect()
    }
}

/// Renders an error, with its code.
pub(crate) fn compile_error(error: &syn::Error) -> TokenStream {
    with_code(error.to_compile_error())
}

/// Adds the code to the only text in the tokens of a `compile_error!`, which keep their places.
fn with_code(tokens: TokenStream) -> TokenStream {
    let coded = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let mut coded = Group::new(group.delimiter(), with_code(group.stream()));
            coded.set_span(group.span());
            TokenTree::Group(coded)
        }
        TokenTree::Literal(literal) => match Lit::new(literal.clone()) {
            Lit::Str(text) => {
                let mut coded = Literal::string(&coded(&text.value()));
                coded.set_span(literal.span());
                TokenTree::Literal(coded)
            }
            _ => TokenTree::Literal(literal),
        },
        other => other,
    });
    coded.collect()
}
