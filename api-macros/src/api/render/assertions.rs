//! Renders compile-time assertions about values of constants, such as shapes. Each fails at the user's tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned as _;

use crate::codes::coded;
use crate::placing::{written, written_call};
use crate::statuses::is_without_content;

use super::super::check::{Checked, Overlap};
use super::super::model::{Api, Body, Encoding, Endpoint, Parameter, QueryKey, Source, Verb, plain};
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
    let private = &api.private;
    let count = |endpoint: &Endpoint| api.base.captures().count() + endpoint.template.captures().count();
    let most = api.endpoints.iter().max_by_key(|endpoint| count(endpoint))?;
    let captures = count(most);
    let place = &most.template.literal;
    let check = written_call(quote!(#private::assert_captures), quote!(#captures), place);
    Some(quote!(const _: () = #check;))
}

fn endpoint(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let private = &api.private;
    let conditions = &endpoint.conditions;
    let method = plain(&endpoint.name);
    let parameters = endpoint
        .parameters
        .iter()
        .flat_map(|one| parameter(api, endpoint, one).into_iter().chain(keys(api, endpoint, one)));
    let call = call_name(api, endpoint);
    let outputs = quote!(#private::outputs::<#call>());
    let once = endpoint.verb.answers_once().then(|| {
        let check = written(quote!(#private::assert_answers_once::<#call>()), &endpoint.output);
        quote!(const _: () = #check;)
    });
    let status = endpoint.status.as_ref().map(|status| {
        let check = written(quote!(#private::assert_one_output::<#call>), status);
        let check = written_call(check, quote!(#method), status);
        quote!(const _: () = #check;)
    });
    let media_types = endpoint.media_types.first().map(|first| {
        let media_types = &endpoint.media_types;
        let check = written(quote!(#private::assert_media_types::<#call>), first);
        let check = written_call(check, quote!(#method, &[#(#media_types),*]), first);
        quote!(const _: () = #check;)
    });
    let empty = endpoint.status.as_ref().filter(|status| status.base10_parse().is_ok_and(is_without_content)).map(|status| {
        let message = format!(
            "E041: `{method}` returns content, which a response with the status {status} cannot have (RFC 9110 §15): return `()`, or use another status"
        );
        assertion(&quote!(#outputs.len() != 1 || #outputs[0].media_type.is_none()), &message, status)
    });
    let conditions = quote!(#(#conditions)*);
    // For a WebSocket the implementation of its call checks this.
    let output = endpoint.verb.streams().then(|| {
        let value = types::value(api, endpoint);
        let subscription = written(quote!(#private::is_subscription::<#value>()), &endpoint.output);
        let beside = written(quote!(#private::assert_beside_events::<#call>()), &endpoint.output);
        quote!(const _: () = { #subscription; #beside; };)
    });
    let named = endpoint.events.named.then(|| {
        let check = written(quote!(#private::assert_event_names::<#call>()), &endpoint.output);
        quote!(const _: () = #check;)
    });
    let input = endpoint.socket.as_ref().filter(|_| endpoint.verb == Verb::Duplex).map(|socket| {
        let check = written(quote!(#private::assert_input::<#call>()), &socket.input.ty);
        quote!(const _: () = #check;)
    });
    let callbacks = endpoint.callbacks.iter().map(|callback| {
        let url = &callback.url;
        let described = quote!(<#call as #private::Call>::ENDPOINT, #url);
        let check = written_call(quote!(#private::assert_callback), described, url);
        quote!(const _: () = #check;)
    });
    let streamed = (!endpoint.verb.answers_once()).then(|| {
        let check = written(quote!(#private::assert_outputs::<#call>()), &endpoint.output);
        quote!(const _: () = #check;)
    });
    let assertions = parameters
        .chain(input)
        .chain(once)
        .chain(streamed)
        .chain(output)
        .chain(named)
        .chain(status)
        .chain(media_types)
        .chain(empty)
        .chain(callbacks);
    quote!(#(#conditions #assertions)*)
}

/// Renders the assertion that the type of an argument fits its source.
fn parameter(api: &Api, endpoint: &Endpoint, parameter: &Parameter) -> Option<TokenStream> {
    let check = match &parameter.source {
        Source::Path { .. } => "assert_scalar",
        Source::Query(_) => "assert_query",
        Source::Header(name) if selects(endpoint, name) => "assert_always_sent",
        Source::Header(_) | Source::Resume(_) => "assert_query_value",
        Source::Structured(_) => "assert_structured",
        Source::Cookie(_) => "assert_cookie",
        Source::Body(Body { encoding: Encoding::Form, .. }) => "assert_form",
        Source::Body(Body { encoding: Encoding::Json, media_types }) => {
            let shape = types::item(api, endpoint, parameter, "SHAPE");
            let check = written_call(quote!(#shape.assert_distinct), TokenStream::new(), &parameter.ty);
            let private = &api.private;
            let (argument, method) = (plain(&parameter.name), plain(&endpoint.name));
            let media_types = media_types.iter().map(|media_type| {
                let check = quote!(#private::assert_model_in);
                written_call(check, quote!(#shape, #media_type, #argument, #method), media_type)
            });
            return Some(quote!(const _: () = #check; #(const _: () = #media_types;)*));
        }
        Source::Accept => {
            let offered = types::item(api, endpoint, parameter, "MEDIA_TYPES");
            let (argument, method, call) = (plain(&parameter.name), plain(&endpoint.name), call_name(api, endpoint));
            let private = &api.private;
            let check = quote!(#private::assert_accept::<#call>);
            let check = written_call(check, quote!(#offered, #argument, #method), &parameter.ty);
            return Some(quote!(const _: () = #check;));
        }
        // The constant with all parameters checks them.
        Source::Headers | Source::Body(_) => return None,
    };
    let shape = types::item(api, endpoint, parameter, "SHAPE");
    let (argument, method) = (plain(&parameter.name), plain(&endpoint.name));
    let (private, check) = (&api.private, Ident::new(check, Span::call_site()));
    let check = written_call(quote!(#private::#check), quote!(#shape, #argument, #method), &parameter.ty);
    let more = match &parameter.source {
        Source::Query(QueryKey { default: Some(text), .. }) => {
            Some(written_call(quote!(#private::assert_default), quote!(#shape, #text, #argument), &parameter.ty))
        }
        Source::Structured(name) if selects(endpoint, name) => {
            Some(written_call(quote!(#private::assert_always_sent), quote!(#shape, #argument, #method), &parameter.ty))
        }
        _ => None,
    };
    Some(match more {
        None => quote!(const _: () = #check;),
        Some(more) => quote!(const _: () = { #check; #more };),
    })
}

/// Returns whether a header field selects the endpoint, whatever its value is.
fn selects(endpoint: &Endpoint, name: &str) -> bool {
    endpoint.needs.iter().any(|need| need.is_header && need.value.is_none() && need.name == name)
}

/// Renders the assertion that no key of a query struct is also read into another argument. Two arguments of one name
/// are an error of the macro itself.
fn keys(api: &Api, endpoint: &Endpoint, parameter: &Parameter) -> Option<TokenStream> {
    let Source::Query(own) = &parameter.source else { return None };
    if is_plain(parameter.shaped()) {
        return None;
    }
    // Of two structs the second is reported.
    let index = endpoint.parameters.iter().position(|other| other.name == parameter.name)?;
    let others = endpoint.parameters.iter().enumerate().filter_map(|(at, other)| match &other.source {
        Source::Query(key) if at < index || at > index && is_plain(other.shaped()) => {
            Some(keys_of(api, endpoint, other, key))
        }
        _ => None,
    });
    let others: Vec<_> = others.collect();
    if others.is_empty() {
        return None;
    }
    let (private, own) = (&api.private, keys_of(api, endpoint, parameter, own));
    let condition = quote!(#private::distinct_keys(#own, &[#(#others),*]));
    let message = format!(
        "E035: a query key of `{}` is also read into another argument of `{}`: rename one of them",
        plain(&parameter.name),
        plain(&endpoint.name)
    );
    Some(assertion(&condition, &message, &parameter.ty))
}

/// Renders the name and the shape of a query key. In a style of its own it is one key, whatever its shape is.
fn keys_of(api: &Api, endpoint: &Endpoint, parameter: &Parameter, key: &QueryKey) -> TokenStream {
    let (private, name) = (&api.private, &key.name);
    if key.style.is_some() {
        return quote!((#name, &#private::model::Shape::Any));
    }
    let shape = types::item(api, endpoint, parameter, "SHAPE");
    quote!((#name, #shape))
}

/// Returns whether a type is a value of one query key by its name: a scalar, an option of one, or a list.
fn is_plain(ty: &syn::Type) -> bool {
    const PLAIN: [&str; 13] =
        ["Vec", "bool", "u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "usize", "String", "char"];
    let syn::Type::Path(path) = ty else { return false };
    let Some(last) = path.path.segments.last() else { return false };
    match &last.arguments {
        syn::PathArguments::AngleBracketed(inner) if last.ident == "Option" => {
            inner.args.iter().all(|inner| matches!(inner, syn::GenericArgument::Type(inner) if is_plain(inner)))
        }
        _ => PLAIN.iter().any(|plain| last.ident == plain),
    }
}

/// Renders the assertion that the types of captures separate two overlapping routes, at both paths.
fn overlap(api: &Api, overlap: &Overlap) -> TokenStream {
    let private = &api.private;
    let places = [overlap.first, overlap.second].map(|index| api.endpoints.get(index));
    let [Some(first), Some(second)] = places else { return TokenStream::new() };
    let [one, other] = [first, second].map(|endpoint| call_name(api, endpoint));
    let condition = quote!(!#private::cross::<#one, #other>());
    let assertions =
        [first, second].map(|endpoint| assertion(&condition, &overlap.message, &endpoint.template.literal));
    quote!(#(#assertions)*)
}

/// Renders an assertion that fails at `place`. The message is passed as an argument, because braces in it are not
/// format parameters.
fn assertion(condition: &TokenStream, message: &str, place: &(impl ToTokens + ?Sized)) -> TokenStream {
    let message = coded(message);
    quote_spanned!(place.span()=> const _: () = ::core::assert!(#condition, "{}", #message);)
}
