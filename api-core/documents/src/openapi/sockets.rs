//! WebSockets: `GET` with the answer 101. OpenAPI cannot describe messages, so they are in an extension.

use std::borrow::Cow;

use api_core::description::{Endpoint, Exchange, MessageEncoding};

use super::document::{Form, HeaderField, Location, Parameter, Response, Socket};
use crate::schema::{Flow, Kind, Known, Schema, Types};

/// Returns what is known of the WebSocket that an endpoint opens.
pub(super) fn socket(endpoint: &'static Endpoint, known: Known, types: &mut Types) -> Option<Socket> {
    let terms = endpoint.exchange.terms()?;
    let messages = match &endpoint.exchange {
        Exchange::Duplex(duplex) => {
            let frames = match duplex.encoding {
                MessageEncoding::Text => "text",
                MessageEncoding::Binary => "binary",
            };
            let output = endpoint.outputs.iter().find_map(|output| output.shape);
            let output = output.map_or_else(|| Kind::Any.into(), |shape| types.schema(shape, Flow::Response, known));
            Some((frames, types.schema(duplex.input, Flow::Request, known), output))
        }
        _ => None,
    };
    Some(Socket {
        subprotocols: terms.subprotocols,
        max_message: terms.max_message,
        max_frame: terms.max_frame,
        messages,
    })
}

/// Returns the parameter that offers subprotocols.
pub(super) fn parameter(endpoint: &Endpoint) -> Option<Parameter> {
    let names = endpoint.exchange.terms()?.subprotocols;
    let names: Vec<Cow<'static, str>> = names.iter().copied().map(Cow::Borrowed).collect();
    if names.is_empty() {
        return None;
    }
    let item = Schema::from(Kind::Choice { names, open: false });
    Some(Parameter {
        name: "sec-websocket-protocol".to_owned(),
        location: Location::Header,
        docs: "The subprotocols that the client offers.".to_owned(),
        required: false,
        schema: Kind::Array { item: Box::new(item), minimum: None, maximum: None, unique: true }.into(),
        default: None,
        allow_reserved: false,
        form: Form::SIMPLE,
        structured: None,
    })
}

/// Returns the response that opens a WebSocket.
pub(super) fn switching(docs: &str, has_subprotocols: bool) -> Response {
    let field = HeaderField::text;
    let mut headers = vec![
        field("upgrade", "`websocket`.", true),
        field("connection", "`Upgrade`.", true),
        field("sec-websocket-accept", "The answer to the key of the request (RFC 6455 §4.2.2).", true),
    ];
    if has_subprotocols {
        headers.push(field("sec-websocket-protocol", "The subprotocol that the server chose.", false));
    }
    Response { status: 101, docs: docs.to_owned(), content: Vec::new(), headers }
}
