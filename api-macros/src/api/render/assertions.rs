//! Renders compile-time assertions about values of constants, such as shapes. Each fails at the user's tokens.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned as _;

use crate::placing::written;

use super::super::check::{Checked, Meeting, Overlap};
use super::super::model::{Api, Encoding, Endpoint, Parameter, Source, Verb, plain};
use super::names::call_name;
use super::types;

/// Renders the assertions as constants beside the trait.
pub(super) fn render(checked: &Checked) -> TokenStream {
    let api = checked.api();
    let endpoints = api.endpoints.iter().map(|one| endpoint(api, one));
    let overlaps = checked.overlaps().iter().map(|one| overlap(api, one));
    let captures = captures(api);
    quote!(#(#endpoints)* #(#overlaps)* #captures)
}

/// Asserts that the path with the most captures has no more than a path can have.
fn captures(api: &Api) -> Option<TokenStream> {
    let krate = &api.krate;
    let count = |endpoint: &Endpoint| api.base.captures().count() + endpoint.template.captures().count();
    let most = api.endpoints.iter().max_by_key(|endpoint| count(endpoint))?;
    let captures = count(most);
    let message = format!(
        "this path has {captures} placeholders, including those of the base: more than a path can have (`context::MAX_CAPTURES`)"
    );
    Some(assertion(&quote!(#captures <= #krate::__private::MAX_CAPTURES), &message, &most.template.literal))
}

fn endpoint(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let krate = &api.krate;
    let conditions = &endpoint.conditions;
    let method = plain(&endpoint.name);
    let parameters = endpoint.parameters.iter().filter_map(|one| parameter(api, endpoint, one));
    let call = call_name(api, endpoint);
    let outputs = quote!(#krate::__private::outputs::<#call>());
    let once = endpoint.verb.answers_once().then(|| {
        let message = format!(
            "`{method}` returns a subscription: use `#[subscribe]` instead of `#[{}]`",
            endpoint.verb.attribute()
        );
        let condition = written(quote!(#krate::__private::answers_once(#outputs)), &endpoint.output);
        assertion(&condition, &message, &endpoint.output)
    });
    let status = endpoint.status.as_ref().map(|status| {
        let message = format!(
            "`{method}` has `status` in its attribute, but its return type declares several statuses: remove `status`"
        );
        assertion(&quote!(#outputs.len() == 1), &message, status)
    });
    let conditions = quote!(#(#conditions)*);
    // For a WebSocket the implementation of its call checks this.
    let output = (endpoint.verb == Verb::Subscribe).then(|| {
        let value = types::value(api, endpoint);
        let call = written(quote!(#krate::__private::is_subscription::<#value>()), &endpoint.output);
        quote!(const _: () = #call;)
    });
    let assertions = parameters.chain(once).chain(output).chain(status);
    quote!(#(#conditions #assertions)*)
}

/// Renders the assertion that the type of an argument fits its source.
fn parameter(api: &Api, endpoint: &Endpoint, parameter: &Parameter) -> Option<TokenStream> {
    let (predicate, place) = match &parameter.source {
        Source::Path { .. } => (
            quote!(is_scalar()),
            "a path segment, so it must be one plain value: text, a number or an enum without content",
        ),
        Source::Query(_) => (
            quote!(is_query()),
            "read from the query, so it must be a plain value, a list of them, or a struct of such fields",
        ),
        Source::Header(_) | Source::Resume => {
            (quote!(is_query_value()), "a header field, so it must be a plain value or a list of them")
        }
        Source::Body(Encoding::Form) => {
            (quote!(is_query()), "a form, so it must be a struct of plain values and lists of them")
        }
        Source::Body(_) => return None,
    };
    let shape = types::item(api, endpoint, parameter, "SHAPE");
    let message = format!("`{}` of `{}` is {place}", plain(&parameter.name), plain(&endpoint.name));
    Some(assertion(&quote!(#shape.#predicate), &message, &parameter.ty))
}

/// Renders the assertion that two overlapping routes are disjoint, at both paths.
fn overlap(api: &Api, overlap: &Overlap) -> TokenStream {
    let krate = &api.krate;
    let meetings = overlap.meetings.iter().filter_map(|Meeting { endpoint, capture, literal }| {
        let endpoint = api.endpoints.get(*endpoint)?;
        let parameter = endpoint.parameters.iter().find(|parameter| plain(&parameter.name) == *capture)?;
        let shape = types::item(api, endpoint, parameter, "SHAPE");
        Some(quote!((#shape, #literal)))
    });
    let condition = quote!(#krate::__private::disjoint(&[#(#meetings),*]));
    let places = [overlap.first, overlap.second].map(|index| api.endpoints.get(index));
    let assertions = places
        .into_iter()
        .flatten()
        .map(|endpoint| assertion(&condition, &overlap.message, &endpoint.template.literal));
    quote!(#(#assertions)*)
}

/// Renders an assertion that fails at `place`. The message is passed as an argument, because braces in it are not
/// format parameters.
fn assertion(condition: &TokenStream, message: &str, place: &(impl ToTokens + ?Sized)) -> TokenStream {
    quote_spanned!(place.span()=> const _: () = ::core::assert!(#condition, "{}", #message);)
}
