//! The law of defaults: what a description says of a missing key is what the reader takes.

use std::fmt;
use std::marker::PhantomData;

use serde_json::Value;

use super::case::{Case, samples};
use super::decoded::decoded;
use super::{Laws, Sample};
use api_core::Api;
use api_core::call::{Call, CallVisitor};
use api_core::description::BodyEncoding;
use api_core::model::{Field, Shape};

const LAW: &str = "a missing key is read as its declared default";

/// Checks that a request body without a key is read as one with the default that the description declares
/// (`#[model(default = …)]`).
///
/// # Panics
/// Panics if the reader takes another value than the declared one, or refuses it.
pub fn defaults<A: Api>(laws: &Laws) {
    A::visit_calls(&mut Defaults { laws: *laws, api: PhantomData::<A> });
}

struct Defaults<A> {
    laws: Laws,
    api: PhantomData<A>,
}

impl<A: Api> CallVisitor for Defaults<A> {
    fn visit<C: Call + Clone + fmt::Debug + PartialEq>(&mut self) {
        let Some(body) = C::ENDPOINT.body.filter(|body| body.encoding == BodyEncoding::Json) else { return };
        samples::<A>(LAW, C::ENDPOINT, &self.laws, |case, sample, _| {
            let Ok(value) = serde_json::from_slice::<Value>(&sample.body) else { return };
            let mut found = Vec::new();
            collect(body.shape, &value, &mut String::new(), &mut found);
            for (pointer, field, default) in found {
                check::<A, C>(case, &sample, &value, (&pointer, field, default));
            }
        });
    }
}

fn check<A: Api, C: Call + fmt::Debug + PartialEq>(
    case: Case,
    sample: &Sample,
    value: &Value,
    (pointer, field, default): (&str, &Field, &str),
) {
    let changed = |change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
        let mut value = value.clone();
        if let Some(Value::Object(members)) = value.pointer_mut(pointer) {
            change(members);
        }
        let sample = Sample { body: value.to_string().into_bytes(), ..sample.clone() };
        match sample.request().map(decoded::<A, C>) {
            Some(Ok(call)) => call,
            Some(Err(problem)) => case.broken(&sample, &format!("a valid request is refused: {problem}")),
            None => case.broken(&sample, &"not a valid HTTP request"),
        }
    };
    let Ok(default) = serde_json::from_str::<Value>(default) else {
        case.broken(sample, &format!("the default of `{}` is no JSON: {default}", field.name))
    };
    let without = changed(&|members| drop(members.remove(field.name)));
    let with = changed(&|members| drop(members.insert(field.name.to_owned(), default.clone())));
    if without != with {
        let place = format!("{pointer}/{}", field.name);
        case.broken(sample, &format!("without `{place}`:        {without:?}\nwith the default {default}: {with:?}"));
    }
}

/// Collects the declared defaults of the objects in a value, with the pointers of the objects.
fn collect(
    shape: &'static Shape,
    value: &Value,
    pointer: &mut String,
    found: &mut Vec<(String, &'static Field, &'static str)>,
) {
    match (shape.without_newtypes(), value) {
        (Shape::Option(inner) | Shape::Patch(inner), value) if !value.is_null() => {
            collect(inner, value, pointer, found);
        }
        (Shape::Struct(object), Value::Object(members)) => {
            for field in object.fields.iter().filter(|field| !field.flattened) {
                found.extend(field.default.map(|default| (pointer.clone(), field, default)));
                if let Some(value) = members.get(field.name) {
                    within(pointer, field.name, |pointer| collect(field.shape, value, pointer, found));
                }
            }
        }
        (Shape::List(list), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                within(pointer, &index.to_string(), |pointer| collect(list.item, item, pointer, found));
            }
        }
        _ => {}
    }
}

/// Calls a function with the pointer of a member (RFC 6901).
fn within(pointer: &mut String, key: &str, call: impl FnOnce(&mut String)) {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
    call(pointer);
    pointer.truncate(length);
}
