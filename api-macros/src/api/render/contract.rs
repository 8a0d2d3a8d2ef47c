//! Renders the comparison of an API with its contract, in a const evaluation.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::LitStr;

use super::super::model::Api;
use super::names::api_name;

/// Renders a constant for each lock that the attribute names.
pub(super) fn render(api: &Api) -> TokenStream {
    let marker = api_name(api);
    let own = quote!(__api::contract::Contract::of(<#marker>::DESCRIPTION));
    let provider = api
        .contract
        .as_ref()
        .map(|file| comparison(api, file, &quote!(__api::contract::Party::Provider), [&quote!(__LOCK), &own]));
    let consumers = api
        .consumers
        .iter()
        .map(|file| comparison(api, file, &quote!(__api::contract::Party::Served), [&quote!(__LOCK), &own]));
    let consumer = api
        .consumes
        .as_ref()
        .map(|file| comparison(api, file, &quote!(__api::contract::Party::Consumer), [&own, &quote!(__LOCK)]));
    quote!(#provider #(#consumers)* #consumer)
}

/// Renders the comparison of an old contract with a new one, one of which is the lock.
fn comparison(api: &Api, file: &LitStr, party: &TokenStream, [old, new]: [&TokenStream; 2]) -> TokenStream {
    let krate = &api.krate;
    // The message points at the name of the file.
    let stop = quote_spanned!(file.span()=> ::core::panic!("{}", __REPORT.message()));
    quote! {
        #[automatically_derived]
        const _: () = {
            // The file of the lock relies on both names.
            use #krate as __api;
            use __api::contract::lock;

            const __LOCK: __api::contract::Contract = ::core::include!(#file);
            // A contract is changed by a program that has to compile first.
            const __IS_CHECKED: bool = !__api::contract::is_blessing(::core::option_env!("API_CONTRACT"));
            #[allow(long_running_const_eval, reason = "a contract has a bounded size")]
            const __REPORT: __api::contract::Report = if __IS_CHECKED {
                __api::contract::report(#old, #new, #party, #file)
            } else {
                __api::contract::Report::NONE
            };
            const _: () = if __REPORT.errors() > 0 {
                #stop
            };
        };
    }
}
