//! The tree between reading and writing: the type as its shape will say it, with the user's tokens kept for spans.

use proc_macro2::TokenStream;
use syn::{Generics, Ident, LitStr, Member, Path, Type};

/// A type that derives `Model`.
pub(super) struct Tree {
    pub(super) ident: Ident,
    pub(super) generics: Generics,
    pub(super) name: String,
    pub(super) docs: String,
    /// Where the framework is found: `::api_core` unless said otherwise.
    pub(super) framework: Path,
    pub(super) body: Body,
}

/// What the type is made of.
#[expect(clippy::large_enum_variant, reason = "a macro holds one of them")]
pub(super) enum Body {
    /// The form of another type, by `#[model(as = Type)]`.
    As(Type),
    Unit,
    Newtype {
        item: Item,
        transparent: bool,
    },
    Tuple(Vec<Item>),
    Struct {
        fields: Vec<Field>,
        refuses_unknown: bool,
    },
    Enum {
        tagging: Tagging,
        variants: Vec<Variant>,
        refuses_unknown: bool,
    },
}

pub(super) enum Tagging {
    External,
    Internal(LitStr),
    Adjacent(LitStr, LitStr),
    Untagged,
}

pub(super) struct Variant {
    pub(super) ident: Ident,
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    pub(super) docs: String,
    pub(super) content: Content,
    pub(super) read: bool,
    pub(super) written: bool,
    pub(super) other: bool,
}

#[expect(clippy::large_enum_variant, reason = "a macro holds a handful of them, for a moment")]
pub(super) enum Content {
    Unit,
    Newtype(Item),
    Tuple(Vec<Item>),
    Struct(Vec<Field>),
}

pub(super) struct Field {
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    pub(super) docs: String,
    pub(super) item: Item,
    pub(super) reading: Reading,
    pub(super) writing: Writing,
    pub(super) flattened: bool,
}

#[derive(Clone, Copy)]
pub(super) enum Reading {
    Required,
    Insisted,
    Defaulted,
    Ignored,
}

#[derive(Clone, Copy)]
pub(super) enum Writing {
    Always,
    Sometimes,
    Never,
}

/// A value at some place of the type.
pub(super) struct Item {
    pub(super) member: Member,
    /// The type as the user wrote it. Generated calls name it, so that rustc reports a missing impl there, and once.
    pub(super) value_type: Type,
    /// The type whose shape is meant: the field's own, one given by `as`, or one that holds a recursive type by name.
    pub(super) shape: Type,
    pub(super) constraints: Constraints,
    pub(super) source: Source,
}

/// Where an item's shape comes from, which decides whether its value can be validated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// Its own type.
    Own,
    /// `#[model(as = Type)]`: the value may be of a type that is no model.
    Other,
}

/// Limits as they will be written into the shape; `place` is where a mistake in them is reported.
#[derive(Default)]
pub(super) struct Constraints {
    pub(super) min: Option<Limit>,
    pub(super) max: Option<Limit>,
    pub(super) min_length: Option<usize>,
    pub(super) max_length: Option<usize>,
    pub(super) pattern: Option<LitStr>,
    pub(super) format: Option<LitStr>,
    pub(super) place: TokenStream,
}

#[derive(Clone, Copy)]
pub(super) enum Limit {
    Integer(i128),
    Number(f64),
}

impl Constraints {
    pub(super) fn is_none(&self) -> bool {
        self.place.is_empty()
    }
}
