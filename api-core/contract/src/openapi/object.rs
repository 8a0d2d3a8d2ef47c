//! Objects: structs of known keys, and maps of any.

use api_lock::{Access, Definition, Field, Item, Reading, Shape, Style, Writing};
use serde_json::Value;

use crate::naming::below;

use super::document::{Importer, Object, is_true};
use super::error::OpenApiError;
use super::schema::Found;

impl Importer<'_> {
    pub(super) fn object_value(
        &mut self,
        members: &Object,
        hint: &str,
        target: Option<&str>,
        depth: usize,
    ) -> Result<Found, OpenApiError> {
        self.no_values(members);
        let is_closed = members.get("additionalProperties") == Some(&Value::Bool(false))
            && !members.contains_key("patternProperties");
        let has_keys = self.member_object(members, "properties")?.is_some_and(|keys| !keys.is_empty());
        if !has_keys && !is_closed {
            if !self.member_array(members, "required")?.is_empty() {
                self.part_left_out("a required key without a schema", hint);
            }
            let constraints = self.lengths(members, ["minProperties", "maxProperties"])?;
            let value = self.additional(members, hint, depth)?.unwrap_or(Shape::Any);
            let shape = Shape::Map(Box::new(Shape::Text(None)), Box::new(value));
            return Ok(Found { constraints, ..Found::plain(shape) });
        }
        let name = target.unwrap_or(hint);
        let fields = self.fields(members, name, depth)?;
        let documented = documented_keys(members);
        let shape = self.declare(hint, target, Definition::Struct { fields, closed: is_closed });
        if let Shape::Named(name) = &shape {
            for (key, text) in documented {
                self.texts.fields.insert((name.clone(), key), text);
            }
        }
        Ok(Found::plain(shape))
    }

    /// Reads the known keys of an object, and one flattened field for all others if they have a schema.
    pub(super) fn fields(&mut self, members: &Object, hint: &str, depth: usize) -> Result<Vec<Field>, OpenApiError> {
        let required = self.member_texts(members, "required")?;
        let limits = self.lengths(members, ["minProperties", "maxProperties"])?;
        let known = self.member_object(members, "properties")?.map_or(0, serde_json::Map::len);
        let is_closed = members.get("additionalProperties") == Some(&Value::Bool(false));
        // Required keys are always there, and a closed object has no others than the known ones.
        let always_least =
            limits.min_length.is_none_or(|least| usize::try_from(least).is_ok_and(|least| least <= required.len()));
        let always_most =
            limits.max_length.is_none_or(|most| is_closed && usize::try_from(most).map_or(true, |most| known <= most));
        if !(always_least && always_most) {
            self.widened("the number of keys beside known ones", hint);
        }
        let mut fields: Vec<Field> = Vec::new();
        let properties = self.member_object(members, "properties")?;
        for (key, schema) in properties.into_iter().flatten() {
            let found = self.value(schema, &below(hint, key), None, depth + 1)?;
            let marked = |mark| schema.as_object().is_some_and(|schema| is_true(schema, mark));
            let access = match (marked("readOnly"), marked("writeOnly")) {
                (true, false) => Access::ReadOnly,
                (false, true) => Access::WriteOnly,
                _ => Access::Both,
            };
            let is_of_one_direction = access != Access::Both;
            if is_of_one_direction && required.contains(key) {
                self.widened("a required key of one direction is optional", key);
            }
            if schema.get("default").is_some_and(|default| !default.is_null()) {
                self.part_left_out("a default value", key);
            }
            if schema.as_object().is_some_and(|schema| is_true(schema, "deprecated")) {
                self.part_left_out("the deprecation of a field", key);
            }
            fields.push(Field { access, ..field(key, found, required.contains(key) && !is_of_one_direction) });
        }
        for key in required.iter().filter(|key| fields.iter().all(|field| field.name != **key)) {
            self.part_left_out("a required key without a schema", key);
        }
        if let Some(value) = self.additional(members, hint, depth)? {
            let mut name = "additional".to_owned();
            while fields.iter().any(|field| field.name == name) {
                name.push('_');
            }
            let shape = Shape::Map(Box::new(Shape::Text(None)), Box::new(value));
            fields.push(Field {
                name,
                aliases: Vec::new(),
                item: Item::plain(shape),
                reading: Reading::Required,
                writing: Writing::Always,
                flattened: true,
                style: Style::Repeated,
                access: Access::Both,
                default: None,
            });
        }
        Ok(fields)
    }

    /// Returns the shape of the values of other keys, if there is a schema for them.
    fn additional(&mut self, members: &Object, hint: &str, depth: usize) -> Result<Option<Shape>, OpenApiError> {
        if let Some(patterns) = self.member_object(members, "patternProperties")?
            && !patterns.is_empty()
        {
            self.widened("schemas for patterns of keys", hint);
            return Ok(Some(Shape::Any));
        }
        let schema = match members.get("additionalProperties") {
            None | Some(Value::Bool(_)) => return Ok(None),
            Some(schema) => schema,
        };
        let item = self.value(schema, &below(hint, "Value"), None, depth + 1)?.into_item();
        self.no_constraints(&item, "constraints of the values of a map");
        Ok(Some(item.shape))
    }
}

/// Returns the field for a key. What may be absent is an option, and what may be `null` beside that a patch.
fn field(key: &str, found: Found, is_required: bool) -> Field {
    let item = if is_required {
        found.into_item()
    } else {
        let Found { shape, is_nullable, constraints } = found;
        let is_patch = is_nullable && shape != Shape::Any;
        let shape = if is_patch { Shape::Patch(Box::new(shape)) } else { Shape::Option(Box::new(shape)) };
        Item { shape, constraints }
    };
    let (reading, writing) =
        if is_required { (Reading::Required, Writing::Always) } else { (Reading::Defaulted, Writing::Sometimes) };
    Field {
        name: key.to_owned(),
        aliases: Vec::new(),
        item,
        reading,
        writing,
        flattened: false,
        style: Style::Repeated,
        access: Access::Both,
        default: None,
    }
}

fn documented_keys(members: &Object) -> Vec<(String, String)> {
    let properties = members.get("properties").and_then(Value::as_object);
    let text = |(key, schema): (&String, &Value)| {
        let text = schema.get("description").and_then(Value::as_str)?;
        Some((key.clone(), text.to_owned()))
    };
    properties.into_iter().flatten().filter_map(text).collect()
}
