//! Const functions that describe an endpoint from the types of its call.

use std::marker::PhantomData;
use std::panic::Location as Place;

use crate::call::Call;
use crate::description::{Endpoint, HeaderField, Location, Output, Parameter, Path, Verb, is_without_content};
use crate::dialect::EventNames;
use crate::error::ApiError;
use crate::model::{Declaration, Enum, Field, Message, Reading, Shape, Struct, Tagging, UnknownFields, Writing, same};

use super::assertions::{assert_header_fields, outputs, tagged};

/// Maximum number of outputs of a call whose attribute has a status.
const MAX_OUTPUTS: usize = 32;

/// Returns the description of a call's endpoint, with the outputs and errors of the call's types. Its place is that of
/// the caller.
#[track_caller]
pub const fn endpoint<C: Call>(name: &'static str, verb: Verb, path: Path) -> Endpoint {
    let outputs = outputs::<C>();
    Endpoint::new(name, verb, path).outputs(outputs).errors(<C::Error as ApiError>::CASES).place(Place::caller())
}

/// Returns the parameters of an endpoint, followed by those of a struct of header fields.
///
/// # Panics
/// Panics if a field is no plain value, or if two arguments read it.
#[track_caller]
pub const fn parameters<const N: usize>(own: &[Parameter], fields: &[HeaderField]) -> [Parameter; N] {
    assert_header_fields(&[fields]);
    let mut all = [Parameter::new("", Location::Header, &Shape::Any); N];
    let mut index = 0;
    while index < N {
        if index < own.len() {
            all[index] = own[index];
            index += 1;
            continue;
        }
        let field = fields[index - own.len()];
        if field.cookie.is_some() {
            let message = Message::new(
                "`#[headers]` has a cookie that an answer sets: take the cookie with an argument `#[cookie]`",
            );
            panic!("{}", message.text(coded!("E039", "")).show());
        }
        let mut rest = own;
        while let [one, others @ ..] = rest {
            if matches!(one.location, Location::Header) && same(one.name, field.name) {
                let message = Message::new("the header field `")
                    .text(field.name)
                    .text("` is in `#[headers]` and another argument: remove one of them");
                panic!("{}", message.text(coded!("E035", "")).show());
            }
            rest = others;
        }
        all[index] = Parameter::new(field.name, Location::Header, field.shape).style(field.style);
        index += 1;
    }
    all
}

/// Describes a cookie.
pub const fn in_cookie(name: &'static str, shape: &'static Shape) -> Parameter {
    Parameter::new(name, Location::Cookie, shape)
}

/// Returns the outputs of a call, with the status that the attribute sets.
pub const fn output_with_status<C: Call, const STATUS: u16>() -> &'static [Output] {
    WithStatus::<C, STATUS>::OUTPUTS
}

/// Returns the only output of a call, with the media type that the attribute sets, and perhaps a status.
pub const fn output<C: Call>(status: Option<u16>, media_type: &'static str) -> Output {
    match outputs::<C>() {
        [output, ..] => {
            let status = match status {
                Some(status) => status,
                None => output.status,
            };
            // An assertion reports an answer without a body.
            let media_type = if output.media_type.is_some() { Some(media_type) } else { None };
            Output { status, media_type, ..*output }
        }
        [] => Output::empty(204),
    }
}

/// Returns the description of a part of a body. A list has no part if it is empty.
pub const fn part(name: &'static str, docs: &'static str, shape: &'static Shape) -> Field {
    let field = Field::plain(name, docs, shape);
    match shape.without_newtypes() {
        Shape::List(_) => Field { reading: Reading::Defaulted, writing: Writing::Sometimes, ..field },
        Shape::Option(_) => Field { writing: Writing::Sometimes, ..field },
        _ => field,
    }
}

/// Returns the shape of a body of several parts.
pub const fn parts(name: &'static str, docs: &'static str, fields: &'static [Field]) -> Shape {
    let declaration = Declaration { name, arguments: &[], docs };
    Shape::Struct(Struct { declaration, fields, unknown_fields: UnknownFields::Ignored })
}

/// Checks that no part but the last one is handed on piece by piece.
///
/// # Panics
/// Panics if another part is handed on piece by piece.
#[track_caller]
pub const fn assert_streamed_last(parts: &[(&str, bool)]) {
    let mut rest = parts;
    while let [(name, is_streamed), others @ ..] = rest {
        if *is_streamed && !others.is_empty() {
            let message = Message::new("the part `").text(name).text("` is a stream, and is not the last one: the parts behind it could not be read before it. Make it the last field, or a `FilePart`");
            panic!("{}", message.text(coded!("E068", "")).show());
        }
        rest = others;
    }
}

/// Returns the part that is handed on piece by piece.
pub const fn streamed_part(parts: &[(&'static str, bool)]) -> Option<&'static str> {
    match parts {
        [.., (name, true)] => Some(name),
        _ => None,
    }
}

/// Returns where the names of a subscription's events are in their bodies. An assertion reports a type without a tag.
pub const fn event_names<C: Call>() -> EventNames {
    match tagged(outputs::<C>()) {
        Some(Enum { tagging: Tagging::Internal { tag }, .. }) => EventNames { tag, content: None },
        Some(Enum { tagging: Tagging::Adjacent { tag, content }, .. }) => EventNames { tag, content: Some(content) },
        _ => EventNames { tag: "", content: None },
    }
}

/// Returns the output of a variant of an enum of responses. The derive reports content beside a status that has none,
/// so it is left out here and not reported again.
pub const fn output_of_variant(status: u16, docs: &'static str, outputs: &'static [Output]) -> Output {
    let output = Output { status, docs, ..outputs[0] };
    if is_without_content(status) { Output { media_type: None, shape: None, ..output } } else { output }
}

struct WithStatus<C, const STATUS: u16>(PhantomData<C>);

impl<C: Call, const STATUS: u16> WithStatus<C, STATUS> {
    /// Padded, because the length of an array cannot be an associated constant.
    const PADDED: &'static [Output; MAX_OUTPUTS] = &{
        let mut padded = [Output::empty(STATUS); MAX_OUTPUTS];
        let mut index = 0;
        while index < outputs::<C>().len() {
            padded[index] = Output { status: STATUS, ..outputs::<C>()[index] };
            index += 1;
        }
        padded
    };
    const OUTPUTS: &'static [Output] = Self::PADDED.split_at(outputs::<C>().len()).0;
}

/// Returns the description of a capture.
pub const fn in_path(name: &'static str, shape: &'static Shape) -> Parameter {
    Parameter::new(name, Location::Path, shape)
}

/// Returns the description of query keys.
pub const fn in_query(name: &'static str, shape: &'static Shape) -> Parameter {
    Parameter::new(name, Location::Query, shape)
}

/// Returns the description of a header field.
pub const fn in_header(name: &'static str, shape: &'static Shape) -> Parameter {
    Parameter::new(name, Location::Header, shape)
}

/// Returns the shape of the details of an error, from those of the values that its variant holds.
pub const fn attributes(mut details: &[Option<&'static Shape>]) -> Option<&'static Shape> {
    while let [detail, rest @ ..] = details {
        if detail.is_some() {
            return *detail;
        }
        details = rest;
    }
    None
}
