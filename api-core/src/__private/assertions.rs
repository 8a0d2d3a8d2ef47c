//! Checks of the user's types in constants of generated code. The functions are `#[inline]`, so that no machine code is
//! written for them.

use crate::api::Api;
use crate::call::{Call, Reply};
use crate::context::MAX_CAPTURES;
#[cfg(feature = "websocket")]
use crate::conversation::{DuplexCall, input};
use crate::description::{ErrorCase, HeaderField, Output, Verb, crosses};
use crate::dialect::Ending;
use crate::error::ApiError;
use crate::model::{Enum, Message, Shape, Style, Tagging, same};
use crate::subscription::IsSubscription;

/// Requires that `T` is a subscription.
#[inline]
pub const fn is_subscription<T: IsSubscription>() {}

/// Returns the outputs of a call. Generic over the call, so that a wrong success type is reported once.
#[inline]
pub const fn outputs<C: Call>() -> &'static [Output] {
    <C::Reply as Reply>::OUTPUTS
}

/// Returns the error cases of an API. Generic over the API, so that a wrong error type is reported once.
#[inline]
pub const fn api_errors<A: Api>() -> &'static [ErrorCase] {
    <A::Error as ApiError>::CASES
}

/// Checks that JSON can carry the messages that a duplex takes.
///
/// # Panics
/// Panics if it cannot.
#[cfg(feature = "websocket")]
#[track_caller]
#[inline]
pub const fn assert_input<C: DuplexCall>() {
    input::<C>().assert_distinct();
}

/// Checks that JSON can carry the details of an error.
///
/// # Panics
/// Panics if it cannot.
#[track_caller]
#[inline]
pub const fn assert_detail(shape: Option<&Shape>) {
    if let Some(shape) = shape {
        shape.assert_distinct();
    }
}

/// Checks that the argument of a method can be one segment of a path.
///
/// # Panics
/// Panics if it cannot.
#[track_caller]
#[inline]
pub const fn assert_scalar(shape: &Shape, argument: &str, method: &str) {
    if !shape.is_scalar() {
        refuse(
            argument,
            method,
            "a path segment, so it must be one plain value: text, a number or an enum without content",
        );
    }
}

/// Checks that the argument of a method, a header field that selects it, is sent whatever its value is.
///
/// # Panics
/// Panics if it may be left out.
#[track_caller]
#[inline]
pub const fn assert_always_sent(shape: &Shape, argument: &str, method: &str) {
    if !shape.is_scalar() {
        refuse(
            argument,
            method,
            "a header field that selects the method, so it must be one plain value that is always sent: text, a number or \
             an enum without content, and no option or list",
        );
    }
}

/// Checks that the argument of a method can be a cookie.
///
/// # Panics
/// Panics if it cannot.
#[track_caller]
#[inline]
pub const fn assert_cookie(shape: &Shape, argument: &str, method: &str) {
    assert_single_option(shape);
    let value = match shape.without_newtypes() {
        Shape::Option(inner) => inner,
        _ => shape,
    };
    if !value.is_scalar() {
        refuse(
            argument,
            method,
            "a cookie, so it must be one plain value or an option of one: text, a number or an enum without content",
        );
    }
}

/// Checks that the argument of a method can be read from a query.
///
/// # Panics
/// Panics if it cannot.
#[track_caller]
#[inline]
pub const fn assert_query(shape: &Shape, argument: &str, method: &str) {
    assert_single_option(shape);
    if !shape.is_query() {
        refuse(
            argument,
            method,
            "read from the query, so it must be a plain value, or a list, map, struct or untagged enum of such values",
        );
    }
}

/// Checks that a text is a value of a query key, which is taken if the query has none.
///
/// # Panics
/// Panics if it is not, or if the type has a value of its own for what is absent.
#[track_caller]
#[inline]
pub const fn assert_default(shape: &Shape, text: &str, argument: &str) {
    let value = shape.without_newtypes();
    let message = Message::new("the default of `").text(argument).text("` ");
    let message = match value {
        Shape::Option(_) => message.text("is beside an `Option`: keep one of them"),
        Shape::Struct(_) | Shape::Map(_) => message.text("is one text, but the value has several keys"),
        _ if value.is_scalar() && !value.could_parse(text) => {
            message.text("is no value of its type: `").text(text).text("`")
        }
        _ => return,
    };
    panic!("{}", message.text(coded!("E048", "")).show());
}

