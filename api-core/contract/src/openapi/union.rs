//! `oneOf` and `anyOf`: enums, with the name of the variant in a key if the document has a discriminator.

use api_lock::{Content, Definition, Item, Shape, Tagging, Variant};
use serde_json::{Value, json};

use crate::naming::{Names, below, pascal};

use super::document::{Importer, Object, last_segment};
use super::error::OpenApiError;
use super::merge::is_annotation;
use super::scalar::unit;
use super::schema::Found;
use super::source::size;

impl Importer<'_> {
    /// Reads the alternatives of a schema. Returns `None` if it has none that shapes have.
    pub(super) fn union(
        &mut self,
        members: &Object,
        hint: &str,
        target: Option<&str>,
        depth: usize,
    ) -> Result<Option<Found>, OpenApiError> {
        let (one, any) = (self.member_array(members, "oneOf")?, self.member_array(members, "anyOf")?);
        if !one.is_empty() && !any.is_empty() {
            self.widened("`oneOf` beside `anyOf`", hint);
        }
        let alternatives = if one.is_empty() { any } else { one };
        if alternatives.is_empty() {
            return Ok(None);
        }
        if alternatives.iter().all(is_condition) {
            self.widened("conditions on which keys are there", hint);
            return Ok(None);
        }
        let base: Object = members
            .iter()
            .filter(|(key, _)| !matches!(key.as_str(), "oneOf" | "anyOf") && !is_annotation(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        for alternative in alternatives {
            self.copy(alternative)?;
            self.schemas = self.schemas.saturating_add(base.values().map(size).sum());
        }
        let is_based = base.keys().any(|key| key != "type");
        let whole = |alternative: &Value| {
            if is_based { json!({ "allOf": [alternative, base.clone()] }) } else { alternative.clone() }
        };
        let is_nullable = alternatives.iter().any(is_null);
        let alternatives: Vec<Value> = alternatives.iter().filter(|one| !is_null(one)).map(whole).collect();
        let found = match alternatives.as_slice() {
            [] => Found::plain(Shape::Any),
            [only] => self.value(only, hint, target, depth + 1)?,
            several => self.alternatives(members, several, hint, target, depth)?,
        };
        Ok(Some(Found { is_nullable: found.is_nullable || is_nullable, ..found }))
    }

    fn alternatives(
        &mut self,
        members: &Object,
        alternatives: &[Value],
        hint: &str,
        target: Option<&str>,
        depth: usize,
    ) -> Result<Found, OpenApiError> {
        if let Some(names) = all_texts(alternatives) {
            // Any string beside listed ones is any string.
            if names.is_empty() {
                return Ok(Found::plain(Shape::Text(None)));
            }
            let variants = names.iter().map(|name| unit(name)).collect();
            let definition = Definition::Enum { tagging: Tagging::External, variants, closed: false };
            return Ok(Found::plain(self.declare(hint, target, definition)));
        }
        if let Some(discriminator) = self.member_object(members, "discriminator")?
            && let Some(tag) = self.member_text(discriminator, "propertyName")?
        {
            let mapping = self.member_object(discriminator, "mapping")?;
            if let Some(variants) = self.tagged(tag, mapping, alternatives, depth)? {
                let tagging = Tagging::Internal(tag.to_owned());
                let definition = Definition::Enum { tagging, variants, closed: false };
                return Ok(Found::plain(self.declare(hint, target, definition)));
            }
            self.widened("a discriminator of alternatives that are no named objects", hint);
        }
        let mut found = Vec::new();
        for (index, alternative) in alternatives.iter().enumerate() {
            let reference = alternative.get("$ref").and_then(Value::as_str);
            let title = alternative.get("title").and_then(Value::as_str);
            let name = reference.map(last_segment).or(title);
            let part = title.map_or(format!("Variant{}", index + 1), pascal);
            let value = self.value(alternative, &below(hint, &part), None, depth + 1)?;
            found.push((name.map_or_else(|| kind(&value.shape).to_owned(), pascal), value));
        }
        Ok(self.untagged(found, hint, target))
    }

    /// Makes an enum of alternatives that their values distinguish. The first that fits is read.
    pub(super) fn untagged(&mut self, found: Vec<(String, Found)>, hint: &str, target: Option<&str>) -> Found {
        let is_nullable = found.iter().any(|(_, found)| found.is_nullable);
        let mut different: Vec<(String, Found)> = Vec::new();
        for (name, one) in found {
            let one = Found { is_nullable: false, ..one };
            if different.iter().all(|(_, known)| *known != one) {
                different.push((name, one));
            }
        }
        if different.iter().any(|(_, found)| found.shape == Shape::Any) {
            return Found::plain(Shape::Any);
        }
        if let [(_, only)] = different.as_slice() {
            return Found { is_nullable, ..only.clone() };
        }
        let objects = different.iter().filter(|(_, found)| matches!(found.shape, Shape::Named(_)));
        if objects.count() > 1 {
            self.widened("of several alternatives the first that fits is read", hint);
        }
        let mut names = Names::default();
        let variants = different.into_iter().map(|(name, found)| {
            let content = Content::Newtype(Item { shape: found.shape, constraints: found.constraints });
            Variant { content, ..unit(&names.take(pascal(&name), "")) }
        });
        let variants = variants.collect();
        let definition = Definition::Enum { tagging: Tagging::Untagged, variants, closed: false };
        Found { is_nullable, ..Found::plain(self.declare(hint, target, definition)) }
    }

    /// Reads alternatives that a key tells apart. Returns `None` if one of them is no named object.
    fn tagged(
        &mut self,
        tag: &str,
        mapping: Option<&Object>,
        alternatives: &[Value],
        depth: usize,
    ) -> Result<Option<Vec<Variant>>, OpenApiError> {
        let mut variants: Vec<Variant> = Vec::new();
        for alternative in alternatives {
            let Some(reference) = alternative.get("$ref").and_then(Value::as_str) else { return Ok(None) };
            let last = last_segment(reference);
            let merged = self.merged(alternative, depth + 1)?;
            if !merged.contains_key("properties") || merged.contains_key("oneOf") || merged.contains_key("anyOf") {
                return Ok(None);
            }
            let mapped = mapping.into_iter().flatten().filter(|(_, to)| **to == *reference || **to == *last);
            let mut names: Vec<&str> = mapped.map(|(name, _)| name.as_str()).collect();
            if names.is_empty() {
                names.push(last);
            }
            let type_name = self.type_of(reference)?;
            for name in names {
                let mut fields = self.fields(&merged, &type_name, depth + 1)?;
                fields.retain(|field| field.name != tag);
                if variants.iter().any(|known| known.name == name) {
                    return Ok(None);
                }
                variants.push(Variant { content: Content::Struct(fields), ..unit(name) });
            }
        }
        Ok(Some(variants))
    }
}

/// Returns whether a schema only says which keys there are.
fn is_condition(schema: &Value) -> bool {
    schema.as_object().is_some_and(|members| {
        !members.is_empty()
            && members.keys().all(|key| matches!(key.as_str(), "required" | "not") || is_annotation(key))
    })
}

/// Returns whether `null` is the only value.
fn is_null(schema: &Value) -> bool {
    let only_null = json!([null]);
    schema.get("type").is_some_and(|name| name == "null")
        || schema.get("enum") == Some(&only_null)
        || schema.get("const") == Some(&Value::Null)
}

/// Returns the listed values of alternatives that are all strings. The list is empty if one of them is any string.
fn all_texts(alternatives: &[Value]) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    let mut is_any = false;
    for alternative in alternatives {
        let members = alternative.as_object()?;
        if members.get("type")? != "string" {
            return None;
        }
        match (members.get("enum"), members.get("const")) {
            (Some(Value::Array(values)), None) => {
                for value in values {
                    names.push(value.as_str()?.to_owned());
                }
            }
            (None, Some(Value::String(value))) => names.push(value.clone()),
            (None, None) => is_any = true,
            _ => return None,
        }
    }
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    Some(if is_any { Vec::new() } else { names })
}

fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Boolean => "Boolean",
        Shape::Integer { .. } => "Integer",
        Shape::Number => "Number",
        Shape::Text(_) => "Text",
        Shape::List { .. } => "List",
        Shape::Map(..) => "Map",
        _ => "Object",
    }
}
