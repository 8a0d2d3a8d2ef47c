//! The parameters of an endpoint: captures, query keys and header fields.

use api_core::description::{self, Endpoint};
use api_core::model::{Field, Shape};

use super::document::{Location, Parameter};
use super::place::{CaptureKind, Place};
use crate::schema::{Flow, Kind, Known, Schema, Types, fields_of};

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
    for parameter in endpoint.parameters {
        match parameter.location {
            description::Location::Path => {}
            description::Location::Header => {
                if !DESCRIBED_ELSEWHERE.contains(&parameter.name) {
                    found.push(header(parameter, known, types));
                }
            }
            _ => found.extend(query(parameter, known, types)),
        }
    }
    found
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
        may_be_empty: false,
    }
}

fn header(parameter: &'static description::Parameter, known: Known, types: &mut Types) -> Parameter {
    let schema = types.schema(parameter.shape, Flow::Request, known);
    let required = !parameter.shape.accepts_absence() && !is_list(parameter.shape);
    let docs = match parameter.name {
        "last-event-id" => "The id of the last event that was received: the events after it follow.",
        _ => "",
    };
    Parameter {
        name: parameter.name.to_owned(),
        location: Location::Header,
        docs: docs.to_owned(),
        required,
        schema: present(schema),
        may_be_empty: false,
    }
}

/// Returns one parameter, or for a struct one for each of its fields.
fn query(parameter: &'static description::Parameter, known: Known, types: &mut Types) -> Vec<Parameter> {
    let Some(fields) = fields_of(parameter.shape, known) else {
        let schema = types.schema(parameter.shape, Flow::Request, known);
        return vec![Parameter {
            name: parameter.name.to_owned(),
            location: Location::Query,
            docs: String::new(),
            required: !parameter.shape.accepts_absence() && !is_list(parameter.shape),
            may_be_empty: is_boolean(parameter.shape),
            schema: present(schema),
        }];
    };
    fields.into_iter().map(|field| key(field, known, types)).collect()
}

fn key(field: &'static Field, known: Known, types: &mut Types) -> Parameter {
    let schema = types.field(field, Flow::Request, known);
    Parameter {
        name: field.name.to_owned(),
        location: Location::Query,
        docs: field.docs.to_owned(),
        // An empty list has no key.
        required: field.required() && !is_list(field.shape) && !field.flattened,
        may_be_empty: is_boolean(field.shape),
        schema: present(schema),
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

fn is_list(shape: &Shape) -> bool {
    matches!(shape.without_newtypes(), Shape::List(_))
}

fn is_boolean(shape: &Shape) -> bool {
    match shape.without_newtypes() {
        Shape::Boolean => true,
        Shape::Option(inner) => is_boolean(inner),
        _ => false,
    }
}
