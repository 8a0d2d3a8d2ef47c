//! From descriptions to channels: one for each subscription and each WebSocket.

use std::collections::HashMap;

use api_core::description::{Endpoint, Exchange as Described, Location, Parameter, Verb};
use api_core::model::{Content, Enum, Shape, Style, Variant};

use super::document::{Capture, Channel, Document, Exchange, Message, Server};
use crate::naming::Names;
use crate::outline::{Checked, Mounted, OPENAPI, Outline};
use crate::place::{CaptureKind, Place, pointer};
use crate::schema::{Flow, Kind, Known, Property, Schema, Types, fields_of};

impl Checked {
    /// Makes the document of AsyncAPI. An API without subscriptions and WebSockets has one without channels.
    #[must_use]
    pub fn asyncapi(&self) -> Document {
        gather(&self.0)
    }
}

fn gather(outline: &Outline) -> Document {
    let (names, mut types) = (outline.names(), Types::default());
    let operations = outline.published.as_ref().map(|below| Operations::new(format!("{below}{OPENAPI}"), outline));
    let mut channels = Vec::new();
    for ((api, name), ids) in outline.apis.iter().zip(&names).zip(outline.endpoint_names()) {
        for (endpoint, id) in api.description.endpoints.iter().zip(ids) {
            if !endpoint.exchange.is_unary() {
                let operation = operations.as_ref().and_then(|operations| operations.url(api, endpoint));
                channels.push(channel(id, operation, name, api, endpoint, &mut types));
            }
        }
    }
    let tags = names.into_iter().zip(&outline.apis).map(|(name, api)| (name, api.description.docs)).collect();
    Document {
        title: outline.title.clone(),
        version: outline.version.clone(),
        docs: outline.documentation(),
        openapi: operations.map(|operations| operations.document),
        servers: servers(&outline.servers),
        tags,
        channels,
        types: types.named(),
    }
}

/// Returns the servers with an absolute URL. AsyncAPI has no others.
fn servers(urls: &[(String, String)]) -> Vec<Server> {
    let mut names = Names::default();
    let server = |(url, docs): &(String, String)| {
        let (scheme, rest) = url.split_once("://")?;
        let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        Some(Server {
            name: names.take("server".to_owned()),
            host: host.to_owned(),
            path: path.trim_end_matches('/').to_owned(),
            docs: docs.clone(),
            is_encrypted: scheme == "https",
        })
    };
    urls.iter().filter_map(server).collect()
}

/// Where the document of OpenAPI has its operations.
struct Operations {
    document: String,
    /// The template of each path. OpenAPI takes the first of those that differ in names alone.
    templates: HashMap<String, String>,
}

impl Operations {
    fn new(document: String, outline: &Outline) -> Self {
        let mut templates = HashMap::new();
        for api in &outline.apis {
            for endpoint in api.description.endpoints {
                let place = Place::of_operation(&api.prefix, api.description.base, endpoint);
                templates.entry(place.outline).or_insert(place.template);
            }
        }
        Self { document, templates }
    }

    fn url(&self, api: &Mounted, endpoint: &'static Endpoint) -> Option<String> {
        let place = Place::of_operation(&api.prefix, api.description.base, endpoint);
        let method = if endpoint.verb == Verb::Post { "post" } else { "get" };
        let template = self.templates.get(&place.outline)?;
        Some(format!("{}{}", self.document, pointer(&["paths", template, method])))
    }
}

fn channel(
    id: String,
    operation: Option<String>,
    tag: &str,
    api: &Mounted,
    endpoint: &'static Endpoint,
    types: &mut Types,
) -> Channel {
    let place = Place::new(&api.prefix, api.description.base, endpoint.path);
    let scheme = endpoint.security.or(api.description.security);
    Channel {
        id,
        address: place.template.clone(),
        docs: endpoint.docs,
        tag: tag.to_owned(),
        deprecated: endpoint.deprecated.is_some(),
        security: scheme.map(|scheme| (scheme, endpoint.requires)),
        captures: captures(endpoint, &place, api.known, types),
        query: object(endpoint, Location::Query, api.known, types),
        headers: object(endpoint, Location::Header, api.known, types),
        exchange: exchange(endpoint, api.known, types),
        operation,
    }
}

