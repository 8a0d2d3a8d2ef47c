//! Bodies that are forms.

use std::collections::HashSet;

use api_lock::{Content, Definition, Field, Item, Reading, Shape, Tagging, Variant};
use serde_json::Value;

use super::document::Importer;
use super::operation::Stop;

impl<'d> Importer<'d> {
    /// Reads the body of a form.
    pub(super) fn form(&mut self, schema: Option<&'d Value>, hint: &str) -> Result<Shape, Stop> {
        let shape = self.content_shape(schema, hint)?;
        if !self.has_keys(&shape) {
            return Err(Stop::left_out("a form that is no object", ""));
        }
        self.check_form(&shape, &mut HashSet::new())
            .map_err(|key| Stop::left_out("a value that no form holds", key))?;
        Ok(shape)
    }

    fn has_keys(&self, shape: &Shape) -> bool {
        match shape {
            Shape::Map(..) => true,
            Shape::Named(name) => match self.types.get(name) {
                Some(Definition::Newtype { item, .. }) => self.has_keys(&item.shape),
                Some(Definition::Struct { .. }) => true,
                _ => false,
            },
            _ => false,
        }
    }

    /// Checks that a value can be written as keys with brackets, as `Shape::is_query` of `api_core` requires.
    ///
    /// # Errors
    /// Returns the key of the first value that cannot.
    fn check_form(&self, shape: &Shape, seen: &mut HashSet<String>) -> Result<(), String> {
        match shape {
            Shape::Boolean | Shape::Integer { .. } | Shape::Number | Shape::Text(_) => Ok(()),
            Shape::Option(inner) => self.check_form(inner, seen),
            Shape::List { item, .. } | Shape::Map(_, item) if !matches!(**item, Shape::Option(_)) => {
                self.check_form(item, seen)
            }
            Shape::Named(name) => {
                // A type that holds itself is checked once.
                if !seen.insert(name.clone()) {
                    return Ok(());
                }
                match self.types.get(name) {
                    Some(Definition::Struct { fields, .. }) => self.check_fields(fields, seen),
                    Some(Definition::Newtype { item, .. }) => self.check_form(&item.shape, seen),
                    Some(Definition::Enum { tagging: Tagging::Untagged, variants, .. }) => {
                        variants.iter().try_for_each(|variant| self.check_variant(variant, seen))
                    }
                    Some(Definition::Enum { tagging: Tagging::External | Tagging::Integer, variants, .. })
                        if variants.iter().all(|variant| variant.content == Content::Unit) =>
                    {
                        Ok(())
                    }
                    _ => Err(name.clone()),
                }
            }
            _ => Err(String::new()),
        }
    }

    fn check_fields(&self, fields: &[Field], seen: &mut HashSet<String>) -> Result<(), String> {
        for field in fields.iter().filter(|field| field.reading != Reading::Ignored) {
            let fits = self.check_form(&field.item.shape, seen);
            if fits.is_err() || field.flattened && !self.has_keys(&field.item.shape) {
                return Err(field.name.clone());
            }
        }
        Ok(())
    }

    fn check_variant(&self, variant: &Variant, seen: &mut HashSet<String>) -> Result<(), String> {
        match &variant.content {
            Content::Newtype(Item { shape, .. }) if !matches!(shape, Shape::Option(_)) => self.check_form(shape, seen),
            Content::Struct(fields) => self.check_fields(fields, seen),
            _ => Err(variant.name.clone()),
        }
    }
}
