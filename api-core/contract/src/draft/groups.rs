//! Which operations are one trait. The time to compile a trait grows with more than its size, and routes of one trait
//! must not cross.

use std::collections::BTreeMap;

use api_lock::{Exchange, Lock, Operation, Security};

use crate::naming::{Names, pascal};
use crate::note::{Effect, Note};
use crate::texts::Texts;

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
        (Exchange::Unary, "GET" | "POST" | "PUT" | "PATCH" | "DELETE") => return true,
        (Exchange::Unary, _) => "a method that a trait does not have",
        _ => "a stream of events or a WebSocket",
    };
    let subject = format!("{} {}", operation.verb, operation.path);
    notes.push(Note { subject, effect: Effect::OperationLeftOut, reason, detail: String::new() });
    false
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
