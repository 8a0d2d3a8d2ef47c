//! Renders the inherent functions of an API's type: `serve` and its variants, and the inverse `connect`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::super::model::Api;
use super::names::api_name;

/// Renders `impl RoomsApi { pub fn serve, serve_with, serve_sessions, connect }`.
pub(super) fn render(api: &Api, errors: &Type) -> TokenStream {
    let private = &api.private;
    let (marker, name, visibility) = (api_name(api), &api.name, &api.visibility);
    let serve = format!(
        "Serves one value of [`{name}`] to all callers. For a value in an `Arc`, pass `Fixed(value)` to `serve_sessions`."
    );
    let serve_with = format!(
        "Serves the [`{name}`] that a function returns for each request. The function runs after path and method matched and before \
         arguments are decoded."
    );
    let serve_sessions =
        format!("Serves the [`{name}`] that a factory opens for each request. The factory is asynchronous.");
    let connect = format!("Returns a client: an implementation of [`{name}`] that sends its calls over a transport.");
    // Without endpoints no method is called, and a trait with errors may not be valid as a bound.
    let session = (!api.endpoints.is_empty()).then(|| quote!(#name +));
    let opened = session.as_ref().map(|_| quote!(<__F as #private::Sessions<#errors>>::Session: #name,));
    let bound = quote!(#session ::core::marker::Send + ::core::marker::Sync + 'static);
    quote! {
        #[automatically_derived]
        #[allow(dead_code, reason = "a program need not use every function")]
        impl #marker {
            /// The description of the API.
            #visibility const DESCRIPTION: &'static #private::Description =
                <Self as #private::Api>::DESCRIPTION;

            #[doc = #serve]
            #visibility fn serve<__S>(session: __S) -> #private::Served<Self, #private::Fixed<__S>>
            where
                __S: #bound,
            {
                #private::serve(session)
            }

            #[doc = #serve_with]
            #visibility fn serve_with<__F, __S>(sessions: __F) -> #private::Served<Self, __F>
            where
                __F: #private::SessionFunction<__S, #errors>
                    + ::core::marker::Send + ::core::marker::Sync + 'static,
                __S: #bound,
            {
                #private::serve_with(sessions)
            }

            #[doc = #serve_sessions]
            #visibility fn serve_sessions<__F>(sessions: __F) -> #private::Served<Self, __F>
            where
                __F: #private::Sessions<#errors>,
                #opened
            {
                #private::serve_sessions(sessions)
            }

            #[doc = #connect]
            #visibility fn connect<__T: #private::Transport>(transport: __T) -> #private::Client<Self, __T> {
                #private::Client::new(transport)
            }
        }
    }
}
