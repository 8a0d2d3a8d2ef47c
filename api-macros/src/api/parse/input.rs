//! Finds the input of a WebSocket endpoint: the argument for the incoming messages or for the connection, which is not
//! part of the call.

use proc_macro2::Ident;
use syn::Type;

use crate::diagnostics::Diagnostics;
use crate::suggestion::closest;

use super::super::model::{Input, Template, Verb, plain};

/// The terms for the input in messages, for `#[duplex]` or `#[websocket]`.
struct Words {
    /// What the input is.
    is: &'static str,
    /// The name of its usual type.
    ty: &'static str,
    /// An example of the argument.
    example: &'static str,
}

impl Words {
    const fn of(verb: Verb) -> Self {
        match verb {
            Verb::WebSocket => {
                Self { is: "the connection", ty: "PendingConnection", example: "pending: PendingConnection" }
            }
            _ => Self { is: "the incoming messages", ty: "Messages", example: "input: Messages<MyMessage>" },
        }
    }
}

/// Returns whether an argument without an attribute can only be the input.
pub(super) fn fits(name: &Ident, template: &Template, base: &Template) -> bool {
    let name = plain(name);
    template.captures().chain(base.captures()).all(|capture| capture != name)
}

/// Chooses the input among the arguments without a source.
///
/// Of several, it chooses the one with the usual type, else the last. The others are reported.
pub(super) fn choose(
    mut found: Vec<Input>,
    verb: Verb,
    template: &Template,
    diagnostics: &mut Diagnostics,
) -> Option<Input> {
    let words = Words::of(verb);
    let usual = found.iter().position(|input| last_name(&input.ty).is_some_and(|name| name == words.ty));
    let index = usual.or_else(|| found.len().checked_sub(1))?;
    let chosen = found.remove(index);
    for other in found {
        let word = plain(&other.name);
        let near = closest(&word, template.captures());
        let hint = near.map(|near| format!("\nhelp: did you mean the placeholder `{{{near}}}`?")).unwrap_or_default();
        diagnostics.error(
            &other.name,
            format!(
                "E030: the argument `{word}` has no source; `{}` already takes {}\nexpected: a placeholder of that name in the path, or one of `#[query]`, `#[header]` in front of it{hint}",
                plain(&chosen.name),
                words.is,
            ),
        );
    }
    Some(chosen)
}

/// Reports that the method has no input.
pub(super) fn missing(method: &Ident, verb: Verb, diagnostics: &mut Diagnostics) {
    let Words { is, example, .. } = Words::of(verb);
    diagnostics.error(
        method,
        format!(
            "E063: `{}` has no argument for {is}\nexpected: one argument without an attribute that is not a placeholder of the path\nhelp: add `{example}`",
            plain(method)
        ),
    );
}

fn last_name(ty: &Type) -> Option<&Ident> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last().map(|segment| &segment.ident)
}
