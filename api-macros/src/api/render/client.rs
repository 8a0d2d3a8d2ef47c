//! Renders the client: an implementation of the trait that sends calls.

use proc_macro2::TokenStream;
use quote::quote;

use crate::placing::written_call;

use super::super::model::{Api, Input, Parameter, Verb};
use super::names::{api_name, call_name};
use super::types;

/// Renders `impl Trait for Client<Api, T>`.
pub(super) fn render(api: &Api) -> TokenStream {
    let krate = &api.krate;
    let marker = api_name(api);
    let name = &api.name;
    let methods = api.endpoints.iter().map(|endpoint| {
        let conditions = &endpoint.conditions;
        let method = &endpoint.name;
        let call = call_name(api, endpoint);
        let output = &endpoint.output;
        let fields = endpoint.parameters.iter().map(|parameter| types::field(api, parameter));
        let arguments = endpoint
            .in_order(|Parameter { name, ty, .. }| quote!(#name: #ty), |Input { name, ty, .. }| quote!(#name: #ty));
        let input = endpoint.socket.as_ref().map(|socket| &socket.input.name).into_iter();
        let send = match endpoint.verb {
            Verb::Duplex => quote!(#krate::__private::Client::duplex::<#call>),
            Verb::WebSocket => quote!(#krate::__private::Client::handover::<#call>),
            _ => quote!(#krate::__private::Client::call::<#call>),
        };
        let send = written_call(send, quote!(self, #call { #(#fields),* } #(, #input)*), output);
        quote! {
            #(#conditions)*
            fn #method(&self #(, #arguments)*) -> impl ::core::future::Future<Output = #output> + ::core::marker::Send {
                #send
            }
        }
    });
    let broken = &api.broken;
    let mut generics = api.generics.clone();
    generics.params.push(syn::parse_quote!(__T: #krate::__private::Transport));
    let (parameters, _, condition) = generics.split_for_impl();
    let (_, arguments, _) = api.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[allow(deprecated, reason = "a deprecated endpoint can be called until it is removed")]
        impl #parameters #name #arguments for #krate::__private::Client<#marker, __T> #condition {
            #(#methods)*
            #(#broken)*
        }
    }
}
