//! From descriptions to the reference.

use api_core::description::{BodyEncoding, Callback, Endpoint, Exchange, Location, Output, Verb};
use api_core::model::Style;

use super::notation::{Run, expanded, notation};
use super::snippet::snippets;
use super::{Answer, Body, ErrorRow, Fixed, Group, Input, NamedType, Operation, OperationKind, Place, Reference};
use crate::outline::{Checked, Mounted};
use crate::place::{CaptureKind, Place as Template};
use crate::schema::{Collected, Flow, Kind, Known, Schema, Types, example, fields_of};
use crate::security::scheme_prefix;

impl Checked {
    /// Makes the reference.
    pub(crate) fn reference(&self) -> Reference {
        let outline = &self.0;
        let (names, mut types) = (outline.names(), Types::default());
        let drafts: Vec<Vec<Draft>> = outline
            .apis
            .iter()
            .map(|api| api.description.endpoints.iter().map(|one| draft(api, one, &mut types)).collect())
            .collect();
        let types = types.named();
        let origin = outline.servers.first().map_or("http://localhost:8080", |(url, _)| url.trim_end_matches('/'));
        let mut bound = Vec::new();
        let groups = names.iter().zip(&outline.apis).zip(drafts).map(|((name, api), drafts)| {
            for capture in api.description.base.captures() {
                if !bound.contains(&capture) {
                    bound.push(capture);
                }
            }
            let prefix = if names.len() > 1 { format!("{name}_") } else { String::new() };
            let operations = drafts.into_iter().map(|draft| finish(draft, &prefix, api, origin, &types));
            // A single API without docs of the outline has its own in front already.
            let docs = if names.len() == 1 && outline.docs.is_empty() { "" } else { api.description.docs };
            Group { name: name.clone(), docs, operations: operations.collect() }
        });
        let groups = groups.collect();
        let described = types.iter().map(|(name, flow, schema)| NamedType {
            name: name.to_owned(),
            docs: schema.docs.to_string(),
            notation: notation(schema, flow, &types),
        });
        Reference {
            title: outline.title.clone(),
            version: outline.version.clone(),
            docs: outline.documentation(),
            servers: outline.servers.clone(),
            groups,
            types: described.collect(),
            bound,
        }
    }
}

