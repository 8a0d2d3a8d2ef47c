//! Method signatures: what an endpoint's may be, and how it is written back.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{FnArg, ReturnType, Signature, TraitItemFn, Type};

use crate::diagnostics::Diagnostics;

use super::super::model::plain;

/// Holds the signature to the rules that make both ends possible.
pub(super) fn check(method: &TraitItemFn, diagnostics: &mut Diagnostics) {
    let signature = &method.sig;
    let name = plain(&signature.ident);
    if signature.asyncness.is_none() {
        diagnostics.error(
            signature.fn_token,
            format!("`{name}` is not async, and an endpoint crosses a wire\nhelp: write `async fn {name}`"),
        );
    }
    if !signature.generics.params.is_empty() || signature.generics.where_clause.is_some() {
        diagnostics.error(
            &signature.generics,
            format!(
                "`{name}` is generic, and a wire carries concrete types only\nhelp: write one method for each type"
            ),
        );
    }
    if let Some(body) = &method.default {
        diagnostics.error(
            body,
            format!("`{name}` has a body, and the trait is only the description\nhelp: end it with `;` and write the body in the implementation"),
        );
    }
    receiver(signature, &name, diagnostics);
    for argument in &signature.inputs {
        if let FnArg::Typed(argument) = argument {
            types(&argument.ty, "an argument", diagnostics);
        }
    }
    if let ReturnType::Type(_, ty) = &signature.output {
        types(ty, "the answer", diagnostics);
    }
}

/// The return type, which must be there.
pub(super) fn output(signature: &Signature, diagnostics: &mut Diagnostics) -> Option<Type> {
    match &signature.output {
        ReturnType::Type(_, ty) => Some((**ty).clone()),
        ReturnType::Default => {
            let name = plain(&signature.ident);
            diagnostics.error(
                &signature.ident,
                format!("`{name}` returns nothing, and a call can always fail\nhelp: write `-> Result<(), MyError>`; `()` answers 204"),
            );
            None
        }
    }
}

/// Writes `async fn m(…) -> T` as `fn m(…) -> impl Future<Output = T> + Send`: the same to implement, and callers may rely on `Send`.
pub(super) fn rewrite(method: &mut TraitItemFn) {
    method.default = None;
    method.semi_token = Some(syn::token::Semi { spans: [method.sig.ident.span()] });
    let Some(keyword) = method.sig.asyncness.take() else { return };
    let output = match &method.sig.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => quote!(#ty),
    };
    // An implementation whose future is not `Send` is told so at the user's `async`.
    let bound = quote_spanned!(keyword.span()=> ::core::marker::Send);
    method.sig.output = syn::parse_quote!(-> impl ::core::future::Future<Output = #output> + #bound);
}

/// A method for the client that keeps a trait with mistakes implemented.
pub(super) fn fallback(signature: &Signature) -> TokenStream {
    let mut signature = signature.clone();
    for argument in &mut signature.inputs {
        match argument {
            FnArg::Receiver(receiver) => receiver.attrs.clear(),
            FnArg::Typed(argument) => {
                argument.attrs.clear();
                *argument.pat = syn::parse_quote!(_);
            }
        }
    }
    quote!(#signature { ::core::panic!("the trait has mistakes") })
}

fn receiver(signature: &Signature, name: &str, diagnostics: &mut Diagnostics) {
    const HELP: &str =
        "help: write `&self`; state that changes belongs behind a lock or an atomic of the implementation";
    match signature.receiver() {
        None => diagnostics.error(
            &signature.ident,
            format!("`{name}` has no receiver, and an endpoint is a method of a session\n{HELP}"),
        ),
        Some(receiver) => {
            let tokens = quote!(#receiver).to_string().replace(' ', "");
            if tokens != "&self" {
                diagnostics
                    .error(receiver, format!("`{name}` takes `{tokens}`, and many callers share one session\n{HELP}"));
            }
        }
    }
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
        let (what, help) = match ty {
            Type::Reference(_) => ("a reference", "an owned type, `String` instead of `&str` for instance"),
            Type::ImplTrait(_) => ("an `impl Trait`", "a concrete type"),
            Type::TraitObject(_) => ("a trait object", "a concrete type, an enum for instance"),
            Type::Infer(_) => ("a type to be inferred", "the type itself"),
            _ => return visit::visit_type(self, ty),
        };
        self.diagnostics.error(
            ty,
            format!(
                "{} cannot hold {what}: it must be made anew at the other end of the wire\nhelp: use {help}",
                self.role
            ),
        );
    }
}
