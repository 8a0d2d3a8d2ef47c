//! The parameters of an endpoint: captures, query keys and header fields.

use api_core::description::{self, Endpoint};
use api_core::model::{Field, Shape, Style};

use super::document::{Form, Location, Parameter};
use super::forms::{Key, key_of, key_of_argument};
use super::structured::structured_docs;
use crate::place::{CaptureKind, Place};
use crate::schema::{Flow, Kind, Known, Schema, Types, fields_of};
use crate::tree::Json;

/// Fields that OpenAPI describes elsewhere and ignores as parameters.
const DESCRIBED_ELSEWHERE: [&str; 3] = ["accept", "authorization", "content-type"];

/// Returns the parameters of an endpoint. `names`: those of the path that the document has, in order.
pub(super) fn parameters(
    endpoint: &'static Endpoint,
    place: &Place,
    names: &[String],
    known: Known,
    types: &mut Types,
) -> Vec<Parameter> {
    let mut found = captures(endpoint, place, names, known, types);
    found.extend(endpoint.conditions_without_argument().map(condition));
    for parameter in endpoint.parameters {
        match parameter.location {
            description::Location::Path => {}
            description::Location::Header => {
                if !DESCRIBED_ELSEWHERE.contains(&parameter.name) {
                    let selects = endpoint.conditions.iter().any(|condition| {
                        condition.location == description::Location::Header && condition.name == parameter.name
                    });
                    let mut found_header = header(parameter, known, types);
                    if selects {
                        let docs = [&*found_header.docs, "Its presence selects this operation."];
                        found_header.docs = docs.join(if found_header.docs.is_empty() { "" } else { "\n\n" });
                    }
                    found.push(found_header);
                }
            }
            description::Location::Cookie => found.push(cookie(parameter, known, types)),
            _ => found.extend(query(parameter, known, types)),
        }
    }
    found
}

/// Returns a key or a field that a request must have to reach the operation.
fn condition(condition: &description::Condition) -> Parameter {
    let (location, form) = match condition.location {
        description::Location::Header => (Location::Header, Form::SIMPLE),
        _ => (Location::Query, Form::REPEATED),
    };
    Parameter {
        name: condition.name.to_owned(),
        location,
        docs: match condition.value {
            Some(value) => format!("Always `{value}`, which selects this operation."),
            None => "Selects this operation, with any value or none.".to_owned(),
        },
        required: true,
        schema: condition.value.map_or_else(Schema::text, |value| Kind::Constant(value.into()).into()),
        default: None,
        allow_reserved: false,
        form,
        structured: None,
    }
}

fn captures(
    endpoint: &'static Endpoint,
    place: &Place,
    names: &[String],
    known: Known,
    types: &mut Types,
) -> Vec<Parameter> {
    // A capture of the path may have another name in the document than in the trait.
    let own = endpoint.path.captures();
    let of_path = place.captures.iter().zip(names).filter(|(capture, _)| capture.kind != CaptureKind::Session);
    let of_path = of_path.zip(own).map(|((capture, name), own)| {
        let declared = endpoint.parameters_in(description::Location::Path).find(|parameter| parameter.name == own);
        let schema =
            declared.map_or_else(Schema::text, |parameter| types.schema(parameter.shape, Flow::Request, known));
        let docs = match capture.kind {
            CaptureKind::Rest => "The rest of the path: one or more segments. Its slashes are sent as they are.",
            _ => "",
        };
        capture_named(name, docs, schema)
    });
    let of_path: Vec<Parameter> = of_path.collect();
    let of_session = place.captures.iter().zip(names).filter(|(capture, _)| capture.kind == CaptureKind::Session);
    let of_session = of_session.map(|(_, name)| capture_named(name, "", Schema::text()));
    of_session.chain(of_path).collect()
}

fn capture_named(name: &str, docs: &str, schema: Schema) -> Parameter {
    Parameter {
        name: name.to_owned(),
        location: Location::Path,
        docs: docs.to_owned(),
        required: true,
        schema,
        default: None,
        allow_reserved: false,
        form: Form::SIMPLE,
        structured: None,
    }
}

