//! Checks and descriptions of media types: those that attributes declare, and those of contents.

use crate::call::{Call, answered};
use crate::description::{BodyEncoding, BodyForm, Output, is_media_range};
use crate::model::{Message, Shape, same};

use super::assertions::{assert_form, outputs};

/// Checks that the answer of a method, whose attribute has media types, is one with a body that can be encoded in each.
/// A range needs a header field that names the media type of each answer.
///
/// # Panics
/// Panics if it is not.
#[track_caller]
pub const fn assert_media_types<C: Call>(method: &str, mut media_types: &[&str]) {
    let reason = match outputs::<C>() {
        [output] => loop {
            let [media_type, rest @ ..] = media_types else { return };
            media_types = rest;
            if output.media_type.is_none() {
                break "` has `media_type` in its attribute, but its answer has no body: remove `media_type`";
            }
            if is_media_range(media_type) && !has_field(output, "content-type") {
                break "` answers with a range of media types, so each answer has to name its own: return `WithHeaders<_, H>` where `H` has a field `content_type`";
            }
            if let Some(shape) = output.shape
                && answered::is_model::<C>()
            {
                assert_model_in(shape, media_type, "the answer", method);
            }
        },
        [] => "` has `media_type` in its attribute, but its return type declares no success: remove `media_type`",
        _ => "` has `media_type` in its attribute, but its return type declares several answers: remove `media_type`",
    };
    panic!("{}", Message::new("`").text(method).text(reason).text(coded!("E066", "")).show());
}

/// Checks that a model can be encoded in a media type: the feature is on, and a form has keys.
///
/// # Panics
/// Panics if it cannot.
#[track_caller]
pub const fn assert_model_in(shape: &Shape, media_type: &str, argument: &str, method: &str) {
    let encoding = BodyEncoding::of_model(media_type);
    if matches!(encoding, BodyEncoding::Form) {
        assert_form(shape, argument, method);
    }
    if let Some(feature) = encoding.missing_feature() {
        let message = Message::new("`").text(media_type).text("` needs the feature `").text(feature);
        panic!("{}", message.text(coded!("E060", "` of api-core")).show());
    }
    if matches!(encoding, BodyEncoding::Xml)
        && let Some(obstacle) = shape.obstacle_to_xml()
    {
        let message = Message::new("`").text(argument).text("` of `").text(method).text("` cannot be XML");
        let message = if obstacle.name.is_empty() {
            message
        } else {
            message.text(", because of `").text(obstacle.name).text("`")
        };
        panic!("{}", message.text(": ").text(obstacle.reason).text(coded!("E069", "")).show());
    }
}

/// Checks that the media types of an argument `#[accept]` are those of answers.
///
/// # Panics
/// Panics if an answer has not one of them.
#[track_caller]
pub const fn assert_accept<C: Call>(mut media_types: &[&str], argument: &str, method: &str) {
    while let [media_type, rest @ ..] = media_types {
        let mut outputs = outputs::<C>();
        loop {
            let [output, others @ ..] = outputs else {
                let message = Message::new("`")
                    .text(argument)
                    .text("` of `")
                    .text(method)
                    .text("` chooses among media types of which the answer does not have `")
                    .text(media_type);
                panic!("{}", message.text("`: return the enum that it belongs to").text(coded!("E067", "")).show());
            };
            if let Some(known) = output.media_type
                && same(known, media_type)
            {
                break;
            }
            outputs = others;
        }
        media_types = rest;
    }
}

const fn has_field(output: &Output, name: &str) -> bool {
    let mut fields = output.headers;
    while let [field, rest @ ..] = fields {
        if same(field.name, name) {
            return true;
        }
        fields = rest;
    }
    false
}

/// Returns the form of a variant of a content. Its media type says how it is encoded.
///
/// # Panics
/// Panics if the type cannot be encoded in the media type.
#[track_caller]
pub const fn content_form(media_type: &'static str, shape: &'static Shape, variant: &str, item: &str) -> BodyForm {
    let is_text = matches!(media_type.as_bytes(), [b't', b'e', b'x', b't', b'/', ..])
        && !same(media_type, "text/json")
        // XML and YAML have names among those of text, and may be text that is written already.
        && (shape.is_scalar() || matches!(BodyEncoding::of_model(media_type), BodyEncoding::Json));
    let encoding = if is_text { BodyEncoding::Text } else { BodyEncoding::of_model(media_type) };
    if is_text && !shape.is_scalar() {
        let message = Message::new("`").text(variant).text("` of `").text(item);
        let reason =
            "` is text, so it must be a `String` or another plain value: render it first, or use another media type";
        panic!("{}", message.text(reason).text(coded!("E067", "")).show());
    }
    if !is_text {
        assert_model_in(shape, media_type, variant, item);
        shape.assert_distinct();
    }
    BodyForm::new(encoding, media_type, shape)
}

/// Returns the output of a variant of a content.
pub const fn content_output(form: &BodyForm, docs: &'static str) -> Output {
    let shape = if matches!(form.encoding, BodyEncoding::Bytes) { None } else { Some(form.shape) };
    Output::new(200, form.media_type, shape).docs(docs)
}
