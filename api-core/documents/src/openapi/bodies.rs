//! Request bodies.

use api_core::description::{BodyDescription, BodyEncoding, BodyForm, Endpoint};
use api_core::model::Shape;

use super::document::{Body, Content, Form};
use super::forms::key_of;
use crate::schema::{Flow, Known, Types, fields_of};

/// Returns the body of an endpoint.
pub(super) fn body(endpoint: &'static Endpoint, known: Known, types: &mut Types) -> Option<Body> {
    let described = endpoint.body.as_ref()?;
    let mut content = |form: BodyForm| {
        let schema = match form.encoding {
            // Bytes have no schema. OpenAPI 3.0 has a format for them.
            BodyEncoding::Bytes | BodyEncoding::Stream => None,
            _ => Some(types.schema(form.shape, Flow::Request, known).in_media_type(form.media_type, form.shape)),
        };
        let forms = if form.encoding == BodyEncoding::Form { forms(form.shape, known) } else { Vec::new() };
        Content { forms, ..Content::new(form.media_type, schema) }
    };
    let mut contents: Vec<Content> = described.forms().map(&mut content).collect();
    if described.any_content_type {
        contents.extend(described.forms().next().map(|first| Content { media_type: "*/*".into(), ..content(first) }));
    }
    Some(Body { docs: documentation(described), required: is_required(described), content: contents })
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
        _ => false,
    }
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
