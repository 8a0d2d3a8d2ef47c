//! Checks that the URL of a callback names parts of its operation.

use crate::description::{Endpoint, Expression, Location, MessageSide, Parameter, next_expression};
use crate::model::{Field, Message, Shape, same};

/// Checks that each expression in the URL of a callback names something that the operation has.
///
/// # Panics
/// Panics if one names something else, or a value that cannot be part of a URL.
#[track_caller]
pub const fn assert_callback(endpoint: &'static Endpoint, url: &'static str) {
    let mut rest = url;
    while let Some((expression, others)) = next_expression(rest) {
        rest = others;
        let Some(read) = Expression::read(expression) else {
            // The macro reports it.
            continue;
        };
        let missing = match read {
            Expression::Exchange => continue,
            Expression::Header(MessageSide::Request, name) if has_header(endpoint.parameters, name) => continue,
            Expression::Header(MessageSide::Response, name) if answers_header(endpoint, name) => continue,
            Expression::Query(name) if has_query(endpoint.parameters, name) => continue,
            Expression::Path(name) if has_capture(endpoint, name) => continue,
            Expression::Body(side, pointer) if has_body(endpoint, side, pointer) => continue,
            Expression::Header(MessageSide::Request, _) => "no argument is this header field",
            Expression::Header(MessageSide::Response, _) => "no answer has this header field",
            Expression::Query(_) => "no argument is this key of the query",
            Expression::Path(_) => "the path has no such placeholder",
            Expression::Body(MessageSide::Request, _) => "the request has no body with one value there",
            Expression::Body(MessageSide::Response, _) => "no answer has a body with one value there",
        };
        let message = Message::new("the URL of a callback has `{")
            .text(expression)
            .text("}`, but ")
            .text(missing)
            .text(coded!("E054", ""));
        panic!("{}", message.show());
    }
}

const fn has_header(parameters: &[Parameter], name: &str) -> bool {
    let mut rest = parameters;
    while let [one, others @ ..] = rest {
        if matches!(one.location, Location::Header) && one.name.eq_ignore_ascii_case(name) {
            return true;
        }
        rest = others;
    }
    false
}

const fn answers_header(endpoint: &Endpoint, name: &str) -> bool {
    let mut outputs = endpoint.outputs;
    while let [output, others @ ..] = outputs {
        outputs = others;
        let mut fields = output.headers;
        while let [field, later @ ..] = fields {
            if field.cookie.is_none() && field.name.eq_ignore_ascii_case(name) {
                return true;
            }
            fields = later;
        }
    }
    false
}

/// Returns whether a key is an argument, or a field of an argument that is a struct.
const fn has_query(parameters: &[Parameter], name: &str) -> bool {
    let mut rest = parameters;
    while let [one, others @ ..] = rest {
        rest = others;
        if !matches!(one.location, Location::Query) {
            continue;
        }
        let is_fields = match one.shape.without_newtypes() {
            Shape::Option(inner) => matches!(inner.without_newtypes(), Shape::Struct(_) | Shape::Map(_)),
            Shape::Struct(_) | Shape::Map(_) => true,
            _ => false,
        };
        if if is_fields { leads_to(one.shape, &[name.as_bytes()]) } else { same(one.name, name) } {
            return true;
        }
    }
    false
}

const fn has_capture(endpoint: &Endpoint, name: &str) -> bool {
    let mut number = 0;
    while let Some(capture) = endpoint.path.capture_from_end(number) {
        if same(capture, name) {
            return true;
        }
        number += 1;
    }
    false
}

const fn has_body(endpoint: &Endpoint, side: MessageSide, pointer: Option<&str>) -> bool {
    // A step of a pointer longer than this is not followed.
    let mut steps: [&[u8]; STEPS] = [&[]; STEPS];
    let Some(steps) = split(pointer, &mut steps) else { return false };
    match side {
        MessageSide::Request => {
            let Some(body) = &endpoint.body else { return false };
            let mut others = body.alternatives;
            let mut found = leads_to(body.shape, steps);
            while let ([other, later @ ..], false) = (others, found) {
                found = leads_to(other.shape, steps);
                others = later;
            }
            found
        }
        MessageSide::Response => {
            let mut outputs = endpoint.outputs;
            while let [output, others @ ..] = outputs {
                if let Some(shape) = output.shape
                    && leads_to(shape, steps)
                {
                    return true;
                }
                outputs = others;
            }
            false
        }
    }
}

