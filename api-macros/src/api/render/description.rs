//! The description as a constant.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{LitStr, Type};

use crate::placing::{written, written_call};

use super::super::model::{Api, Callback, Condition, Day, Encoding, Endpoint, QueryKey, Security, Source, plain};
use super::names::{api_name, call_name};
use super::{encoding, exchange, path, tree, types};

/// `impl Api`: description and routes.
pub(super) fn render(api: &Api, errors: &Type) -> TokenStream {
    let private = &api.private;
    let marker = api_name(api);
    let (name, docs) = (plain(&api.name), &api.docs);
    let base = path::template(&api.base, private);
    let security = security(api)
        .map_or_else(|| quote!(::core::option::Option::None), |scheme| quote!(::core::option::Option::Some(#scheme)));
    let endpoints = api.endpoints.iter().map(|endpoint| {
        let conditions = &endpoint.conditions;
        let call = call_name(api, endpoint);
        quote!(#(#conditions)* <#call as #private::Call>::ENDPOINT)
    });
    let routes = tree::render(api);
    let visits = api.endpoints.iter().map(|endpoint| {
        let conditions = &endpoint.conditions;
        let call = call_name(api, endpoint);
        quote!(#(#conditions)* #private::CallVisitor::visit::<#call>(__visitor);)
    });
    quote! {
        #[automatically_derived]
        impl #private::Api for #marker {
            type Error = #errors;

            const DESCRIPTION: &'static #private::Description = &#private::Description {
                name: #name,
                docs: #docs,
                base: #base,
                security: #security,
                endpoints: &[#(#endpoints),*],
                errors: #private::api_errors::<Self>(),
            };

            const ROUTES: &'static #private::Node = &#routes;

            fn visit_calls<__V: #private::CallVisitor>(__visitor: &mut __V) {
                #(#visits)*
            }
        }
    }
}

/// Renders the style of a query key.
pub(super) fn style(key: &QueryKey, private: &Ident) -> TokenStream {
    let variant = Ident::new(key.style.unwrap_or("Repeated"), Span::call_site());
    quote!(#private::model::Style::#variant)
}

/// Renders the parameters, with those of a struct of header fields at the end.
fn parameters_with_fields(api: &Api, endpoint: &Endpoint, own: &[TokenStream]) -> Option<TokenStream> {
    let private = &api.private;
    let Some(fields) = endpoint.parameters.iter().find(|parameter| matches!(parameter.source, Source::Headers)) else {
        return (!own.is_empty()).then(|| quote!(.parameters(&[#(#own),*])));
    };
    let all = written_call(quote!(#private::parameters), quote!(OWN, FIELDS), types::place(fields));
    let fields = types::item(api, endpoint, fields, "FIELDS");
    Some(quote! {
        .parameters({
            const OWN: &[#private::description::Parameter] = &[#(#own),*];
            const FIELDS: &[#private::description::HeaderField] = #fields;
            const ALL: [#private::description::Parameter; OWN.len() + FIELDS.len()] = #all;
            &ALL
        })
    })
}

/// Renders the description of one endpoint.
pub(super) fn endpoint(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let private = &api.private;
    let (name, docs) = (plain(&endpoint.name), &endpoint.docs);
    let verb = Ident::new(endpoint.verb.variant(), Span::call_site());
    let path = path::template(&endpoint.template, private);
    let exchange = exchange::render(api, endpoint);
    let parameters = endpoint.parameters.iter().filter_map(|parameter| {
        let mut more = TokenStream::new();
        let (location, name) = match &parameter.source {
            Source::Path { .. } => ("in_path", plain(&parameter.name)),
            Source::Query(key) => {
                if key.style.is_some() {
                    let style = style(key, private);
                    more.extend(quote!(.style(#style)));
                }
                more.extend(key.default.iter().map(|text| quote!(.default(#text))));
                more.extend(key.allow_reserved.then(|| quote!(.allow_reserved())));
                ("in_query", key.name.clone())
            }
            Source::Header(name) => ("in_header", name.clone()),
            Source::Structured(name) => {
                more.extend(quote!(.style(#private::model::Style::Structured)));
                ("in_header", name.clone())
            }
            Source::Cookie(name) => ("in_cookie", name.clone()),
            Source::Resume(_) => ("in_header", "last-event-id".to_owned()),
            // `Accept` follows from the outputs.
            Source::Headers | Source::Body(_) | Source::Accept => return None,
        };
        let location = Ident::new(location, Span::call_site());
        let shape = types::item(api, endpoint, parameter, "SHAPE");
        Some(quote!(#private::#location(#name, #shape) #more))
    });
    let needs = conditions(endpoint, private);
    let docs = (!docs.is_empty()).then(|| quote!(.docs(#docs)));
    let exchange = exchange.map(|exchange| quote!(.exchange(#exchange)));
    let parameters = parameters_with_fields(api, endpoint, &parameters.collect::<Vec<_>>());
    let body = body(api, endpoint).map(|body| quote!(.body(#body)));
    let outputs = outputs(endpoint, private);
    let callbacks = callbacks(api, endpoint);
    let security = security(api).map(|scheme| quote!(.security(#scheme)));
    let requires = endpoint.requires.as_ref().unwrap_or(&api.requires);
    let requires = (!requires.is_empty()).then(|| quote!(.requires(&[#(#requires),*])));
    let deprecated = endpoint.deprecated.as_ref().map(|note| quote!(.deprecated(#note)));
    let day = |day: &Day| {
        let (year, month, day) = day.date.parts();
        quote!(#private::Date::new(#year, #month, #day))
    };
    let since = endpoint.deprecated_since.as_ref().map(day).map(|day| quote!(.deprecated_since(#day)));
    let sunset = endpoint.sunset.as_ref().map(day).map(|day| quote!(.sunset(#day)));
    // The endpoint's place in messages is that of this call.
    let described =
        written_call(quote!(#private::endpoint::<Self>), quote!(#name, #private::Verb::#verb, #path), &endpoint.name);
    quote! {
        &#described
            #needs #docs #exchange #parameters #body #outputs #callbacks #security #requires #deprecated #since #sunset
    }
}

/// Renders the APIs that callers serve.
fn callbacks(called: &Api, endpoint: &Endpoint) -> Option<TokenStream> {
    let (krate, private) = (&called.krate, &called.private);
    let all = endpoint.callbacks.iter().map(|Callback { api, url }| {
        // As in the client: the user may have imported `Api`.
        let description = written(quote!(<#api as #krate::__private::Api>::DESCRIPTION), api);
        quote!(#private::Callback::new(#url, #description))
    });
    (!endpoint.callbacks.is_empty()).then(|| quote!(.callbacks(&[#(#all),*])))
}

/// Renders what a request must have beside path and method.
fn conditions(endpoint: &Endpoint, private: &Ident) -> Option<TokenStream> {
    let all = endpoint.needs.iter().map(|Condition { is_header, name, value }| match value {
        Some(value) if *is_header => quote!(#private::Condition::header(#name, #value)),
        Some(value) => quote!(#private::Condition::query(#name, ::core::option::Option::Some(#value))),
        None if *is_header => quote!(#private::Condition::any_header(#name)),
        None => quote!(#private::Condition::query(#name, ::core::option::Option::None)),
    });
    (!endpoint.needs.is_empty()).then(|| quote!(.conditions(&[#(#all),*])))
}

/// Renders the security scheme of the API, which every endpoint has.
fn security(api: &Api) -> Option<TokenStream> {
    let private = &api.private;
    let scheme = match api.security.as_ref()? {
        Security::Bearer => quote!(Bearer),
        Security::Basic => quote!(Basic),
        Security::ApiKey(name) => quote!(ApiKey(#name)),
    };
    Some(quote!(#private::Security::#scheme))
}

fn body(api: &Api, endpoint: &Endpoint) -> Option<TokenStream> {
    let private = &api.private;
    let (parameter, body) = endpoint.parameters.iter().find_map(|parameter| match &parameter.source {
        Source::Body(body) => Some((parameter, body)),
        _ => None,
    })?;
    let limit = endpoint.body_limit.as_ref().map(|limit| quote!(.limit(#limit)));
    let any_content_type = api.any_content_type.then(|| quote!(.any_content_type()));
    if body.encoding == Encoding::Content {
        let forms = types::item(api, endpoint, parameter, "FORMS");
        return Some(quote!(#private::BodyDescription::of(#forms) #limit #any_content_type));
    }
    let shape = types::item(api, endpoint, parameter, "SHAPE");
    let variant = encoding::variant(body.encoding);
    // The encoding of a model follows from its media type.
    let encoding = |media_type: &LitStr| {
        if body.encoding == Encoding::Json {
            quote!(#private::BodyEncoding::of_model(#media_type))
        } else {
            quote!(#private::BodyEncoding::#variant)
        }
    };
    let (first, media_type, alternatives) = match body.media_types.split_first() {
        None => (quote!(#private::BodyEncoding::#variant), None, None),
        Some((first, others)) => {
            let forms = others.iter().map(|other| {
                let encoding = encoding(other);
                quote!(#private::description::BodyForm::new(#encoding, #other, #shape))
            });
            let others = (!others.is_empty()).then(|| quote!(.alternatives(&[#(#forms),*])));
            (encoding(first), Some(quote!(.media_type(#first))), others)
        }
    };
    Some(quote! {
        #private::BodyDescription::new(#first, #shape) #media_type #alternatives #limit #any_content_type
    })
}

/// Renders the output of a response whose status or media type the attribute sets. Otherwise the outputs are those of
/// the response's type.
fn outputs(endpoint: &Endpoint, private: &Ident) -> Option<TokenStream> {
    match (&endpoint.status, endpoint.media_types.as_slice()) {
        (None, []) => None,
        (Some(status), []) => Some(quote!(.outputs(#private::output_with_status::<Self, #status>()))),
        (status, media_types) => {
            let status = status.as_ref().map_or_else(|| quote!(None), |status| quote!(Some(#status)));
            let outputs = media_types
                .iter()
                .map(|media_type| quote!(#private::output::<Self>(::core::option::Option::#status, #media_type)));
            Some(quote!(.outputs(&[#(#outputs),*])))
        }
    }
}
