//! `#[derive(Reply)]`: an enum whose variants are the successful answers of an endpoint, a status each.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{DeriveInput, Path, Type, Variant};

use crate::diagnostics::Diagnostics;

use super::variant;

/// The impl of `Reply`, or every mistake with an impl that keeps rustc from adding its own.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diagnostics = Diagnostics::default();
    match check(&input, &mut diagnostics) {
        Some(checked) if diagnostics.count() == 0 => render(&checked),
        _ => {
            let errors = diagnostics.into_tokens();
            let fallback = fallback(&input.ident);
            quote!(#errors #fallback)
        }
    }
}

/// An enum whose variants have a status each, all different.
struct Checked<'a> {
    name: &'a Ident,
    krate: Path,
    alternatives: Vec<Alternative<'a>>,
}

struct Alternative<'a> {
    name: &'a Ident,
    status: u16,
    docs: String,
    /// None for a variant without a body.
    content: Option<&'a Type>,
}

fn check<'a>(input: &'a DeriveInput, diagnostics: &mut Diagnostics) -> Option<Checked<'a>> {
    let variants = variant::variants(input, "Reply", diagnostics)?;
    let mut krate = None;
    for pair in variant::pairs(&input.attrs, "reply", &["crate"], diagnostics) {
        krate = variant::path(&pair, diagnostics);
    }
    if variants.is_empty() {
        diagnostics.error(
            &input.ident,
            format!(
                "`{}` has no variants, so nothing could be answered\nhelp: add one with `#[reply(status = 200)]`",
                input.ident
            ),
        );
    }
    let mut alternatives: Vec<Alternative<'_>> = Vec::new();
    for one in variants {
        let Some(alternative) = alternative(one, diagnostics) else { continue };
        if let Some(other) = alternatives.iter().find(|other| other.status == alternative.status) {
            for (this, that) in [(alternative.name, other.name), (other.name, alternative.name)] {
                diagnostics.error(
                    this,
                    format!("`{this}` and `{that}` both have the status {}, so a client could not tell them apart\nhelp: give each a status of its own", alternative.status),
                );
            }
        }
        alternatives.push(alternative);
    }
    Some(Checked { name: &input.ident, krate: variant::crate_path(krate), alternatives })
}

fn alternative<'a>(one: &'a Variant, diagnostics: &mut Diagnostics) -> Option<Alternative<'a>> {
    let before = diagnostics.count();
    let pairs = variant::pairs(&one.attrs, "reply", &["status"], diagnostics);
    let status = pairs.first().and_then(|pair| variant::status(pair, 200..=299, diagnostics));
    if status.is_none() && diagnostics.count() == before {
        diagnostics
            .error(&one.ident, format!("`{}` has no status\nhelp: write `#[reply(status = 201)]` above it", one.ident));
    }
    let types = variant::types(one, diagnostics)?;
    if types.len() > 1 {
        diagnostics.error(
            &one.fields,
            format!("`{}` has several fields, and an answer has one body\nhelp: put them in a struct", one.ident),
        );
    }
    Some(Alternative {
        name: &one.ident,
        status: status?,
        docs: variant::docs(&one.attrs),
        content: types.first().copied(),
    })
}

fn render(checked: &Checked<'_>) -> TokenStream {
    let Checked { name, krate, alternatives } = checked;
    let outputs = alternatives.iter().map(|Alternative { status, docs, content, .. }| {
        let content = content_type(*content);
        quote!(#krate::description::Output { status: #status, docs: #docs, ..<#content as #krate::codec::Reply>::OUTPUTS[0] })
    });
    let encoders = alternatives.iter().map(|Alternative { name, status, content, .. }| {
        let (pattern, value) = match content {
            None => (quote!(Self::#name), quote!(())),
            Some(_) => (quote!(Self::#name(__value)), quote!(__value)),
        };
        quote!(#pattern => (#status, #krate::codec::Reply::encode(#value, __form)?))
    });
    let decoders = alternatives.iter().map(|Alternative { name, status, content, .. }| {
        let ty = content_type(*content);
        let value =
            if content.is_some() { quote!(Self::#name(__value)) } else { quote!({ let () = __value; Self::#name }) };
        quote! {
            #status => <#ty as #krate::codec::Reply>::decode(__response, __form).await.map(|__value| #value)
        }
    });
    quote! {
        #[automatically_derived]
        impl #krate::codec::Reply for #name {
            const OUTPUTS: &'static [#krate::description::Output] = &[#(#outputs),*];

            fn encode(self, __form: &#krate::codec::ReplyForm) -> ::core::result::Result<#krate::routing::Answered, #krate::Failure> {
                let (__status, __response) = match self { #(#encoders),* };
                ::core::result::Result::Ok(#krate::__private::with_status(__response, __status))
            }

            async fn decode(__response: #krate::routing::Answered, __form: &#krate::codec::ReplyForm) -> ::core::result::Result<Self, #krate::Failure> {
                match __response.status().as_u16() {
                    #(#decoders,)*
                    __other => ::core::result::Result::Err(#krate::__private::undeclared(__other)),
                }
            }
        }
    }
}

fn content_type(content: Option<&Type>) -> TokenStream {
    content.map_or_else(|| quote!(()), |ty| quote_spanned!(ty.span()=> #ty))
}

fn fallback(name: &Ident) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl ::api_core::codec::Reply for #name {
            const OUTPUTS: &'static [::api_core::description::Output] = <() as ::api_core::codec::Reply>::OUTPUTS;
            fn encode(self, _: &::api_core::codec::ReplyForm) -> ::core::result::Result<::api_core::routing::Answered, ::api_core::Failure> {
                ::core::panic!("the enum has mistakes")
            }
            async fn decode(_: ::api_core::routing::Answered, _: &::api_core::codec::ReplyForm) -> ::core::result::Result<Self, ::api_core::Failure> {
                ::core::panic!("the enum has mistakes")
            }
        }
    }
}
