//! Bodies of several parts, as structs whose fields are the parts.

use api_lock::{Access, Constraints, Definition, Field, Item, Reading, Shape, Style, Writing};
use serde_json::Value;

use super::document::{Importer, Object};
use super::error::OpenApiError;
use super::operation::Stop;

/// How many references a schema of a part is followed through.
const MAX_REFERENCES: usize = 32;

impl<'d> Importer<'d> {
    /// Reads the body of several parts. Its type is one of its own, because a value of JSON holds no files.
    pub(super) fn parts(&mut self, schema: Option<&'d Value>, hint: &str) -> Result<Shape, Stop> {
        let Some(schema) = schema else { return Err(Stop::left_out("a body of parts that are not known", "")) };
        let mut members = self.members_of(schema)?;
        let names: Vec<String> = members
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect();
        if names.is_empty() {
            return Err(Stop::left_out("a body of parts that are not known", ""));
        }
        if members.get("additionalProperties").is_some_and(Value::is_object) {
            self.part_left_out("parts of any name", "");
        }
        for key in ["additionalProperties", "patternProperties", "minProperties", "maxProperties"] {
            members.remove(key);
        }
        let files = self.files(&mut members)?;
        let mut fields: Vec<Field> = Vec::new();
        let others = self.fields(&members, hint, 0)?;
        self.read_waiting()?;
        for field in others {
            let part = self.part(field);
            fields.push(part);
        }
        fields.extend(files);
        fields.sort_by_key(|field| names.iter().position(|name| *name == field.name));
        Ok(self.declare(hint, None, Definition::Struct { fields, closed: false }))
    }

    /// Returns the members of a schema behind its references, with those of its `allOf`.
    fn members_of(&mut self, schema: &'d Value) -> Result<Object, OpenApiError> {
        let schema = self.resolved(schema)?;
        self.merged(schema, 0)
    }

    /// Takes the files out of the keys of an object, and returns them as fields.
    fn files(&self, members: &mut Object) -> Result<Vec<Field>, OpenApiError> {
        let required = self.member_texts(members, "required")?;
        let mut files = Vec::new();
        let Some(Value::Object(properties)) = members.get_mut("properties") else { return Ok(files) };
        let mut rest = Object::new();
        for (name, schema) in std::mem::take(properties) {
            match self.file(&schema, 0)? {
                Some(shape) => files.push(file_field(&name, shape, required.contains(&name))),
                None => {
                    rest.insert(name, schema);
                }
            }
        }
        *properties = rest;
        if let Some(Value::Array(required)) = members.get_mut("required") {
            required.retain(|name| files.iter().all(|file| name.as_str() != Some(&file.name)));
        }
        Ok(files)
    }

    /// Returns the shape of a part that is a file, or a list of them.
    fn file(&self, schema: &Value, depth: usize) -> Result<Option<Shape>, OpenApiError> {
        if depth > MAX_REFERENCES {
            return Ok(None);
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            return self.file(self.target(reference)?, depth + 1);
        }
        let has_type = |name: &str| match schema.get("type") {
            Some(Value::Array(names)) => names.iter().any(|one| one.as_str() == Some(name)),
            other => other.and_then(Value::as_str) == Some(name),
        };
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        // In version 3.1 content of any media type needs neither a type nor a format.
        let has_bytes = text("format") == Some("binary")
            || text("contentMediaType").is_some_and(|name| name != "application/json")
                && text("contentEncoding").is_none();
        if has_bytes && (has_type("string") || schema.get("type").is_none()) {
            return Ok(Some(Shape::Text(Some("binary".to_owned()))));
        }
        match schema.get("items") {
            Some(items) if has_type("array") => Ok(match self.file(items, depth + 1)? {
                Some(file @ Shape::Text(_)) => Some(Shape::List { item: Box::new(file), length: None, unique: false }),
                _ => None,
            }),
            _ => Ok(None),
        }
    }

    /// Returns a field as `#[derive(Multipart)]` has it, which has no constraints, and no value beside an option.
    fn part(&mut self, field: Field) -> Field {
        self.no_constraints(&field.item, "constraints of a part of a body");
        let shape = match field.item.shape {
            Shape::Patch(shape) => Shape::Option(shape),
            // A list has a part for each item, and may have none.
            Shape::Option(list) if matches!(*list, Shape::List { length: None, .. }) => *list,
            shape => shape,
        };
        let is_list = self.is_list(&shape);
        part_field(field.name, shape, is_list)
    }

    /// Returns whether a shape is a list, behind names of types.
    fn is_list(&self, shape: &Shape) -> bool {
        let mut shape = shape;
        for _ in 0..MAX_REFERENCES {
            shape = match shape {
                Shape::Named(name) => match self.types.get(name) {
                    Some(Definition::Newtype { item, .. }) => &item.shape,
                    _ => return false,
                },
                other => return matches!(other, Shape::List { .. }),
            };
        }
        false
    }
}

fn file_field(name: &str, shape: Shape, is_required: bool) -> Field {
    let is_list = matches!(shape, Shape::List { .. });
    let shape = if is_required || is_list { shape } else { Shape::Option(Box::new(shape)) };
    part_field(name.to_owned(), shape, is_list)
}

/// Returns the field of a part, which a reader and a writer treat as its shape says.
fn part_field(name: String, shape: Shape, is_list: bool) -> Field {
    let (reading, writing) = match shape {
        _ if is_list => (Reading::Defaulted, Writing::Sometimes),
        Shape::Option(_) => (Reading::Required, Writing::Sometimes),
        _ => (Reading::Required, Writing::Always),
    };
    Field {
        name,
        aliases: Vec::new(),
        item: Item { shape, constraints: Constraints::default() },
        reading,
        writing,
        flattened: false,
        style: Style::Repeated,
        access: Access::Both,
        default: None,
    }
}
