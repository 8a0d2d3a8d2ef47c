//! What passes between the two ends, as a constant.

use proc_macro2::TokenStream;
use quote::quote;
use syn::LitInt;

use super::super::model::{Api, Ending, Endpoint, MessageEncoding, Socket, Source, Terms, Verb};

/// Renders the exchange of an endpoint, beside the trait. `None` for a unary endpoint.
pub(super) fn render(api: &Api, endpoint: &Endpoint) -> Option<TokenStream> {
    let private = &api.private;
    let exchange = match (&endpoint.socket, endpoint.verb) {
        (Some(socket), Verb::Duplex) => {
            let duplex = duplex(api, socket);
            quote!(Duplex(#duplex))
        }
        (Some(socket), _) => {
            let terms = terms(api, &socket.terms);
            quote!(Handover(#terms))
        }
        (None, verb) if verb.streams() => {
            let resume = endpoint.parameters.iter().find_map(|parameter| match &parameter.source {
                Source::Resume(key) => Some(key),
                _ => None,
            });
            let (resumable, key) = (resume.is_some(), resume.and_then(Option::as_ref));
            let key = key
                .map_or_else(|| quote!(::core::option::Option::None), |key| quote!(::core::option::Option::Some(#key)));
            let form = form(api, endpoint);
            quote!(Subscription(#private::Streaming { resumable: #resumable, resume_query: #key, form: #form }))
        }
        (None, _) => return None,
    };
    Some(quote!(#private::Exchange::#exchange))
}

/// Renders the form of server-sent events.
fn form(api: &Api, endpoint: &Endpoint) -> TokenStream {
    let private = &api.private;
    let events = &endpoint.events;
    let end = events.end.as_ref().map(|end| {
        let end = match end {
            Ending::Marker(text) => quote!(Marker(#text)),
            Ending::Close => quote!(Close),
        };
        quote!(.ending(#private::Ending::#end))
    });
    let heartbeat = events.heartbeat.as_ref().map(|name| quote!(.heartbeat(#name)));
    let names = events.named.then(|| quote!(.names(#private::event_names::<Self>())));
    quote!(#private::EventForm::DEFAULT #end #heartbeat #names)
}

fn duplex(api: &Api, socket: &Socket) -> TokenStream {
    let private = &api.private;
    let encoding = match socket.terms.encoding {
        MessageEncoding::Text => quote!(Text),
        MessageEncoding::Binary => quote!(Binary),
    };
    let terms = terms(api, &socket.terms);
    quote! {
        #private::Duplex {
            input: #private::input::<Self>(),
            encoding: #private::MessageEncoding::#encoding,
            terms: #terms,
        }
    }
}

fn terms(api: &Api, terms: &Terms) -> TokenStream {
    let private = &api.private;
    let subprotocols = &terms.subprotocols;
    let (max_message, max_frame) = (limit(terms.max_message.as_ref()), limit(terms.max_frame.as_ref()));
    quote! {
        #private::SocketTerms {
            subprotocols: &[#(#subprotocols),*],
            max_message: #max_message,
            max_frame: #max_frame,
        }
    }
}

fn limit(limit: Option<&LitInt>) -> TokenStream {
    match limit {
        None => quote!(::core::option::Option::None),
        Some(limit) => quote!(::core::option::Option::Some(#limit)),
    }
}