/// Checks that the argument of a method can be read from a form.
///
/// # Panics
/// Panics if it cannot.
#[track_caller]
#[inline]
pub const fn assert_form(shape: &Shape, argument: &str, method: &str) {
    assert_single_option(shape);
    let has_keys = matches!(shape.without_newtypes(), Shape::Struct(_) | Shape::Map(_));
    if !has_keys || !shape.is_query() {
        refuse(
            argument,
            method,
            "a form, so it must be a struct or map of plain values, or of lists, maps, structs and untagged enums of them",
        );
    }
}

/// Checks that the argument of a method is a plain value or a list of them, for a header field.
///
/// # Panics
/// Panics if it is not.
#[track_caller]
#[inline]
pub const fn assert_query_value(shape: &Shape, argument: &str, method: &str) {
    assert_single_option(shape);
    if !shape.is_query_value() {
        refuse(argument, method, "a header field, so it must be a plain value or a list of them");
    }
}

#[track_caller]
#[inline]
const fn refuse(argument: &str, method: &str, reason: &str) -> ! {
    let message = Message::new("`")
        .text(argument)
        .text("` of `")
        .text(method)
        .text("` is ")
        .text(reason)
        .text(coded!("E039", ""));
    panic!("{}", message.show());
}

/// Checks that the return type of a method, whose attribute has a status, declares one response.
///
/// # Panics
/// Panics if it declares several, or none.
#[track_caller]
#[inline]
pub const fn assert_one_output<C: Call>(method: &str) {
    let mut outputs = outputs::<C>();
    if outputs.is_empty() {
        let message = Message::new("`")
            .text(method)
            .text("` has `status` in its attribute, but its return type declares no success: remove `status`")
            .text(coded!("E040", ""));
        panic!("{}", message.show());
    }
    while let [one, rest @ ..] = outputs {
        outputs = rest;
        let other = match rest {
            _ if one.status == Output::ANY_SUCCESS => &Output::empty(204),
            [] => return,
            [other, ..] => other,
        };
        if one.status == other.status {
            continue;
        }
        let message = Message::new("`")
            .text(method)
            .text("` has `status` in its attribute, but its return type declares several statuses: remove `status`")
            .text(coded!("E042", ""));
        panic!("{}", message.show());
    }
}

/// Checks that an argument is absent in one way: a query or a header field has no `null`.
#[track_caller]
#[inline]
const fn assert_single_option(shape: &Shape) {
    let twice = match shape {
        Shape::Option(inner) => matches!(inner.without_newtypes(), Shape::Option(_) | Shape::Patch(_)),
        _ => false,
    };
    assert!(
        !twice && !matches!(shape, Shape::Patch(_)),
        coded!(
            "E039",
            "outside of JSON an argument is absent or has a value, and there is no `null`: use one `Option`"
        )
    );
}

/// Checks what every output of a call needs: a value that JSON can carry, and names of header fields in lower case.
///
/// # Panics
/// Panics if an output has not.
#[track_caller]
#[inline]
pub const fn assert_outputs<C: Call>() {
    let mut outputs = outputs::<C>();
    while let [output, rest @ ..] = outputs {
        if let Some(shape) = output.shape {
            shape.assert_distinct();
        }
        assert_header_fields(&[output.headers]);
        outputs = rest;
    }
}

/// Checks the header fields of a response: names in lower case, each once, and plain values.
///
/// # Panics
/// Panics if they are not.
#[track_caller]
#[inline]
pub const fn assert_header_fields(groups: &[&[HeaderField]]) {
    let mut rest = groups;
    while let [group, others @ ..] = rest {
        let mut fields = *group;
        while let [field, later @ ..] = fields {
            assert!(
                is_field_name(field.name),
                "{}",
                Message::new("`")
                    .text(field.name)
                    .text("` in `HeaderFields::FIELDS` is not a field name in lower case")
                    .text(coded!("E036", ""))
                    .show()
            );
            assert_field_value(field);
            let is_also_whole = field.cookie.is_some() && has_field(groups, &HeaderField::text("set-cookie"));
            assert!(
                !has_field(&[later], field) && !has_field(others, field) && !is_also_whole,
                "{}",
                Message::new("two values have the ")
                    .text(if field.cookie.is_some() { "cookie `" } else { "header field `" })
                    .text(name_of(field))
                    .text("`: keep one of them")
                    .text(coded!("E078", ""))
                    .show()
            );
            fields = later;
        }
        rest = others;
    }
}

