//! Renders the client: an implementation of the trait that sends calls.

use proc_macro2::TokenStream;
use quote::quote;

use crate::placing::written_call;

use super::super::model::{Api, Endpoint, OptionalCapture, Verb};
use super::names::{api_name, call_name};
use super::types;

/// Renders `impl Trait for Client<Api, T>`.
pub(super) fn render(api: &Api) -> TokenStream {
    let private = &api.private;
    let marker = api_name(api);
    let name = &api.name;
    let methods = api.endpoints.iter().enumerate().filter_map(|(index, endpoint)| method(api, index, endpoint));
    let broken = &api.broken;
    let mut generics = api.generics.clone();
    generics.params.push(syn::parse_quote!(__T: #private::Transport));
    let (parameters, _, condition) = generics.split_for_impl();
    let (_, arguments, _) = api.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[allow(deprecated, reason = "a deprecated endpoint can be called until it is removed")]
        impl #parameters #name #arguments for #private::Client<#marker, __T> #condition {
            #(#methods)*
            #(#broken)*
        }
    }
}

/// Renders the method of an endpoint. `None` for the second endpoint of a method.
fn method(api: &Api, index: usize, endpoint: &Endpoint) -> Option<TokenStream> {
    let (conditions, method, output) = (&endpoint.conditions, &endpoint.method, &endpoint.output);
    let (names, types): (Vec<_>, Vec<_>) = endpoint.arguments()?.into_iter().unzip();
    let mut send = send(api, endpoint);
    // The endpoint beside it is that with the capture.
    if let Some((OptionalCapture { name, .. }, given)) = endpoint.optional.as_ref().zip(api.endpoints.get(index + 1)) {
        let given = self::send(api, given);
        send = quote! {
            async move {
                match #name {
                    ::core::option::Option::Some(#name) => #given.await,
                    ::core::option::Option::None => #send.await,
                }
            }
        };
    }
    Some(quote! {
        #(#conditions)*
        fn #method(&self #(, #names: #types)*) -> impl ::core::future::Future<Output = #output> + ::core::marker::Send {
            #send
        }
    })
}

/// Renders the future of a call whose arguments are local variables.
fn send(api: &Api, endpoint: &Endpoint) -> TokenStream {
    // Written as the user's own tokens, for which rustc would call a shorter path an unnecessary qualification where
    // the user has imported `Client`.
    let (krate, call) = (&api.krate, call_name(api, endpoint));
    let fields = endpoint.parameters.iter().map(|parameter| types::field(api, parameter));
    let input = endpoint.socket.as_ref().map(|socket| &socket.input.name).into_iter();
    let send = match endpoint.verb {
        Verb::Duplex => quote!(#krate::__private::Client::duplex::<#call>),
        Verb::WebSocket => quote!(#krate::__private::Client::handover::<#call>),
        _ => quote!(#krate::__private::Client::call::<#call>),
    };
    written_call(send, quote!(self, #call { #(#fields),* } #(, #input)*), &endpoint.output)
}
