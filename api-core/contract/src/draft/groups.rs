//! Which operations are one trait. The time to compile a trait grows with more than its size, and routes of one trait
//! must not cross.

use std::collections::BTreeMap;

use api_lock::{Encoding, Exchange, Lock, Operation, Output, Security};

use crate::naming::{Names, pascal};
use crate::note::{Effect, Note};
use crate::texts::Texts;

use super::replies::is_same_value;
use super::words::TAKEN;

/// The maximum number of operations in a trait.
const MAX_OPERATIONS: usize = 100;

/// The operations of one trait.
#[derive(Debug)]
pub(super) struct Group<'l> {
    /// The name of the trait.
    pub(super) name: String,
    /// What the document calls it.
    pub(super) title: String,
    pub(super) security: Option<&'l Security>,
    pub(super) operations: Vec<&'l Operation>,
}

/// Returns the traits of a lock, in the order of their paths.
pub(super) fn groups<'l>(lock: &'l Lock, texts: &Texts, notes: &mut Vec<Note>) -> Vec<Group<'l>> {
    let said: Vec<&Operation> = lock.operations.iter().filter(|one| is_said(one, notes)).collect();
    let is_small = said.len() <= MAX_OPERATIONS;
    let mut by_title: BTreeMap<String, Vec<Group<'l>>> = BTreeMap::new();
    for operation in said {
        let title = if is_small { lock.name.clone() } else { title(operation, texts) };
        let security = operation.security.as_ref().or(lock.security.as_ref());
        let parts = by_title.entry(title.clone()).or_default();
        let fits = |group: &&mut Group<'l>| {
            group.security == security
                && group.operations.len() < MAX_OPERATIONS
                && group.operations.iter().all(|other| !meet(operation, other))
        };
        match parts.iter_mut().find(fits) {
            Some(group) => group.operations.push(operation),
            None => parts.push(Group { name: String::new(), title, security, operations: vec![operation] }),
        }
    }
    let mut names = Names::without(&TAKEN);
    // Names of modules of the draft itself.
    for taken in ["Models", "Replies", "Errors"] {
        names.take(taken.to_owned(), "");
    }
    let mut groups: Vec<Group<'l>> = by_title.into_values().flatten().collect();
    for group in &mut groups {
        group.name = names.take(pascal(&group.title), "");
    }
    groups
}

/// Returns whether a draft can say an operation.
fn is_said(operation: &Operation, notes: &mut Vec<Note>) -> bool {
    let reason = match (&operation.exchange, operation.verb.as_str()) {
        (Exchange::Unary, "GET" | "POST" | "PUT" | "PATCH" | "DELETE") => {
            let Some(reason) = unsaid_content(operation) else { return true };
            reason
        }
        (Exchange::Unary, _) => "a method that a trait does not have",
        _ => "a stream of events or a WebSocket",
    };
    let subject = format!("{} {}", operation.verb, operation.path);
    notes.push(Note { subject, effect: Effect::OperationLeftOut, reason, detail: String::new() });
    false
}

/// Returns why the bodies of an operation need a type that a draft does not write: parts, or an enum of contents.
fn unsaid_content(operation: &Operation) -> Option<&'static str> {
    let mut bodies = operation.body.iter().chain(&operation.other_bodies);
    let first = bodies.clone().next();
    if bodies.clone().any(|body| body.encoding == Encoding::Multipart) {
        return Some("a body of several parts");
    }
    if bodies.any(|body| first.is_some_and(|first| first.shape != body.shape)) {
        return Some("a body of several types");
    }
    let mut outputs = operation.outputs.iter().enumerate();
    let has_other = |(index, output): (usize, &Output)| {
        let mut others = operation.outputs.iter().take(index);
        others.any(|other| other.status == output.status && !is_same_value(other, output))
    };
    outputs.any(has_other).then_some("an answer of several types")
}

/// Returns the group that the document puts an operation into, or the first literal of its path.
fn title(operation: &Operation, texts: &Texts) -> String {
    let literal = || operation.path.split('/').find(|segment| !segment.is_empty() && !segment.starts_with('{'));
    let tag = texts.groups.get(&operation.name).map(String::as_str);
    tag.or_else(literal).unwrap_or("Root").to_owned()
}

/// Returns whether a path may be one of both, and neither is more specific. Types of captures are not looked at.
fn meet(one: &Operation, other: &Operation) -> bool {
    let capture = |segment: &str| segment.starts_with('{');
    if one.verb != other.verb || one.path.split('/').count() != other.path.split('/').count() {
        return false;
    }
    let (mut is_one_wider, mut is_other_wider) = (false, false);
    for (one, other) in one.path.split('/').zip(other.path.split('/')) {
        match (capture(one), capture(other)) {
            (false, false) if one != other => return false,
            (true, false) => is_one_wider = true,
            (false, true) => is_other_wider = true,
            _ => {}
        }
    }
    is_one_wider == is_other_wider
}

#[cfg(test)]
mod tests {
    use api_lock::Lock;

    use super::meet;

    #[test]
    fn routes_meet_if_neither_is_more_specific() {
        for (one, other, expected) in [
            ("/a/{x}", "/a/b", false),
            ("/a/{x}/c", "/a/b/{y}", true),
            ("/a/{x}", "/a/{y}", true),
            ("/a/{x}", "/b/{y}", false),
            ("/a/{x}", "/a/{x}/b", false),
        ] {
            let text = format!("format 1\napi A /\nGET {one} a\n  -> 204\nGET {other} b\n  -> 204\n");
            let lock = Lock::parse_inner(&text).unwrap();
            assert_eq!(meet(&lock.operations[0], &lock.operations[1]), expected, "{one} {other}");
        }
    }
}
