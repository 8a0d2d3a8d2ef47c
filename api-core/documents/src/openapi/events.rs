//! Subscriptions as they are on the wire: the items of each media type.
//!
//! The schema of a stream is that of an array of its items, as OpenAPI 3.2 has it for sequential media types.

use api_core::description::Endpoint;
use api_core::dialect::{Dialect, Ending, EventForm, EventNames};
use api_core::model::{Content as VariantContent, Shape, Variant};

use super::document::{Content, Form, Location, Parameter};
use crate::schema::{Flow, Kind, Known, Property, Schema, TypeId, Types};

/// The schemas that all subscriptions share.
#[derive(Debug, Default)]
pub(super) struct EventSchemas {
    end: Option<TypeId>,
}

impl EventSchemas {
    /// Returns the streams of a subscription, in the media types that a dialect or a choice of dialects has.
    pub(super) fn contents(
        &mut self,
        endpoint: &'static Endpoint,
        dialects: &[Dialect],
        known: Known,
        types: &mut Types,
    ) -> Vec<Content> {
        let shape = endpoint
            .outputs
            .iter()
            .find(|output| output.is_events())
            .and_then(|output| output.shape)
            .unwrap_or(&Shape::Any);
        let event = types.schema(shape, Flow::Response, known);
        let end = self.end(types);
        let content = |dialect: &Dialect| {
            let items = match dialect {
                Dialect::Elements => elements(event.clone()),
                Dialect::ServerSentEvents => {
                    let form = *endpoint.exchange.event_form();
                    server_sent_events(event.clone(), end.clone(), form, shape, known, types)
                }
                _ => lines(event.clone(), end.clone()),
            };
            let stream = Kind::Array { item: Box::new(items), minimum: None, maximum: None, unique: false };
            let schema = Schema::from(stream).docs(documentation(*dialect));
            Content::new(dialect.media_type(), Some(schema))
        };
        dialects.iter().map(content).collect()
    }

    /// Returns the message that ends a subscription.
    fn end(&mut self, types: &mut Types) -> Schema {
        let id = *self.end.get_or_insert_with(|| {
            let status = Kind::Integer { minimum: 200, maximum: 599, multiple_of: None };
            let body = Schema::from(Kind::Any).docs("The error in the format of the API, or `null`.");
            let schema = Schema::object(vec![
                Property::required("status", Schema::from(status).docs("An HTTP status. 204 is a normal end.")),
                Property::optional("headers", Schema::texts().docs("Header fields, for example `Retry-After`.")),
                Property::optional("body", body),
            ]);
            types.declare("SubscriptionEnd", schema.docs("The end of a subscription."))
        });
        Kind::Named(id).into()
    }
}

fn documentation(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::ServerSentEvents => "Each item is one event. Heartbeats are comments.",
        Dialect::JsonSequence => "Each item is one text: a heartbeat, an event, or the end.",
        _ => "Each item is one line: a heartbeat, an event, or the end.",
    }
}

fn server_sent_events(
    event: Schema,
    end: Schema,
    form: EventForm,
    shape: &'static Shape,
    known: Known,
    types: &mut Types,
) -> Schema {
    let id = || Property::optional("id", Schema::text().docs("The place in the stream, to resume after it."));
    let mut items = Vec::new();
    if let Some(names) = form.names {
        items.extend(named_events(&event, names, shape, known, types));
    } else {
        let retry = Kind::Integer { minimum: 0, maximum: i128::from(u64::MAX), multiple_of: None };
        let retry = Schema::from(retry).docs("The delay of reconnections in milliseconds.");
        let properties = vec![id(), data(encoded(event.clone())), Property::optional("retry", retry)];
        items.push(Schema::object(properties).docs("An event."));
        let with_headers =
            Schema::object(vec![Property::required("headers", Schema::texts()), Property::required("body", event)]);
        let properties = vec![name("message-with-headers"), id(), data(encoded(with_headers))];
        items.push(Schema::object(properties).docs("An event with header fields."));
    }
    if let Some(heartbeat) = form.heartbeat {
        items.push(Schema::object(vec![name(heartbeat), data(Schema::text())]).docs("A heartbeat."));
    }
    if form.end == Ending::Event {
        items.push(Schema::object(vec![name("end"), data(encoded(end))]).docs("The end."));
        return Kind::Some(items).into();
    }
    if let Ending::Marker(text) = form.end {
        items.push(Schema::object(vec![data(Kind::Constant(text.into()).into())]).docs("The normal end."));
    }
    let error = Schema::object(vec![
        Property::required("error", Schema::from(Kind::Any).docs("The error in the format of the API.")),
        Property::required("status", Kind::Integer { minimum: 400, maximum: 599, multiple_of: None }),
        Property::required("headers", Schema::texts()),
    ]);
    items.push(Schema::object(vec![name("error"), data(encoded(error))]).docs("The end with an error."));
    Kind::Some(items).into()
}

