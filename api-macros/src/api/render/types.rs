//! The user's types as the calls name them, through aliases, and placed where the user wrote them.
//!
//! A user's type may have the name of a call, so the module of calls cannot name it itself.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote};
use syn::{GenericArgument, PathArguments, Type};

use crate::placing::written;

use super::super::model::{Api, Encoding, Endpoint, Parameter, Source, plain};

/// The module of aliases.
pub(super) fn render(api: &Api) -> TokenStream {
    let endpoints = api.endpoints.iter().map(endpoint);
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types, unused_imports, missing_docs, reason = "generated: names cannot collide with a user's")]
        mod types {
            use super::super::*;
            #(#endpoints)*
        }
    }
}

fn endpoint(endpoint: &Endpoint) -> TokenStream {
    let conditions = &endpoint.conditions;
    let arguments = endpoint.parameters.iter().map(|parameter| {
        let name = alias(endpoint, &plain(&parameter.name));
        let ty = &parameter.ty;
        quote!(#(#conditions)* pub type #name = #ty;)
    });
    let name = alias(endpoint, OUTPUT);
    let output = &endpoint.output;
    quote!(#(#arguments)* #(#conditions)* pub type #name = #output;)
}

/// An argument's type, inside the module of calls.
pub(super) fn argument(endpoint: &Endpoint, parameter: &Parameter) -> TokenStream {
    let alias = alias(endpoint, &plain(&parameter.name));
    written(quote!(types::#alias), &parameter.ty)
}

/// An item of an argument's type, from the trait that says what an argument is.
pub(super) fn item(krate: &syn::Path, endpoint: &Endpoint, parameter: &Parameter, name: &str) -> TokenStream {
    let ty = argument(endpoint, parameter);
    let requirement = match parameter.source {
        Source::Body(Encoding::Text) => quote!(TextBody),
        Source::Body(Encoding::Bytes) => quote!(BytesBody),
        _ => quote!(Argument),
    };
    let name = Ident::new(name, Span::call_site());
    written(quote!(<#ty as #krate::__private::#requirement>::#name), &parameter.ty)
}

/// The success value's type, inside the module of calls.
pub(super) fn value(krate: &syn::Path, endpoint: &Endpoint) -> TokenStream {
    let alias = alias(endpoint, OUTPUT);
    let value = quote!(<types::#alias as #krate::error::Fallible>::Value);
    match visible(endpoint) {
        Some((value_type, _)) => written(value, value_type),
        None => written(value, &endpoint.output),
    }
}

/// The error's type, inside the module of calls.
///
/// Most endpoints return the API's own error type, which is then judged where the attribute names it and not once for
/// each endpoint. One that returns it through an alias is judged where it stands: the same type, another place.
pub(super) fn error(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let (krate, alias) = (&api.krate, alias(endpoint, OUTPUT));
    let error = quote!(<types::#alias as #krate::error::Fallible>::Error);
    let text = |ty: &Type| ty.to_token_stream().to_string();
    match (visible(endpoint), &api.errors) {
        (Some((_, own)), Some(errors)) if text(own) == text(errors) => written(error, errors),
        (Some((_, own)), _) => written(error, own),
        (None, _) => written(error, &endpoint.output),
    }
}

/// The parts of a return type that is written `Result<T, E>`, whatever the name.
fn visible(endpoint: &Endpoint) -> Option<(&Type, &Type)> {
    let Type::Path(path) = &endpoint.output else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    let mut types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    let both = (types.next()?, types.next()?);
    (arguments.args.len() == 2).then_some(both)
}

// In capitals, which no argument's name has.
const OUTPUT: &str = "OUTPUT";

fn alias(endpoint: &Endpoint, part: &str) -> Ident {
    format_ident!("{}__{}", plain(&endpoint.name), part, span = endpoint.name.span())
}
