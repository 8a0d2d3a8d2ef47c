//! Which operations are one trait. The time to compile a trait grows with more than its size, and routes of one trait
//! must differ.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use api_lock::{
    Body, Encoding, ErrorCase, Exchange, Location, Lock, Operation, Output, Parameter, Part, Security, Shape,
};

use crate::naming::{Names, pascal};
use crate::note::{Effect, Note};
use crate::texts::Texts;

use super::parts;
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
    pub(super) base: &'l str,
    /// The errors of all operations.
    pub(super) errors: &'l [ErrorCase],
    pub(super) security: Option<&'l Security>,
    pub(super) operations: Vec<&'l Operation>,
    /// Whether some of its paths cross.
    pub(super) crosses: bool,
}

/// Returns the traits of a lock, in the order of their paths.
pub(super) fn groups<'l>(lock: &'l Lock, texts: &Texts, names: &mut Names, notes: &mut Vec<Note>) -> Vec<Group<'l>> {
    let parts = parts::names(lock);
    let said: Vec<&Operation> = lock.operations.iter().filter(|one| is_said(one, &parts, notes)).collect();
    let is_small = said.len() <= MAX_OPERATIONS;
    let mut by_title: BTreeMap<String, Vec<Group<'l>>> = BTreeMap::new();
    for operation in said {
        let title = if is_small { lock.name.clone() } else { title(operation, texts) };
        let security = operation.security.as_ref().or(lock.security.as_ref());
        let groups = by_title.entry(title.clone()).or_default();
        let fits = |group: &&mut Group<'l>| {
            group.security == security
                && group.operations.len() < MAX_OPERATIONS
                && group.operations.iter().all(|other| meeting(operation, other) != Meeting::Same)
        };
        match groups.iter_mut().find(fits) {
            Some(group) => {
                let crosses = |other: &&Operation| meeting(operation, other) == Meeting::Crossing;
                group.crosses = group.crosses || group.operations.iter().any(crosses);
                group.operations.push(operation);
            }
            None => {
                groups.push(Group {
                    name: String::new(),
                    title,
                    base: &lock.base,
                    errors: &lock.errors,
                    security,
                    operations: vec![operation],
                    crosses: false,
                });
            }
        }
    }
    let mut groups: Vec<Group<'l>> = by_title.into_values().flatten().collect();
    for group in &mut groups {
        group.name = names.take(pascal(&group.title), "");
    }
    groups
}

/// Returns the names that traits cannot have.
pub(super) fn taken_names() -> Names {
    let mut names = Names::without(&TAKEN);
    // Names of modules of the draft itself.
    for taken in ["Models", "Replies", "Errors"] {
        names.take(taken.to_owned(), "");
    }
    names
}

/// Returns the APIs that callers serve, with the name of each in the lock. Those without an operation that a draft can
/// say are left out.
pub(super) fn called<'l>(lock: &'l Lock, names: &mut Names, notes: &mut Vec<Note>) -> Vec<(&'l str, Group<'l>)> {
    let parts = parts::names(lock);
    let mut found = Vec::new();
    for called in &lock.called {
        let operations: Vec<&Operation> =
            called.operations.iter().filter(|operation| is_said(operation, &parts, notes)).collect();
        if operations.is_empty() {
            continue;
        }
        let group = Group {
            name: names.take(pascal(&called.name), ""),
            title: format!("`{}`, which callers serve.", called.name),
            base: &called.base,
            errors: &called.errors,
            security: called.security.as_ref().or_else(|| operations.iter().find_map(|one| one.security.as_ref())),
            operations,
            crosses: false,
        };
        found.push((called.name.as_str(), group));
    }
    found
}

/// Returns whether a draft can say an operation.
fn is_said(operation: &Operation, parts: &HashSet<&str>, notes: &mut Vec<Note>) -> bool {
    let reason = match (&operation.exchange, operation.verb.as_str()) {
        _ if has_field_without_argument(operation) => "a header field of any value that no parameter has",
        (Exchange::Unary, "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS") => {
            let Some(reason) = unsaid_content(operation, parts) else { return true };
            reason
        }
        (Exchange::Unary, _) => "a method that a trait does not have",
        _ => "a stream of events or a WebSocket",
    };
    let subject = format!("{} {}", operation.verb, operation.path);
    notes.push(Note { subject, effect: Effect::OperationLeftOut, reason, detail: String::new() });
    false
}

/// Returns whether an operation is reached by requests that have a header field of any value, and no parameter is that
/// field.
fn has_field_without_argument(operation: &Operation) -> bool {
    let is_argument = |parameter: &Parameter, name: &str| {
        let is_optional = matches!(parameter.shape, Shape::Option(_) | Shape::Patch(_) | Shape::List { .. });
        parameter.location == Location::Header && parameter.name.eq_ignore_ascii_case(name) && !is_optional
    };
    api_lock::conditions(&operation.path)
        .filter(|condition| condition.is_header && condition.value.is_none())
        .any(|condition| !operation.parameters.iter().any(|parameter| is_argument(parameter, condition.name)))
}

