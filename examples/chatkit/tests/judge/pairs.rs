//! Contracts before and after a change: a few operations of one API, changed at one place.

use std::collections::BTreeSet;

use api_contract::{Comparison, contract_of, lock_of};
use api_core::contract::Party;
use api_core::error::ProblemDetails;
use api_documents::openapi::Version;
use api_documents::{Mounted, Outline};
use api_lock::{
    Content, Definition, ErrorCase, Exchange, Field, Item, Level, Lock, Operation, Output, Shape, Style, Tagging, Type,
};
use api_testing::everything::EverythingApi;
use fastrand::Rng;

use crate::mutation::MUTATIONS;

/// The seed of all choices: the test is the same each time.
const SEED: u64 = 13;

/// How many operations a contract has. The other judge takes more than linear time.
const OPERATIONS: usize = 2;

/// Two contracts.
pub(crate) struct Pair {
    /// The kind of change. That from new to old has a mark.
    pub(crate) change: String,
    old: Lock,
    new: Lock,
}

/// Returns pairs, the same each time.
pub(crate) fn pairs(count: usize) -> Vec<Pair> {
    let mut random = Rng::with_seed(SEED);
    let mut apis: Vec<Lock> = chatkit::api::DESCRIPTIONS.iter().map(|description| lock_of(description)).collect();
    // Half of the contracts are of the API that uses every feature.
    apis.extend(std::iter::repeat_n(lock_of(EverythingApi::DESCRIPTION), apis.len()));
    let mut pairs = Vec::new();
    for number in 0.. {
        if pairs.len() == count {
            break;
        }
        let (name, mutate) = MUTATIONS[number % MUTATIONS.len()];
        let old = part(&apis[random.usize(..apis.len())], &mut random);
        let mut new = old.clone();
        if !mutate(&mut new, &mut random) || new == old {
            continue;
        }
        let is_back = random.bool();
        let change = if is_back { format!("{name}, undone") } else { name.to_owned() };
        let (old, new) = if is_back { (new, old) } else { (old, new) };
        pairs.push(Pair { change, old, new });
    }
    pairs
}

/// Returns a contract with a few operations, and the types that they mention.
fn part(lock: &Lock, random: &mut Rng) -> Lock {
    let mut part = lock.clone();
    random.shuffle(&mut part.operations);
    part.operations.truncate(OPERATIONS);
    // Callbacks exchange the roles of both ends. Tests of their own hold them (`api-core/contract/tests/it/callbacks.rs`).
    part.called.clear();
    part.operations.iter_mut().for_each(|operation| operation.callbacks.clear());
    part.operations.sort_by(|one, other| (&one.path, &one.verb).cmp(&(&other.path, &other.verb)));
    let mut names = BTreeSet::new();
    let mut found: Vec<String> = part.operations.iter().flat_map(mentioned_by).collect();
    found.extend(lock.errors.iter().flat_map(mentioned_by_error));
    while let Some(name) = found.pop() {
        if names.insert(name.clone()) {
            let definition = lock.types.iter().find(|one| one.name == name).map(|one| &one.definition);
            found.extend(definition.into_iter().flat_map(within));
        }
    }
    part.types.retain(|one| names.contains(&one.name));
    part
}

fn mentioned_by(operation: &Operation) -> Vec<String> {
    let parameters = operation.parameters.iter().map(|one| &one.shape);
    let body = operation.body.iter().map(|one| &one.shape);
    let outputs = operation.outputs.iter().filter_map(|one| one.shape.as_ref());
    let headers = operation.outputs.iter().flat_map(|one| &one.headers).map(|field| &field.shape);
    let errors = operation.errors.iter().flat_map(mentioned_by_error);
    let input = match &operation.exchange {
        Exchange::Duplex { input, .. } => Some(input),
        _ => None,
    };
    parameters.chain(body).chain(outputs).chain(headers).chain(input).flat_map(mentioned).chain(errors).collect()
}

fn mentioned_by_error(error: &ErrorCase) -> Vec<String> {
    let headers = error.headers.iter().map(|field| &field.shape);
    error.attributes.iter().chain(headers).flat_map(mentioned).collect()
}

