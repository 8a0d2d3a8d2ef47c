//! The schemas of enums, in each of serde's representations.

use std::borrow::Cow;

use api_core::model::{Content, Enum, Field, Item, Tagging, UnknownFields, Variant};

use super::{Flow, Kind, Members, Property, Rest, Schema};

/// What enums are made of.
pub(super) trait Parts {
    /// Returns the direction in which values travel.
    fn flow(&self) -> Flow;

    /// Returns the schema of a value without a key.
    fn item(&mut self, item: &'static Item) -> Schema;

    /// Returns the schema of an array of fixed length.
    fn tuple(&mut self, items: &'static [Item]) -> Kind;

    /// Returns an object with fields, those of flattened fields among them. `with`: members in front of them.
    fn members(&mut self, fields: &'static [Field], unknown_fields: UnknownFields, with: Members) -> Schema;

    /// Returns an object that has the keys of a value beside others, which come first.
    fn beside(&mut self, item: &'static Item, with: Members) -> Schema;
}

/// Returns the schema of an enum.
pub(super) fn enumeration(parts: &mut impl Parts, one: &'static Enum) -> Schema {
    let variants: Vec<&'static Variant> = one
        .variants
        .iter()
        .filter(|variant| match parts.flow() {
            Flow::Request | Flow::Form => variant.read,
            Flow::Response => variant.written,
        })
        .collect();
    match one.tagging {
        Tagging::External => external(parts, one, &variants),
        Tagging::Internal { tag } => {
            let schemas = variants.iter().map(|variant| internal(parts, one, tag, variant)).collect();
            choice(schemas, &variants)
        }
        Tagging::Adjacent { tag, content } => {
            let schemas = variants.iter().map(|variant| adjacent(parts, one, tag, content, variant)).collect();
            choice(schemas, &variants)
        }
        Tagging::Integer => numbers_of(&variants),
        Tagging::Untagged => {
            let schemas = variants.iter().map(|variant| {
                let schema = content_of(parts, one, variant).unwrap_or_else(|| Kind::Null.into());
                documented(schema, variant)
            });
            Schema::any_of(schemas.collect())
        }
    }
}

/// A variant without content is its name, any other the only key of an object.
fn external(parts: &mut impl Parts, one: &'static Enum, variants: &[&'static Variant]) -> Schema {
    let is_unit = |variant: &&&'static Variant| matches!(variant.content, Content::Unit);
    let names: Vec<&'static Variant> = variants.iter().filter(is_unit).copied().collect();
    let objects = variants.iter().filter(|variant| !is_unit(variant)).map(|variant| {
        let content = content_of(parts, one, variant).unwrap_or_else(|| Kind::Null.into());
        let object = Members {
            properties: vec![Property::required(variant.name, content)],
            rest: Rest::Refused,
            ..Members::default()
        };
        titled(Kind::Object(object).into(), variant)
    });
    let mut schemas: Vec<Schema> = objects.collect();
    if !names.is_empty() {
        schemas.insert(0, names_of(&names));
    }
    one_of(schemas)
}

fn names_of(variants: &[&'static Variant]) -> Schema {
    let names = variants.iter().map(|variant| Cow::Borrowed(variant.name)).collect();
    let open = variants.iter().any(|variant| variant.other);
    let mut schema = Schema::from(Kind::Choice { names, open });
    let documented: Vec<String> = variants
        .iter()
        .filter(|variant| !variant.docs.is_empty())
        .map(|variant| format!("- `{}`: {}", variant.name, variant.docs.replace('\n', "\n  ")))
        .collect();
    schema.docs = documented.join("\n").into();
    schema
}

/// Every variant is a number, and its name in Rust is known to people only.
fn numbers_of(variants: &[&'static Variant]) -> Schema {
    let numbers = variants.iter().filter_map(|variant| variant.name.parse().ok()).collect();
    let open = variants.iter().any(|variant| variant.other);
    let mut schema = Schema::from(Kind::Listed { numbers, open });
    let lines = variants.iter().map(|variant| match (variant.label, variant.docs) {
        ("", docs) => format!("- `{}`: {}", variant.name, docs.replace('\n', "\n  ")),
        (label, "") => format!("- `{}`: {label}", variant.name),
        (label, docs) => format!("- `{}`: {label}. {}", variant.name, docs.replace('\n', "\n  ")),
    });
    schema.docs = lines.collect::<Vec<_>>().join("\n").into();
    schema
}

/// The name is a member among those of the content.
fn internal(parts: &mut impl Parts, one: &'static Enum, tag: &'static str, variant: &'static Variant) -> Schema {
    let members = Members { properties: vec![name(tag, variant)], ..Members::default() };
    let schema = match &variant.content {
        Content::Unit | Content::Tuple(_) => parts.members(&[], one.unknown_fields, members),
        Content::Newtype(item) => parts.beside(item, members),
        Content::Struct(fields) => parts.members(fields, one.unknown_fields, members),
    };
    titled(schema, variant)
}

/// Name and content are two members.
fn adjacent(
    parts: &mut impl Parts,
    one: &'static Enum,
    tag: &'static str,
    key: &'static str,
    variant: &'static Variant,
) -> Schema {
    let mut properties = vec![name(tag, variant)];
    if let Some(content) = content_of(parts, one, variant) {
        let may_be_missing = matches!(&variant.content, Content::Newtype(item) if item.shape.accepts_absence());
        let required = !(may_be_missing && parts.flow() != Flow::Response);
        properties.push(Property { name: key.into(), schema: content, required });
    }
    titled(Schema::object(properties), variant)
}

/// Returns the member that holds the name of a variant. A variant for unknown names has any.
fn name(tag: &'static str, variant: &'static Variant) -> Property {
    let name = if variant.other { Schema::text() } else { Kind::Constant(variant.name.into()).into() };
    Property::required(tag, name)
}

fn content_of(parts: &mut impl Parts, one: &'static Enum, variant: &'static Variant) -> Option<Schema> {
    match &variant.content {
        Content::Unit => None,
        Content::Newtype(item) => Some(parts.item(item)),
        Content::Tuple(items) => Some(parts.tuple(items).into()),
        Content::Struct(fields) => Some(parts.members(fields, one.unknown_fields, Members::default())),
    }
}

/// Adds the name of a variant, unless the schema has a name of its own or the variant is for any name.
fn titled(schema: Schema, variant: &'static Variant) -> Schema {
    let mut schema = documented(schema, variant);
    if !variant.other && !matches!(schema.kind, Kind::Named(_)) {
        schema.title = variant.name;
    }
    schema
}

fn documented(mut schema: Schema, variant: &Variant) -> Schema {
    if !variant.docs.is_empty() {
        schema.docs = variant.docs.into();
    }
    schema
}

/// Returns a choice of objects that their names tell apart, unless there is a variant for any name.
fn choice(schemas: Vec<Schema>, variants: &[&'static Variant]) -> Schema {
    if variants.iter().any(|variant| variant.other) { Schema::any_of(schemas) } else { one_of(schemas) }
}

fn one_of(mut schemas: Vec<Schema>) -> Schema {
    match schemas.pop() {
        Some(only) if schemas.is_empty() => only,
        Some(last) => {
            schemas.push(last);
            Kind::One(schemas).into()
        }
        // An enum without variants has no values.
        None => Kind::Choice { names: Vec::new(), open: false }.into(),
    }
}
