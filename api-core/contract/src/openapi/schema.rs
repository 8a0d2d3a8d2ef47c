//! A schema as a shape. Objects, enums and unions become named types.

use api_lock::{Constraints, Definition, Item, Shape};
use serde_json::Value;

use crate::naming::below;

use super::document::{Importer, Object, is_true};
use super::error::OpenApiError;
use super::merge::is_annotation;

/// Members of JSON Schema that shapes do not have.
const UNSAID: [&str; 9] = [
    "not",
    "if",
    "dependentRequired",
    "dependentSchemas",
    "propertyNames",
    "contains",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contentSchema",
];

/// What a schema is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// The shape of values beside `null`.
    pub(super) shape: Shape,
    /// Whether `null` is a value too.
    pub(super) is_nullable: bool,
    pub(super) constraints: Constraints,
}

impl Found {
    pub(super) fn plain(shape: Shape) -> Self {
        Self { shape, is_nullable: false, constraints: Constraints::default() }
    }

    fn or_null(self, is_nullable: bool) -> Self {
        Self { is_nullable: self.is_nullable || is_nullable, ..self }
    }

    /// Returns the item of values that include `null`, if that is one.
    pub(super) fn into_item(self) -> Item {
        let shape = match self.shape {
            Shape::Any => Shape::Any,
            shape if self.is_nullable => Shape::Option(Box::new(shape)),
            shape => shape,
        };
        Item { shape, constraints: self.constraints }
    }
}

