//! Renders the user's types as type aliases, with the spans of the user's tokens.
//!
//! Each of the user's types is written once more, in its alias, so that rustc reports an error about it once.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote};
use syn::Type;

use crate::placing::written;

use super::super::model::{Api, Body, Encoding, Endpoint, Input, OptionalCapture, Parameter, Source, plain};

/// Renders the aliases.
pub(super) fn render(api: &Api) -> TokenStream {
    api.endpoints.iter().map(|one| endpoint(api, one)).collect()
}

fn endpoint(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let conditions = &endpoint.conditions;
    let arguments = endpoint.parameters.iter().map(|parameter| {
        let (private, name) = (&api.private, alias(api, endpoint, Some(parameter)));
        let ty = &parameter.ty;
        match &parameter.form {
            None => quote!(#(#conditions)* type #name = #ty;),
            Some(form) => quote!(#(#conditions)* type #name = #private::model::As<#ty, #form>;),
        }
    });
    let input = endpoint.socket.as_ref().map(|socket| {
        let (name, ty) = (input_alias(api, endpoint), &socket.input.ty);
        quote!(#(#conditions)* type #name = #ty;)
    });
    let name = alias(api, endpoint, None);
    let output = &endpoint.output;
    let all = all(api, endpoint);
    quote!(#(#arguments)* #input #(#conditions)* type #name = #output; #all)
}

/// Renders the alias with the types of the associated types of a call: a pointer to a function of the input.
fn all(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let (conditions, name, output) = (&endpoint.conditions, all_alias(api, endpoint), alias(api, endpoint, None));
    let input = endpoint.socket.as_ref().map(|_| input_alias(api, endpoint));
    quote!(#(#conditions)* type #name = fn(#input) -> #output;)
}

/// Returns the parameters and the condition of an endpoint's call.
pub(super) fn of_call(api: &Api, endpoint: &Endpoint) -> (TokenStream, TokenStream) {
    let types = all_alias(api, endpoint);
    parameters(api, &quote!(#types))
}

/// Returns the parameters and the condition that generated types have, so that `types` are a part of each.
///
/// The associated types of an implementation may be private only if the implementation names private types itself
/// (E0446). With the types as the default of a parameter it does, and a public trait can use private types, with the
/// warning that rustc has for it. The condition makes the default the only value, so nobody has to write or infer it.
/// The constant is needed because a parameter that no field uses must follow from another one.
pub(super) fn parameters(api: &Api, types: &TokenStream) -> (TokenStream, TokenStream) {
    let private = &api.private;
    let parameters = quote!(<__T = #types, const __N: u8 = 0>);
    (parameters, quote!(where #types: #private::Names<__N, Types = __T>))
}

/// Returns the type of an argument.
pub(super) fn argument(api: &Api, endpoint: &Endpoint, parameter: &Parameter) -> TokenStream {
    let alias = alias(api, endpoint, Some(parameter));
    written(quote!(#alias), place(parameter))
}

/// Returns the field of a call for an argument of the client's method.
pub(super) fn field(api: &Api, parameter: &Parameter) -> TokenStream {
    let (private, name) = (&api.private, &parameter.name);
    if parameter.form.is_some() { quote!(#name: #private::model::As::new(#name)) } else { quote!(#name) }
}

/// Returns the arguments of the server's method from the fields of `call`.
pub(super) fn arguments(endpoint: &Endpoint, call: &TokenStream) -> Vec<TokenStream> {
    let mut arguments: Vec<TokenStream> = endpoint.parameters.iter().map(|parameter| taken(call, parameter)).collect();
    if let Some(OptionalCapture { index, is_given, .. }) = &endpoint.optional {
        if *is_given {
            arguments[*index] = {
                let given = &arguments[*index];
                quote!(::core::option::Option::Some(#given))
            };
        } else {
            arguments.insert(*index, quote!(::core::option::Option::None));
        }
    }
    arguments
}

/// Returns the argument of the server's method from a field of `call`.
pub(super) fn taken(call: &TokenStream, parameter: &Parameter) -> TokenStream {
    let name = &parameter.name;
    if parameter.form.is_some() { quote!(#call.#name.value) } else { quote!(#call.#name) }
}

/// Returns the type of the input.
pub(super) fn input(api: &Api, endpoint: &Endpoint, input: &Input) -> TokenStream {
    let alias = input_alias(api, endpoint);
    written(quote!(#alias), &input.ty)
}

/// Returns an associated item of an argument's type, from the trait that the argument's source requires.
pub(super) fn item(api: &Api, endpoint: &Endpoint, parameter: &Parameter, name: &str) -> TokenStream {
    let (krate, private) = (&api.krate, &api.private);
    let ty = argument(api, endpoint, parameter);
    let requirement = match parameter.source {
        Source::Body(Body { encoding: Encoding::Text, .. }) => quote!(TextBody),
        Source::Body(Body { encoding: Encoding::Bytes, .. }) => quote!(BytesBody),
        Source::Body(Body { encoding: Encoding::Stream, .. }) => quote!(StreamBody),
        Source::Body(Body { encoding: Encoding::Content, .. }) => quote!(Content),
        Source::Body(Body { encoding: Encoding::Multipart, .. }) => quote!(Multipart),
        Source::Accept => quote!(ContentType),
        Source::Headers => quote!(HeaderFields),
        _ => TokenStream::new(),
    };
    // A user may have imported one of the others, and rustc would call a path without `::` unnecessary then.
    let requirement =
        if requirement.is_empty() { quote!(#private::Argument) } else { quote!(#krate::__private::#requirement) };
    let name = Ident::new(name, Span::call_site());
    written(quote!(<#ty as #requirement>::#name), place(parameter))
}

/// Returns the place of errors about an argument's type: its first token. With more tokens rustc would underline the
/// first ones for some errors and all for others, and report each twice.
pub(super) fn place(parameter: &Parameter) -> TokenStream {
    parameter.ty.to_token_stream().into_iter().take(1).collect()
}

/// Returns the return type.
pub(super) fn output(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let alias = alias(api, endpoint, None);
    written(quote!(#alias), &endpoint.output)
}

/// Returns the type of the success value.
pub(super) fn value(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let (private, alias) = (&api.private, alias(api, endpoint, None));
    at_value(endpoint, quote!(<#alias as #private::Fallible>::Value))
}

/// Places tokens at the type of the success value.
pub(super) fn at_value(endpoint: &Endpoint, tokens: TokenStream) -> TokenStream {
    match endpoint.result_types() {
        Some((value, _)) => written(tokens, value),
        None => written(tokens, &endpoint.output),
    }
}

/// Returns the error type of an endpoint.
///
/// Most endpoints return the API's error type. Its errors are placed at the attribute that names it, and thus reported
/// once instead of once for each endpoint. An error type behind an alias is reported at the endpoint.
pub(super) fn error(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let (private, alias) = (&api.private, alias(api, endpoint, None));
    let error = quote!(<#alias as #private::Fallible>::Error);
    let text = |ty: &Type| ty.to_token_stream().to_string();
    match (endpoint.result_types(), &api.errors) {
        (Some((_, own)), Some(errors)) if text(own) == text(errors) => written(error, errors),
        (Some((_, own)), _) => written(error, own),
        (None, _) => written(error, &endpoint.output),
    }
}

/// Returns the name of the alias for the input's type.
fn input_alias(api: &Api, endpoint: &Endpoint) -> Ident {
    format_ident!("__{}InputOf{}", plain(&api.name), endpoint.camel_case(), span = endpoint.name.span())
}

/// Returns the name of the alias with the types of a call's associated types.
fn all_alias(api: &Api, endpoint: &Endpoint) -> Ident {
    format_ident!("__{}TypesOf{}", plain(&api.name), endpoint.camel_case(), span = endpoint.name.span())
}

/// Returns the name of the alias for an argument's type or for the return type.
fn alias(api: &Api, endpoint: &Endpoint, parameter: Option<&Parameter>) -> Ident {
    let (name, call) = (plain(&api.name), endpoint.camel_case());
    let index = parameter.and_then(|one| endpoint.parameters.iter().position(|other| other.name == one.name));
    match index {
        Some(index) => format_ident!("__{name}Argument{index}Of{call}", span = endpoint.name.span()),
        None => format_ident!("__{name}OutputOf{call}", span = endpoint.name.span()),
    }
}