/// Returns why the bodies of an operation need a type that a draft does not write: parts, or an enum of contents.
fn unsaid_content(operation: &Operation, parts: &HashSet<&str>) -> Option<&'static str> {
    let mut bodies = operation.body.iter().chain(&operation.other_bodies);
    let first = bodies.clone().next();
    let is_unsaid = |body: &Body| match &body.shape {
        _ if body.encoding != Encoding::Multipart => false,
        Shape::Named(name) => !parts.contains(name.as_str()) || !operation.other_bodies.is_empty(),
        _ => true,
    };
    if bodies.clone().any(is_unsaid) {
        return Some("a body of several parts whose type is a value elsewhere");
    }
    if bodies.any(|body| first.is_some_and(|first| first.shape != body.shape)) {
        return Some("a body of several types");
    }
    if operation.outputs.len() > 1 && operation.outputs.iter().any(|output| output.status == Output::ANY_SUCCESS) {
        return Some("an answer with any success beside others");
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

/// What two routes have in common. Types of captures are not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meeting {
    /// No path, or one is more specific.
    Apart,
    /// Both match some paths, and the first segment that differs decides.
    Crossing,
    /// Nothing tells them apart.
    Same,
}

fn meeting(one: &Operation, other: &Operation) -> Meeting {
    if one.verb != other.verb || one.path.split('/').count() != other.path.split('/').count() {
        return Meeting::Apart;
    }
    let (mut is_one_wider, mut is_other_wider, mut is_decided) = (false, false, None);
    for (one, other) in one.path.split('/').zip(other.path.split('/')) {
        let (one, other) = (Template::of(one), Template::of(other));
        if !one.meets(&other) {
            return Meeting::Apart;
        }
        if one != other {
            is_decided = is_decided.or(Some(one.rank() != other.rank()));
            // Of two segments with text beside captures either may be wider.
            let both = one.captures > 0 && other.captures > 0 && !one.is_capture() && !other.is_capture();
            is_one_wider |= both || one.rank() > other.rank();
            is_other_wider |= both || other.rank() > one.rank();
        }
    }
    match (is_one_wider == is_other_wider, is_decided) {
        (true, Some(true)) => Meeting::Crossing,
        (true, _) => Meeting::Same,
        (false, _) => Meeting::Apart,
    }
}

/// A segment without the names of its captures.
#[derive(Debug, PartialEq, Eq)]
struct Template<'t> {
    start: &'t str,
    between: Vec<&'t str>,
    end: &'t str,
    captures: usize,
}

impl<'t> Template<'t> {
    fn of(segment: &'t str) -> Self {
        let mut template = Self { start: "", between: Vec::new(), end: "", captures: 0 };
        for part in api_lock::parts(segment) {
            match part {
                Part::Text(text) if template.captures == 0 => template.start = text,
                Part::Text(text) => template.end = text,
                Part::Capture(_) => {
                    if template.captures > 0 {
                        template.between.push(std::mem::take(&mut template.end));
                    }
                    template.captures += 1;
                }
            }
        }
        template
    }

    fn is_capture(&self) -> bool {
        self.captures == 1 && self.start.is_empty() && self.end.is_empty()
    }

    /// Returns the place in the order in which routes are tried: literals, much text beside captures, little, captures.
    fn rank(&self) -> (bool, Reverse<usize>) {
        let between: usize = self.between.iter().map(|text| text.len()).sum();
        let length = if self.captures > 0 { self.start.len() + between + self.end.len() } else { 0 };
        (self.captures > 0, Reverse(length))
    }

    /// Returns whether the texts at both ends allow a text that both match.
    fn meets(&self, other: &Self) -> bool {
        let fits = |literal: &str, open: &Self| {
            literal.len() > open.start.len() + open.end.len()
                && literal.starts_with(open.start)
                && literal.ends_with(open.end)
        };
        match (self.captures > 0, other.captures > 0) {
            (false, false) => self == other,
            (false, true) => fits(self.start, other),
            (true, false) => fits(other.start, self),
            (true, true) => {
                (self.start.starts_with(other.start) || other.start.starts_with(self.start))
                    && (self.end.ends_with(other.end) || other.end.ends_with(self.end))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use api_lock::Lock;

    use super::{Meeting, meeting};

    #[test]
    fn routes_meet_if_neither_is_more_specific() {
        for (one, other, expected) in [
            ("/a/{x}", "/a/b", Meeting::Apart),
            ("/a/{x}/c", "/a/b/{y}", Meeting::Crossing),
            ("/a/{x}", "/a/{y}", Meeting::Same),
            ("/a/{x}", "/b/{y}", Meeting::Apart),
            ("/a/{x}", "/a/{x}/b", Meeting::Apart),
            ("/a/{x}:b", "/a/{x}:c", Meeting::Apart),
            ("/a/{x}:b", "/a/{x}", Meeting::Apart),
            ("/a/{x}:b/{y}", "/a/{x}/c", Meeting::Crossing),
            ("/a/{x}.json", "/a/b.json", Meeting::Apart),
            ("/a/{x}.json/c", "/a/b.json/{y}", Meeting::Crossing),
            ("/a/v{x}", "/a/{x}v", Meeting::Same),
            ("/a/v{x}", "/a/{x}.json", Meeting::Crossing),
        ] {
            let text = format!("format 1\napi A /\nGET {one} a\n  -> 204\nGET {other} b\n  -> 204\n");
            let lock = Lock::parse_inner(&text).unwrap();
            assert_eq!(meeting(&lock.operations[0], &lock.operations[1]), expected, "{one} {other}");
        }
    }
}
