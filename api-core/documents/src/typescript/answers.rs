//! From the outputs of an endpoint to the answers of an operation.

use api_core::description;
use api_core::model::{Shape, Style, Tagging};

use super::operation::{Answer, Exchange, HeaderField};
use super::types::is_wide;
use crate::naming::{Names, camel_case};
use crate::schema::{Flow, Known, Schema, Types};

/// Returns the descriptions of the typed header fields of one answer, with keys that differ.
pub(super) fn header_fields(
    fields: impl Iterator<Item = &'static description::HeaderField>,
    known: Known,
    types: &mut Types,
) -> Vec<HeaderField> {
    let mut keys = Names::default();
    let mut described: Vec<HeaderField> = fields.map(|field| header_field(field, known, types)).collect();
    for field in &mut described {
        field.key = keys.take(std::mem::take(&mut field.key));
    }
    described
}

fn header_field(field: &'static description::HeaderField, known: Known, types: &mut Types) -> HeaderField {
    if field.style == Style::Structured {
        // As text, which is lossless.
        let schema = Schema::text().docs(field.docs);
        let required = !field.shape.accepts_absence() && !matches!(field.shape.without_newtypes(), Shape::List(_));
        return HeaderField {
            name: field.name,
            key: camel_case(field.name),
            schema,
            item: "text",
            is_list: false,
            required,
        };
    }
    let (mut shape, mut is_list, mut required) = (field.shape, false, true);
    loop {
        shape = match shape.without_newtypes() {
            Shape::Option(inner) => {
                required &= is_list;
                inner
            }
            Shape::List(list) => {
                is_list = true;
                list.item
            }
            Shape::Reference(reference) => known.resolve(reference),
            other => break shape = other,
        };
    }
    let item = match shape {
        Shape::Boolean => "boolean",
        Shape::Integer(range) if is_wide(range.minimum, range.maximum) => "bigint",
        Shape::Integer(_) | Shape::Number => "number",
        Shape::Enum(one) if one.tagging == Tagging::Integer => "number",
        _ => "text",
    };
    let schema: Schema = types.schema(field.shape, Flow::Response, known).docs(field.docs);
    HeaderField { name: field.name, key: camel_case(field.name), schema, item, is_list, required }
}

/// Returns the value of `Accept`.
pub(super) fn accept(answers: &[Answer], exchange: &Exchange) -> String {
    let stream = matches!(exchange, Exchange::Events { .. }).then_some("text/event-stream");
    let mut all: Vec<&str> = Vec::new();
    for media_type in answers.iter().filter_map(|answer| answer.media_type).chain(stream) {
        if !all.contains(&media_type) {
            all.push(media_type);
        }
    }
    all.join(", ")
}

/// Returns the media types of which a request can choose one, because one status has several.
pub(super) fn choices(answers: &[Answer]) -> Vec<&'static str> {
    let has_other = |answer: &&Answer| answers.iter().filter(|other| other.status == answer.status).count() > 1;
    let mut found: Vec<&'static str> = Vec::new();
    for media_type in answers.iter().filter(has_other).filter_map(|answer| answer.media_type) {
        if !found.contains(&media_type) {
            found.push(media_type);
        }
    }
    found
}
