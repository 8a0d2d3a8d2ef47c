//! What only the type system knows: each requirement asked once, at the type the user wrote.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::super::check::Checked;
use super::super::model::{Api, Encoding, Endpoint, Source, Verb, plain};

/// Constant assertions; they cost nothing at run time.
pub(super) fn render(checked: &Checked) -> TokenStream {
    let api = checked.api();
    let krate = &api.krate;
    let endpoints = api.endpoints.iter().map(|one| endpoint(api, one));
    let overlaps = checked.overlaps().iter().map(|overlap| {
        let types = overlap.meetings.iter().map(|(ty, _)| ty);
        let literals = overlap.meetings.iter().map(|(_, literal)| literal);
        let message = &overlap.message;
        let meetings = quote!(&[#((<#types as #krate::Model>::SHAPE, #literals)),*]);
        let places = [overlap.first, overlap.second].map(|index| api.endpoints.get(index));
        let assertions = places.into_iter().flatten().map(|endpoint| {
            quote_spanned! {endpoint.template.literal.span()=>
                const _: () = ::core::assert!(#krate::routing::disjoint(#meetings), #message);
            }
        });
        quote!(#(#assertions)*)
    });
    // One that the attribute does not name is an endpoint's, which is checked there.
    let error = api.errors.as_ref().map(|errors| {
        quote_spanned! {errors.span()=>
            const _: fn() = || #krate::__private::is_api_error::<#errors>();
        }
    });
    quote!(#(#endpoints)* #(#overlaps)* #error)
}

fn endpoint(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let krate = &api.krate;
    let conditions = &endpoint.conditions;
    let mut assertions = Vec::new();
    for parameter in &endpoint.parameters {
        let (ty, name) = (&parameter.ty, plain(&parameter.name));
        let method = plain(&endpoint.name);
        let (predicate, message) = match &parameter.source {
            Source::Path { .. } => (
                quote!(is_scalar()),
                format!(
                    "`{name}` of `{method}` is a path segment, which holds one plain value: text, a number, a boolean, an enum without content, or a newtype of these"
                ),
            ),
            Source::Query(_) => (
                quote!(is_query()),
                format!(
                    "`{name}` of `{method}` is read from the query, which holds plain values, options and lists of them, or a struct of such fields"
                ),
            ),
            Source::Header(_) | Source::Resume => (
                quote!(is_query_value()),
                format!(
                    "`{name}` of `{method}` is a header field, which holds plain values, options and lists of them"
                ),
            ),
            Source::Body(Encoding::Form) => (
                quote!(is_query()),
                format!(
                    "`{name}` of `{method}` is a form, which holds plain values, options and lists of them in a struct"
                ),
            ),
            Source::Body(_) => continue,
        };
        assertions.push(quote_spanned! {ty.span()=>
            #(#conditions)*
            const _: () = ::core::assert!(<#ty as #krate::Model>::SHAPE.#predicate, #message);
        });
    }
    let output = &endpoint.output;
    if endpoint.verb == Verb::Subscribe {
        assertions.push(quote_spanned! {output.span()=>
            #(#conditions)*
            const _: fn() = || #krate::__private::is_subscription::<<#output as #krate::error::Fallible>::Value>();
        });
    } else if let Some(status) = &endpoint.status {
        let message = format!(
            "`{}` has a status in its attribute and its type answers with several: keep the type's, and remove `status`",
            plain(&endpoint.name)
        );
        assertions.push(quote_spanned! {status.span()=>
            #(#conditions)*
            const _: () = ::core::assert!(
                <<#output as #krate::error::Fallible>::Value as #krate::codec::Reply>::OUTPUTS.len() == 1,
                #message
            );
        });
    }
    quote!(#(#assertions)*)
}
