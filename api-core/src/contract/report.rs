//! The message of a failed build: every breaking change, and how to make it on purpose.

use std::fmt;

use crate::description::{Condition, Date, Endpoint, Location, Output, Part, Path, Segment};
use crate::model::{Message, Shape};

use super::change::{Change, Detail, Level, Place};
use super::changes::Changes;
use super::operations::compare;
use super::text::Text;
use super::{Contract, Party};

/// How many changes a message lists.
const LISTED: usize = 50;
/// The longest message in bytes.
const LENGTH: usize = 32 * 1024;
/// What is kept of it for the help at the end.
const HELP: usize = 1024;

/// What a build says of two contracts.
#[derive(Debug, Clone, Copy)]
pub struct Report {
    message: Text<LENGTH>,
    errors: usize,
}

impl Report {
    /// Nothing was compared.
    pub const NONE: Self = Self { message: Text::new(), errors: 0 };

    /// Returns how many changes stop the build.
    #[inline]
    pub const fn errors(&self) -> usize {
        self.errors
    }

    /// Returns the message.
    #[inline]
    pub const fn message(&self) -> &str {
        self.message.as_str()
    }
}

/// Compares two contracts, and writes the message of a failed build. `file` is the lock, as the trait names it.
#[expect(clippy::large_stack_arrays, reason = "a const function has no heap; there is one for each comparison")]
#[inline]
pub const fn report(old: Contract, new: Contract, party: Party, file: &str) -> Report {
    let mut list: [Option<Change>; LISTED] = [None; LISTED];
    let mut changes = Changes::errors_only(&mut list);
    compare(old, new, party, &mut changes);
    let mut message = Text::new();
    let errors = changes.errors();
    if errors > 0 {
        write_message(&mut message, &changes, (old, new), party, file);
    }
    Report { message, errors }
}

#[inline]
const fn write_message(
    message: &mut Text<LENGTH>,
    changes: &Changes<'_>,
    (old, new): (Contract, Contract),
    party: Party,
    file: &str,
) {
    message.push("\n");
    match party {
        Party::Provider => {
            message.push("`");
            message.push(new.description.name);
            message.push("` breaks its contract `");
        }
        Party::Served => {
            message.push("`");
            message.push(new.description.name);
            message.push("` breaks its consumer `");
            message.push(old.description.name);
            message.push("`, whose needs are in `");
        }
        Party::Consumer => {
            message.push("`");
            message.push(old.description.name);
            message.push("` uses what the provider's contract does not promise, `");
        }
    }
    let (code, page) = match party {
        Party::Provider => ("` [api::E090]:\n", "see: docs/errors/E090.md\n"),
        Party::Served => ("` [api::E091]:\n", "see: docs/errors/E091.md\n"),
        Party::Consumer => ("` [api::E092]:\n", "see: docs/errors/E092.md\n"),
    };
    message.push(file);
    message.push(code);
    let list = changes.as_slice();
    let (mut index, mut listed) = (0, 0);
    while index < list.len() {
        if let Some(change) = &list[index]
            && matches!(change.level, Level::Error)
        {
            let before = *message;
            message.push("\n  ");
            write_change(message, change, party);
            if message.room() < HELP {
                *message = before;
                break;
            }
            listed += 1;
        }
        index += 1;
    }
    if listed < changes.errors() {
        message.push("\n  … and ");
        message.push_number((changes.errors() - listed) as i128);
        message.push(" more\n");
    }
    message.push(match party {
        Party::Provider => {
            "\nhelp: keep what clients rely on, or change the contract on purpose: set `API_CONTRACT=bless`, so that this \
             compiles, and run the command `contract bless --because \"…\"` of your program\n"
        }
        Party::Served => "\nhelp: keep what the consumer needs, or let it do without and take its new lock\n",
        Party::Consumer => "\nhelp: change this trait to what the provider promises, or take its present contract\n",
    });
    message.push(page);
}

