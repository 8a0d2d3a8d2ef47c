//! Moves generated tokens to where the user should look, names still resolving as before.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// The tokens, with every error about them shown at `place`.
///
/// Stable macros cannot join spans, but rustc underlines from the first token to the last: so the last one is put at
/// the end of the place and all others at its start.
pub(crate) fn placed(tokens: TokenStream, place: impl ToTokens) -> TokenStream {
    let mut ends = place.into_token_stream().into_iter().map(|token| token.span());
    let Some(start) = ends.next() else { return tokens };
    let end = ends.last().unwrap_or(start);
    let mut tokens: Vec<TokenTree> = tokens.into_iter().map(|token| moved(token, start)).collect();
    if let Some(last) = tokens.last_mut() {
        last.set_span(last.span().located_at(end));
    }
    tokens.into_iter().collect()
}

/// The tokens as if the user had written them at `place`: errors about them do not mention the macro.
///
/// Locals must stay out of it: where the place is a macro's, they would not be found. Every error that rustc would report twice in the same words at the same place, it reports once.
pub(crate) fn written(tokens: TokenStream, place: impl ToTokens) -> TokenStream {
    let mut ends = place.into_token_stream().into_iter().map(|token| token.span());
    let Some(start) = ends.next() else { return tokens };
    let end = ends.last().unwrap_or(start);
    let mut tokens: Vec<TokenTree> = tokens.into_iter().map(|token| respanned(token, start)).collect();
    if let Some(last) = tokens.last_mut() {
        last.set_span(end);
    }
    tokens.into_iter().collect()
}

/// A call of a written path. The arguments stay what they are, and only their parentheses are at the place.
pub(crate) fn written_call(callee: TokenStream, arguments: TokenStream, place: impl ToTokens) -> TokenStream {
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
    if let Some(end) = place.to_token_stream().into_iter().last() {
        arguments.set_span(end.span());
    }
    let mut call = written(callee, place);
    call.extend([TokenTree::Group(arguments)]);
    call
}

fn respanned(mut token: TokenTree, place: Span) -> TokenTree {
    if let TokenTree::Group(group) = &token {
        let content = group.stream().into_iter().map(|token| respanned(token, place)).collect();
        token = TokenTree::Group(Group::new(group.delimiter(), content));
    }
    // What `crate` and `$crate` mean depends on where they were written.
    let names_a_crate = matches!(&token, TokenTree::Ident(ident) if ident == "crate" || ident == "$crate");
    token.set_span(if names_a_crate { token.span().located_at(place) } else { place });
    token
}

/// A call with its callee shown at `place`, and the argument wherever it was shown before.
pub(crate) fn placed_call(callee: TokenStream, argument: TokenStream, place: impl ToTokens) -> TokenStream {
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