fn mentioned(shape: &Shape) -> Vec<String> {
    match shape {
        Shape::Named(name) => vec![name.clone()],
        Shape::Option(inner) | Shape::Patch(inner) | Shape::List { item: inner, .. } => mentioned(inner),
        Shape::Map(key, value) => [mentioned(key), mentioned(value)].concat(),
        Shape::Tuple(items) => of_items(items),
        _ => Vec::new(),
    }
}

fn within(definition: &Definition) -> Vec<String> {
    match definition {
        Definition::Struct { fields, .. } => of_fields(fields),
        Definition::Newtype { item, .. } => mentioned(&item.shape),
        Definition::Tuple(items) => of_items(items),
        Definition::Enum { variants, .. } => {
            let content = |content: &Content| match content {
                Content::Unit => Vec::new(),
                Content::Newtype(item) => mentioned(&item.shape),
                Content::Tuple(items) => of_items(items),
                Content::Struct(fields) => of_fields(fields),
            };
            variants.iter().flat_map(|variant| content(&variant.content)).collect()
        }
    }
}

fn of_fields(fields: &[Field]) -> Vec<String> {
    fields.iter().flat_map(|field| mentioned(&field.item.shape)).collect()
}

fn of_items(items: &[Item]) -> Vec<String> {
    items.iter().flat_map(|item| mentioned(&item.shape)).collect()
}

impl Pair {
    /// Returns the OpenAPI documents.
    pub(crate) fn documents(&self) -> (String, String) {
        (document(&self.old), document(&self.new))
    }

    /// Returns the rules that are broken according to us, each once.
    pub(crate) fn broken_rules(&self) -> Vec<&'static str> {
        let comparison = Comparison::of(&self.old, &self.new, Party::Provider).expect("the locks are whole");
        let breaking = comparison.findings().iter().filter(|finding| finding.level == Level::Error);
        let rules: BTreeSet<&'static str> = breaking.map(|finding| finding.rule).collect();
        rules.into_iter().collect()
    }

    /// Returns whether an operation is a stream of events or a WebSocket.
    pub(crate) fn has_stream(&self) -> bool {
        self.old.operations.iter().chain(&self.new.operations).any(|one| one.exchange != Exchange::Unary)
    }

    /// Returns whether a type is an enum without tags.
    pub(crate) fn has_untagged(&self) -> bool {
        let is_untagged = |one: &Type| matches!(one.definition, Definition::Enum { tagging: Tagging::Untagged, .. });
        self.old.types.iter().chain(&self.new.types).any(is_untagged)
    }

    /// Returns whether a request or an answer has a structured field.
    pub(crate) fn has_structured_field(&self) -> bool {
        self.old.operations.iter().any(|one| {
            let fields = one.outputs.iter().flat_map(|output| &output.headers).map(|field| field.style);
            one.parameters.iter().map(|parameter| parameter.style).chain(fields).any(|style| style == Style::Structured)
        })
    }

    /// Returns whether a response may have any success before the change.
    pub(crate) fn has_any_success(&self) -> bool {
        self.old.operations.iter().flat_map(|one| &one.outputs).any(|output| output.status == Output::ANY_SUCCESS)
    }

    /// Returns the operations, and the lines of the locks that differ.
    pub(crate) fn difference(&self) -> String {
        let (old, new) = (self.old.to_string(), self.new.to_string());
        let names: Vec<&str> = self.old.operations.iter().map(|one| one.name.as_str()).collect();
        let missing = |mark: char, from: &str, other: &str| {
            let others: Vec<&str> = other.lines().collect();
            let lines = from.lines().filter(|line| !others.contains(line)).map(|line| format!("    {mark} {line}"));
            lines.collect::<Vec<_>>()
        };
        let head = format!("    {}: {}", self.old.name, names.join(", "));
        [vec![head], missing('-', &old, &new), missing('+', &new, &old)].concat().join("\n") + "\n"
    }
}

fn document(lock: &Lock) -> String {
    let contract = contract_of(lock).expect("the lock is whole");
    let outline = Outline::new("Judged", "1").mounted(Mounted::contracted(contract, &ProblemDetails));
    outline.check().expect("the outline has no mistakes").openapi().write(Version::V3_1)
}