/// Writes a change: where, what, the rule and what it means.
#[inline]
const fn write_change<const N: usize>(text: &mut Text<N>, change: &Change, party: Party) {
    match change.operation {
        Some(operation) => {
            write_route(text, operation);
            text.push(" (`");
            text.push(operation.name);
            text.push("`)");
        }
        None => text.push("the API"),
    }
    if let Some(callback) = change.callback {
        text.push(", callback ");
        write_route(text, callback);
    }
    write_place(text, change.place);
    write_trail(text, change);
    text.push(": ");
    write_details(text, change.old, change.new, party);
    text.push("\n    ");
    text.push(change.rule.name());
    text.push(": ");
    text.push(change.consequence());
    text.push("\n");
}

#[inline]
const fn write_place<const N: usize>(text: &mut Text<N>, place: Place) {
    let name = match place {
        Place::Operation => return,
        Place::Capture(name) => {
            text.push(", capture ");
            name
        }
        Place::Query(name) => {
            text.push(", query ");
            name
        }
        Place::Header(name) => {
            text.push(", header field ");
            name
        }
        Place::Structured(name) => {
            text.push(", structured field ");
            name
        }
        Place::AnswerStructured(name) => {
            text.push(", structured field of the answer ");
            name
        }
        Place::Cookie(name) => {
            text.push(", cookie ");
            name
        }
        Place::AnswerHeader(name) => {
            text.push(", header field of the answer ");
            name
        }
        Place::AnswerCookie(name) => {
            text.push(", cookie of the answer ");
            name
        }
        Place::Error(name) => {
            text.push(", error ");
            name
        }
        Place::Body => ", request body",
        Place::Event => ", event",
        Place::MessageIn => ", message of the client",
        Place::MessageOut => ", message of the server",
        Place::Answer(Output::ANY_SUCCESS) => ", answer 2XX",
        Place::Answer(status) => {
            text.push(", answer ");
            text.push_number(status as i128);
            return;
        }
    };
    text.push(name);
}

#[inline]
const fn write_trail<const N: usize>(text: &mut Text<N>, change: &Change) {
    let steps = change.trail.steps();
    if steps.is_empty() {
        return;
    }
    text.push(", ");
    let mut index = 0;
    while index < steps.len() {
        let step = steps[index];
        if index > 0 && !starts_with_bracket(step) {
            text.push(".");
        }
        text.push(step);
        index += 1;
    }
    if !change.trail.within().is_empty() {
        text.push(" (in `");
        text.push(change.trail.within());
        text.push("`)");
    }
}

#[inline]
const fn starts_with_bracket(step: &str) -> bool {
    let bytes = step.as_bytes();
    !bytes.is_empty() && (bytes[0] == b'[' || bytes[0] == b'{')
}

#[inline]
const fn write_details<const N: usize>(text: &mut Text<N>, old: Detail, new: Detail, party: Party) {
    let (was, was_not) = match party {
        Party::Provider => ("was ", "was not there"),
        Party::Consumer | Party::Served => ("used as ", "not used"),
    };
    match (old, new) {
        (Detail::Nothing, Detail::Nothing) => text.push("has changed"),
        (Detail::Nothing, _) => {
            text.push("is ");
            write_detail(text, new);
            text.push(", ");
            text.push(was_not);
        }
        (_, Detail::Nothing) => {
            text.push(was);
            write_detail(text, old);
            text.push(", is not there");
        }
        _ => {
            text.push(was);
            write_detail(text, old);
            text.push(", is ");
            write_detail(text, new);
        }
    }
}

#[inline]
const fn write_detail<const N: usize>(text: &mut Text<N>, detail: Detail) {
    match detail {
        Detail::Nothing => {}
        Detail::Shape(shape) => write_shape(text, shape),
        Detail::Text(name) => {
            text.push("`");
            text.push(name);
            text.push("`");
        }
        Detail::Number(number) => text.push_number(number),
        Detail::Multiple(divisor) => {
            text.push("multiples of ");
            text.push(divisor.shown(Message::<64>::EMPTY).show());
        }
        Detail::Path(path) => write_path(text, path),
        Detail::Operation(operation) => write_route(text, operation),
        Detail::Until(date) => write_until(text, date),
    }
}

