//! Renders the server's dispatch to WebSocket endpoints, whose methods outlive the response and therefore own the
//! session.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned as _;

use crate::placing::written_call;

use super::super::model::{Api, Endpoint, Socket, Verb};
use super::binding;
use super::names::call_name;
use super::numbers::numbers;
use super::types;

/// Renders `Dispatch::converse`, if the API has WebSocket endpoints.
pub(super) fn render(api: &Api) -> Option<TokenStream> {
    let private = &api.private;
    let endpoints = numbers(api).into_iter().zip(&api.endpoints);
    let arms: Vec<TokenStream> = endpoints
        .filter_map(|(number, endpoint)| endpoint.socket.as_ref().map(|socket| arm(api, number, endpoint, socket)))
        .collect();
    (!arms.is_empty()).then(|| {
        quote! {
            async fn converse<__H, __B>(
                __session: __H,
                __endpoint: u16,
                __form: #private::ReplyForm,
                __context: &mut #private::Context<'_>,
                __slot: &mut #private::BodySlot<__B>,
            ) -> ::core::result::Result<#private::Response<#private::Body>, #private::Problem>
            where
                __H: ::core::borrow::Borrow<__S> + ::core::marker::Send + ::core::marker::Sync + 'static,
                __B: #private::RequestBody,
            {
                match __endpoint {
                    #(#arms)*
                    _ => ::core::result::Result::Err(#private::Problem::not_found()),
                }
            }
        }
    })
}

fn arm(api: &Api, number: u16, endpoint: &Endpoint, socket: &Socket) -> TokenStream {
    let (krate, name, call) = (&api.krate, &api.name, call_name(api, endpoint));
    let conditions = &endpoint.conditions;
    let binding = binding::binding(api, endpoint);
    let method = &endpoint.name;
    // Resolves at the call site, and errors about it point to the type that the user wrote.
    let place = Span::call_site().located_at(socket.input.ty.span());
    let input = Ident::new(if endpoint.verb == Verb::Duplex { "__input" } else { "__pending" }, place);
    let arguments = endpoint.in_order(|parameter| types::taken(&quote!(__call), parameter), |_| quote!(#input));
    let conversation = quote! {
        move |#input| async move {
            <__S as #name>::#method(::core::borrow::Borrow::<__S>::borrow(&__session) #(, #arguments)*).await
        }
    };
    let open = if endpoint.verb == Verb::Duplex { quote!(duplex) } else { quote!(handover) };
    // As in the client: the user may have imported the function.
    let open = quote!(#krate::__private::#open::<#call, _, _>);
    let opened = written_call(open, quote!(__context, &__form, #conversation), &endpoint.output);
    quote! {
        #(#conditions)*
        #number => {
            #binding
            ::core::result::Result::Ok(#opened.await)
        }
    }
}