fn captures(endpoint: &'static Endpoint, place: &Place, known: Known, types: &mut Types) -> Vec<Capture> {
    // Those of the base are parameters of the session.
    let of_session = place.captures.iter().filter(|capture| capture.kind == CaptureKind::Session).count();
    let own = std::iter::repeat_n(None, of_session).chain(endpoint.path.captures().map(Some));
    let capture = |(capture, own): (&crate::place::Capture, Option<&str>)| {
        let declared = own.and_then(|own| endpoint.parameters_in(Location::Path).find(|one| one.name == own));
        let schema = declared.map(|parameter| types.schema(parameter.shape, Flow::Request, known));
        let values = match schema.map(|schema| schema.kind) {
            Some(Kind::Choice { names, open: false }) => names.into_iter().map(String::from).collect(),
            _ => Vec::new(),
        };
        let docs = match capture.kind {
            CaptureKind::Rest => "The rest of the path: one or more segments.",
            _ => "",
        };
        Capture { name: capture.name.clone(), docs, values }
    };
    place.captures.iter().zip(own).map(capture).collect()
}

/// Returns the parameters of one location as an object. `None` if there are none.
fn object(endpoint: &'static Endpoint, location: Location, known: Known, types: &mut Types) -> Option<Schema> {
    let mut properties: Vec<Property> = Vec::new();
    for condition in endpoint.conditions_without_argument().filter(|condition| condition.location == location) {
        let schema = condition.value.map_or_else(Schema::text, |value| Kind::Constant(value.into()).into());
        properties.push(Property::required(condition.name, schema));
    }
    for parameter in endpoint.parameters_in(location) {
        properties.extend(keys(parameter, known, types));
    }
    (!properties.is_empty()).then(|| Schema::object(properties))
}

/// Returns the members of one parameter: for a struct in the query one for each of its fields.
fn keys(parameter: &'static Parameter, known: Known, types: &mut Types) -> Vec<Property> {
    let is_divided = parameter.location == Location::Query && parameter.style != Style::Brackets;
    let fields = if is_divided { fields_of(parameter.shape, known) } else { None };
    let Some(fields) = fields else {
        let schema = types.schema(parameter.shape, Flow::Request, known);
        let schema = Schema { nullable: false, ..schema };
        return vec![Property { name: parameter.name.into(), schema, required: parameter.is_required() }];
    };
    let key = |(field, is_optional): (&'static api_core::model::Field, bool)| {
        let schema = Schema { nullable: false, ..types.field(field, Flow::Request, known) };
        Property { name: field.name.into(), schema, required: field.required() && !is_optional }
    };
    fields.into_iter().map(key).collect()
}

fn exchange(endpoint: &'static Endpoint, known: Known, types: &mut Types) -> Exchange {
    let subprotocols = endpoint.exchange.terms().map_or(&[][..], |terms| terms.subprotocols);
    match &endpoint.exchange {
        Described::Duplex(duplex) => {
            let output = endpoint.outputs.iter().find_map(|output| output.shape).unwrap_or(&Shape::Any);
            let received = message("input", duplex.input, Flow::Request, known, types);
            Exchange::Duplex { subprotocols, received, sent: message("output", output, Flow::Response, known, types) }
        }
        Described::Subscription(_) => {
            let (method, is_post) = if endpoint.verb == Verb::Post { ("POST", true) } else { ("GET", false) };
            let body = endpoint.body.as_ref().filter(|_| is_post);
            let request = body.map(|body| message("request", body.shape, Flow::Request, known, types));
            Exchange::Subscription { request, method, events: events(endpoint, known, types) }
        }
        _ => Exchange::Handover { subprotocols },
    }
}

/// Returns the events of a subscription: one for each variant if the wire names them, otherwise one for all.
fn events(endpoint: &'static Endpoint, known: Known, types: &mut Types) -> Vec<Message> {
    let output = endpoint.outputs.iter().find(|output| output.is_events()).and_then(|output| output.shape);
    let shape = output.unwrap_or(&Shape::Any);
    let event = Message { has_headers: true, ..message("event", shape, Flow::Response, known, types) };
    match (endpoint.exchange.event_form().names, shape.without_newtypes()) {
        (Some(_), Shape::Enum(Enum { variants, .. })) => {
            let sent = variants.iter().filter(|variant| variant.written);
            sent.map(|variant| named(variant, &event, known, types)).collect()
        }
        _ => vec![event],
    }
}

/// Returns the event of one variant. Where the content alone is sent, it is the payload.
fn named(variant: &'static Variant, event: &Message, known: Known, types: &mut Types) -> Message {
    let payload = match &variant.content {
        Content::Unit => Kind::Null.into(),
        Content::Newtype(item) => types.schema(item.shape, Flow::Response, known),
        Content::Tuple(_) | Content::Struct(_) => event.payload.clone(),
    };
    Message { id: variant.name.to_owned(), docs: variant.docs, flow: event.flow, payload, has_headers: false }
}

fn message(id: &str, shape: &'static Shape, flow: Flow, known: Known, types: &mut Types) -> Message {
    Message { id: id.to_owned(), docs: "", flow, payload: types.schema(shape, flow, known), has_headers: false }
}
