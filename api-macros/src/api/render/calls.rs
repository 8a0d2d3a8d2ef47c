//! One plain struct an endpoint, with both halves of its codec.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Visibility;

use super::super::model::{Api, Encoding, Endpoint, Parameter, Segment, Source, plain};
use super::{alias, aliased, call_name, description, module_name};

/// The module of calls.
pub(super) fn render(api: &Api) -> TokenStream {
    let visibility = &api.visibility;
    let module = module_name(api);
    let docs = format!("The calls of [`{0}`](super::{0}), each a request as a value.", api.name);
    let aliases = api.endpoints.iter().map(aliases);
    let calls = api.endpoints.iter().map(|endpoint| call(api, endpoint));
    quote! {
        #[doc = #docs]
        #visibility mod #module {
            #[doc(hidden)]
            #[allow(non_camel_case_types, unused_imports, missing_docs, reason = "generated: names cannot collide with a user's")]
            mod types {
                use super::super::*;
                #(#aliases)*
            }
            #(#calls)*
        }
    }
}

fn aliases(endpoint: &Endpoint) -> TokenStream {
    let conditions = &endpoint.conditions;
    let arguments = endpoint.parameters.iter().map(|parameter| {
        let name = alias(endpoint, &plain(&parameter.name));
        let ty = &parameter.ty;
        quote!(#(#conditions)* pub type #name = #ty;)
    });
    let name = alias(endpoint, "return");
    let output = &endpoint.output;
    quote!(#(#arguments)* #(#conditions)* pub type #name = #output;)
}

fn call(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let krate = &api.krate;
    let conditions = &endpoint.conditions;
    let visibility = visibility(&api.visibility);
    let name = call_name(endpoint);
    let docs = if endpoint.docs.is_empty() {
        format!("`{}` as a value.", plain(&endpoint.name))
    } else {
        endpoint.docs.clone()
    };
    let fields = endpoint.parameters.iter().map(|parameter| {
        let field = &parameter.name;
        let ty = ty(endpoint, parameter);
        let docs = format!("The argument `{}`.", plain(field));
        quote!(#[doc = #docs] #visibility #field: #ty)
    });
    let output = aliased(endpoint, "return", &endpoint.output);
    let description = description::endpoint(api, endpoint);
    let encode = encode(endpoint, krate);
    let decode = decode(api, endpoint);
    quote! {
        #(#conditions)*
        #[doc = #docs]
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #visibility struct #name { #(#fields),* }

        #(#conditions)*
        #[automatically_derived]
        impl #krate::Call for #name {
            type Reply = <#output as #krate::error::Fallible>::Value;
            type Error = <#output as #krate::error::Fallible>::Error;

            const ENDPOINT: &'static #krate::description::Endpoint = #description;

            fn encode(&self, __request: &mut #krate::codec::RequestWriter) -> ::core::result::Result<(), #krate::codec::EncodeError> {
                #encode
                ::core::result::Result::Ok(())
            }

            async fn decode<__B: #krate::context::RequestBody>(
                __context: &mut #krate::context::Context<'_>,
                __slot: &mut #krate::context::BodySlot<__B>,
            ) -> ::core::result::Result<Self, #krate::error::Problem> {
                #decode
            }
        }
    }
}