#[inline]
const fn write_until<const N: usize>(text: &mut Text<N>, date: Date) {
    text.push("promised until ");
    text.push_number(date.year() as i128);
    text.push(if date.month() < 10 { "-0" } else { "-" });
    text.push_number(date.month() as i128);
    text.push(if date.day() < 10 { "-0" } else { "-" });
    text.push_number(date.day() as i128);
}

#[inline]
const fn write_route<const N: usize>(text: &mut Text<N>, endpoint: &Endpoint) {
    text.push(endpoint.verb.as_str());
    text.push(" ");
    write_path(text, &endpoint.path);
    write_conditions(text, endpoint.conditions, Location::Query, "?");
    write_conditions(text, endpoint.conditions, Location::Header, "#");
}

#[inline]
const fn write_conditions<const N: usize>(
    text: &mut Text<N>,
    mut conditions: &[Condition],
    location: Location,
    mut separator: &str,
) {
    while let [condition, rest @ ..] = conditions {
        if condition.location as u8 == location as u8 {
            text.push(separator);
            text.push(condition.name);
            if let Some(value) = condition.value {
                text.push("=");
                text.push(value);
            }
            separator = "&";
        }
        conditions = rest;
    }
}

#[inline]
const fn write_path<const N: usize>(text: &mut Text<N>, path: &Path) {
    if path.0.is_empty() {
        text.push("/");
    }
    let mut index = 0;
    while index < path.0.len() {
        text.push("/");
        match path.0[index] {
            Segment::Literal(literal) => text.push(literal),
            Segment::Capture(name) => {
                text.push("{");
                text.push(name);
                text.push("}");
            }
            Segment::Wildcard(name) => {
                text.push("{*");
                text.push(name);
                text.push("}");
            }
            Segment::Mixed(mut parts) => {
                while let [part, rest @ ..] = parts {
                    match part {
                        Part::Text(literal) => text.push(literal),
                        Part::Capture(name) => {
                            text.push("{");
                            text.push(name);
                            text.push("}");
                        }
                    }
                    parts = rest;
                }
            }
        }
        index += 1;
    }
}

/// Writes the outermost part of a shape.
#[inline]
const fn write_shape<const N: usize>(text: &mut Text<N>, shape: &Shape) {
    match shape {
        Shape::Null => text.push("null"),
        Shape::Boolean => text.push("boolean"),
        Shape::Integer(range) => {
            text.push("integer ");
            text.push_number(range.minimum);
            text.push("..=");
            text.push_number(range.maximum);
        }
        Shape::Number => text.push("number"),
        Shape::Text { format: None } => text.push("text"),
        Shape::Text { format: Some(format) } => {
            text.push("text (");
            text.push(format);
            text.push(")");
        }
        Shape::Any => text.push("any value"),
        Shape::Option(shape) => {
            text.push("option of ");
            write_shape(text, shape);
        }
        Shape::Patch(shape) => {
            text.push("patch of ");
            write_shape(text, shape);
        }
        Shape::List(list) => {
            text.push(if list.unique { "set of " } else { "list of " });
            write_shape(text, list.item);
        }
        Shape::Map(map) => {
            text.push("map of ");
            write_shape(text, map.value);
        }
        Shape::Reference(reference) => text.push(reference.name),
        Shape::Tuple(_) | Shape::Struct(_) | Shape::Enum(_) | Shape::Newtype(_) => match shape.declaration() {
            Some(declaration) => {
                text.push("`");
                text.push(declaration.name);
                text.push("`");
            }
            None => text.push("tuple"),
        },
    }
}

/// The change as a failed build tells it.
impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Text::<2048>::new();
        write_change(&mut text, self, Party::Provider);
        formatter.write_str(text.as_str().trim_end())
    }
}
