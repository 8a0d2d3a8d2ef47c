//! Operations of a lock as expressions.

use api_lock::{Encoding, ErrorCase, Exchange, HeaderField, Location, Operation, Output, Style};
use proc_macro2::TokenStream;
use quote::quote;

use super::types::Types;
use super::words::{conditions, event_form, number, optional, path, security, style_of, terms_of, verb};

impl Types<'_> {
    pub(super) fn operation(&self, operation: &Operation) -> Result<TokenStream, String> {
        let (name, requires) = (&operation.name, &operation.requires);
        let (verb, path) = (verb(&operation.verb)?, path(&operation.path)?);
        let deprecated = operation.deprecated.as_ref().map(|reason| quote!(.deprecated(#reason)));
        let sunset = operation.sunset.map(|date| {
            let (year, month, day) = date.parts();
            quote!(.sunset(__api::description::Date::new(#year, #month, #day)))
        });
        let security = operation.security.as_ref().map(|scheme| {
            let scheme = security(scheme);
            quote!(.security(#scheme))
        });
        let parameters = operation.parameters.iter().map(|one| {
            let (name, shape) = (&one.name, self.shape(&one.shape, None)?);
            let location = match one.location {
                Location::Path => quote!(Path),
                Location::Query => quote!(Query),
                Location::Header => quote!(Header),
                Location::Cookie => quote!(Cookie),
            };
            let style = (one.style != Style::Repeated).then(|| {
                let style = style_of(one.style);
                quote!(.style(#style))
            });
            let default = one.default.as_ref().map(|text| quote!(.default(#text)));
            let reserved = one.allow_reserved.then(|| quote!(.allow_reserved()));
            Ok::<_, String>(quote!(__api::description::Parameter::new(
                #name, __api::description::Location::#location, #shape
            ) #style #default #reserved))
        });
        let parameters = parameters.collect::<Result<Vec<_>, _>>()?;
        let body = match &operation.body {
            None => None,
            Some(body) => {
                let (shape, encoding) = (self.shape(&body.shape, None)?, encoding_of(body.encoding));
                let others = operation.other_bodies.iter().map(|other| {
                    let (shape, encoding) = (self.shape(&other.shape, None)?, encoding_of(other.encoding));
                    let encoding = quote!(__api::__private::BodyEncoding::#encoding);
                    let media_type = other.media_type.as_ref();
                    let media_type = media_type.map_or_else(|| quote!(#encoding.media_type()), |name| quote!(#name));
                    Ok::<_, String>(quote!(__api::description::BodyForm::new(#encoding, #media_type, #shape)))
                });
                let others = others.collect::<Result<Vec<_>, _>>()?;
                let others = (!others.is_empty()).then(|| quote!(.alternatives(&[#(#others),*])));
                let media_type = body.media_type.as_ref().map(|name| quote!(.media_type(#name)));
                let limit = body.limit.map(number).map(|limit| quote!(.limit(#limit)));
                let any = body.any_content_type.then(|| quote!(.any_content_type()));
                Some(quote!(.body(
                    __api::__private::BodyDescription::new(__api::__private::BodyEncoding::#encoding, #shape) #media_type #limit #any #others
                )))
            }
        };
        let exchange = match &operation.exchange {
            Exchange::Unary => None,
            other => {
                let exchange = self.exchange(other)?;
                Some(quote!(.exchange(#exchange)))
            }
        };
        let callbacks = operation.callbacks.iter().map(|one| {
            let (url, api) = (&one.url, self.called(&one.api)?);
            Ok::<_, String>(quote!(__api::__private::Callback::new(#url, #api)))
        });
        let callbacks = callbacks.collect::<Result<Vec<_>, _>>()?;
        let callbacks = (!callbacks.is_empty()).then(|| quote!(.callbacks(&[#(#callbacks),*])));
        let conditions = conditions(&operation.path);
        let requires = (!requires.is_empty()).then(|| quote!(.requires(&[#(#requires),*])));
        let parameters = (!parameters.is_empty()).then(|| quote!(.parameters(&[#(#parameters),*])));
        let outputs = operation.outputs.iter().map(|one| self.output(one)).collect::<Result<Vec<_>, _>>()?;
        let errors = if operation.errors.is_empty() {
            None
        } else {
            let errors = self.errors(&operation.errors)?;
            Some(quote!(.errors(#errors)))
        };
        Ok(quote! {
            __api::__private::Endpoint::new(#name, __api::__private::Verb::#verb, #path)
                #conditions #deprecated #sunset #security #requires #parameters #body #exchange #callbacks
                .outputs(&[#(#outputs),*])
                #errors
        })
    }

    fn exchange(&self, exchange: &Exchange) -> Result<TokenStream, String> {
        Ok(match exchange {
            Exchange::Unary => quote!(__api::__private::Exchange::Unary),
            Exchange::Events { resumable, resume_query, form } => {
                let (query, form) = (optional(resume_query.as_ref()), event_form(form));
                quote!(__api::__private::Exchange::Subscription(__api::__private::Streaming {
                    resumable: #resumable, resume_query: #query, form: #form,
                }))
            }
            Exchange::Duplex { binary, input, terms } => {
                let encoding = if *binary { quote!(Binary) } else { quote!(Text) };
                let (input, terms) = (self.shape(input, None)?, terms_of(terms));
                quote!(__api::__private::Exchange::Duplex(__api::__private::Duplex {
                    input: #input, encoding: __api::__private::MessageEncoding::#encoding, terms: #terms,
                }))
            }
            Exchange::Socket(terms) => {
                let terms = terms_of(terms);
                quote!(__api::__private::Exchange::Handover(#terms))
            }
        })
    }

    fn output(&self, output: &Output) -> Result<TokenStream, String> {
        let Output { status, headers, .. } = output;
        let media_type = optional(output.media_type.as_ref());
        let shape = match &output.shape {
            None => quote!(::core::option::Option::None),
            Some(shape) => {
                let shape = self.shape(shape, None)?;
                quote!(::core::option::Option::Some(#shape))
            }
        };
        let streamed = output.streamed.then(|| quote!(.streamed()));
        let fields = self.headers(headers)?;
        let headers = (!headers.is_empty()).then(|| quote!(.headers(#fields)));
        Ok(quote!(__api::contract::output(#status, #media_type, #shape) #headers #streamed))
    }

    fn headers(&self, fields: &[HeaderField]) -> Result<TokenStream, String> {
        let fields = fields.iter().map(|field| {
            let (name, shape) = (&field.name, self.shape(&field.shape, None)?);
            Ok::<_, String>(if field.cookie {
                quote!(__api::description::HeaderField::set_cookie(__api::description::Cookie::new(#name), #shape))
            } else {
                let structured = (field.style == Style::Structured).then(|| quote!(.structured()));
                quote!(__api::description::HeaderField::new(#name, #shape) #structured)
            })
        });
        let fields = fields.collect::<Result<Vec<_>, _>>()?;
        Ok(quote!(&[#(#fields),*]))
    }

    pub(super) fn errors(&self, errors: &[ErrorCase]) -> Result<TokenStream, String> {
        let error = |one: &ErrorCase| {
            let ErrorCase { status, kind, attributes, headers } = one;
            let attributes = match attributes {
                None => quote!(::core::option::Option::None),
                Some(shape) => {
                    let shape = self.shape(shape, None)?;
                    quote!(::core::option::Option::Some(#shape))
                }
            };
            let headers = self.headers(headers)?;
            Ok::<_, String>(quote!(__api::__private::ErrorCase {
                status: #status, kind: #kind, docs: "", attributes: #attributes, headers: &[#headers],
            }))
        };
        let errors = errors.iter().map(error).collect::<Result<Vec<_>, _>>()?;
        Ok(quote!(&[#(#errors),*]))
    }
}

fn encoding_of(encoding: Encoding) -> TokenStream {
    match encoding {
        Encoding::Json => quote!(Json),
        Encoding::Form => quote!(Form),
        Encoding::Text => quote!(Text),
        Encoding::Bytes => quote!(Bytes),
        Encoding::Stream => quote!(Stream),
        Encoding::Multipart => quote!(Multipart),
        Encoding::Cbor => quote!(Cbor),
        Encoding::MessagePack => quote!(MessagePack),
        Encoding::Xml => quote!(Xml),
        Encoding::Yaml => quote!(Yaml),
    }
}
