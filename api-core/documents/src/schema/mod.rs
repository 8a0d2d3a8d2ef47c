//! What a value is in JSON, before types have names and before a dialect of JSON Schema is chosen.
//!
//! ```text
//! known     types that shapes refer to by name, and fields that stand alone
//! describe  from the shape of a type to its schema
//! variants  the schemas of enums
//! constrain limits, multiples, lengths, patterns and formats
//! types     the named types that were found, and their names
//! example   an example of a value
//! fits      whether a value is one of a schema
//! given     examples in documentation
//! named     the shapes with names of a description
//! write     from a schema to JSON, in a dialect
//! ```

mod constrain;
mod describe;
mod example;
mod fits;
mod given;
mod known;
mod named;
mod types;
mod variants;
mod write;

use std::borrow::Cow;

use api_core::description::BodyEncoding;
use api_core::model::{Access, Divisor, Limit, Shape};

pub(crate) use self::example::example;
pub(crate) use self::fits::{Misfit, fits};
pub(crate) use self::given::given_examples;
pub(crate) use self::known::{Known, fields_of};
pub(crate) use self::named::named_shapes;
pub(crate) use self::types::{Collected, Types};
pub(crate) use self::write::Dialect;

/// The direction in which a value travels.
///
/// The same type can have two forms: a field with a default may be missing in a request, and is always there in a
/// response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flow {
    /// A client writes the value and a server reads it.
    Request,
    /// A server writes the value and a client reads it.
    Response,
    /// A request whose value is written as the keys of a query or a form: there is no `null`, and an empty list or map
    /// has no key.
    Form,
}

/// The number of a named type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TypeId(usize);

/// The schema of a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Schema {
    pub(crate) kind: Kind,
    /// The name of the variant that it is, from which generators of clients make the name of a type. Or empty.
    pub(crate) title: &'static str,
    /// The documentation, Markdown.
    pub(crate) docs: Cow<'static, str>,
    /// Whether `null` is a value too.
    pub(crate) nullable: bool,
    /// The messages that have the member, for the schema of one.
    pub(crate) access: Access,
    /// The JSON of the value that is taken if the member is missing.
    pub(crate) default: Option<&'static str>,
    /// The name of the root element, for the schema of a document of XML.
    pub(crate) element: Option<&'static str>,
}

/// The kinds of values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Any,
    Null,
    Boolean,
    /// The constant `true`.
    True,
    Integer {
        minimum: i128,
        maximum: i128,
        multiple_of: Option<Divisor>,
    },
    Number {
        minimum: Option<Limit>,
        maximum: Option<Limit>,
        multiple_of: Option<Divisor>,
    },
    Text(Text),
    /// One text.
    Constant(Cow<'static, str>),
    /// One integer.
    Exactly(i128),
    /// One of several texts. An open choice may get more.
    Choice {
        names: Vec<Cow<'static, str>>,
        open: bool,
    },
    /// One of several integers. An open list may get more.
    Listed {
        numbers: Vec<i128>,
        open: bool,
    },
    /// JSON inside of a text.
    Encoded(Box<Schema>),
    Array {
        item: Box<Schema>,
        minimum: Option<usize>,
        maximum: Option<usize>,
        unique: bool,
    },
    Tuple(Vec<Schema>),
    Object(Members),
    /// Exactly one of several.
    One(Vec<Schema>),
    /// One or more of several.
    Some(Vec<Schema>),
    /// All of several.
    All(Vec<Schema>),
    Named(TypeId),
}

/// The constraints of a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Text {
    pub(crate) format: Option<&'static str>,
    pub(crate) pattern: Option<&'static str>,
    pub(crate) shortest: Option<usize>,
    pub(crate) longest: Option<usize>,
}

/// The members of an object.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Members {
    pub(crate) properties: Vec<Property>,
    pub(crate) rest: Rest,
    pub(crate) least: Option<usize>,
    pub(crate) most: Option<usize>,
}

/// A member with a known key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Property {
    pub(crate) name: Cow<'static, str>,
    pub(crate) schema: Schema,
    pub(crate) required: bool,
}

/// The members without a known key.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Rest {
    /// There may be any, and they have no meaning.
    #[default]
    Ignored,
    /// There may be none.
    Refused,
    /// Each has a value of one schema, and a key of another.
    Each { key: Option<Box<Schema>>, value: Box<Schema> },
}

impl From<Kind> for Schema {
    fn from(kind: Kind) -> Self {
        Self {
            kind,
            title: "",
            docs: Cow::Borrowed(""),
            nullable: false,
            access: Access::Both,
            default: None,
            element: None,
        }
    }
}

impl Schema {
    pub(crate) fn text() -> Self {
        Kind::Text(Text::default()).into()
    }

    pub(crate) fn object(properties: Vec<Property>) -> Self {
        Kind::Object(Members { properties, ..Members::default() }).into()
    }

    /// Returns an object of texts with arbitrary keys.
    pub(crate) fn texts() -> Self {
        let rest = Rest::Each { key: None, value: Box::new(Self::text()) };
        Kind::Object(Members { rest, ..Members::default() }).into()
    }

    #[must_use]
    pub(crate) fn docs(mut self, docs: impl Into<Cow<'static, str>>) -> Self {
        self.docs = docs.into();
        self
    }

    /// Sets the name of the root element if the media type is one of XML.
    #[must_use]
    pub(crate) fn in_media_type(mut self, media_type: &str, shape: &Shape) -> Self {
        if BodyEncoding::of_model(media_type) == BodyEncoding::Xml {
            self.element = shape.root_element();
        }
        self
    }

    #[must_use]
    pub(crate) fn or_null(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Returns the union of schemas, each once.
    pub(crate) fn any_of(schemas: Vec<Self>) -> Self {
        let mut distinct: Vec<Self> = Vec::new();
        for schema in schemas {
            if !distinct.contains(&schema) {
                distinct.push(schema);
            }
        }
        match distinct.pop() {
            Some(only) if distinct.is_empty() => only,
            Some(last) => {
                distinct.push(last);
                Kind::Some(distinct).into()
            }
            None => Kind::Any.into(),
        }
    }
}

impl Property {
    pub(crate) fn required(name: impl Into<Cow<'static, str>>, schema: impl Into<Schema>) -> Self {
        Self { name: name.into(), schema: schema.into(), required: true }
    }

    pub(crate) fn optional(name: impl Into<Cow<'static, str>>, schema: impl Into<Schema>) -> Self {
        Self { name: name.into(), schema: schema.into(), required: false }
    }
}
