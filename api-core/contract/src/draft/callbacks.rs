//! The APIs that callers serve: which operations name them, at URLs that a trait can have.

use std::cell::RefCell;

use api_core::description::{Expression, MessageSide, next_expression};
use api_lock::{Callback, Definition, Encoding, Location, Lock, Operation, Shape};

use crate::naming::snake;
use crate::note::{Effect, Note};

use super::groups::Group;
use super::words::escaped;

/// The maximum number of types that a pointer is followed through.
const MAX_TYPES: usize = 32;

/// The APIs of a draft that callers serve.
#[derive(Debug)]
pub(super) struct Callbacks<'l> {
    lock: &'l Lock,
    /// The names in the lock, and those of the traits.
    names: Vec<(&'l str, &'l str)>,
    notes: RefCell<Vec<Note>>,
}

impl<'l> Callbacks<'l> {
    pub(super) fn new(lock: &'l Lock, called: &'l [(&'l str, Group<'l>)]) -> Self {
        let names = called.iter().map(|(name, group)| (*name, group.name.as_str())).collect();
        Self { lock, names, notes: RefCell::default() }
    }

    /// Returns the key of an operation's attribute. `prefix`: the path to the modules of the draft.
    pub(super) fn key(&self, operation: &Operation, prefix: &str) -> Option<String> {
        let mut all: Vec<String> = Vec::new();
        for callback in &operation.callbacks {
            let Some((_, name)) = self.names.iter().find(|(known, _)| *known == callback.api) else { continue };
            if !self.is_found(operation, callback) {
                let subject = format!("{} {}", operation.verb, operation.path);
                let reason = "a callback whose URL names nothing of the operation";
                let note = Note { subject, effect: Effect::PartLeftOut, reason, detail: callback.url.clone() };
                self.notes.borrow_mut().push(note);
                continue;
            }
            let one = format!("{prefix}{}::{name}Api = {:?}", escaped(&snake(name)), callback.url);
            if !all.contains(&one) {
                all.push(one);
            }
        }
        (!all.is_empty()).then(|| format!("callback({})", all.join(", ")))
    }

    /// Returns what was left out so far.
    pub(super) fn notes(&self) -> Vec<Note> {
        self.notes.borrow().clone()
    }

    /// Returns whether all expressions of a URL name something of the operation.
    fn is_found(&self, operation: &Operation, callback: &Callback) -> bool {
        let mut rest = callback.url.as_str();
        while let Some((expression, others)) = next_expression(rest) {
            rest = others;
            let has = |location, name: &str| {
                operation.parameters.iter().any(|one| one.location == location && one.name.eq_ignore_ascii_case(name))
            };
            let is_found = match Expression::read(expression) {
                None => false,
                Some(Expression::Exchange) => true,
                Some(Expression::Header(MessageSide::Request, name)) => has(Location::Header, name),
                Some(Expression::Query(name)) => has(Location::Query, name),
                Some(Expression::Path(name)) => has(Location::Path, name),
                Some(Expression::Header(MessageSide::Response, name)) => {
                    let mut headers = operation.outputs.iter().flat_map(|output| &output.headers);
                    headers.any(|field| !field.cookie && field.name.eq_ignore_ascii_case(name))
                }
                Some(Expression::Body(side, pointer)) => {
                    let steps: Vec<&str> = pointer.map_or(Vec::new(), |pointer| pointer.split('/').skip(1).collect());
                    match side {
                        MessageSide::Request => operation
                            .body
                            .iter()
                            .filter(|body| !matches!(body.encoding, Encoding::Bytes | Encoding::Stream))
                            .any(|body| self.leads(&body.shape, &steps, 0)),
                        MessageSide::Response => operation
                            .outputs
                            .iter()
                            .filter_map(|output| output.shape.as_ref())
                            .any(|shape| self.leads(shape, &steps, 0)),
                    }
                }
            };
            if !is_found {
                return false;
            }
        }
        true
    }

    /// Returns whether a pointer leads to one plain value.
    fn leads(&self, shape: &Shape, steps: &[&str], depth: usize) -> bool {
        if depth > MAX_TYPES {
            return false;
        }
        match (shape, steps) {
            (Shape::Option(inner) | Shape::Patch(inner), _) => self.leads(inner, steps, depth),
            (Shape::Any, _)
            | (Shape::Boolean | Shape::Integer { .. } | Shape::Number | Shape::Text(_), [])
            | (Shape::Tuple(_), [_, ..]) => true,
            (Shape::List { item, .. }, [_, rest @ ..]) => self.leads(item, rest, depth),
            (Shape::Map(_, value), [_, rest @ ..]) => self.leads(value, rest, depth),
            (Shape::Named(name), _) => {
                let definition = self.lock.types.iter().find(|one| one.name == *name).map(|one| &one.definition);
                match (definition, steps) {
                    (Some(Definition::Newtype { item, .. }), _) => self.leads(&item.shape, steps, depth + 1),
                    (Some(Definition::Enum { .. }), _) | (Some(Definition::Tuple(_)), [_, ..]) => true,
                    (Some(Definition::Struct { fields, .. }), [step, rest @ ..]) => fields.iter().any(|field| {
                        if field.flattened {
                            return self.leads(&field.item.shape, steps, depth + 1);
                        }
                        field.name == step.replace("~1", "/").replace("~0", "~")
                            && self.leads(&field.item.shape, rest, depth + 1)
                    }),
                    _ => false,
                }
            }
            _ => false,
        }
    }
}