/// Writes the path piece by piece, literals joined, then what else there is.
fn encode(endpoint: &Endpoint, krate: &syn::Path) -> TokenStream {
    let mut steps = Vec::new();
    let mut literal = String::new();
    let captured = |name: &str| {
        endpoint.parameters.iter().find(|parameter| plain(&parameter.name) == name).map(|parameter| &parameter.name)
    };
    for segment in &endpoint.template.segments {
        if let Segment::Literal(text) = segment {
            literal.push('/');
            literal.push_str(text);
            continue;
        }
        if !literal.is_empty() {
            steps.push(quote!(__request.literal(#literal);));
            literal.clear();
        }
        match segment {
            Segment::Capture(name) => {
                let field = captured(name);
                steps.push(quote!(__request.capture(#name, &self.#field)?;));
            }
            Segment::Wildcard(name) => {
                let field = captured(name);
                steps.push(quote!(__request.wildcard(#name, &self.#field)?;));
            }
            Segment::Literal(_) => {}
        }
    }
    if !literal.is_empty() {
        steps.push(quote!(__request.literal(#literal);));
    }
    for parameter in &endpoint.parameters {
        let field = &parameter.name;
        steps.extend(match &parameter.source {
            Source::Path { .. } => None,
            Source::Query(name) => Some(quote!(__request.query(#name, &self.#field)?;)),
            Source::Header(name) => Some(quote!(__request.header(#name, &self.#field)?;)),
            Source::Resume => Some(quote!(__request.header("last-event-id", &self.#field)?;)),
            Source::Body(encoding) => {
                let variant = variant(*encoding);
                Some(match encoding {
                    Encoding::Json | Encoding::Form => {
                        quote!(__request.body(#krate::description::BodyEncoding::#variant, &self.#field)?;)
                    }
                    Encoding::Text | Encoding::Bytes => quote! {
                        __request.raw_body(#krate::description::BodyEncoding::#variant, ::core::clone::Clone::clone(&self.#field));
                    },
                })
            }
        });
    }
    quote!(#(#steps)*)
}

/// Reads the head, reports all that is wrong with it together, and only then the body.
fn decode(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let krate = &api.krate;
    let base_captures = api.base.captures().count();
    let fields: Vec<_> = endpoint.parameters.iter().map(|parameter| &parameter.name).collect();
    let mut head = Vec::new();
    let mut locals = Vec::new();
    let mut body = TokenStream::new();
    for parameter in &endpoint.parameters {
        let local = format_ident!("__{}", plain(&parameter.name));
        let ty = ty(endpoint, parameter);
        let read = match &parameter.source {
            Source::Path { index, .. } => {
                let name = plain(&parameter.name);
                quote!(__arguments.path::<#ty>(#index, #name))
            }
            Source::Query(name) => quote!(__arguments.query::<#ty>(#name)),
            Source::Header(name) => quote!(__arguments.header::<#ty>(#name)),
            Source::Resume => quote!(__arguments.header::<#ty>("last-event-id")),
            Source::Body(encoding) => {
                let function = match encoding {
                    Encoding::Json => quote!(body::<#ty, __B>),
                    Encoding::Form => quote!(body_form::<#ty, __B>),
                    Encoding::Text => quote!(body_text),
                    Encoding::Bytes => quote!(body_bytes),
                };
                body = quote!(let #local = #krate::codec::#function(__context, __slot, <Self as #krate::Call>::ENDPOINT).await?;);
                continue;
            }
        };
        head.push(quote!(let #local = #read;));
        locals.push(local);
    }
    let found = if locals.is_empty() {
        TokenStream::new()
    } else {
        quote! {
            let (#(::core::option::Option::Some(#locals),)*) = (#(#locals,)*) else {
                return ::core::result::Result::Err(#krate::codec::Arguments::lost());
            };
        }
    };
    let mutable = (!locals.is_empty()).then(|| quote!(mut));
    let values = endpoint.parameters.iter().map(|parameter| format_ident!("__{}", plain(&parameter.name)));
    quote! {
        let #mutable __arguments = #krate::codec::Arguments::new(__context, #base_captures);
        #(#head)*
        __arguments.finish()?;
        #found
        #body
        ::core::result::Result::Ok(Self { #(#fields: #values),* })
    }
}

/// The trait's visibility, said from within the module of calls: a call may hold types that are no more visible than the trait.
fn visibility(outer: &Visibility) -> TokenStream {
    match outer {
        Visibility::Public(_) => quote!(pub),
        Visibility::Inherited => quote!(pub(super)),
        Visibility::Restricted(restricted) => {
            let path = &restricted.path;
            let first = path.segments.first().map(|segment| segment.ident.to_string());
            match first.as_deref() {
                Some("self") => quote!(pub(super)),
                Some("super") => quote!(pub(in super::#path)),
                _ => quote!(pub(in #path)),
            }
        }
    }
}

fn ty(endpoint: &Endpoint, parameter: &Parameter) -> TokenStream {
    aliased(endpoint, &plain(&parameter.name), &parameter.ty)
}

/// The variant of `api_core::description::BodyEncoding`.
pub(super) fn variant(encoding: Encoding) -> proc_macro2::Ident {
    let name = match encoding {
        Encoding::Json => "Json",
        Encoding::Form => "Form",
        Encoding::Text => "Text",
        Encoding::Bytes => "Bytes",
    };
    proc_macro2::Ident::new(name, proc_macro2::Span::call_site())
}
