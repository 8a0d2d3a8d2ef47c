//! Moves generated tokens to where the user should look, names still resolving as before.

use proc_macro2::{Group, Span, TokenStream, TokenTree};

/// The tokens, with every error about them shown at `place`.
pub(super) fn placed(tokens: TokenStream, place: Span) -> TokenStream {
    let move_token = |token: TokenTree| match token {
        TokenTree::Group(group) => {
            let mut moved = Group::new(group.delimiter(), placed(group.stream(), place));
            moved.set_span(group.span().located_at(place));
            TokenTree::Group(moved)
        }
        mut token => {
            token.set_span(token.span().located_at(place));
            token
        }
    };
    tokens.into_iter().map(move_token).collect()
}
