//! The intermediate tree of a type: the data of its shape, with the user's tokens for spans.

use api_lock::Divisor;
use proc_macro2::{Span, TokenStream};
use syn::{Generics, Ident, LitStr, Member, Path, Type};

/// A type that derives `Model`.
pub(super) struct Tree {
    pub(super) ident: Ident,
    pub(super) generics: Generics,
    pub(super) name: String,
    pub(super) docs: String,
    /// The path of the framework. Default: `::api_core`.
    pub(super) framework: Path,
    pub(super) body: Body,
}

/// The content of a type.
#[expect(clippy::large_enum_variant, reason = "a macro holds one of them")]
pub(super) enum Body {
    /// The wire format of another type, by `#[model(as = Type)]`.
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
    /// `#[model(repr)]`: the value of the variant.
    Integer,
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
    /// The key `flatten`.
    pub(super) flatten: Option<Path>,
    /// The style of a list in a query, a variant of `model::Style`.
    pub(super) style: Option<&'static str>,
    /// The messages that have the field, a variant of `model::Access`.
    pub(super) access: Option<&'static str>,
    /// The JSON of the default.
    pub(super) default: Option<String>,
    /// The key that leaves the field out of some objects or all.
    pub(super) omits: Option<Path>,
}

impl Field {
    pub(super) fn flattened(&self) -> bool {
        self.flatten.is_some()
    }

    /// Returns whether `api_core::model::Field::plain` creates it.
    pub(super) fn is_plain(&self) -> bool {
        self.aliases.is_empty()
            && self.reading == Reading::Required
            && self.writing == Writing::Always
            && !self.flattened()
            && self.item.constraints.is_none()
            && self.style.is_none()
            && self.access.is_none()
            && self.default.is_none()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    Required,
    Insisted,
    Defaulted,
    Ignored,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    Always,
    Sometimes,
    Conditional,
    Never,
}

impl Reading {
    /// Returns the name of the variant in `api_core::model::Reading`.
    pub(super) fn variant(self) -> Ident {
        let name = match self {
            Self::Required => "Required",
            Self::Insisted => "Insisted",
            Self::Defaulted => "Defaulted",
            Self::Ignored => "Ignored",
        };
        Ident::new(name, Span::call_site())
    }
}

impl Writing {
    /// Returns the name of the variant in `api_core::model::Writing`.
    pub(super) fn variant(self) -> Ident {
        let name = match self {
            Self::Always => "Always",
            Self::Sometimes => "Sometimes",
            Self::Conditional => "Conditional",
            Self::Never => "Never",
        };
        Ident::new(name, Span::call_site())
    }
}

/// A value in the type: a field, or an element of a tuple.
pub(super) struct Item {
    pub(super) member: Member,
    /// The type that the user wrote. Generated calls name it, so that rustc reports a missing impl there, once.
    pub(super) value_type: Type,
    /// The type that provides the shape: the field's type, one given by `as`, or one with `ByName` around recursive
    /// uses.
    pub(super) shape: Type,
    pub(super) constraints: Constraints,
    pub(super) source: Source,
}

/// The origin of an item's shape, which decides whether its value can be validated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The item's type.
    Own,
    /// `#[model(as = Type)]`: the value's type may not be a model.
    Other,
}

/// The constraints of an item. Errors about them are reported at `place`.
#[derive(Default)]
pub(super) struct Constraints {
    pub(super) min: Option<Limit>,
    pub(super) max: Option<Limit>,
    pub(super) multiple_of: Option<Divisor>,
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
