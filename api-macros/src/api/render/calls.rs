//! Renders one plain struct per endpoint, with its encoder and decoder.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::placing::{written, written_call};

use super::super::check::Checked;
use super::super::model::{Api, Body, Encoding, Endpoint, Parameter, Part, Segment, Socket, Source, Verb, plain};
use super::names::call_name;
use super::{assertions, description, types};

/// Renders the calls and the assertions about their types.
pub(super) fn render(checked: &Checked) -> TokenStream {
    let api = checked.api();
    let calls = api.endpoints.iter().map(|endpoint| call(api, endpoint));
    let assertions = assertions::render(checked);
    let private = &api.private;
    let has_sockets = api.endpoints.iter().any(|endpoint| endpoint.socket.is_some());
    let feature = has_sockets.then(|| quote!(#private::websocket_required!();));
    quote!(#feature #(#calls)* #assertions)
}

fn call(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let private = &api.private;
    let conditions = &endpoint.conditions;
    let visibility = &api.visibility;
    let name = call_name(api, endpoint);
    let docs = if endpoint.docs.is_empty() {
        format!("The call of `{}`.", plain(&endpoint.name))
    } else {
        endpoint.docs.clone()
    };
    let fields = endpoint.parameters.iter().map(|parameter| {
        let field = &parameter.name;
        let ty = types::argument(api, endpoint, parameter);
        let docs = format!("The argument `{}`.", plain(field));
        // Errors of the derives below point to the first token of the field.
        let visibility = written(quote!(#visibility), types::place(parameter));
        quote!(#[doc = #docs] #visibility #field: #ty)
    });
    let (parameters, condition) = types::of_call(api, endpoint);
    let (value, error) = (types::value(api, endpoint), types::error(api, endpoint));
    let description = description::endpoint(api, endpoint);
    let encode = encode(api, endpoint);
    let has_body = endpoint.parameters.iter().any(|parameter| matches!(parameter.source, Source::Body(_)));
    let (decode, read) =
        if has_body { (decode_with_body(api, endpoint), None) } else { (decode_head(api), Some(read(api, endpoint))) };
    let input = endpoint.socket.as_ref().map(|socket| input(api, endpoint, socket));
    quote! {
        #(#conditions)*
        #[doc = #docs]
        // A trait may be more visible than its types. Rustc warns of that at the trait, and need not do so again here.
        #[allow(private_bounds, private_interfaces)]
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #visibility struct #name #parameters #condition { #(#fields),* }

        #(#conditions)*
        #[automatically_derived]
        impl #private::Call for #name {
            type Reply = #value;
            type Error = #error;

            const ENDPOINT: &'static #private::Endpoint = #description;

            fn encode(&self, __request: &mut #private::RequestWriter) -> #private::Encoded {
                #encode
                ::core::result::Result::Ok(())
            }

            #decode
        }

        #read
        #input
    }
}

/// Renders the implementation that names the type of the input. The type and the return type are checked here; all
/// other code is generic over the call.
fn input(api: &Api, endpoint: &Endpoint, Socket { input, .. }: &Socket) -> TokenStream {
    let private = &api.private;
    let conditions = &endpoint.conditions;
    let name = call_name(api, endpoint);
    let ty = types::input(api, endpoint, input);
    let (requirement, item) = match endpoint.verb {
        Verb::Duplex => (quote!(DuplexCall), quote!(Input)),
        _ => (quote!(HandoverCall), quote!(Pending)),
    };
    let requirement = types::at_value(endpoint, quote!(#private::#requirement));
    quote! {
        #(#conditions)*
        #[automatically_derived]
        impl #requirement for #name {
            type #item = #ty;
        }
    }
}

/// Renders the encoder: the path, with adjacent literals joined, then all other arguments.
fn encode(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let private = &api.private;
    let mut steps = Vec::new();
    let mut literal = String::new();
    for segment in &endpoint.template.segments {
        let (name, writer) = match segment {
            Segment::Literal(text) => {
                literal.push('/');
                push_encoded(&mut literal, text);
                continue;
            }
            Segment::Capture(name) => (name, "write_capture"),
            Segment::Wildcard(name) => (name, "write_wildcard"),
            Segment::Mixed(parts) => {
                literal.push('/');
                // The text before the first capture is not looked for in values.
                let (mut before, mut is_first) = ("", true);
                for part in parts {
                    match part {
                        Part::Text(text) => {
                            push_encoded(&mut literal, text);
                            before = if is_first { "" } else { text };
                        }
                        Part::Capture(name) => {
                            steps.extend(take_literal(&mut literal));
                            steps.extend(capture(api, endpoint, name, "write_part", &quote!(#name, #before)));
                        }
                    }
                    is_first = false;
                }
                continue;
            }
        };
        steps.extend(take_literal(&mut literal));
        steps.extend(capture(api, endpoint, name, writer, &quote!(#name)));
    }
    steps.extend(take_literal(&mut literal));
    if !endpoint.needs.is_empty() {
        steps.push(quote!(__request.conditions(<Self as #private::Call>::ENDPOINT.conditions);));
    }
    for parameter in &endpoint.parameters {
        steps.extend(match &parameter.source {
            Source::Path { .. } => None,
            Source::Query(key) => {
                let name = &key.name;
                Some(if key.allow_reserved {
                    let style = description::style(key, private);
                    write(api, endpoint, parameter, "write_query_reserved", &quote!(#name, #style))
                } else if key.style.is_some() {
                    let style = description::style(key, private);
                    write(api, endpoint, parameter, "write_query_styled", &quote!(#name, #style))
                } else {
                    write(api, endpoint, parameter, "write_query", &quote!(#name))
                })
            }
            Source::Header(name) => Some(write(api, endpoint, parameter, "write_header", &quote!(#name))),
            Source::Structured(name) => {
                Some(write(api, endpoint, parameter, "write_structured_header", &quote!(#name)))
            }
            Source::Cookie(name) => Some(write(api, endpoint, parameter, "write_cookie", &quote!(#name))),
            Source::Headers => {
                let (field, writer) = (&parameter.name, types::item(api, endpoint, parameter, "write_into_request"));
                Some(quote!(#writer(&self.#field, __request)?;))
            }
            Source::Accept => Some(write(api, endpoint, parameter, "write_accept", &quote!("accept"))),
            Source::Resume(_) => Some(write(api, endpoint, parameter, "write_header", &quote!("last-event-id"))),
            Source::Body(_) => {
                Some(write(api, endpoint, parameter, "write_body", &quote!(<Self as #private::Call>::ENDPOINT)))
            }
        });
    }
    quote!(#(#steps)*)
}

/// Renders the writer of the text that was collected, and empties it.
fn take_literal(literal: &mut String) -> Option<TokenStream> {
    let written = (!literal.is_empty()).then(|| quote!(__request.literal(#literal);));
    literal.clear();
    written
}

/// Renders the writer of a capture.
fn capture(api: &Api, endpoint: &Endpoint, name: &str, writer: &str, place: &TokenStream) -> Option<TokenStream> {
    let captured = endpoint.parameters.iter().find(|parameter| plain(&parameter.name) == name);
    captured.map(|parameter| write(api, endpoint, parameter, writer, place))
}

/// Appends a segment of a template, percent-encoded. All ASCII characters of a template may stand in a path as they
/// are.
fn push_encoded(path: &mut String, segment: &str) {
    for byte in segment.bytes() {
        if byte.is_ascii() {
            path.push(char::from(byte));
        } else {
            path.extend(['%', hexadecimal(byte >> 4), hexadecimal(byte & 15)]);
        }
    }
}

fn hexadecimal(digit: u8) -> char {
    char::from_digit(digit.into(), 16).unwrap_or('0').to_ascii_uppercase()
}

fn write(api: &Api, endpoint: &Endpoint, parameter: &Parameter, writer: &str, place: &TokenStream) -> TokenStream {
    let field = &parameter.name;
    let writer = types::item(api, endpoint, parameter, writer);
    quote!(#writer(&self.#field, __request, #place)?;)
}

/// Renders the decoder of a call without a body, which the implementation that [`read`] renders does not have to wait
/// for.
fn decode_head(api: &Api) -> TokenStream {
    let private = &api.private;
    let base_captures = api.base.captures().count();
    quote! {
        fn decode<__B: #private::RequestBody>(
            __context: &mut #private::Context<'_>,
            _: &mut #private::BodySlot<__B>,
        ) -> impl ::core::future::Future<Output = #private::Decoded<Self>> + ::core::marker::Send {
            #private::decode_head(__context, #base_captures)
        }
    }
}

/// Renders the implementation that reads a call without a body.
fn read(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let private = &api.private;
    let (conditions, name) = (&endpoint.conditions, call_name(api, endpoint));
    let head = head(api, endpoint, &quote!(__arguments));
    let arguments = if endpoint.parameters.is_empty() { quote!(_) } else { quote!(__arguments) };
    let values = endpoint.parameters.iter().map(|parameter| {
        let (field, local) = (&parameter.name, local(parameter));
        quote!(#field: #local?)
    });
    quote! {
        #(#conditions)*
        #[automatically_derived]
        impl #private::HeadCall for #name {
            fn read(#arguments: &mut #private::Arguments<'_, '_>) -> ::core::option::Option<Self> {
                #(#head)*
                ::core::option::Option::Some(Self { #(#values),* })
            }
        }
    }
}

/// Renders the decoder of a call with a body: it reads the head, reports all its problems together, and then reads the
/// body.
fn decode_with_body(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let private = &api.private;
    let base_captures = api.base.captures().count();
    let head = head(api, endpoint, &quote!(&mut __arguments));
    let head = if head.is_empty() {
        quote!(#private::Arguments::new(__context, #base_captures).finish()?;)
    } else {
        quote! {
            let mut __arguments = #private::Arguments::new(__context, #base_captures);
            #(#head)*
            __arguments.finish()?;
        }
    };
    let values = endpoint.parameters.iter().map(|parameter| {
        let (field, local) = (&parameter.name, local(parameter));
        if let Source::Body(body) = &parameter.source {
            let read = types::item(api, endpoint, parameter, reader(body));
            let arguments = quote!(__context, __slot, <Self as #private::Call>::ENDPOINT);
            let read = written_call(read, arguments, types::place(parameter));
            let wait = written(quote!(.await), types::place(parameter));
            return quote!(#field: #read #wait?);
        }
        // `finish` has already reported a missing value, so this cannot fail.
        quote!(#field: #local.ok_or_else(#private::Arguments::lost)?)
    });
    quote! {
        async fn decode<__B: #private::RequestBody>(
            __context: &mut #private::Context<'_>,
            __slot: &mut #private::BodySlot<__B>,
        ) -> #private::Decoded<Self> {
            #head
            ::core::result::Result::Ok(Self { #(#values),* })
        }
    }
}

/// Returns the function that reads a body: another one for a form, and if its encoding depends on the media type, so
/// that no reader is compiled that is never
/// called.
fn reader(body: &Body) -> &'static str {
    let is_json = match body.media_types.as_slice() {
        [] => true,
        [only] => only.value().to_ascii_lowercase().ends_with("json"),
        _ => false,
    };
    match body.encoding {
        Encoding::Form => "body_form",
        Encoding::Json if !is_json => "body_of_several",
        _ => "body",
    }
}

/// Renders a local variable for each argument that is read from the head.
fn head(api: &Api, endpoint: &Endpoint, arguments: &TokenStream) -> Vec<TokenStream> {
    let private = &api.private;
    let reads = endpoint.parameters.iter().filter_map(|parameter| {
        let (reader, place) = match &parameter.source {
            Source::Path { index } => {
                let name = plain(&parameter.name);
                ("path", quote!(#index, #name))
            }
            Source::Query(key) => {
                let name = &key.name;
                if key.is_plain() {
                    ("query", quote!(#name))
                } else {
                    let (style, default) = (description::style(key, private), optional(key.default.as_ref()));
                    ("query_styled", quote!(#name, #style, #default))
                }
            }
            Source::Resume(Some(key)) => ("resume", quote!(#key)),
            Source::Header(name) => ("header", quote!(#name)),
            Source::Structured(name) => ("structured_header", quote!(#name)),
            Source::Cookie(name) => ("cookie", quote!(#name)),
            Source::Headers => ("read_from_request", TokenStream::new()),
            Source::Resume(None) => ("header", quote!("last-event-id")),
            Source::Accept => ("accept", quote!("accept")),
            Source::Body(_) => return None,
        };
        let (local, read) = (local(parameter), types::item(api, endpoint, parameter, reader));
        Some(quote!(let #local = #read(#arguments, #place);))
    });
    reads.collect()
}

fn optional(text: Option<&String>) -> TokenStream {
    text.map_or_else(|| quote!(::core::option::Option::None), |text| quote!(::core::option::Option::Some(#text)))
}

/// Returns the name of the local variable for an argument. Its prefix avoids collisions with other locals.
fn local(parameter: &Parameter) -> Ident {
    format_ident!("__argument_{}", plain(&parameter.name))
}
