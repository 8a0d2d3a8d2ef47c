//! Renders the server's dispatch from an endpoint's index to the session's method.

use proc_macro2::TokenStream;
use quote::quote;

use crate::placing::written_call;

use super::super::model::Api;
use super::names::{api_name, call_name};
use super::tree::dispatch_number;
use super::{binding, converse};

/// Renders `impl Dispatch` for every implementor of the trait.
pub(super) fn render(api: &Api) -> TokenStream {
    let krate = &api.krate;
    let marker = api_name(api);
    let name = &api.name;
    let once_or_streamed = api.endpoints.iter().enumerate().filter(|(_, endpoint)| endpoint.socket.is_none());
    let arms = once_or_streamed.map(|(index, endpoint)| {
        let conditions = &endpoint.conditions;
        let number = dispatch_number(index);
        let call = call_name(api, endpoint);
        let method = &endpoint.name;
        let fields: Vec<_> = endpoint.parameters.iter().map(|parameter| &parameter.name).collect();
        let binding = binding::binding(api, endpoint);
        let answer = quote!(#krate::__private::answer::<#call>);
        let answer = written_call(answer, quote!(__result, &__form, __context), &endpoint.output);
        quote! {
            #(#conditions)*
            #number => {
                #binding
                let __result = <__S as #name>::#method(__session #(, __call.#fields)*).await;
                ::core::result::Result::Ok(#answer)
            }
        }
    });
    let converse = converse::render(api);
    // Without endpoints no method is called, and a trait with errors may not be valid as a bound.
    let session = (!api.endpoints.is_empty()).then(|| quote!(#name +));
    quote! {
        #[automatically_derived]
        #[allow(deprecated, reason = "a deprecated endpoint is served until it is removed")]
        impl<__S> #krate::__private::Dispatch<__S> for #marker
        where
            __S: #session ::core::marker::Send + ::core::marker::Sync + 'static,
        {
            async fn dispatch<__B: #krate::__private::RequestBody>(
                __session: &__S,
                __endpoint: u16,
                __form: #krate::__private::ReplyForm,
                __context: &mut #krate::__private::Context<'_>,
                __slot: &mut #krate::__private::BodySlot<__B>,
            ) -> ::core::result::Result<#krate::__private::Response<#krate::__private::Body>, #krate::__private::Problem> {
                match __endpoint {
                    #(#arms)*
                    _ => ::core::result::Result::Err(#krate::__private::Problem::not_found()),
                }
            }

            #converse
        }
    }
}