/// How many steps a pointer has at most.
const STEPS: usize = 16;

/// Splits a pointer at its slashes. `None` if it has too many steps.
const fn split<'s>(pointer: Option<&'s str>, steps: &'s mut [&'s [u8]; STEPS]) -> Option<&'s [&'s [u8]]> {
    let Some(pointer) = pointer else { return Some(&[]) };
    let (mut rest, mut count) = (pointer.as_bytes(), 0);
    while let [b'/', others @ ..] = rest {
        let mut length = 0;
        while length < others.len() && others[length] != b'/' {
            length += 1;
        }
        if count == STEPS {
            return None;
        }
        let (step, later) = others.split_at(length);
        steps[count] = step;
        count += 1;
        rest = later;
    }
    Some(steps.split_at(count).0)
}

/// Returns whether a pointer leads to one plain value. What the shape does not know is taken for one.
const fn leads_to(shape: &'static Shape, steps: &[&[u8]]) -> bool {
    match (shape, steps) {
        (Shape::Newtype(one), _) => leads_to(one.item.shape, steps),
        (Shape::Option(inner) | Shape::Patch(inner), _) => leads_to(inner, steps),
        (Shape::Any | Shape::Reference(_) | Shape::Enum(_), _)
        | (Shape::Boolean | Shape::Integer(_) | Shape::Number | Shape::Text { .. }, [])
        | (Shape::Tuple(_), [_, ..]) => true,
        (Shape::List(one), [_, rest @ ..]) => leads_to(one.item, rest),
        (Shape::Map(one), [_, rest @ ..]) => leads_to(one.value, rest),
        (Shape::Struct(one), [step, rest @ ..]) => {
            let mut fields: &'static [Field] = one.fields;
            while let [field, others @ ..] = fields {
                let is_found = match (field.flattened, is_step(field.name, step)) {
                    (true, _) => leads_to(field.shape, steps),
                    (false, true) => leads_to(field.shape, rest),
                    (false, false) => false,
                };
                if is_found {
                    return true;
                }
                fields = others;
            }
            false
        }
        _ => false,
    }
}

/// Returns whether a step of a pointer is a name. `~1` is a slash in it, and `~0` a tilde (RFC 6901 §4).
const fn is_step(name: &str, step: &[u8]) -> bool {
    let (mut name, mut step) = (name.as_bytes(), step);
    loop {
        let (first, later) = match step {
            [] => return name.is_empty(),
            [b'~', b'1', later @ ..] => (b'/', later),
            [b'~', b'0', later @ ..] => (b'~', later),
            [byte, later @ ..] => (*byte, later),
        };
        match name {
            [byte, others @ ..] if *byte == first => (name, step) = (others, later),
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_step, leads_to};
    use crate::model::{Declaration, Field, List, Shape, Struct, UnknownFields};

    const HOOK: Shape = Shape::Struct(Struct {
        declaration: Declaration { name: "Hook", arguments: &[], docs: "" },
        fields: &[
            Field::plain("a/b", "", &Shape::Text { format: None }),
            Field::plain("urls", "", &Shape::List(List { item: &Shape::Any, length: None, unique: false })),
        ],
        unknown_fields: UnknownFields::Ignored,
    });

    #[test]
    fn a_pointer_leads_to_one_value() {
        let cases: [(&[&[u8]], bool); 7] = [
            (&[b"a~1b"], true),
            (&[b"a/b"], true),
            (&[b"urls", b"0"], true),
            (&[b"urls"], false),
            (&[b"a~1b", b"c"], false),
            (&[b"other"], false),
            (&[], false),
        ];
        for (steps, expected) in cases {
            assert_eq!(leads_to(&HOOK, steps), expected, "{steps:?}");
        }
        assert!(is_step("~", b"~0") && is_step("~1", b"~01") && !is_step("ab", b"a") && !is_step("a", b"ab"));
    }
}
