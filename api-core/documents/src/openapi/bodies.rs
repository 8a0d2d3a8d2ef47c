//! Request bodies.

use std::borrow::Cow;

use api_core::description::{BodyDescription, BodyEncoding, Endpoint};
use api_core::model::Shape;

use super::document::{Body, Content};
use crate::schema::{Flow, Known, Types};

/// Returns the body of an endpoint.
pub(super) fn body(endpoint: &'static Endpoint, known: Known, types: &mut Types) -> Option<Body> {
    let described = endpoint.body.as_ref()?;
    let schema = match described.encoding {
        // Bytes have no schema. OpenAPI 3.0 has a format for them.
        BodyEncoding::Bytes | BodyEncoding::Stream => None,
        _ => Some(types.schema(described.shape, Flow::Request, known)),
    };
    let content = |media_type| Content { media_type: Cow::Borrowed(media_type), schema: schema.clone() };
    let mut contents = vec![content(described.encoding.media_type())];
    if described.any_content_type {
        contents.push(content("*/*"));
    }
    Some(Body { docs: documentation(described), required: is_required(described), content: contents })
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

/// An empty body is a text, bytes, and a form of which no field is required.
fn is_required(body: &BodyDescription) -> bool {
    match body.encoding {
        BodyEncoding::Json => true,
        BodyEncoding::Form => match body.shape.without_newtypes() {
            Shape::Struct(one) => {
                let is_list = |shape: &Shape| matches!(shape.without_newtypes(), Shape::List(_));
                one.fields.iter().any(|field| field.required() && !is_list(field.shape))
            }
            _ => true,
        },
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
