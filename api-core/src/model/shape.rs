//! Shapes: wire formats as constant data. All parts are public, so const functions can traverse them.

use super::{Constraints, Style};

/// The wire format of a type, in terms of JSON.
///
/// ```
/// use api_core::model::{Model, Shape};
///
/// let shape = <Vec<u8> as Model>::SHAPE;
/// assert!(matches!(shape, Shape::List(list) if matches!(list.item, Shape::Integer(_))));
/// assert_eq!(shape.to_string(), "list of integer 0..=255");
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// `null` only: the unit type and unit structs.
    Null,
    /// `true` or `false`.
    Boolean,
    /// An integer within a range.
    Integer(Integers),
    /// A floating-point number.
    Number,
    /// A string.
    Text {
        /// The format that the type requires, as JSON Schema names it, for example `uuid`.
        format: Option<&'static str>,
    },
    /// Any JSON value.
    Any,
    /// The value, or `null`.
    Option(&'static Shape),
    /// The value, `null`, or no key at all, each with a meaning of its own: a field of a partial update
    /// ([`Patch`](super::Patch)).
    Patch(&'static Shape),
    /// An array whose items have the same shape.
    List(List),
    /// An object with arbitrary keys.
    Map(Map),
    /// An array of fixed length with a shape for each element.
    Tuple(Tuple),
    /// An object with known keys.
    Struct(Struct),
    /// One of several variants.
    Enum(Enum),
    /// A named type with the wire format of its only field.
    Newtype(Newtype),
    /// A reference to a type by name. It makes the shapes of recursive types finite.
    Reference(Reference),
}

/// The range of an integer type, both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Integers {
    /// The minimum.
    pub minimum: i128,
    /// The maximum.
    pub maximum: i128,
}

/// An array whose items have the same shape.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// The shape of each item.
    pub item: &'static Shape,
    /// The number of items, if the type fixes it.
    pub length: Option<usize>,
    /// Whether items are distinct (sets).
    pub unique: bool,
}

/// An object with arbitrary keys.
#[derive(Clone, Copy, Debug)]
pub struct Map {
    /// The shape of a key. Always a scalar.
    pub key: &'static Shape,
    /// The shape of each value.
    pub value: &'static Shape,
}

/// The declaration of a named type.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    /// The type's name, after `#[serde(rename)]`.
    pub name: &'static str,
    /// The shapes of its type arguments, in order. They distinguish `Page<User>` from `Page<Room>`.
    pub arguments: &'static [&'static Shape],
    /// The doc comment, Markdown, without the leading space of each line.
    pub docs: &'static str,
}

/// An array of fixed length with a shape for each element.
#[derive(Clone, Copy, Debug)]
pub struct Tuple {
    /// The declaration of the tuple struct. `None` for a tuple.
    pub declaration: Option<Declaration>,
    /// The elements.
    pub items: &'static [Item],
}

/// A value without a key: an element of a tuple, or the field of a newtype.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// The shape of the value.
    pub shape: &'static Shape,
    /// The constraints beyond the shape.
    pub constraints: Constraints,
}

/// An object with known keys.
#[derive(Clone, Copy, Debug)]
pub struct Struct {
    /// The declaration.
    pub declaration: Declaration,
    /// The fields, in declaration order.
    pub fields: &'static [Field],
    /// What a reader does with unknown keys.
    pub unknown_fields: UnknownFields,
}

/// One key of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key on the wire. For a flattened field, its name in Rust.
    pub name: &'static str,
    /// Other keys that a reader accepts.
    pub aliases: &'static [&'static str],
    /// The doc comment, Markdown.
    pub docs: &'static str,
    /// The shape of the value.
    pub shape: &'static Shape,
    /// What a reader does if the key is missing. [`Field::required`] also takes the shape into account.
    pub reading: Reading,
    /// When a writer sends the key.
    pub writing: Writing,
    /// Whether the keys of the value belong to the containing object (`#[serde(flatten)]`).
    pub flattened: bool,
    /// The constraints beyond the shape.
    pub constraints: Constraints,
    /// The form of a list in a query. It means nothing in JSON.
    pub style: Style,
    /// The messages that have the key.
    pub access: Access,
    /// The JSON of the value that a reader takes if the key is missing, if it is known.
    pub default: Option<&'static str>,
}

/// The messages that have a key (OpenAPI's `readOnly` and `writeOnly`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Requests and answers.
    Both,
    /// Answers: a server takes no notice of the key in a request.
    ReadOnly,
    /// Requests: a server does not send the key.
    WriteOnly,
}

