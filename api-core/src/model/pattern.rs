//! Checks that all patterns in a shape compile. The macros do not check it, so a test should.

use std::collections::HashSet;
use std::fmt;

use regex_lite::Regex;

use super::constraint::Constraints;
use super::shape::{Content, Declaration, Field, Item, Shape};

/// The error of a pattern that is not a valid regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MalformedPattern {
    /// The pattern.
    pub pattern: &'static str,
    /// The reason why it does not compile.
    pub reason: String,
}

impl Shape {
    /// Checks that every pattern in the shape, and in the shapes it refers to, compiles.
    ///
    /// ```
    /// use api_core::Model;
    ///
    /// #[derive(Model)]
    /// struct Tag(#[model(pattern = "^[a-z")] String);
    ///
    /// let malformed = Tag::SHAPE.check_patterns().unwrap_err();
    /// assert_eq!(malformed[0].pattern, "^[a-z");
    /// ```
    ///
    /// # Errors
    /// Returns an error for each malformed pattern, in the order of the fields.
    pub fn check_patterns(&'static self) -> Result<(), Vec<MalformedPattern>> {
        let mut search = Search { seen: HashSet::new(), malformed: Vec::new() };
        search.shape(self);
        if search.malformed.is_empty() { Ok(()) } else { Err(search.malformed) }
    }

    /// Returns the declaration of the type, if it has a name.
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
    /// The names of references that were followed. Every cycle contains a reference, so the search ends.
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
        write!(formatter, "`{}` is not a valid regular expression: {}", self.pattern, self.reason)
    }
}

impl std::error::Error for MalformedPattern {}
