//! From a schema to JSON, in a dialect of JSON Schema.

use std::borrow::Cow;
use std::cell::RefCell;

use api_core::model::{Access, Divisor, Limit};
use serde_json::Value;

use super::{Collected, Flow, Kind, Members, Rest, Schema, Text, example, fits, given_examples};
use crate::naming::{Names, pascal_case};
use crate::tree::{Json, Object};

/// A dialect of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// JSON Schema 2020-12, by itself or in OpenAPI 3.1. References begin with this text.
    Draft2020(&'static str),
    /// JSON Schema draft 7, which AsyncAPI 3.0 extends.
    Draft7,
    /// The subset of OpenAPI 3.0.
    OpenApi30,
}

/// The keywords of OpenAPI 3.0 that have other names or forms in JSON Schema 2020-12.
impl Dialect {
    fn reference(self) -> &'static str {
        match self {
            Self::Draft2020(prefix) => prefix,
            Self::Draft7 | Self::OpenApi30 => "#/components/schemas/",
        }
    }

    /// Returns whether documents of the dialect say how a value is written in XML.
    const fn has_xml(self) -> bool {
        match self {
            // OpenAPI 3.1 has components, a schema by itself has definitions.
            Self::Draft2020(prefix) => matches!(prefix.as_bytes(), [b'#', b'/', b'c', ..]),
            Self::Draft7 => false,
            Self::OpenApi30 => true,
        }
    }

    fn constant(self, value: Json) -> Object {
        match self {
            Self::Draft2020(_) | Self::Draft7 => Object::new().with("const", value),
            Self::OpenApi30 => Object::new().with("enum", vec![value]),
        }
    }

    fn text(self, text: &Text) -> Object {
        // A character is no format of JSON Schema.
        let is_character = text.format == Some("char");
        let one = is_character.then_some(1_usize);
        let is_base64 = text.format == Some("base64");
        let (format, encoding) = match self {
            Self::OpenApi30 if is_base64 => (Some("byte"), None),
            Self::Draft2020(_) if is_base64 => (None, Some("base64")),
            _ => (text.format.filter(|_| !is_character), None),
        };
        Object::new()
            .with("type", "string")
            .with_some("format", format)
            .with_some("contentEncoding", encoding)
            .with_some("pattern", text.pattern)
            .with_some("minLength", text.shortest.or(one))
            .with_some("maxLength", text.longest.or(one))
    }

    /// Adds examples. OpenAPI 3.0 has one.
    fn with_examples(self, schema: Object, examples: Vec<Value>) -> Object {
        let mut examples = examples.into_iter().map(Json::from);
        match self {
            Self::OpenApi30 => schema.with_some("example", examples.next()),
            _ => schema.with_some("examples", Some(examples.collect::<Vec<_>>()).filter(|all| !all.is_empty())),
        }
    }

    /// Returns the schema of `null`.
    fn null(self) -> Object {
        match self {
            Self::Draft2020(_) | Self::Draft7 => Object::new().with("type", "null"),
            // Only a schema with a type can be nullable.
            Self::OpenApi30 => {
                Object::new().with("type", "object").with("nullable", true).with("enum", vec![Json::Null])
            }
        }
    }
}

impl Collected {
    /// Writes a schema.
    pub(crate) fn write(&self, schema: &Schema, flow: Flow, dialect: Dialect) -> Json {
        let writer = Writer { names: self, flow, dialect, owner: None };
        Json::Object(writer.schema(schema))
    }

    /// Writes the schemas of all types with a name. Variants get titles that begin with the name, `ShapeCircle`.
    pub(crate) fn write_all(&self, dialect: Dialect) -> Object {
        // Some generators of clients have one name space for all titles and names.
        let titles = RefCell::new(Names::reserving(self.iter().map(|(name, ..)| name.to_owned())));
        let mut all = Object::new();
        for (name, flow, schema) in self.iter() {
            let writer = Writer { names: self, flow, dialect, owner: Some((name, &titles)) };
            let written = writer.schema(schema);
            all.push(name.to_owned(), dialect.with_examples(written, self.examples(name, schema, flow)));
        }
        all
    }
}

impl Collected {
    /// Returns examples of a named type: those in its documentation, otherwise one of each object.
    fn examples(&self, name: &str, schema: &Schema, flow: Flow) -> Vec<Value> {
        let given = given_examples(&schema.docs).into_iter().filter_map(|text| serde_json::from_str(text).ok());
        let given: Vec<Value> = given.filter(|value| fits(value, schema, flow, self).is_ok()).collect();
        let is_object = matches!(schema.kind, Kind::Object(_) | Kind::One(_) | Kind::Some(_));
        if !given.is_empty() || !is_object || !self.is_of_api(name) {
            return given;
        }
        let made = example(schema, flow, self);
        // Not each pattern has a text that can be found.
        if made.is_object() && fits(&made, schema, flow, self).is_ok() { vec![made] } else { Vec::new() }
    }
}

struct Writer<'a> {
    names: &'a Collected,
    flow: Flow,
    dialect: Dialect,
    /// The name of the type that is written, and the titles of the document.
    owner: Option<(&'a str, &'a RefCell<Names>)>,
}