/// Checks that a header field is a plain value or a list, and a cookie one plain value.
#[track_caller]
#[inline]
const fn assert_field_value(field: &HeaderField) {
    if matches!(field.style, Style::Structured) {
        assert_structured(field.shape, field.name, "HeaderFields");
        return;
    }
    if field.cookie.is_none() {
        assert!(
            field.shape.is_query_value(),
            "{}",
            Message::new("the header field `")
                .text(field.name)
                .text("` must be a plain value, an option of one, or a list of them")
                .text(coded!("E079", ""))
                .show()
        );
        return;
    }
    let value = match field.shape {
        Shape::Option(inner) => inner,
        other => other,
    };
    assert!(
        value.is_scalar(),
        "{}",
        Message::new("the value of the cookie `")
            .text(name_of(field))
            .text("` must be one plain value: text, a number or an enum without content")
            .text(coded!("E079", ""))
            .show()
    );
}

/// Checks that a value can be a structured field, and that the feature for them is on.
///
/// # Panics
/// Panics if it cannot.
#[track_caller]
#[inline]
pub const fn assert_structured(shape: &Shape, name: &str, owner: &str) {
    let message = Message::new("`").text(name).text("` of `").text(owner);
    if cfg!(not(feature = "structured-fields")) {
        let message = message.text(coded!(
            "E060",
            "` is a structured field, which needs the feature `structured-fields` of api-core: add it to the dependency"
        ));
        panic!("{}", message.show());
    }
    assert_single_option(shape);
    if !shape.is_structured_field() {
        let message = message.text(coded!(
            "E085",
            "` is a structured field, so it must be an item (text, a number, a boolean, bytes as `Base64`, a `Token` or an enum without content), a list, or a dictionary: a struct or a map, with keys in small letters"
        ));
        panic!("{}", message.show());
    }
}

/// Returns the name of a header field, or that of its cookie.
#[inline]
const fn name_of(field: &HeaderField) -> &'static str {
    match &field.cookie {
        Some(cookie) => cookie.name,
        None => field.name,
    }
}

#[inline]
const fn has_field(mut groups: &[&[HeaderField]], wanted: &HeaderField) -> bool {
    while let [group, others @ ..] = groups {
        let mut fields = *group;
        while let [field, later @ ..] = fields {
            if field.is_same(wanted) {
                return true;
            }
            fields = later;
        }
        groups = others;
    }
    false
}

#[inline]
const fn is_field_name(name: &str) -> bool {
    let mut rest = name.as_bytes();
    while let [byte, others @ ..] = rest {
        if !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~')
        {
            return false;
        }
        rest = others;
    }
    !name.is_empty()
}

/// Checks that no output of a call is a stream.
///
/// # Panics
/// Panics if an output is a stream of events, which only `#[subscribe]` can return, or of messages, which only
/// `#[duplex]` can return, if JSON cannot carry its value, or if a response to `HEAD` has content.
#[track_caller]
#[inline]
pub const fn assert_answers_once<C: Call>() {
    assert_outputs::<C>();
    let mut outputs = outputs::<C>();
    while let [output, rest @ ..] = outputs {
        assert!(
            output.status != 101,
            coded!("E044", "a method that returns `Messages` needs a WebSocket: use `#[duplex]`")
        );
        assert!(
            output.media_type.is_none() || !matches!(C::ENDPOINT.verb, Verb::Head),
            coded!(
                "E041",
                "a response to HEAD has no content (RFC 9110 §9.3.2): return `()`, or `WithHeaders<(), …>` for header fields"
            )
        );
        if let Some(media_type) = output.media_type
            && matches!(media_type.as_bytes(), b"text/event-stream")
        {
            panic!(coded!("E044", "a method that returns a subscription is a stream: use `#[subscribe]`"));
        }
        outputs = rest;
    }
}

