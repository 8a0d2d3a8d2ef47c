//! `allOf`: several schemas as one, whose members are those of all.

use serde_json::Value;

use super::document::{Importer, Object};
use super::error::OpenApiError;

/// Members that say nothing about values, and what is said elsewhere.
const ANNOTATIONS: [&str; 15] = [
    "description",
    "title",
    "example",
    "examples",
    "default",
    "deprecated",
    "externalDocs",
    "xml",
    "readOnly",
    "writeOnly",
    "nullable",
    "discriminator",
    "$comment",
    "$schema",
    "$id",
];

/// Returns whether a member says nothing about values.
pub(super) fn is_annotation(key: &str) -> bool {
    ANNOTATIONS.contains(&key) || key.starts_with("x-")
}

impl Importer<'_> {
    /// Returns the members of a schema and of all schemas in its `allOf`.
    pub(super) fn merged(&mut self, schema: &Value, depth: usize) -> Result<Object, OpenApiError> {
        self.enter(depth)?;
        self.copy(schema)?;
        let members = match schema {
            Value::Object(members) => members,
            Value::Bool(true) => return Ok(Object::new()),
            Value::Bool(false) => {
                self.widened("a schema without values accepts any", "");
                return Ok(Object::new());
            }
            other => return Err(self.wrong_type("schema", "an object", other)),
        };
        let parts = self.member_array(members, "allOf")?;
        let mut merged: Object = members
            .iter()
            .filter(|(key, _)| *key != "allOf" && *key != "$ref")
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        let is_only_part = parts.len() == 1;
        for part in parts {
            let found = self.merged(part, depth + 1)?;
            if is_only_part && !merged.contains_key("nullable") {
                merged.extend(found.get("nullable").map(|nullable| ("nullable".to_owned(), nullable.clone())));
            }
            self.merge(&mut merged, found);
        }
        if let Some(reference) = self.member_text(members, "$ref")? {
            let target = self.target(reference)?;
            let mut found = self.merged(target, depth + 1)?;
            // The alternatives of a base are the types that inherit from it.
            if found.contains_key("discriminator")
                && (found.remove("oneOf").is_some() | found.remove("anyOf").is_some())
            {
                self.widened("the alternatives of a base type", reference);
            }
            self.merge(&mut merged, found);
        }
        Ok(merged)
    }

    fn merge(&mut self, into: &mut Object, from: Object) {
        for (key, value) in from {
            match (key.as_str(), into.get_mut(&key)) {
                // A part that is closed would refuse the keys of the others.
                ("additionalProperties", _) if value == Value::Bool(false) => {
                    self.widened("a closed part of `allOf`", "");
                }
                ("nullable" | "discriminator", _) => {}
                (_, None) => {
                    into.insert(key, value);
                }
                (_, Some(known)) if *known == value => {}
                ("properties" | "patternProperties", Some(Value::Object(known))) => {
                    if let Value::Object(more) = value {
                        merge_properties(known, more);
                    }
                }
                ("required", Some(Value::Array(known))) => {
                    if let Value::Array(more) = value {
                        known.extend(more);
                    }
                }
                ("enum", Some(Value::Array(known))) => {
                    if let Value::Array(more) = value {
                        known.retain(|one| more.contains(one));
                    }
                }
                ("type", Some(known)) => {
                    if let Some(both) = common_type(known, &value) {
                        *known = both;
                    } else {
                        into.remove("type");
                        self.widened("`allOf` of different types", "");
                    }
                }
                (name, Some(_)) if is_annotation(name) => {}
                (name, Some(_)) => self.widened("`allOf` says it twice, the first is kept", name),
            }
        }
    }
}

/// A key that two parts have must fit both.
fn merge_properties(into: &mut Object, from: Object) {
    for (key, value) in from {
        match into.get_mut(&key) {
            None => {
                into.insert(key, value);
            }
            Some(known) if *known == value => {}
            Some(known) => {
                let first = std::mem::take(known);
                *known = serde_json::json!({ "allOf": [first, value] });
            }
        }
    }
}

/// Returns the JSON types that both have.
fn common_type(one: &Value, other: &Value) -> Option<Value> {
    let list = |value: &Value| match value {
        Value::Array(types) => types.clone(),
        only => vec![only.clone()],
    };
    let (one, other) = (list(one), list(other));
    let has = |types: &[Value], wanted: &Value| {
        types.contains(wanted) || (wanted == "integer" && types.iter().any(|one| one == "number"))
    };
    let mut both: Vec<Value> = one.iter().filter(|found| has(&other, found)).cloned().collect();
    both.extend(other.iter().filter(|found| has(&one, found) && !one.contains(found)).cloned());
    match both.as_slice() {
        [] => None,
        [only] => Some(only.clone()),
        _ => Some(Value::Array(both)),
    }
}
