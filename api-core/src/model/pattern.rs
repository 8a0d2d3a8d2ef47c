//! Checks that every pattern in a shape compiles; macros cannot, so a test should.

use std::collections::HashSet;
use std::fmt;

use regex_lite::Regex;

use super::constraint::Constraints;
use super::shape::{Content, Declaration, Field, Item, Shape};

/// A pattern that is not a regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MalformedPattern {
    /// The pattern.
    pub pattern: &'static str,
    /// Why it does not compile.
    pub reason: String,
}

impl Shape {
    /// Every pattern of the shape, and of those it refers to, that does not compile.
    ///
    /// # Errors
    ///
    /// All malformed patterns, in the order of the fields.
    pub fn check_patterns(&'static self) -> Result<(), Vec<MalformedPattern>> {
        let mut search = Search { seen: HashSet::new(), malformed: Vec::new() };
        search.shape(self);
        if search.malformed.is_empty() { Ok(()) } else { Err(search.malformed) }
    }

    /// How the type was declared, if it has a name.
    pub const fn declaration(&self) -> Option<&Declaration> {
        match self {
            Self::Struct(one) => Some(&one.declaration),
            Self::Enum(one) => Some(&one.declaration),
            Self::Newtype(one) => Some(&one.declaration),
            Self::Tuple(one) => one.declaration.as_ref(),
            _ => None,
        }
    }
}

struct Search {
    /// Names already followed; enough to end, since a cycle passes through a reference.
    seen: HashSet<&'static str>,
    malformed: Vec<MalformedPattern>,
}

impl Search {
    fn shape(&mut self, shape: &'static Shape) {
        match shape {
            Shape::Option(inner) => self.shape(inner),
            Shape::List(list) => self.shape(list.item),
            Shape::Map(map) => {
                self.shape(map.key);
                self.shape(map.value);
            }
            Shape::Tuple(tuple) => self.items(tuple.items),
            Shape::Struct(one) => self.fields(one.fields),
            Shape::Newtype(newtype) => self.item(&newtype.item),
            Shape::Enum(one) => one.variants.iter().for_each(|variant| match &variant.content {
                Content::Unit => {}
                Content::Newtype(item) => self.item(item),
                Content::Tuple(items) => self.items(items),
                Content::Struct(fields) => self.fields(fields),
            }),
            Shape::Reference(reference) if self.seen.insert(reference.name) => self.shape(reference.resolve()),
            _ => {}
        }
    }

    fn fields(&mut self, fields: &'static [Field]) {
        for field in fields {
            self.constraints(&field.constraints);
            self.shape(field.shape);
        }
    }

    fn items(&mut self, items: &'static [Item]) {
        for item in items {
            self.item(item);
        }
    }

    fn item(&mut self, item: &'static Item) {
        self.constraints(&item.constraints);
        self.shape(item.shape);
    }

    fn constraints(&mut self, constraints: &Constraints) {
        if let Some(pattern) = constraints.pattern
            && let Err(error) = Regex::new(pattern)
        {
            self.malformed.push(MalformedPattern { pattern, reason: error.to_string() });
        }
    }
}

impl fmt::Display for MalformedPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is not a pattern: {}", self.pattern, self.reason)
    }
}

impl std::error::Error for MalformedPattern {}
