//! Shapes as types of Rust.

use std::collections::HashMap;

use api_lock::{Content, Definition, Field, Item, Lock, Shape, Type};

use crate::naming::{Names, pascal};

use super::formats::name_of;
use super::recursion::{Recursion, mentioned};
use super::words::TAKEN;

/// The integers of Rust, the narrowest first.
const INTEGERS: [(&str, i128, i128); 8] = [
    ("u8", 0, u8::MAX as i128),
    ("i8", i8::MIN as i128, i8::MAX as i128),
    ("u16", 0, u16::MAX as i128),
    ("i16", i16::MIN as i128, i16::MAX as i128),
    ("u32", 0, u32::MAX as i128),
    ("i32", i32::MIN as i128, i32::MAX as i128),
    ("u64", 0, u64::MAX as i128),
    ("i64", i64::MIN as i128, i64::MAX as i128),
];

/// The format that has a type in `api_core`.
pub(super) const BASE64: &str = "base64";

/// The named types of a lock, with their names in Rust.
#[derive(Debug)]
pub(super) struct Types<'l> {
    names: HashMap<&'l str, String>,
    recursion: Recursion<'l>,
    declared: &'l [Type],
}

/// Where a type is written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'l> {
    /// Within the named type: others are beside it, and those of its cycle are in a box.
    Model(&'l str),
    /// In a trait, whose module knows `models`.
    Trait,
}

impl<'l> Types<'l> {
    pub(super) fn new(lock: &'l Lock) -> Self {
        let mut taken = Names::default();
        let name = |one: &'l Type| {
            let name = pascal(&one.name);
            let name = if TAKEN.contains(&name.as_str()) { name + "Model" } else { name };
            (one.name.as_str(), taken.take(name, ""))
        };
        let names = lock.types.iter().map(name).collect();
        Self { names, recursion: Recursion::new(&lock.types), declared: &lock.types }
    }

    /// Returns whether a pattern is one that the usual engine of constraints does not read.
    pub(super) fn need_look_around(&self) -> bool {
        let is_beyond = |item: &Item| {
            item.constraints.pattern.as_ref().is_some_and(|pattern| regex_lite::Regex::new(pattern).is_err())
        };
        let are_beyond = |fields: &[Field]| fields.iter().any(|field| is_beyond(&field.item));
        self.declared.iter().any(|one| match &one.definition {
            Definition::Struct { fields, .. } => are_beyond(fields),
            Definition::Newtype { item, .. } => is_beyond(item),
            Definition::Tuple(items) => items.iter().any(is_beyond),
            Definition::Enum { variants, .. } => variants.iter().any(|variant| match &variant.content {
                Content::Unit => false,
                Content::Newtype(item) => is_beyond(item),
                Content::Tuple(items) => items.iter().any(is_beyond),
                Content::Struct(fields) => are_beyond(fields),
            }),
        })
    }

    /// Returns the name of a type in Rust.
    pub(super) fn name(&self, name: &str) -> &str {
        self.names.get(name).map_or("Unknown", String::as_str)
    }

    /// Returns the type of a shape.
    pub(super) fn of(&self, shape: &Shape, place: Place<'_>) -> String {
        self.written(shape, place, true)
    }

    /// Returns whether a shape refers to another type of the same cycle, whose shape must be held by name there.
    pub(super) fn is_held_by_name(&self, shape: &Shape, owner: &str) -> bool {
        let mut names = Vec::new();
        mentioned(shape, &mut names);
        // The derive sees by itself where a type mentions its own name.
        !names.contains(&owner) && names.iter().any(|name| self.recursion.is_around(owner, name))
    }

    /// Returns whether values of a shape have an order.
    pub(super) fn is_ordered(shape: &Shape) -> bool {
        matches!(shape, Shape::Text(_) | Shape::Integer { .. } | Shape::Boolean)
    }

    fn written(&self, shape: &Shape, place: Place<'_>, is_direct: bool) -> String {
        match shape {
            Shape::Null => "()".to_owned(),
            Shape::Boolean => "bool".to_owned(),
            Shape::Integer { minimum, maximum } => {
                let fits = |(_, from, to): &&(&str, i128, i128)| from <= minimum && maximum <= to;
                let is_exact = |(_, from, to): &&(&str, i128, i128)| (from, to) == (minimum, maximum);
                let found = INTEGERS.iter().find(is_exact).or_else(|| INTEGERS.iter().find(fits));
                found.map_or("i128", |(name, ..)| name).to_owned()
            }
            Shape::Number => "f64".to_owned(),
            Shape::Text(Some(format)) if format == BASE64 => "api_core::model::Base64".to_owned(),
            Shape::Text(format) => match (format.as_deref().and_then(name_of), place) {
                (None, _) => "String".to_owned(),
                (Some(name), Place::Model(_)) => format!("formats::{name}"),
                (Some(name), Place::Trait) => format!("models::formats::{name}"),
            },
            Shape::Any => "serde_json::Value".to_owned(),
            Shape::Option(shape) => format!("Option<{}>", self.written(shape, place, is_direct)),
            Shape::Patch(shape) => format!("api_core::Patch<{}>", self.written(shape, place, is_direct)),
            Shape::List { item, unique: true, length: None } if Self::is_ordered(item) => {
                format!("std::collections::BTreeSet<{}>", self.written(item, place, false))
            }
            Shape::List { item, unique: true, length: None } => {
                format!("api_core::model::Distinct<{}>", self.written(item, place, false))
            }
            Shape::List { item, length: Some(length @ ..=32), .. } => {
                format!("[{}; {length}]", self.written(item, place, is_direct))
            }
            Shape::List { item, .. } => format!("Vec<{}>", self.written(item, place, false)),
            Shape::Map(key, value) => {
                let key = match &**key {
                    key if Self::is_ordered(key) => self.written(key, place, false),
                    _ => "String".to_owned(),
                };
                format!("std::collections::BTreeMap<{key}, {}>", self.written(value, place, false))
            }
            Shape::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| self.written(&item.shape, place, is_direct)).collect();
                let comma = if items.len() == 1 { "," } else { "" };
                format!("({}{comma})", items.join(", "))
            }
            Shape::Named(name) => match place {
                Place::Model(owner) if is_direct && self.recursion.is_around(owner, name) => {
                    format!("Box<{}>", self.name(name))
                }
                Place::Model(_) => self.name(name).to_owned(),
                Place::Trait => format!("models::{}", self.name(name)),
            },
        }
    }
}
