//! The data a shape is made of; every part is public and constant, so that const functions can walk it.

use super::Constraints;

/// The form of a type on the wire, as JSON sees it.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// `null` only: the unit type and unit structs.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A whole number within a range.
    Integer(Integers),
    /// A floating-point number.
    Number,
    /// A string; the format is one that the type itself insists on, such as `uuid`.
    Text {
        /// The format's name as JSON Schema spells it.
        format: Option<&'static str>,
    },
    /// Any JSON value.
    Any,
    /// The value, or `null`.
    Option(&'static Shape),
    /// An array of like items.
    List(List),
    /// An object with free keys.
    Map(Map),
    /// An array with one shape for each place.
    Tuple(Tuple),
    /// An object with known keys.
    Struct(Struct),
    /// One of several variants.
    Enum(Enum),
    /// A named type that looks like its only content.
    Newtype(Newtype),
    /// A type held by name, which is how a recursive type ends.
    Reference(Reference),
}

/// The range of an integer type, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Integers {
    /// The least value.
    pub minimum: i128,
    /// The greatest value.
    pub maximum: i128,
}

/// An array of like items.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// The shape of each item.
    pub item: &'static Shape,
    /// The exact number of items, if the type fixes it.
    pub length: Option<usize>,
    /// Whether items do not repeat (sets).
    pub unique: bool,
}

/// An object with free keys.
#[derive(Clone, Copy, Debug)]
pub struct Map {
    /// The shape of a key; always a scalar.
    pub key: &'static Shape,
    /// The shape of each value.
    pub value: &'static Shape,
}

/// How a type was declared.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    /// The type's name, after `#[serde(rename)]`.
    pub name: &'static str,
    /// The shapes of its type parameters, in order: `Page<User>` and `Page<Room>` share a name and differ here.
    pub arguments: &'static [&'static Shape],
    /// The doc comment, one leading space taken off each line.
    pub docs: &'static str,
}

/// An array with one shape for each place.
#[derive(Clone, Copy, Debug)]
pub struct Tuple {
    /// The tuple struct it comes from; `None` for a plain tuple.
    pub declaration: Option<Declaration>,
    /// One shape for each place.
    pub items: &'static [Item],
}

/// A value without a name of its own: a place of a tuple, or the content of a newtype.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// The shape of the value.
    pub shape: &'static Shape,
    /// What the shape alone does not say.
    pub constraints: Constraints,
}

/// An object with known keys.
#[derive(Clone, Copy, Debug)]
pub struct Struct {
    /// How the type was declared.
    pub declaration: Declaration,
    /// The keys, in declaration order.
    pub fields: &'static [Field],
    /// What happens to other keys.
    pub unknown_fields: UnknownFields,
}

/// One key of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key on the wire; for a flattened field the name in Rust.
    pub name: &'static str,
    /// Other keys accepted on reading.
    pub aliases: &'static [&'static str],
    /// The doc comment.
    pub docs: &'static str,
    /// The shape of the value.
    pub shape: &'static Shape,
    /// What a reader does when the key is missing. See also [`Field::required`], which knows of options.
    pub reading: Reading,
    /// When a writer sends the key.
    pub writing: Writing,
    /// Whether the value's own keys stand in the place of this one.
    pub flattened: bool,
    /// What the shape alone does not say.
    pub constraints: Constraints,
}

/// What a reader does with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Refuses the object without it, unless the shape accepts absence.
    Required,
    /// Refuses the object without it, an option's key too: a field read by a function of its own (`deserialize_with`).
    Insisted,
    /// Takes a default when it is missing.
    Defaulted,
    /// Never reads it (`skip_deserializing`).
    Ignored,
}

/// When a writer sends a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// In every object.
    Always,
    /// Unless a predicate says otherwise (`skip_serializing_if`).
    Sometimes,
    /// Never (`skip_serializing`).
    Never,
}

/// What happens to keys that no field names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownFields {
    /// They are passed over.
    Ignored,
    /// They are an error (`deny_unknown_fields`).
    Refused,
}

/// One of several variants.
#[derive(Clone, Copy, Debug)]
pub struct Enum {
    /// How the type was declared.
    pub declaration: Declaration,
    /// Where the variant's name stands.
    pub tagging: Tagging,
    /// The variants, in declaration order.
    pub variants: &'static [Variant],
    /// What happens to unknown keys of struct variants.
    pub unknown_fields: UnknownFields,
}

/// Where the name of a variant stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tagging {
    /// As the only key of an object, or alone as a string for variants without content.
    External,
    /// Under a key beside the content's own keys.
    Internal {
        /// The key.
        tag: &'static str,
    },
    /// Under one key, with the content under another.
    Adjacent {
        /// The key of the name.
        tag: &'static str,
        /// The key of the content.
        content: &'static str,
    },
    /// Nowhere: the first variant that fits is meant.
    Untagged,
}

/// One variant of an enum.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// The name on the wire.
    pub name: &'static str,
    /// Other names accepted on reading.
    pub aliases: &'static [&'static str],
    /// The doc comment.
    pub docs: &'static str,
    /// What comes with the name.
    pub content: Content,
    /// Whether a reader knows the variant.
    pub read: bool,
    /// Whether a writer can send it.
    pub written: bool,
    /// Whether it stands for every name that is not known (`#[serde(other)]`): the enum is open.
    pub other: bool,
}

/// What comes with a variant's name.
#[derive(Clone, Copy, Debug)]
pub enum Content {
    /// Nothing.
    Unit,
    /// One value.
    Newtype(Item),
    /// An array.
    Tuple(&'static [Item]),
    /// An object.
    Struct(&'static [Field]),
}

/// A named type that looks like its only content.
#[derive(Clone, Copy, Debug)]
pub struct Newtype {
    /// How the type was declared.
    pub declaration: Declaration,
    /// The content.
    pub item: Item,
    /// Whether serde passes straight through (`transparent`), so that an option inside may be absent.
    pub transparent: bool,
}

/// A type held by name.
#[derive(Clone, Copy)]
pub struct Reference {
    /// The type's name.
    pub name: &'static str,
    /// Answers the shape. A function, since a constant that held its own shape would be a cycle.
    pub target: fn() -> &'static Shape,
}

impl Reference {
    /// The shape referred to.
    pub fn resolve(&self) -> &'static Shape {
        (self.target)()
    }
}

impl std::fmt::Debug for Reference {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Reference").field(&self.name).finish()
    }
}

impl Item {
    /// A value with no constraints.
    pub const fn plain(shape: &'static Shape) -> Self {
        Self { shape, constraints: Constraints::NONE }
    }
}