/// The behaviour of a reader for a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Rejects the object without the key, unless the shape accepts absence.
    Required,
    /// Rejects the object without the key, also for an option: the field has a function of its own
    /// (`deserialize_with`).
    Insisted,
    /// Uses a default if the key is missing (`default`).
    Defaulted,
    /// Does not read the key (`skip_deserializing`).
    Ignored,
}

/// The condition under which a writer sends a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// In every object.
    Always,
    /// Unless a predicate excludes the value (`skip_serializing_if`), which excludes at least `null`:
    /// `Option::is_none` and the like.
    Sometimes,
    /// Unless a predicate excludes the value of which nothing is known: it may exclude some values, and `null` need not
    /// be among them.
    Conditional,
    /// Never (`skip_serializing`).
    Never,
}

impl Writing {
    /// Returns whether an object may be sent without the key.
    pub const fn may_omit(self) -> bool {
        matches!(self, Self::Sometimes | Self::Conditional)
    }
}

/// The behaviour of a reader for keys that no field names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownFields {
    /// Ignores them.
    Ignored,
    /// Rejects the object (`deny_unknown_fields`).
    Refused,
}

/// One of several variants.
#[derive(Clone, Copy, Debug)]
pub struct Enum {
    /// The declaration.
    pub declaration: Declaration,
    /// The location of the variant's name.
    pub tagging: Tagging,
    /// The variants, in declaration order.
    pub variants: &'static [Variant],
    /// What a reader does with unknown keys of struct variants.
    pub unknown_fields: UnknownFields,
}

/// The location of a variant's name (serde's representations of enums).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tagging {
    /// The name is the only key of an object. A variant without content is a string.
    External,
    /// The name is the value of a key among the keys of the content.
    Internal {
        /// The key.
        tag: &'static str,
    },
    /// Name and content are the values of two keys.
    Adjacent {
        /// The key of the name.
        tag: &'static str,
        /// The key of the content.
        content: &'static str,
    },
    /// The name is not sent. A reader takes the first variant that fits.
    Untagged,
    /// The name is an integer, the value of the variant in Rust, and is all that is sent (`#[model(repr)]`).
    Integer,
}

/// One variant of an enum.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// The name on the wire. Of [`Tagging::Integer`], the digits of the number.
    pub name: &'static str,
    /// What people call the variant if its name is a number: its name in Rust. Otherwise empty.
    pub label: &'static str,
    /// Other names that a reader accepts.
    pub aliases: &'static [&'static str],
    /// The doc comment, Markdown.
    pub docs: &'static str,
    /// The content.
    pub content: Content,
    /// Whether a reader accepts the variant.
    pub read: bool,
    /// Whether a writer can send the variant.
    pub written: bool,
    /// Whether a reader takes the variant for every unknown name (`#[serde(other)]`), which makes the enum open.
    pub other: bool,
}

/// The content of a variant.
#[derive(Clone, Copy, Debug)]
pub enum Content {
    /// No content.
    Unit,
    /// One value.
    Newtype(Item),
    /// An array.
    Tuple(&'static [Item]),
    /// An object.
    Struct(&'static [Field]),
}

/// A named type with the wire format of its only field.
#[derive(Clone, Copy, Debug)]
pub struct Newtype {
    /// The declaration.
    pub declaration: Declaration,
    /// The field.
    pub item: Item,
    /// Whether the type is `transparent` to serde, so that an option inside may be absent.
    pub transparent: bool,
}

/// A reference to a type by name.
#[derive(Clone, Copy)]
pub struct Reference {
    /// The type's name.
    pub name: &'static str,
    /// The function that returns the shape. A constant that contained its own shape would be cyclic.
    pub target: fn() -> &'static Shape,
}

impl Shape {
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

impl Reference {
    /// Returns the shape of the type.
    pub fn resolve(&self) -> &'static Shape {
        (self.target)()
    }
}

impl std::fmt::Debug for Reference {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Reference").field(&self.name).finish()
    }
}

impl Field {
    /// Creates a required field that is always sent, without aliases and constraints. `name` is its key.
    pub const fn plain(name: &'static str, docs: &'static str, shape: &'static Shape) -> Self {
        Self {
            name,
            aliases: &[],
            docs,
            shape,
            reading: Reading::Required,
            writing: Writing::Always,
            flattened: false,
            constraints: Constraints::NONE,
            style: Style::Repeated,
            access: Access::Both,
            default: None,
        }
    }
}

impl Item {
    /// Creates an item without constraints.
    pub const fn plain(shape: &'static Shape) -> Self {
        Self { shape, constraints: Constraints::NONE }
    }
}