impl Importer<'_> {
    /// Reads a named schema.
    pub(super) fn define(&mut self, name: &str, schema: &Value) -> Result<(), OpenApiError> {
        if let Some(text) = schema.get("description").and_then(Value::as_str) {
            self.texts.types.insert(name.to_owned(), text.to_owned());
        }
        let found = self.value(schema, name, Some(name), 0)?;
        if !self.types.contains_key(name) {
            // Whether it is `null` belongs to where it is used: an option within an option would hide one of them.
            let item = Item { shape: found.shape, constraints: found.constraints };
            self.types.insert(name.to_owned(), Definition::Newtype { item, transparent: true });
        }
        Ok(())
    }

    /// Reads a schema. `hint` is the name of a type that has to be made for it, and `target` is given if the schema is
    /// that of a named type.
    pub(super) fn value(
        &mut self,
        schema: &Value,
        hint: &str,
        target: Option<&str>,
        depth: usize,
    ) -> Result<Found, OpenApiError> {
        self.enter(depth)?;
        if let Some(members) = schema.as_object() {
            let is_alone = |key: &str| {
                members.keys().all(|other| other == key || is_annotation(other) || (other == "type" && key == "allOf"))
            };
            if let Some(reference) = self.member_text(members, "$ref")?
                && (!self.is_json_schema || is_alone("$ref"))
            {
                let is_nullable = self.is_nullable(reference, 0)? || is_true(members, "nullable");
                return Ok(Found::plain(Shape::Named(self.type_of(reference)?)).or_null(is_nullable));
            }
            if let [only] = self.member_array(members, "allOf")?
                && is_alone("allOf")
            {
                let found = self.value(only, hint, target, depth + 1)?;
                return Ok(found.or_null(is_true(members, "nullable")));
            }
        }
        let members = self.merged(schema, depth)?;
        self.merged_value(&members, hint, target, depth)
    }

    /// Reads the members of a schema, with those of its `allOf`.
    pub(super) fn merged_value(
        &mut self,
        members: &Object,
        hint: &str,
        target: Option<&str>,
        depth: usize,
    ) -> Result<Found, OpenApiError> {
        for key in UNSAID.iter().filter(|key| members.contains_key(**key)) {
            self.widened("a keyword that shapes do not have", key);
        }
        if let Some(found) = self.union(members, hint, target, depth)? {
            return Ok(found.or_null(is_true(members, "nullable")));
        }
        let mut types: Vec<&str> = match members.get("type") {
            None => self.inferred(members)?.into_iter().collect(),
            Some(Value::String(name)) => vec![name],
            Some(Value::Array(names)) => {
                let name = |one| Value::as_str(one).ok_or_else(|| self.wrong_type("type", "a string", one));
                names.iter().map(name).collect::<Result<_, _>>()?
            }
            Some(other) => return Err(self.wrong_type("type", "a string", other)),
        };
        let has_null = self.member_array(members, "enum")?.contains(&Value::Null);
        let is_nullable = is_true(members, "nullable") || types.contains(&"null") || has_null;
        types.retain(|name| *name != "null");
        let found = match types.as_slice() {
            [] => {
                self.no_values(members);
                Found::plain(Shape::Any)
            }
            [only] => self.of_type(only, members, hint, target, depth)?,
            several => {
                let mut alternatives = Vec::new();
                for name in several {
                    alternatives.push((*name, self.of_type(name, members, &below(hint, name), None, depth)?));
                }
                let alternatives = alternatives.into_iter().map(|(name, found)| (name.to_owned(), found)).collect();
                self.untagged(alternatives, hint, target)
            }
        };
        Ok(found.or_null(is_nullable))
    }

    fn of_type(
        &mut self,
        name: &str,
        members: &Object,
        hint: &str,
        target: Option<&str>,
        depth: usize,
    ) -> Result<Found, OpenApiError> {
        match name {
            "string" => self.text(members, hint, target),
            "integer" => self.integer(members, hint, target),
            "number" => self.number(members),
            "boolean" => {
                self.no_values(members);
                Ok(Found::plain(Shape::Boolean))
            }
            "array" => self.list(members, hint, depth),
            "object" => self.object_value(members, hint, target, depth),
            other => {
                self.widened("an unknown type", other);
                Ok(Found::plain(Shape::Any))
            }
        }
    }

    /// Returns the type that a schema without one is of, as its other members tell.
    fn inferred(&self, members: &Object) -> Result<Option<&'static str>, OpenApiError> {
        let has = |keys: &[&str]| keys.iter().any(|key| members.contains_key(*key));
        let is_text = |value: &Value| value.is_string() || value.is_null();
        let listed = self.member_array(members, "enum")?;
        Ok(if has(&["properties", "additionalProperties", "patternProperties", "required"]) {
            Some("object")
        } else if has(&["items", "prefixItems"]) {
            Some("array")
        } else if listed.iter().any(Value::is_string) && listed.iter().all(is_text)
            || members.get("const").is_some_and(Value::is_string)
        {
            Some("string")
        } else {
            None
        })
    }

    fn list(&mut self, members: &Object, hint: &str, depth: usize) -> Result<Found, OpenApiError> {
        if members.contains_key("prefixItems") {
            self.widened("items of different types", hint);
        }
        let item = match members.get("items") {
            Some(items) if !members.contains_key("prefixItems") => {
                self.value(items, &below(hint, "Item"), None, depth + 1)?.into_item()
            }
            _ => Item::plain(Shape::Any),
        };
        self.no_constraints(&item, "constraints of the items of a list");
        let unique = is_true(members, "uniqueItems");
        let constraints = self.lengths(members, ["minItems", "maxItems"])?;
        let shape = Shape::List { item: Box::new(item.shape), length: None, unique };
        Ok(Found { constraints, ..Found::plain(shape) })
    }

    pub(super) fn no_constraints(&mut self, item: &Item, reason: &'static str) {
        if item.constraints != Constraints::default() {
            self.widened(reason, item.constraints.to_string());
        }
    }

    /// Adds a type, or finds the same one where it was made for the same place.
    pub(super) fn declare(&mut self, hint: &str, target: Option<&str>, definition: Definition) -> Shape {
        let name = match target {
            Some(name) => name.to_owned(),
            None if self.types.get(hint) == Some(&definition) => return Shape::Named(hint.to_owned()),
            None => self.type_names.take(hint.to_owned(), ""),
        };
        self.types.insert(name.clone(), definition);
        Shape::Named(name)
    }

    /// Returns whether the target of a reference may be `null`.
    fn is_nullable(&mut self, reference: &str, depth: usize) -> Result<bool, OpenApiError> {
        if let Some(known) = self.nullable.get(reference) {
            return Ok(*known);
        }
        // For what refers to itself, until it is known.
        self.nullable.insert(reference.to_owned(), false);
        let target = self.target(reference)?;
        let is_nullable = self.accepts_null(target, depth + 1)?;
        self.nullable.insert(reference.to_owned(), is_nullable);
        Ok(is_nullable)
    }

    fn accepts_null(&mut self, schema: &Value, depth: usize) -> Result<bool, OpenApiError> {
        self.enter(depth)?;
        let Value::Object(members) = schema else { return Ok(false) };
        if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
            return Ok(self.is_nullable(reference, depth)? || is_true(members, "nullable"));
        }
        let says_so = match members.get("type") {
            Some(Value::String(name)) => name == "null",
            Some(Value::Array(names)) => names.iter().any(|name| name == "null"),
            _ => false,
        };
        let listed = self.member_array(members, "enum")?.contains(&Value::Null);
        if says_so || listed || is_true(members, "nullable") || members.get("const") == Some(&Value::Null) {
            return Ok(true);
        }
        let all = self.member_array(members, "allOf")?;
        let single = if all.len() == 1 { all } else { &[] };
        let alternatives = [self.member_array(members, "oneOf")?, self.member_array(members, "anyOf")?, single];
        for alternative in alternatives.concat() {
            if self.accepts_null(&alternative, depth + 1)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