impl Writer<'_> {
    fn schema(&self, schema: &Schema) -> Object {
        let written = self.kind(&schema.kind);
        let written = if schema.nullable { self.nullable(written) } else { written };
        let element = schema.element.filter(|_| self.dialect.has_xml());
        let title = self.title(schema);
        let has_notes = title.is_some()
            || !schema.docs.is_empty()
            || schema.access != Access::Both
            || schema.default.is_some()
            || element.is_some();
        if !has_notes {
            return written;
        }
        // Only later versions read what stands beside a reference.
        let is_reference = written.member("$ref").is_some();
        let written = if is_reference && matches!(self.dialect, Dialect::OpenApi30 | Dialect::Draft7) {
            Object::new().with("allOf", vec![Json::Object(written)])
        } else {
            written
        };
        written
            .with_some("title", title)
            .with_some("description", Some(schema.docs.clone()).filter(|docs| !docs.is_empty()))
            .with_some("default", schema.default.and_then(Json::read))
            .with_some("readOnly", (schema.access == Access::ReadOnly).then_some(true))
            .with_some("writeOnly", (schema.access == Access::WriteOnly).then_some(true))
            .with_some("xml", element.map(|name| Object::new().with("name", name)))
    }

    /// Returns a title that no other schema of the document has. `None` without a name of letters or digits.
    fn title(&self, schema: &Schema) -> Option<String> {
        let (owner, titles) = self.owner?;
        let variant = pascal_case(schema.title);
        (!variant.is_empty()).then(|| titles.borrow_mut().take_derived(owner.to_owned() + &variant))
    }

    /// Returns the schema of a property. In XML it is an attribute if its name begins with `@`, which JSON Schema alone
    /// has no word for.
    fn property(&self, name: &str, schema: &Schema) -> Object {
        let written = self.schema(schema);
        match name.strip_prefix('@').filter(|name| !name.is_empty()) {
            Some(attribute) if self.dialect.has_xml() => {
                let xml = Object::new().with("name", attribute.to_owned()).with("attribute", true);
                let written = if written.member("$ref").is_some() {
                    Object::new().with("allOf", vec![Json::Object(written)])
                } else {
                    written
                };
                written.with("xml", xml)
            }
            _ => written,
        }
    }

    fn nullable(&self, written: Object) -> Object {
        let null = Json::Object(self.dialect.null());
        // `true`, the schema of any value, has no type either.
        if written.is_empty() {
            return written;
        }
        let is_plain = written.member("enum").is_none() && written.member("const").is_none();
        match (self.dialect, written.member("type")) {
            (Dialect::Draft2020(_) | Dialect::Draft7, Some(Json::Text(name))) if is_plain => {
                let both = Json::list([name.clone(), Cow::Borrowed("null")]);
                with_member(written, "type", &both)
            }
            (Dialect::OpenApi30, Some(Json::Text(_))) if is_plain => written.with("nullable", true),
            _ => Object::new().with("anyOf", vec![Json::Object(written), null]),
        }
    }

    fn kind(&self, kind: &Kind) -> Object {
        let typed = |name: &'static str| Object::new().with("type", name);
        match kind {
            Kind::Any => Object::new(),
            Kind::Null => self.dialect.null(),
            Kind::Boolean => typed("boolean"),
            Kind::True => with_all(typed("boolean"), self.dialect.constant(true.into())),
            Kind::Integer { minimum, maximum, multiple_of } => {
                integer(*minimum, *maximum).with_some("multipleOf", multiple_of.map(divisor))
            }
            Kind::Number { minimum, maximum, multiple_of } => typed("number")
                .with("format", "double")
                .with_some("minimum", minimum.map(limit))
                .with_some("maximum", maximum.map(limit))
                .with_some("multipleOf", multiple_of.map(divisor)),
            Kind::Text(text) => self.dialect.text(text),
            Kind::Constant(name) => with_all(typed("string"), self.dialect.constant(name.clone().into())),
            Kind::Exactly(number) => with_all(typed("integer"), self.dialect.constant((*number).into())),
            Kind::Choice { names, open: true } => {
                let known = typed("string").with("enum", Json::list(names.iter().cloned()));
                Object::new().with("anyOf", vec![Json::Object(known), typed("string").into()])
            }
            Kind::Choice { names, open: false } if names.is_empty() => {
                Object::new().with("not", Json::Object(Object::new()))
            }
            Kind::Choice { names, open: false } => typed("string").with("enum", Json::list(names.iter().cloned())),
            Kind::Listed { numbers, open: true } => {
                let known = typed("integer").with("enum", Json::list(numbers.iter().copied()));
                Object::new().with("anyOf", vec![Json::Object(known), typed("integer").into()])
            }
            Kind::Listed { numbers, open: false } => typed("integer").with("enum", Json::list(numbers.iter().copied())),
            Kind::Encoded(inner) => match self.dialect {
                Dialect::Draft2020(_) => typed("string")
                    .with("contentMediaType", "application/json")
                    .with("contentSchema", self.schema(inner)),
                Dialect::Draft7 => typed("string").with("contentMediaType", "application/json"),
                Dialect::OpenApi30 => typed("string"),
            },
            Kind::Array { item, minimum, maximum, unique } => typed("array")
                .with("items", self.schema(item))
                .with_some("minItems", *minimum)
                .with_some("maxItems", *maximum)
                .with_some("uniqueItems", unique.then_some(true)),
            Kind::Tuple(items) => self.tuple(items),
            Kind::Object(members) => self.members(members),
            Kind::One(schemas) => self.all("oneOf", schemas),
            Kind::Some(schemas) => self.all("anyOf", schemas),
            Kind::All(schemas) => self.all("allOf", schemas),
            Kind::Named(id) => {
                let name = self.names.name(*id, self.flow);
                Object::new().with("$ref", format!("{}{name}", self.dialect.reference()))
            }
        }
    }

    fn all(&self, keyword: &'static str, schemas: &[Schema]) -> Object {
        let schemas: Vec<Json> = schemas.iter().map(|schema| self.schema(schema).into()).collect();
        Object::new().with(keyword, schemas)
    }

    fn tuple(&self, items: &[Schema]) -> Object {
        let schemas: Vec<Json> = items.iter().map(|schema| self.schema(schema).into()).collect();
        let array = Object::new().with("type", "array");
        let array = match self.dialect {
            Dialect::Draft2020(_) | Dialect::Draft7 if schemas.is_empty() => array,
            // A list of schemas was a tuple before `prefixItems`.
            Dialect::Draft7 => array.with("items", schemas),
            Dialect::Draft2020(_) => array.with("prefixItems", schemas),
            Dialect::OpenApi30 if schemas.is_empty() => array.with("items", Object::new()),
            // There are no tuples: each element is one of all.
            Dialect::OpenApi30 => array.with("items", Object::new().with("anyOf", schemas)),
        };
        array.with("minItems", items.len()).with("maxItems", items.len())
    }

    fn members(&self, members: &Members) -> Object {
        let mut properties = Object::new();
        for property in &members.properties {
            properties.push(property.name.clone(), self.property(&property.name, &property.schema));
        }
        let required: Vec<Json> = members
            .properties
            .iter()
            .filter(|property| property.required)
            .map(|property| Json::Text(property.name.clone()))
            .collect();
        let object = Object::new()
            .with("type", "object")
            .with_some("properties", Some(properties).filter(|properties| !properties.is_empty()))
            .with_some("required", Some(required).filter(|required| !required.is_empty()));
        let object = match &members.rest {
            Rest::Ignored => object,
            Rest::Refused => object.with("additionalProperties", false),
            Rest::Each { key, value } => {
                let key = key.as_ref().filter(|_| self.dialect != Dialect::OpenApi30);
                object
                    .with_some("propertyNames", key.map(|key| self.schema(key)))
                    .with("additionalProperties", self.schema(value))
            }
        };
        object.with_some("minProperties", members.least).with_some("maxProperties", members.most)
    }
}