/// Checks that a subscription that may answer with one value is a `POST`, and the other answers are selected otherwise.
///
/// # Panics
/// Panics if it is not.
#[track_caller]
#[inline]
pub const fn assert_beside_events<C: Call>() {
    assert!(
        matches!(C::ENDPOINT.verb, Verb::Post) || outputs::<C>().len() < 2,
        coded!(
            "E044",
            "`OneOrStream` answers a `POST`: add `method = post`, or declare a `#[get]` and a `#[subscribe]` on the path, of which `Accept` or a key of the query selects one"
        )
    );
}

/// Checks that the names of a subscription's events are the tags of a type, and that each has one meaning.
///
/// # Panics
/// Panics if the type is no tagged enum, or if a variant has the name of a heartbeat or of an end.
#[track_caller]
#[inline]
pub const fn assert_event_names<C: Call>() {
    let form = C::ENDPOINT.exchange.event_form();
    let (Some(_), Some(item)) = (form.names, tagged(outputs::<C>())) else {
        panic!(coded!(
            "E049",
            "`names = tag` needs events that are an enum with a tag: write `#[serde(tag = \"type\")]` on it, or `#[serde(tag = \"event\", content = \"data\")]` if the data of an event is the content alone"
        ));
    };
    let end = match form.end {
        Ending::Event => "end",
        Ending::Marker(_) | Ending::Close => "error",
    };
    let mut variants = item.variants;
    while let [variant, rest @ ..] = variants {
        let is_heartbeat = match form.heartbeat {
            Some(name) => same(name, variant.name),
            None => false,
        };
        if is_heartbeat || same(end, variant.name) {
            let message = Message::new("the event `")
                .text(variant.name)
                .text(coded!("E049", "` would be read as a heartbeat or as the end of the stream: rename the variant"));
            panic!("{}", message.show());
        }
        variants = rest;
    }
}

/// Returns the enum with a tag that the events of a subscription are.
#[inline]
pub(super) const fn tagged(outputs: &'static [Output]) -> Option<&'static Enum> {
    if let [Output { shape: Some(shape), .. }, ..] = outputs
        && let Shape::Enum(item) = shape.without_newtypes()
        && matches!(item.tagging, Tagging::Internal { .. } | Tagging::Adjacent { .. })
    {
        return Some(item);
    }
    None
}

/// Checks that a path has no more captures than a path can have.
///
/// # Panics
/// Panics if it has.
#[track_caller]
#[inline]
pub const fn assert_captures(captures: usize) {
    if captures > MAX_CAPTURES {
        let message = Message::new("this path has ").integer(captures as i128).text(coded!(
            "E017",
            " placeholders, including those of the base: more than a path can have (`context::MAX_CAPTURES`)"
        ));
        panic!("{}", message.show());
    }
}

/// Returns whether both endpoints match some paths, and neither is more specific.
#[inline]
pub const fn cross<A: Call, B: Call>() -> bool {
    crosses(A::ENDPOINT, B::ENDPOINT)
}

/// Returns whether a query argument has no key in common with the others.
#[inline]
pub const fn distinct_keys(own: (&str, &Shape), mut others: &[(&str, &Shape)]) -> bool {
    while let [other, rest @ ..] = others {
        let shared = match (with_own_keys(own.1), with_own_keys(other.1)) {
            (Some(own), Some(other)) => own.shares_key(other),
            (Some(own), None) => own.has_key(other.0),
            (None, Some(other)) => other.has_key(own.0),
            (None, None) => matches!((own.1, other.1), (Shape::Map(_), Shape::Map(_))),
        };
        if shared {
            return false;
        }
        others = rest;
    }
    true
}

/// Returns the struct whose fields are keys of a query.
#[inline]
const fn with_own_keys(shape: &Shape) -> Option<&Shape> {
    match shape.without_newtypes() {
        Shape::Option(inner) => with_own_keys(inner),
        Shape::Struct(_) => Some(shape.without_newtypes()),
        _ => None,
    }
}