/// An operation whose types have no names yet.
struct Draft {
    endpoint: &'static Endpoint,
    template: Template,
    inputs: Vec<DraftInput>,
    bodies: Vec<(&'static str, Option<Schema>)>,
    answers: Vec<DraftAnswer>,
    items: Option<Schema>,
    messages: Option<Schema>,
    errors: Vec<(ErrorRow, Option<Schema>)>,
}

/// An output, the schema of its content, and its header fields with their docs.
type DraftAnswer = (&'static Output, Option<Schema>, Vec<(&'static str, Schema, &'static str)>);

struct DraftInput {
    name: String,
    place: Place,
    required: bool,
    schema: Schema,
    docs: String,
    default: Option<&'static str>,
}

fn draft(api: &Mounted, endpoint: &'static Endpoint, types: &mut Types) -> Draft {
    let known = api.known;
    let template = Template::new(&api.prefix, api.description.base, endpoint.path);
    let bodies = endpoint.body.iter().flat_map(api_core::description::BodyDescription::forms).map(|form| {
        let is_text = !matches!(form.encoding, BodyEncoding::Bytes | BodyEncoding::Stream);
        (form.media_type, is_text.then(|| types.schema(form.shape, Flow::Request, known)))
    });
    let bodies = bodies.collect();
    let plain = endpoint.outputs.iter().filter(|output| !output.is_events() && output.status != 101);
    let answers = plain.map(|output| {
        let headers = output
            .headers
            .iter()
            .map(|field| (field.name, types.schema(field.shape, Flow::Response, known), field.docs));
        let headers = headers.collect();
        (output, output.shape.map(|shape| types.schema(shape, Flow::Response, known)), headers)
    });
    let answers = answers.collect();
    let items = match endpoint.exchange {
        Exchange::Subscription(_) => endpoint.outputs.iter().find(|output| output.is_events()),
        Exchange::Duplex(_) => endpoint.outputs.first(),
        _ => None,
    };
    let items = items.and_then(|output| output.shape).map(|shape| types.schema(shape, Flow::Response, known));
    let messages = match &endpoint.exchange {
        Exchange::Duplex(duplex) => Some(types.schema(duplex.input, Flow::Request, known)),
        _ => None,
    };
    let errors = endpoint.errors.iter().map(|case| {
        let row = ErrorRow { status: case.status, kind: case.kind, docs: case.docs, details: None };
        (row, case.attributes.map(|shape| types.schema(shape, Flow::Response, known)))
    });
    let errors = errors.collect();
    let inputs = inputs(endpoint, &template, known, types);
    Draft { endpoint, template, inputs, bodies, answers, items, messages, errors }
}

fn inputs(endpoint: &'static Endpoint, template: &Template, known: Known, types: &mut Types) -> Vec<DraftInput> {
    let mut own = endpoint.path.captures();
    let mut found: Vec<DraftInput> = Vec::new();
    for capture in &template.captures {
        let declared = match capture.kind {
            CaptureKind::Session => None,
            _ => own.next().and_then(|name| endpoint.parameters_in(Location::Path).find(|one| one.name == name)),
        };
        found.push(DraftInput {
            name: capture.name.clone(),
            place: match capture.kind {
                CaptureKind::Session => Place::Base,
                CaptureKind::Segment => Place::Path,
                CaptureKind::Rest => Place::Rest,
            },
            required: true,
            schema: declared.map_or_else(Schema::text, |one| types.schema(one.shape, Flow::Request, known)),
            docs: String::new(),
            default: None,
        });
    }
    for parameter in endpoint.parameters {
        let place = match parameter.location {
            Location::Path => continue,
            Location::Header => Place::Header,
            Location::Cookie => Place::Cookie,
            _ => Place::Query,
        };
        let fields = fields_of(parameter.shape, known).filter(|_| place == Place::Query);
        if let Some(fields) = fields.filter(|_| parameter.style == Style::Repeated) {
            found.extend(fields.into_iter().map(|(field, is_optional)| DraftInput {
                name: field.name.to_owned(),
                place,
                required: !is_optional && field.required() && !field.shape.may_have_no_key() && !field.flattened,
                schema: types.field(field, Flow::Request, known),
                docs: field.docs.to_owned(),
                default: None,
            }));
            continue;
        }
        found.push(DraftInput {
            name: parameter.name.to_owned(),
            place,
            required: parameter.is_required(),
            schema: types.schema(parameter.shape, Flow::Request, known),
            docs: String::new(),
            default: parameter.default,
        });
    }
    found
}

fn finish(draft: Draft, prefix: &str, api: &Mounted, origin: &str, types: &Collected) -> Operation {
    let endpoint = draft.endpoint;
    let inputs = draft.inputs.into_iter().map(|input| Input {
        literal: literal(&input.schema, types),
        notation: notation(&Schema { nullable: false, ..input.schema.clone() }, Flow::Request, types),
        example: match example(&input.schema, Flow::Request, types) {
            serde_json::Value::String(text) => text,
            serde_json::Value::Array(items) => items.first().map(plain).unwrap_or_default(),
            value => value.to_string(),
        },
        name: input.name,
        place: input.place,
        required: input.required,
        docs: input.docs,
        default: input.default,
    });
    let bodies = draft.bodies.into_iter().map(|(media_type, schema)| match schema {
        None => Body {
            media_type,
            notation: vec![Run::Text("bytes".to_owned())],
            example: String::new(),
            literal: "file".to_owned(),
        },
        Some(schema) => Body {
            media_type,
            notation: expanded(&schema, Flow::Request, types),
            example: body_example(media_type, &example(&schema, Flow::Request, types)),
            literal: literal(&schema, types),
        },
    });
    let answers = draft.answers.into_iter().map(|(output, schema, headers)| Answer {
        status: if output.status < 100 { format!("{}XX", output.status) } else { output.status.to_string() },
        media_type: output.media_type,
        notation: match (&schema, output.media_type) {
            (Some(schema), _) => expanded(schema, Flow::Response, types),
            (None, Some(_)) => vec![Run::Text("bytes".to_owned())],
            (None, None) => vec![Run::Text("no content".to_owned())],
        },
        headers: headers
            .into_iter()
            .map(|(name, schema, docs)| (name, notation(&schema, Flow::Response, types), docs))
            .collect(),
        docs: output.docs,
    });
    let errors = draft.errors.into_iter().map(|(row, schema)| ErrorRow {
        details: schema.map(|schema| notation(&schema, Flow::Response, types)),
        ..row
    });
    let scheme = endpoint.security.or(api.description.security);
    let mut operation = Operation {
        id: format!("{prefix}{}", endpoint.name),
        name: endpoint.name,
        kind: kind(endpoint),
        method: if endpoint.verb == Verb::Subscribe { "GET" } else { endpoint.verb.as_str() },
        path: draft.template.template,
        docs: endpoint.docs,
        deprecated: endpoint.deprecated,
        requires: endpoint.requires,
        callbacks: endpoint.callbacks.iter().map(called).collect(),
        security: scheme.map(|scheme| (scheme.header(), scheme_prefix(scheme))),
        inputs: inputs.collect(),
        fixed: fixed(endpoint),
        bodies: bodies.collect(),
        answers: answers.collect(),
        items: draft.items.map(|schema| expanded(&schema, Flow::Response, types)),
        messages: draft.messages.map(|schema| {
            let text = format!("{:#}", example(&schema, Flow::Request, types));
            (expanded(&schema, Flow::Request, types), text)
        }),
        subprotocols: endpoint.exchange.terms().map_or(&[], |terms| terms.subprotocols),
        errors: errors.collect(),
        snippets: Vec::new(),
    };
    operation.snippets = snippets(&operation, origin, api.description.name);
    operation
}

/// Returns the name of an API that callers serve, its URL and its operations.
fn called(callback: &Callback) -> (&'static str, &'static str, Vec<String>) {
    let operation = |endpoint: &&'static Endpoint| {
        let path = Template::of_operation("", callback.api.base, endpoint).template;
        format!("{} {path}", endpoint.verb)
    };
    (callback.api.name, callback.url, callback.api.endpoints.iter().map(operation).collect())
}

fn kind(endpoint: &Endpoint) -> OperationKind {
    match endpoint.exchange {
        Exchange::Subscription(_) => OperationKind::Subscription,
        Exchange::Duplex(_) => OperationKind::Duplex,
        Exchange::Handover(_) => OperationKind::Socket,
        _ => OperationKind::Call,
    }
}

fn fixed(endpoint: &Endpoint) -> Fixed {
    let mut fixed = Fixed::default();
    for condition in endpoint.conditions {
        match (condition.location, condition.value) {
            (Location::Header, value) => fixed.headers.extend(value.map(|value| (condition.name, value))),
            (_, None) => fixed.query.push(condition.name.to_owned()),
            (_, Some(value)) => fixed.query.push(format!("{}={value}", condition.name)),
        }
    }
    fixed
}

/// Returns the text of an example of a body. Empty for forms with files and for encodings that are no text.
fn body_example(media_type: &str, value: &serde_json::Value) -> String {
    match (BodyEncoding::of_model(media_type), value) {
        _ if media_type == BodyEncoding::Multipart.media_type() => String::new(),
        (BodyEncoding::Json, serde_json::Value::String(text)) if media_type.starts_with("text/") => text.clone(),
        (BodyEncoding::Json, value) => format!("{value:#}"),
        (BodyEncoding::Form, serde_json::Value::Object(members)) => {
            let plain_members = members.iter().filter(|(_, value)| !value.is_object() && !value.is_null());
            let pairs = plain_members.map(|(key, value)| format!("{key}={}", plain(value)));
            pairs.collect::<Vec<_>>().join("&")
        }
        _ => String::new(),
    }
}

/// Returns an example as TypeScript writes it. An integer beyond 2^53 is a `bigint`.
fn literal(schema: &Schema, types: &Collected) -> String {
    let text = format!("{:#}", example(schema, Flow::Request, types));
    let is_wide = matches!(schema.kind, Kind::Integer { minimum, maximum, .. } if maximum.max(-minimum) >= 1 << 53);
    if is_wide { text + "n" } else { text }
}

/// Returns a value as the text of a query.
fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => items.first().map(plain).unwrap_or_default(),
        value => value.to_string(),
    }
}