fn header(parameter: &'static description::Parameter, known: Known, types: &mut Types) -> Parameter {
    let schema = types.schema(parameter.shape, Flow::Request, known);
    let structured = (parameter.style == Style::Structured).then(|| present(schema.clone()));
    let required = parameter.is_required();
    let docs = match parameter.name {
        "last-event-id" => "The id of the last event that was received: the events after it follow.",
        _ => "",
    };
    Parameter {
        name: parameter.name.to_owned(),
        location: Location::Header,
        docs: match &structured {
            Some(_) => structured_docs("", parameter.shape),
            None => docs.to_owned(),
        },
        required,
        schema: if structured.is_some() { Schema::text() } else { present(schema) },
        structured,
        default: parameter.default.map(|text| value_of(text, parameter.shape)),
        allow_reserved: false,
        form: Form::SIMPLE,
    }
}

fn cookie(parameter: &'static description::Parameter, known: Known, types: &mut Types) -> Parameter {
    let schema = types.schema(parameter.shape, Flow::Request, known);
    Parameter {
        name: parameter.name.to_owned(),
        location: Location::Cookie,
        docs: String::new(),
        required: parameter.is_required(),
        schema: present(schema),
        default: None,
        allow_reserved: false,
        form: Form::REPEATED,
        structured: None,
    }
}

/// Returns one parameter, or for a struct one for each of its fields.
fn query(parameter: &'static description::Parameter, known: Known, types: &mut Types) -> Vec<Parameter> {
    let shape = parameter.shape;
    let fields = if parameter.style == Style::Brackets { None } else { fields_of(shape, known) };
    if let Some(fields) = fields {
        let keys = fields.into_iter().map(|(field, is_optional)| Parameter {
            allow_reserved: parameter.allow_reserved,
            ..key(field, is_optional, known, types)
        });
        return keys.collect();
    }
    let Key { name, form, docs } = key_of_argument(parameter.name, shape, parameter.style, known);
    let schema = types.schema(shape, Flow::Form, known);
    vec![Parameter {
        name,
        location: Location::Query,
        docs: paragraphs(&[&docs, switch_docs(shape)]),
        required: parameter.is_required(),
        structured: None,
        schema: present(schema),
        default: parameter.default.map(|text| value_of(text, shape)),
        allow_reserved: parameter.allow_reserved,
        form,
    }]
}

fn key(field: &'static Field, is_optional: bool, known: Known, types: &mut Types) -> Parameter {
    let schema = types.field(field, Flow::Form, known);
    let Key { name, form, docs } = key_of(field, known);
    Parameter {
        name,
        location: Location::Query,
        docs: paragraphs(&[field.docs, &docs, switch_docs(field.shape)]),
        required: !is_optional && field.required() && !field.shape.may_have_no_key() && !field.flattened,
        structured: None,
        schema: present(schema),
        default: None,
        allow_reserved: false,
        form,
    }
}

/// Returns the schema of a value that is there: text cannot be `null`.
fn present(mut schema: Schema) -> Schema {
    schema.nullable = false;
    if let Kind::Array { item, .. } = &mut schema.kind {
        item.nullable = false;
    }
    schema
}

/// Returns the value that a text in a query or a header field means.
fn value_of(text: &'static str, shape: &Shape) -> Json {
    let read = match shape.without_newtypes() {
        Shape::Option(inner) => return value_of(text, inner),
        Shape::Boolean => text.parse().ok().map(Json::Boolean),
        Shape::Integer(_) => text.parse().ok().map(Json::Integer),
        Shape::Number => text.parse::<f64>().ok().map(Json::from),
        _ => None,
    };
    read.unwrap_or_else(|| text.into())
}

fn paragraphs(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// OpenAPI has no word for a key without `=`: `allowEmptyValue` is about `key=`, which means no value there.
fn switch_docs(shape: &Shape) -> &'static str {
    if is_boolean(shape) { "The key alone, without `=`, is `true`." } else { "" }
}

fn is_boolean(shape: &Shape) -> bool {
    match shape.without_newtypes() {
        Shape::Boolean => true,
        Shape::Option(inner) => is_boolean(inner),
        _ => false,
    }
}
