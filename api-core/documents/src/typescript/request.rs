//! From an endpoint to the parts of its request: arguments, the path, keys of the query.

use api_core::description::{Endpoint, Location, Parameter, Part, Path, Segment};
use api_core::model::{Shape, Style};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::operation::{Argument, PathPart, QueryKey};
use crate::naming::{Names, camel_case, is_identifier};
use crate::place::encoded;
use crate::schema::{Known, fields_of};

/// The arguments of a function.
#[derive(Default)]
pub(super) struct Arguments {
    pub(super) all: Vec<Argument>,
    /// Names on the wire, and the arguments that have them.
    named: Vec<(&'static str, String)>,
    taken: Names,
}

impl Arguments {
    /// Returns the name of an argument, that on the wire if it can be one.
    pub(super) fn name(&mut self, wire: &'static str) -> String {
        if let Some((_, name)) = self.named.iter().find(|(known, _)| *known == wire) {
            return name.clone();
        }
        if self.named.is_empty() {
            self.taken.take("body".to_owned());
        }
        let name = if is_identifier(wire) { wire.to_owned() } else { camel_case(wire) };
        let name = self.taken.take(name);
        self.named.push((wire, name.clone()));
        name
    }
}

pub(super) struct PathParts(pub(super) Vec<PathPart>);

/// Makes the part of a capture: its name, whether it is several segments, and the text before it.
type MakeCapture<'a> = &'a mut dyn FnMut(&'static str, bool, Option<&'static str>) -> PathPart;

impl PathParts {
    pub(super) fn add(&mut self, path: Path, capture: MakeCapture<'_>) {
        for segment in path.0 {
            self.text("/");
            match segment {
                Segment::Literal(text) => self.text(&encoded(text)),
                Segment::Capture(name) => self.0.push(capture(name, false, None)),
                Segment::Wildcard(name) => self.0.push(capture(name, true, None)),
                Segment::Mixed(parts) => {
                    let (mut before, mut is_first) = (None, true);
                    for part in *parts {
                        match part {
                            Part::Text(text) => {
                                before = (!is_first).then_some(*text);
                                self.text(&encoded(text));
                            }
                            Part::Capture(name) => {
                                self.0.push(capture(name, false, before.take()));
                                is_first = false;
                            }
                        }
                    }
                }
            }
        }
    }

    pub(super) fn text(&mut self, more: &str) {
        match self.0.last_mut() {
            Some(PathPart::Text(text)) => text.push_str(more),
            _ => self.0.push(PathPart::Text(more.to_owned())),
        }
    }
}

pub(super) fn query_key(parameter: &Parameter, argument: String, known: Known) -> QueryKey {
    let fields = parameter.style == Style::Repeated && is_fields(parameter.shape, known);
    QueryKey {
        key: parameter.name,
        argument,
        style: style_text(parameter.style),
        fields: fields.then(|| styles(parameter.shape, known)),
        allow_reserved: parameter.allow_reserved,
    }
}

/// Returns whether the fields of a value are keys of their own.
fn is_fields(shape: &'static Shape, known: Known) -> bool {
    match shape.without_newtypes() {
        Shape::Struct(_) | Shape::Map(_) => true,
        Shape::Option(inner) => is_fields(inner, known),
        Shape::Reference(reference) => is_fields(known.resolve(reference), known),
        _ => false,
    }
}

/// Returns the fields whose values have another form than the usual one.
pub(super) fn styles(shape: &'static Shape, known: Known) -> Vec<(&'static str, &'static str)> {
    let fields = fields_of(shape, known).unwrap_or_default().into_iter();
    fields.filter_map(|(field, _)| Some((field.name, style_text(field.style)?))).collect()
}

fn style_text(style: Style) -> Option<&'static str> {
    match style {
        Style::Comma => Some(","),
        Style::Space => Some(" "),
        Style::Pipe => Some("|"),
        Style::Brackets => Some("[]"),
        _ => None,
    }
}

/// Returns what every request of an endpoint has.
pub(super) fn fixed(endpoint: &Endpoint) -> (Vec<String>, Vec<(&'static str, &'static str)>) {
    let (mut query, mut headers) = (Vec::new(), Vec::new());
    for condition in endpoint.conditions {
        match (condition.location, condition.value) {
            (Location::Header, value) => headers.extend(value.map(|value| (condition.name, value))),
            // A key that an argument has too is written with it.
            (_, None) if endpoint.parameters_in(Location::Query).any(|one| one.name == condition.name) => {}
            (_, None) => query.push(query_text(condition.name)),
            (_, Some(value)) => query.push(format!("{}={}", query_text(condition.name), query_text(value))),
        }
    }
    (query, headers)
}

/// Percent-encodes a key or a value of a query.
fn query_text(text: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, KEPT).to_string()
}