/// The formats of integers, of the registry of formats of the OpenAPI Initiative.
const INTEGERS: [(&str, i128, i128); 8] = [
    ("int8", i8::MIN as i128, i8::MAX as i128),
    ("int16", i16::MIN as i128, i16::MAX as i128),
    ("int32", i32::MIN as i128, i32::MAX as i128),
    ("int64", i64::MIN as i128, i64::MAX as i128),
    ("uint8", 0, u8::MAX as i128),
    ("uint16", 0, u16::MAX as i128),
    ("uint32", 0, u32::MAX as i128),
    ("uint64", 0, u64::MAX as i128),
];

/// The limits are written although the format has them: validators do not know formats of numbers.
fn integer(minimum: i128, maximum: i128) -> Object {
    let format = INTEGERS.iter().find(|(_, least, most)| (*least, *most) == (minimum, maximum));
    Object::new()
        .with("type", "integer")
        .with_some("format", format.map(|(format, ..)| *format))
        .with_some("minimum", Some(minimum).filter(|minimum| *minimum > i128::MIN))
        .with_some("maximum", Some(maximum).filter(|maximum| *maximum < i128::MAX))
}

fn limit(limit: Limit) -> Json {
    match limit {
        Limit::Integer(limit) => limit.into(),
        Limit::Number(limit) => limit.into(),
    }
}

fn divisor(divisor: Divisor) -> Json {
    match divisor.places() {
        0 => i128::from(divisor.digits()).into(),
        // Its digits are so few that the nearest number is written with them.
        _ => divisor.to_string().parse::<f64>().map_or(Json::Null, Json::from),
    }
}

fn with_all(mut object: Object, others: Object) -> Object {
    for (key, value) in others.into_members() {
        object.push(key, value);
    }
    object
}

fn with_member(object: Object, name: &'static str, value: &Json) -> Object {
    let mut changed = Object::new();
    for (key, known) in object.into_members() {
        let known = if key == name { value.clone() } else { known };
        changed.push(key, known);
    }
    changed
}
