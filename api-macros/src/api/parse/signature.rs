//! Checks method signatures and rewrites them.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{FnArg, Pat, PatIdent, PatType, ReturnType, Signature, TraitItemFn, Type};

use crate::diagnostics::Diagnostics;
use crate::placing::placed;

use super::super::model::plain;

/// Checks that both a server and a client can be generated for a signature.
pub(super) fn check(method: &TraitItemFn, diagnostics: &mut Diagnostics) {
    let signature = &method.sig;
    let name = plain(&signature.ident);
    if signature.asyncness.is_none() {
        diagnostics.error(
            signature.fn_token,
            format!("E022: `{name}` is an endpoint, so it must be async\nhelp: write `async fn {name}`"),
        );
    }
    if !signature.generics.params.is_empty() {
        diagnostics.error(
            &signature.generics,
            format!(
                "E024: `{name}` is generic, but an endpoint needs concrete types\nhelp: write one method for each type"
            ),
        );
    } else if let Some(clause) = &signature.generics.where_clause {
        diagnostics.error(
            clause,
            format!("E024: `{name}` has a `where` clause, but every implementation and the client have every endpoint\nhelp: remove it; a bound on the implementing type belongs on its `impl`"),
        );
    }
    receiver(signature, &name, diagnostics);
    for argument in &signature.inputs {
        if let FnArg::Typed(argument) = argument {
            types(&argument.ty, "an argument", diagnostics);
        }
    }
    if let ReturnType::Type(_, ty) = &signature.output {
        types(ty, "the return type", diagnostics);
    }
}

/// Returns the return type; a missing one is reported.
pub(super) fn output(signature: &Signature, diagnostics: &mut Diagnostics) -> Option<Type> {
    match &signature.output {
        ReturnType::Type(_, ty) => Some((**ty).clone()),
        ReturnType::Default => {
            let name = plain(&signature.ident);
            diagnostics.error(
                &signature.ident,
                format!("E025: `{name}` returns nothing, but a call can always fail\nhelp: write `-> Result<(), MyError>`; `()` answers 204"),
            );
            None
        }
    }
}

/// Whether the future of a method is declared `Send`.
///
/// The future of a method with errors is not, because an error may be the reason that an implementation is not `Send`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sends {
    Yes,
    No,
}

