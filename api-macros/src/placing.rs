//! Sets the spans of generated tokens, so that errors point to the user's code.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// Places tokens at `place` for errors; their names still resolve as before.
///
/// Stable macros cannot join spans, but rustc underlines from the first token to the last. The last token is therefore
/// placed at the end of `place`, and all others at its start.
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

/// Gives tokens the span of `place`, as if the user had written them there. Errors about them do not mention the macro.
///
/// The tokens must not contain local variables, which would not resolve if `place` comes from a macro. rustc reports
/// equal errors at the same place once.
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

/// Renders a call whose callee is [`written`] at `place`. The arguments keep their spans; only the parentheses are
/// placed.
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
    // `crate` and `$crate` resolve by their span, so they are only located at the place.
    let names_a_crate = matches!(&token, TokenTree::Ident(ident) if ident == "crate" || ident == "$crate");
    token.set_span(if names_a_crate { token.span().located_at(place) } else { place });
    token
}

/// Renders a call whose callee is [`placed`] at `place`. The argument keeps its span.
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
