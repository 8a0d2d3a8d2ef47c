//! Renders the description of an API as a constant.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Type;

use super::super::model::{Api, Endpoint, Security, Segment, Source, Template, plain};
use super::{api_name, calls, exchange, module_name, tree, types};

/// Renders `impl Api`: description and routes.
pub(super) fn render(api: &Api, errors: &Type) -> TokenStream {
    let krate = &api.krate;
    let marker = api_name(api);
    let module = module_name(api);
    let (name, docs) = (plain(&api.name), &api.docs);
    let base = path(&api.base, krate);
    let security = security(api);
    let endpoints = api.endpoints.iter().map(|endpoint| {
        let conditions = &endpoint.conditions;
        let call = endpoint.call_name();
        quote!(#(#conditions)* <#module::#call as #krate::__private::Call>::ENDPOINT)
    });
    let routes = tree::render(api);
    let visits = api.endpoints.iter().map(|endpoint| {
        let conditions = &endpoint.conditions;
        let call = endpoint.call_name();
        quote!(#(#conditions)* #krate::__private::CallVisitor::visit::<#module::#call>(__visitor);)
    });
    quote! {
        #[automatically_derived]
        impl #krate::__private::Api for #marker {
            type Error = #errors;

            const DESCRIPTION: &'static #krate::__private::Description = &#krate::__private::Description {
                name: #name,
                docs: #docs,
                base: #base,
                security: #security,
                endpoints: &[#(#endpoints),*],
                errors: #krate::__private::api_errors::<Self>(),
            };

            const ROUTES: &'static #krate::__private::Node = &#routes;

            fn visit_calls<__V: #krate::__private::CallVisitor>(__visitor: &mut __V) {
                #(#visits)*
            }
        }
    }
}

/// Renders the description of one endpoint, in the module of calls.
pub(super) fn endpoint(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let krate = &api.krate;
    let (name, docs) = (plain(&endpoint.name), &endpoint.docs);
    let verb = Ident::new(endpoint.verb.variant(), Span::call_site());
    let path = path(&endpoint.template, krate);
    let exchange = exchange::render(api, endpoint);
    let parameters = endpoint.parameters.iter().filter_map(|parameter| {
        let (location, name) = match &parameter.source {
            Source::Path { .. } => ("Path", plain(&parameter.name)),
            Source::Query(name) => ("Query", name.clone()),
            Source::Header(name) => ("Header", name.clone()),
            Source::Resume => ("Header", "last-event-id".to_owned()),
            Source::Body(_) => return None,
        };
        let location = Ident::new(location, Span::call_site());
        let shape = types::item(api, endpoint, parameter, "SHAPE");
        Some(quote!(#krate::__private::Parameter {
            name: #name,
            location: #krate::__private::Location::#location,
            shape: #shape,
        }))
    });
    let body = body(api, endpoint);
    let outputs = outputs(endpoint, krate);
    let security = security(api);
    let requires = endpoint.requires.as_ref().unwrap_or(&api.requires);
    let deprecated = match &endpoint.deprecated {
        None => quote!(::core::option::Option::None),
        Some(note) => quote!(::core::option::Option::Some(#note)),
    };
    quote! {
        &#krate::__private::Endpoint {
            name: #name,
            docs: #docs,
            verb: #krate::__private::Verb::#verb,
            path: #path,
            exchange: #exchange,
            parameters: &[#(#parameters),*],
            body: #body,
            outputs: #outputs,
            errors: #krate::__private::call_errors::<Self>(),
            security: #security,
            requires: &[#(#requires),*],
            deprecated: #deprecated,
        }
    }
}

/// Renders the security scheme of the API, which every endpoint has.
fn security(api: &Api) -> TokenStream {
    let krate = &api.krate;
    let scheme = match &api.security {
        None => return quote!(::core::option::Option::None),
        Some(Security::Bearer) => quote!(Bearer),
        Some(Security::Basic) => quote!(Basic),
        Some(Security::ApiKey(name)) => quote!(ApiKey(#name)),
    };
    quote!(::core::option::Option::Some(#krate::__private::Security::#scheme))
}

/// Renders a path template.
fn path(template: &Template, krate: &syn::Path) -> TokenStream {
    let segments = template.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => quote!(#krate::__private::Segment::Literal(#text)),
        Segment::Capture(name) => quote!(#krate::__private::Segment::Capture(#name)),
        Segment::Wildcard(name) => quote!(#krate::__private::Segment::Wildcard(#name)),
    });
    quote!(#krate::__private::Path(&[#(#segments),*]))
}

fn body(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let krate = &api.krate;
    let body = endpoint.parameters.iter().find_map(|parameter| match parameter.source {
        Source::Body(encoding) => Some((parameter, encoding)),
        _ => None,
    });
    let Some((parameter, encoding)) = body else { return quote!(::core::option::Option::None) };
    let shape = types::item(api, endpoint, parameter, "SHAPE");
    let variant = calls::variant(encoding);
    let limit = match &endpoint.body_limit {
        None => quote!(::core::option::Option::None),
        Some(limit) => quote!(::core::option::Option::Some(#limit)),
    };
    let any_content_type = api.any_content_type;
    quote! {
        ::core::option::Option::Some(#krate::__private::BodyDescription {
            encoding: #krate::__private::BodyEncoding::#variant,
            shape: #shape,
            limit: #limit,
            any_content_type: #any_content_type,
        })
    }
}

/// Renders the alternatives of the response. The attribute's status replaces that of the only one.
fn outputs(endpoint: &Endpoint, krate: &syn::Path) -> TokenStream {
    let reply = quote!(#krate::__private::outputs::<Self>());
    match &endpoint.status {
        None => reply,
        Some(status) => quote!(&[#krate::__private::Output { status: #status, ..#reply[0] }]),
    }
}