/// Rewrites a method into a form that is valid in a trait, whatever its errors.
pub(super) fn rewrite(method: &mut TraitItemFn, sends: Sends) {
    for argument in &mut method.sig.inputs {
        if let FnArg::Typed(argument) = argument
            && name(argument).is_none()
        {
            // rustc would report the pattern too.
            *argument.pat = syn::parse_quote!(_);
        }
    }
    if let Some(body) = &method.default {
        let body = match sends {
            Sends::Yes => quote!(async move #body),
            // An error was reported. Implementations that rely on the default body remain complete.
            Sends::No => panicking_body(&method.sig),
        };
        method.default = Some(syn::parse_quote!({ #body }));
    } else {
        method.semi_token = Some(syn::token::Semi { spans: [method.sig.ident.span()] });
    }
    returns_future(&mut method.sig, sends);
}

/// Rewrites `async fn m(…) -> T` as `fn m(…) -> impl Future<Output = T> + Send`. Implementations may still be written
/// as `async fn`, and callers may rely on `Send`.
fn returns_future(signature: &mut Signature, sends: Sends) {
    let Some(keyword) = signature.asyncness.take() else { return };
    let output = match &signature.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => quote!(#ty),
    };
    // Places the error about an implementation whose future is not `Send` at the user's `async`.
    let bound = (sends == Sends::Yes).then(|| quote_spanned!(keyword.span()=> + ::core::marker::Send));
    // Places the warning about a type that is more private than the trait at that type.
    let future = placed(quote!(impl ::core::future::Future), &output);
    signature.output = syn::parse_quote!(-> #future<Output = #output> #bound);
}

/// Returns a method with which the client implements a trait with errors.
pub(super) fn fallback(method: &TraitItemFn, sends: Sends) -> TokenStream {
    let conditions = method.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    let mut signature = method.sig.clone();
    for argument in &mut signature.inputs {
        match argument {
            FnArg::Receiver(receiver) => receiver.attrs.clear(),
            FnArg::Typed(argument) => {
                argument.attrs.clear();
                *argument.pat = syn::parse_quote!(_);
            }
        }
    }
    let body = panicking_body(&signature);
    returns_future(&mut signature, sends);
    quote!(#(#conditions)* #signature { #body })
}

/// Returns the body of a method with errors. Its future captures no argument, so it requires nothing of their types.
fn panicking_body(signature: &Signature) -> TokenStream {
    let panic = quote!(::core::panic!("the trait has mistakes"));
    if signature.asyncness.is_some() { quote!(async { #panic }) } else { panic }
}

/// Returns the name of an argument, if its pattern is a plain name.
pub(super) fn name(argument: &PatType) -> Option<&Ident> {
    match &*argument.pat {
        Pat::Ident(PatIdent { by_ref: None, mutability: None, subpat: None, ident, .. }) => Some(ident),
        _ => None,
    }
}

fn receiver(signature: &Signature, name: &str, diagnostics: &mut Diagnostics) {
    const HELP: &str = "help: write `&self`; keep mutable state behind a lock or in an atomic";
    match signature.receiver() {
        None => diagnostics.error(
            &signature.ident,
            format!("E023: `{name}` has no receiver, but an endpoint is a method of a session\n{HELP}"),
        ),
        Some(receiver) => {
            let tokens = quote!(#receiver).to_string().replace("& ", "&");
            if tokens != "&self" {
                diagnostics.error(
                    receiver,
                    format!("E023: `{name}` takes `{tokens}`, but concurrent calls share one session\n{HELP}"),
                );
            }
        }
    }
}

/// Returns whether the return type contains an `impl Trait`.
pub(super) fn returns_opaque(signature: &Signature) -> bool {
    struct Opaque(bool);
    impl<'ast> Visit<'ast> for Opaque {
        fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut opaque = Opaque(false);
    opaque.visit_return_type(&signature.output);
    opaque.0
}

/// Returns whether the other end can decode a type, as far as its syntax tells.
pub(super) fn can_be_sent(ty: &Type) -> bool {
    let mut problems = Diagnostics::default();
    types(ty, "", &mut problems);
    problems.count() == 0
}

fn types(ty: &Type, role: &str, diagnostics: &mut Diagnostics) {
    let mut visitor = Forbidden { role, diagnostics };
    visitor.visit_type(ty);
}

struct Forbidden<'a> {
    role: &'a str,
    diagnostics: &'a mut Diagnostics,
}

impl<'ast> Visit<'ast> for Forbidden<'_> {
    fn visit_type(&mut self, ty: &'ast Type) {
        if let Type::Reference(reference) = ty
            && let Type::Path(path) = &*reference.elem
            && path.path.segments.last().is_some_and(|last| last.ident == "Context")
        {
            self.diagnostics.error(
                ty,
                "E038: a method gets the declared arguments, not the request\nhelp: read the context in the function given to `serve_with`, and keep what a call needs in the session that it returns",
            );
            return;
        }
        let (what, help) = match ty {
            Type::Reference(_) => ("a reference", "an owned type, for example `String` instead of `&str`"),
            Type::ImplTrait(_) => ("an `impl Trait`", "a concrete type"),
            Type::TraitObject(_) => ("a trait object", "a concrete type, for example an enum"),
            Type::Infer(_) => ("a type to be inferred", "the type itself"),
            _ => return visit::visit_type(self, ty),
        };
        self.diagnostics.error(
            ty,
            format!("E026: {} cannot contain {what}: the other end has to decode it\nhelp: use {help}", self.role),
        );
    }
}
