//! Renders the server's dispatch from an endpoint's number to the session's method.

use proc_macro2::TokenStream;
use quote::quote;

use crate::placing::{written, written_call};

use super::super::model::{Api, Endpoint};
use super::names::{api_name, call_name};
use super::numbers::{in_group, numbers};
use super::{converse, types};

/// Number of endpoints that one function of the framework dispatches to. The compiler then sees one future for each
/// group.
const GROUP: usize = 16;

/// Renders `impl Dispatch` for every implementor of the trait, and the handler of each call.
pub(super) fn render(api: &Api) -> TokenStream {
    let private = &api.private;
    let marker = api_name(api);
    let name = &api.name;
    let handlers = api.endpoints.iter().filter(|endpoint| endpoint.socket.is_none());
    let handlers = handlers.map(|endpoint| handler(api, endpoint));
    let arms = arms(api);
    let converse = converse::render(api);
    // Without endpoints no method is called, and a trait with errors may not be valid as a bound.
    let session = (!api.endpoints.is_empty()).then(|| quote!(#name +));
    quote! {
        #(#handlers)*

        #[automatically_derived]
        #[allow(deprecated, reason = "a deprecated endpoint is served until it is removed")]
        impl<__S> #private::Dispatch<__S> for #marker
        where
            __S: #session ::core::marker::Send + ::core::marker::Sync + 'static,
        {
            async fn dispatch<__B: #private::RequestBody>(
                __session: &__S,
                __endpoint: u16,
                __form: #private::ReplyForm,
                __context: &mut #private::Context<'_>,
                __slot: &mut #private::BodySlot<__B>,
                __out: &mut ::core::option::Option<#private::Response<#private::Body>>,
            ) -> ::core::result::Result<(), #private::Problem> {
                match __endpoint {
                    #arms
                    _ => ::core::result::Result::Err(#private::Problem::not_found()),
                }
            }

            #converse
        }
    }
}

/// Renders an arm for each full group, and one for each other endpoint that answers.
fn arms(api: &Api) -> TokenStream {
    let private = &api.private;
    let numbered: Vec<(u16, &Endpoint)> = numbers(api).into_iter().zip(&api.endpoints).collect();
    let grouped: Vec<_> = numbered.iter().filter(|(_, endpoint)| in_group(endpoint)).collect();
    let groups = grouped.chunks_exact(GROUP);
    let conditional = numbered.iter().filter(|(_, endpoint)| endpoint.socket.is_none() && !in_group(endpoint));
    let single = groups.remainder().iter().copied().chain(conditional).map(|(number, endpoint)| {
        let (conditions, call) = (&endpoint.conditions, call_name(api, endpoint));
        let handle = quote!(#private::handle::<_, _, #call>);
        let handle = written_call(handle, quote!(__session, __form, __context, __slot, __out), &endpoint.output);
        quote!(#(#conditions)* #number => #handle.await,)
    });
    let groups = groups.map(|group| {
        let calls = group.iter().map(|(_, endpoint)| call_name(api, endpoint));
        let numbers = [group.first(), group.last()].map(|end| end.map(|(number, _)| *number));
        let [first, last] = numbers;
        quote! {
            #first..=#last => #private::handle_one_of_sixteen::<_, _, #(#calls),*>(
                __session, __endpoint - #first, __form, __context, __slot, __out
            ).await,
        }
    });
    quote!(#(#groups)* #(#single)*)
}

/// Renders the implementation that runs the method of an endpoint.
fn handler(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let private = &api.private;
    let (name, method, call) = (&api.name, &endpoint.method, call_name(api, endpoint));
    let (conditions, output) = (&endpoint.conditions, types::output(api, endpoint));
    let future = quote!(impl ::core::future::Future<Output = #output> + ::core::marker::Send);
    let future = written(future, &endpoint.output);
    let fields = types::arguments(endpoint, &quote!(self));
    // A deprecated endpoint is served until it is removed.
    let deprecated = endpoint.deprecated.as_ref().map(|_| quote!(#[allow(deprecated)]));
    quote! {
        #(#conditions)*
        #[automatically_derived]
        impl<__S: #name> #private::Handled<__S> for #call {
            #deprecated
            fn handle(self, __session: &__S) -> #future {
                <__S as #name>::#method(__session #(, #fields)*)
            }
        }
    }
}
