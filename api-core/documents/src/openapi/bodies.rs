//! Request bodies.

use api_core::description::{BodyDescription, BodyEncoding, BodyForm, Endpoint, Location};
use api_core::model::Shape;

use super::document::{Body, Content, Form};
use super::forms::key_of;
use crate::schema::{Flow, Known, Property, Schema, Types, fields_of};

/// Returns the body of an endpoint.
pub(super) fn body(endpoint: &'static Endpoint, known: Known, types: &mut Types) -> Option<Body> {
    let described = endpoint.body.as_ref()?;
    let mut content = |form: BodyForm| {
        let flow = if form.encoding == BodyEncoding::Form { Flow::Form } else { Flow::Request };
        let schema = match form.encoding {
            // Bytes have no schema. OpenAPI 3.0 has a format for them.
            BodyEncoding::Bytes | BodyEncoding::Stream => None,
            BodyEncoding::Multipart => Some(parts(form.shape, known, types)),
            _ => Some(types.schema(form.shape, flow, known).in_media_type(form.media_type, form.shape)),
        };
        let forms = if form.encoding == BodyEncoding::Form { forms(form.shape, known) } else { Vec::new() };
        Content { flow, forms, ..Content::new(form.media_type, schema) }
    };
    let mut contents: Vec<Content> = described.forms().map(&mut content).collect();
    if described.any_content_type {
        contents.extend(described.forms().next().map(|first| Content { media_type: "*/*".into(), ..content(first) }));
    }
    Some(Body {
        docs: documentation(described),
        required: is_required(described) || names_media_type(endpoint),
        content: contents,
    })
}

/// Returns the schema of parts. A part of JSON is what it is in other requests, but a part that is there is no `null`.
fn parts(shape: &'static Shape, known: Known, types: &mut Types) -> Schema {
    let fields = fields_of(shape, known).unwrap_or_default().into_iter();
    let parts = fields.map(|(field, is_optional)| Property {
        name: field.name.into(),
        schema: Schema { nullable: false, ..types.field(field, Flow::Request, known) }.docs(field.docs),
        required: !is_optional && field.required() && !field.shape.may_have_no_key(),
    });
    let docs = shape.declaration().map_or("", |declaration| declaration.docs);
    Schema::object(parts.collect()).docs(docs)
}

/// Returns the keys of a form whose values have another form than the usual one.
fn forms(shape: &'static Shape, known: Known) -> Vec<(&'static str, Form)> {
    let fields = fields_of(shape, known).unwrap_or_default().into_iter();
    let forms = fields.map(|(field, _)| (field.name, key_of(field, known).form));
    forms.filter(|(_, form)| *form != Form::REPEATED).collect()
}

fn documentation(body: &BodyDescription) -> String {
    let mut sentences = Vec::new();
    if let Some(limit) = body.limit {
        sentences.push(format!("At most {limit} bytes."));
    }
    if body.any_content_type {
        sentences.push("The content type is not checked.".to_owned());
    }
    sentences.join(" ")
}

/// An empty body is a text, bytes, an option that is none, and a form of which no field is required.
fn is_required(body: &BodyDescription) -> bool {
    match body.encoding {
        BodyEncoding::Json
        | BodyEncoding::Cbor
        | BodyEncoding::MessagePack
        | BodyEncoding::Xml
        | BodyEncoding::Yaml => !body.shape.accepts_absence(),
        BodyEncoding::Form => !body.shape.may_have_no_key(),
        // Without a body there is no boundary.
        BodyEncoding::Multipart => true,
        _ => false,
    }
}

/// A request without a body has no media type, so an argument that is the media type requires a body.
fn names_media_type(endpoint: &Endpoint) -> bool {
    endpoint.parameters_in(Location::Header).any(|header| header.name == "content-type" && header.is_required())
}

/// Returns the body of an operation that is several endpoints.
pub(super) fn merged(bodies: Vec<Option<Body>>) -> Option<Body> {
    let required = bodies.iter().all(|body| body.as_ref().is_some_and(|body| body.required));
    bodies.into_iter().flatten().reduce(|mut one, other| {
        for content in other.content {
            if !one.content.contains(&content) {
                one.content.push(content);
            }
        }
        if one.docs != other.docs {
            let both: Vec<String> = [one.docs, other.docs].into_iter().filter(|docs| !docs.is_empty()).collect();
            one.docs = both.join("\n\n");
        }
        Body { required, ..one }
    })
}
