//! Schemas whose values a trait writes as the same XML as the document says.

use std::collections::{BTreeMap, BTreeSet};

use api_lock::{Content, Definition, Field, Shape, Tagging};
use serde_json::Value;

use super::document::Importer;
use super::error::OpenApiError;

/// The maximum number of schemas that one comparison looks at.
const MAX_LOOKS: usize = 10_000;

/// Where a value is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The elements of a field's name.
    Field,
    /// One element.
    Element,
}

impl<'d> Importer<'d> {
    /// Returns the shape of content that is XML, if both name the root element alike, the document moves or renames
    /// nothing, and a trait can have the shape in XML.
    pub(super) fn xml_shape(&mut self, schema: Option<&'d Value>, hint: &str) -> Result<Option<Shape>, OpenApiError> {
        let Some(schema) = schema else { return Ok(None) };
        // What a type of the trait cannot be is looked at first, so that it leaves no types behind.
        let root = self.root_element(schema)?;
        if root.is_none() || !self.is_plain(schema, None, &mut Vec::new())? {
            return Ok(None);
        }
        let shape = self.content_shape(Some(schema), hint)?;
        let is_same = matches!(&shape, Shape::Named(name) if Some(name.as_str()) == root);
        Ok((is_same && fits(&self.types, &shape, Place::Element, &mut BTreeSet::new())).then_some(shape))
    }

    /// Returns the name of the root element: that of the `xml` object, or of the component.
    fn root_element(&self, schema: &'d Value) -> Result<Option<&'d str>, OpenApiError> {
        let own = self.resolved(schema)?.pointer("/xml/name").and_then(Value::as_str);
        let component = schema.get("$ref").and_then(Value::as_str).and_then(|name| name.rsplit('/').next());
        Ok(own.or(component))
    }

    /// Returns whether the `xml` objects of a schema and of all below it say what is so without them. `name`: that of
    /// the element.
    fn is_plain(
        &self,
        schema: &'d Value,
        name: Option<&str>,
        seen: &mut Vec<*const Value>,
    ) -> Result<bool, OpenApiError> {
        let schema = self.resolved(schema)?;
        if let Some(xml) = schema.get("xml") {
            let moves = |key: &str| xml.get(key).is_some_and(|value| *value != Value::Bool(false));
            let is_named = xml.get("name").is_none_or(|own| name.is_none_or(|name| own == name));
            if moves("attribute") || moves("wrapped") || moves("prefix") || moves("namespace") || !is_named {
                return Ok(false);
            }
        }
        if seen.contains(&std::ptr::from_ref(schema)) {
            return Ok(true);
        }
        if seen.len() >= MAX_LOOKS {
            return Ok(false);
        }
        seen.push(schema);
        for (key, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if !self.is_plain(property, Some(key), seen)? {
                return Ok(false);
            }
        }
        // The items of a list have the name of its property.
        if let Some(items) = schema.get("items")
            && !self.is_plain(items, name, seen)?
        {
            return Ok(false);
        }
        for list in ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| schema.get(*key).and_then(Value::as_array)) {
            for part in list {
                if !self.is_plain(part, name, seen)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

/// Returns whether a trait can have a shape in XML, as the compiler checks it.
fn fits(types: &BTreeMap<String, Definition>, shape: &Shape, place: Place, seen: &mut BTreeSet<String>) -> bool {
    let mut inside = |shape: &Shape, place: Place| fits(types, shape, place, seen);
    match shape {
        Shape::Null | Shape::Boolean | Shape::Integer { .. } | Shape::Number | Shape::Text(_) => true,
        Shape::Any | Shape::Map(..) | Shape::Tuple(_) => false,
        Shape::Option(inner) | Shape::Patch(inner) => inside(inner, Place::Element),
        Shape::List { item, .. } => place == Place::Field && inside(item, Place::Element),
        Shape::Named(name) => match types.get(name) {
            None | Some(Definition::Tuple(_)) => false,
            Some(Definition::Newtype { item, .. }) => inside(&item.shape, place),
            Some(_) if !seen.insert(name.clone()) => true,
            Some(Definition::Struct { fields, .. }) => are_fields(types, fields, seen),
            Some(Definition::Enum { tagging, variants, .. }) => {
                let is_plain = variants.iter().all(|variant| matches!(variant.content, Content::Unit));
                match tagging {
                    Tagging::Integer => true,
                    Tagging::Untagged | Tagging::Adjacent(..) => false,
                    Tagging::External if is_plain => true,
                    Tagging::External | Tagging::Internal(_) => variants.iter().all(|variant| {
                        is_name(&variant.name)
                            && match &variant.content {
                                Content::Unit => true,
                                Content::Newtype(item) => fits(types, &item.shape, Place::Element, seen),
                                Content::Tuple(_) => false,
                                Content::Struct(fields) => are_fields(types, fields, seen),
                            }
                    }),
                }
            }
        },
    }
}

fn are_fields(types: &BTreeMap<String, Definition>, fields: &[Field], seen: &mut BTreeSet<String>) -> bool {
    fields
        .iter()
        .all(|field| is_name(&field.name) && !field.flattened && fits(types, &field.item.shape, Place::Field, seen))
}

/// Returns whether a text is the name of an element.
fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|other| other.is_ascii_alphanumeric() || matches!(other, '-' | '_' | '.'))
}
