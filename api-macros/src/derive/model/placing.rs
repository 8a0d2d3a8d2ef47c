//! Moves generated tokens to where the user should look, names still resolving as before.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// The tokens, with every error about them shown at `place`.
///
/// Stable macros cannot join spans, but rustc underlines from the first token to the last: so the last one is put at
/// the end of the place and all others at its start.
pub(super) fn placed(tokens: TokenStream, place: impl ToTokens) -> TokenStream {
    let mut ends = place.into_token_stream().into_iter().map(|token| token.span());
    let Some(start) = ends.next() else { return tokens };
    let end = ends.last().unwrap_or(start);
    let mut tokens: Vec<TokenTree> = tokens.into_iter().map(|token| moved(token, start)).collect();
    if let Some(last) = tokens.last_mut() {
        last.set_span(last.span().located_at(end));
    }
    tokens.into_iter().collect()
}

/// A call with its callee shown at `place`, and the argument wherever it was shown before.
pub(super) fn placed_call(callee: TokenStream, argument: TokenStream, place: impl ToTokens) -> TokenStream {
    let mut arguments = Group::new(Delimiter::Parenthesis, argument);
    if let Some(end) = place.to_token_stream().into_iter().last() {
        arguments.set_span(arguments.span().located_at(end.span()));
    }
    let mut call = placed(callee, place);
    call.extend([TokenTree::Group(arguments)]);
    call
}

fn moved(token: TokenTree, place: Span) -> TokenTree {
    match token {
        TokenTree::Group(group) => {
            let content = group.stream().into_iter().map(|token| moved(token, place)).collect();
            let mut group_moved = Group::new(group.delimiter(), content);
            group_moved.set_span(group.span().located_at(place));
            TokenTree::Group(group_moved)
        }
        mut token => {
            token.set_span(token.span().located_at(place));
            token
        }
    }
}