/// Returns the event of each variant of an enum.
fn named_events(
    event: &Schema,
    names: EventNames,
    shape: &'static Shape,
    known: Known,
    types: &mut Types,
) -> Vec<Schema> {
    let Shape::Enum(item) = shape.without_newtypes() else { return Vec::new() };
    let sent = item.variants.iter().filter(|variant| variant.written);
    let one = |variant: &'static Variant| {
        let body = match (names.content, &variant.content) {
            (None, _) => event.clone(),
            (Some(_), VariantContent::Unit) => Kind::Null.into(),
            (Some(_), VariantContent::Newtype(item)) => types.schema(item.shape, Flow::Response, known),
            (Some(_), VariantContent::Tuple(_) | VariantContent::Struct(_)) => Kind::Any.into(),
        };
        let id = Property::optional("id", Schema::text().docs("The place in the stream, to resume after it."));
        Schema::object(vec![name(variant.name), id, data(encoded(body))]).docs(variant.docs)
    };
    sent.map(one).collect()
}

fn encoded(schema: Schema) -> Schema {
    Schema::from(Kind::Encoded(Box::new(schema)))
}

fn name(text: &'static str) -> Property {
    Property::required("event", Kind::Constant(text.into()))
}

fn data(schema: Schema) -> Property {
    Property::required("data", schema)
}

fn lines(event: Schema, end: Schema) -> Schema {
    Kind::Some(vec![
        Schema::object(vec![
            Property::required("id", Schema::text().docs("The place in the stream, to resume after it. May be empty.")),
            Property::optional("headers", Schema::texts()),
            Property::required("data", event),
        ])
        .docs("An event."),
        Schema::object(vec![
            Property::required("heartbeat", Kind::True),
            Property::optional("padding", Schema::text()),
        ])
        .docs("A heartbeat."),
        Schema::object(vec![Property::required("end", end)]).docs("The end."),
    ])
    .into()
}

fn elements(event: Schema) -> Schema {
    let any = || Schema::from(Kind::Any);
    let status = Kind::Integer { minimum: 200, maximum: 599, multiple_of: None };
    Kind::Some(vec![
        Schema::from(Kind::Tuple(vec![Kind::Exactly(1).into(), Schema::text(), Schema::texts(), event]))
            .docs("An event: its id, its header fields, its value."),
        Schema::from(Kind::Tuple(vec![Kind::Exactly(0).into(), Schema::text()])).docs("A heartbeat, with padding."),
        Schema::from(Kind::Tuple(vec![Kind::Exactly(255).into(), status.into(), Schema::texts(), any()]))
            .docs("The end: its status, its header fields, its body."),
    ])
    .into()
}

/// Returns the header fields that a request for a subscription may have.
pub(super) fn parameters(dialect: Dialect) -> Vec<Parameter> {
    let number = |name: &str, docs: &str, minimum, maximum| Parameter {
        name: name.to_owned(),
        location: Location::Header,
        docs: docs.to_owned(),
        required: false,
        schema: Kind::Integer { minimum, maximum, multiple_of: None }.into(),
        default: None,
        allow_reserved: false,
        form: Form::SIMPLE,
        structured: None,
    };
    let interval = "The maximum time between heartbeats, in seconds.";
    match dialect {
        Dialect::Elements => vec![
            number("x-heartbeat-interval", interval, 30, 300),
            number("x-initial-heartbeat-size", "The padding of the first heartbeat, in bytes.", 0, 10_240),
        ],
        _ => vec![number("x-heartbeat-interval", interval, 5, 300)],
    }
}
