//! Const functions that describe an endpoint from the types of its call.

use std::marker::PhantomData;
use std::panic::Location as Place;

use crate::call::Call;
use crate::description::{Endpoint, HeaderField, Location, Output, Parameter, Path, Verb, is_without_content};
use crate::dialect::EventNames;
use crate::error::ApiError;
use crate::model::{Enum, Message, Shape, Tagging, same};

use super::assertions::{assert_header_fields, outputs, tagged};

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
        all[index] = Parameter::new(field.name, Location::Header, field.shape);
        index += 1;
    }
    all
}

/// Describes a cookie.
pub const fn in_cookie(name: &'static str, shape: &'static Shape) -> Parameter {
    Parameter::new(name, Location::Cookie, shape)
}

/// Returns the only output of a call, with the status that the attribute sets.
pub const fn output_with_status<C: Call, const STATUS: u16>() -> &'static [Output] {
    WithStatus::<C, STATUS>::OUTPUTS
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
    const OUTPUTS: &'static [Output] = &[Output { status: STATUS, ..outputs::<C>()[0] }];
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
