//! `#[derive(Reply)]`: maps the variants of an enum to successful responses, each with a status.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{DeriveInput, Path, Type, Variant};

use crate::codes::coded;
use crate::diagnostics::{Diagnostics, compile_error};
use crate::docs;
use crate::features;
use crate::placing::{written, written_call};
use crate::statuses::{Statuses, is_without_content};

use super::variant;

/// Renders `Reply`, or every error with a fallback impl, so that rustc reports no missing one.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return compile_error(&error),
    };
    let mut diagnostics = Diagnostics::default();
    match check(&input, &mut diagnostics) {
        Some(checked) if diagnostics.count() == 0 => render(&checked),
        _ => {
            let errors = diagnostics.into_tokens();
            let fallback = fallback(&input);
            quote!(#errors #fallback)
        }
    }
}

/// A valid enum: each variant has a distinct status.
struct Checked<'a> {
    name: &'a Ident,
    krate: Path,
    alternatives: Vec<Alternative<'a>>,
}

struct Alternative<'a> {
    name: &'a Ident,
    status: u16,
    /// The status as it is written.
    place: TokenStream,
    docs: String,
    /// `None` for a variant without a body.
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
                "E070: `{}` has no variants, so an endpoint could not answer\nhelp: add one with `#[reply(status = 200)]`",
                input.ident
            ),
        );
    }
    let mut alternatives: Vec<Alternative<'_>> = Vec::new();
    for one in variants {
        let Some(alternative) = alternative(one, diagnostics) else { continue };
        if let Some(other) = alternatives.iter().find(|other| other.status == alternative.status) {
            diagnostics.error(
                alternative.name,
                format!("E043: `{}` and `{}` both have the status {}, so a client could not distinguish them\nhelp: give each a different status", other.name, alternative.name, alternative.status),
            );
        }
        alternatives.push(alternative);
    }
    Some(Checked { name: &input.ident, krate: variant::crate_path(krate), alternatives })
}

fn alternative<'a>(one: &'a Variant, diagnostics: &mut Diagnostics) -> Option<Alternative<'a>> {
    let before = diagnostics.count();
    let pairs = variant::pairs(&one.attrs, "reply", &["status"], diagnostics);
    let status = pairs.first().and_then(|pair| variant::status(pair, Statuses::Success, diagnostics));
    if status.is_none() && diagnostics.count() == before {
        diagnostics.error(
            &one.ident,
            format!("E040: `{}` has no status\nhelp: write `#[reply(status = 201)]` above it", one.ident),
        );
    }
    let types = variant::types(one, diagnostics)?;
    for ty in &types {
        features::check(ty, diagnostics);
    }
    if types.len() > 1 {
        diagnostics.error(
            &one.fields,
            format!(
                "E081: `{}` has several fields, but a response has one body\nhelp: put them in a struct",
                one.ident
            ),
        );
    }
    Some(Alternative {
        name: &one.ident,
        status: status?,
        place: pairs.first().and_then(|pair| pair.value.as_ref()).map(ToTokens::to_token_stream).unwrap_or_default(),
        docs: docs::text(&one.attrs).replace('\n', " "),
        content: types.first().copied(),
    })
}

fn render(checked: &Checked<'_>) -> TokenStream {
    let Checked { name, krate, alternatives } = checked;
    let outputs = alternatives.iter().map(|Alternative { status, docs, content, .. }| {
        let outputs = item(*content, krate, "OUTPUTS");
        quote!(#krate::__private::output_of_variant(#status, #docs, #outputs))
    });
    let encoders = alternatives.iter().map(|Alternative { name, status, content, .. }| {
        let (pattern, value) = match content {
            None => (quote!(Self::#name), quote!(())),
            Some(_) => (quote!(Self::#name(__value)), quote!(__value)),
        };
        let encode = item(*content, krate, "encode");
        let encode = content.map_or_else(
            || quote!(#encode(#value, __form)),
            |ty| written_call(encode.clone(), quote!(#value, __form), ty),
        );
        quote!(#pattern => (#status, #encode?))
    });
    let decoders = alternatives.iter().map(|Alternative { name, status, content, .. }| {
        let decode = item(*content, krate, "decode");
        let value =
            if content.is_some() { quote!(Self::#name(__value)) } else { quote!({ let () = __value; Self::#name }) };
        let decode = content.map_or_else(
            || quote!(#decode(__response, __form).await),
            |ty| {
                let decode = written_call(decode.clone(), quote!(__response, __form), ty);
                let wait = written(quote!(.await), ty);
                quote!(#decode #wait)
            },
        );
        quote! {
            #status => #decode.map(|__value| #value)
        }
    });
    let empty = alternatives.iter().filter(|one| is_without_content(one.status)).filter_map(|one| {
        let outputs = item(Some(one.content?), krate, "OUTPUTS");
        let message = format!(
            "E041: a response with the status {} has no content (RFC 9110 §15), and `{}` has some: remove the field, or use another status",
            one.status, one.name
        );
        let message = coded(&message);
        let place = one.place.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
        Some(quote_spanned!(place=> const _: () = ::core::assert!(#outputs[0].media_type.is_none(), "{}", #message);))
    });
    quote! {
        #(#empty)*

        #[automatically_derived]
        impl #krate::__private::Reply for #name {
            const OUTPUTS: &'static [#krate::__private::Output] = &[#(#outputs),*];

            fn encode(self, __form: &#krate::__private::ReplyForm) -> ::core::result::Result<#krate::__private::Response<#krate::__private::Body>, #krate::__private::Failure> {
                let (__status, __response) = match self { #(#encoders),* };
                ::core::result::Result::Ok(#krate::__private::with_status(__response, __status))
            }

            async fn decode(__response: #krate::__private::Response<#krate::__private::Body>, __form: &#krate::__private::ReplyForm) -> ::core::result::Result<Self, #krate::__private::Failure> {
                match __response.status().as_u16() {
                    #(#decoders,)*
                    __other => ::core::result::Result::Err(#krate::__private::undeclared(__other)),
                }
            }
        }
    }
}

/// Renders an associated item of a variant's content, placed at its type.
fn item(content: Option<&Type>, krate: &Path, name: &str) -> TokenStream {
    let name = Ident::new(name, Span::call_site());
    content.map_or_else(
        || quote!(<() as #krate::__private::VariantContent>::#name),
        |ty| written(quote!(<#ty as #krate::__private::VariantContent>::#name), ty),
    )
}

fn fallback(input: &DeriveInput) -> TokenStream {
    // All errors were reported before.
    let pairs = variant::pairs(&input.attrs, "reply", &["crate"], &mut Diagnostics::default());
    let pair = pairs.iter().find(|pair| pair.key == "crate");
    let krate = variant::crate_path(pair.and_then(|pair| variant::path(pair, &mut Diagnostics::default())));
    let name = &input.ident;
    let (parameters, arguments, _) = input.generics.split_for_impl();
    let condition = quote!(where Self: ::core::marker::Send);
    quote! {
        #[automatically_derived]
        impl #parameters #krate::__private::Reply for #name #arguments #condition {
            const OUTPUTS: &'static [#krate::__private::Output] = <() as #krate::__private::Reply>::OUTPUTS;
            fn encode(self, _: &#krate::__private::ReplyForm) -> ::core::result::Result<#krate::__private::Response<#krate::__private::Body>, #krate::__private::Failure> {
                ::core::panic!("the enum has mistakes")
            }
            async fn decode(_: #krate::__private::Response<#krate::__private::Body>, _: &#krate::__private::ReplyForm) -> ::core::result::Result<Self, #krate::__private::Failure> {
                ::core::panic!("the enum has mistakes")
            }
        }
    }
}
