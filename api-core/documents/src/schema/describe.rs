//! From the shape of a type to its schema.

use api_core::model::{
    Access, Constraints, Declaration, Field, Integers, Item, List, Map, Reading, Shape, UnknownFields, Writing,
};

use super::constrain::constrained;
use super::variants::{Parts, enumeration};
use super::{Flow, Kind, Known, Members, Property, Rest, Schema, Text, TypeId};

/// Where the schemas of named types are registered.
pub(super) type Register<'a> = &'a mut dyn FnMut(&'static Shape, &'static Declaration) -> TypeId;

/// The description of values that travel in one direction.
pub(super) struct Describing<'a> {
    pub(super) flow: Flow,
    pub(super) known: Known,
    pub(super) register: Register<'a>,
}

impl Describing<'_> {
    pub(super) fn schema(&mut self, shape: &'static Shape) -> Schema {
        match shape {
            Shape::Null => Kind::Null.into(),
            Shape::Boolean => Kind::Boolean.into(),
            Shape::Integer(Integers { minimum, maximum }) => {
                Kind::Integer { minimum: *minimum, maximum: *maximum, multiple_of: None }.into()
            }
            Shape::Number => Kind::Number { minimum: None, maximum: None, multiple_of: None }.into(),
            Shape::Text { format } => text(*format).into(),
            Shape::Any => Kind::Any.into(),
            Shape::Option(inner) | Shape::Patch(inner) if self.flow == Flow::Form => self.schema(inner),
            Shape::Option(inner) | Shape::Patch(inner) => self.schema(inner).or_null(),
            Shape::List(list) => self.list(list).into(),
            Shape::Map(map) => {
                let rest = self.entries(map);
                Kind::Object(Members { rest, ..Members::default() }).into()
            }
            Shape::Tuple(tuple) => match &tuple.declaration {
                None => self.tuple(tuple.items).into(),
                Some(declaration) => self.named(shape, declaration),
            },
            Shape::Struct(one) => self.named(shape, &one.declaration),
            Shape::Enum(one) => self.named(shape, &one.declaration),
            Shape::Newtype(one) => self.named(shape, &one.declaration),
            Shape::Reference(reference) => self.schema(self.known.resolve(reference)),
        }
    }

    fn named(&mut self, shape: &'static Shape, declaration: &'static Declaration) -> Schema {
        Kind::Named((self.register)(shape, declaration)).into()
    }

    /// Returns what a named type is.
    pub(super) fn definition(&mut self, shape: &'static Shape) -> Schema {
        let mut schema = match shape {
            Shape::Struct(one) => self.members(one.fields, one.unknown_fields, Members::default()),
            Shape::Enum(one) => enumeration(self, one),
            Shape::Newtype(one) => self.item(&one.item),
            Shape::Tuple(one) => self.tuple(one.items).into(),
            // Only these have a declaration.
            other => self.schema(other),
        };
        if let Some(declaration) = shape.declaration() {
            schema.docs = match (declaration.docs, &*schema.docs) {
                (docs, "") => docs.into(),
                ("", variants) => variants.to_owned().into(),
                (docs, variants) => format!("{docs}\n\n{variants}").into(),
            };
        }
        schema
    }

    pub(super) fn value(&mut self, shape: &'static Shape, constraints: &Constraints) -> Schema {
        let schema = self.schema(shape);
        constrained(schema, || self.plain(shape), constraints)
    }

    /// Returns the kind of a value, without names.
    fn plain(&mut self, shape: &'static Shape) -> Kind {
        match shape {
            Shape::Option(inner) | Shape::Patch(inner) => self.plain(inner),
            Shape::Newtype(one) => self.plain(one.item.shape),
            Shape::Struct(_) | Shape::Enum(_) => Kind::Any,
            other => self.schema(other).kind,
        }
    }

    fn list(&mut self, list: &'static List) -> Kind {
        Kind::Array {
            item: Box::new(self.schema(list.item)),
            minimum: list.length,
            maximum: list.length,
            unique: list.unique,
        }
    }

    fn entries(&mut self, map: &'static Map) -> Rest {
        let key = match map.key.without_newtypes() {
            Shape::Text { format: Some(format) } => Some(text(Some(format)).into()),
            Shape::Enum(_) => Some(self.schema(map.key)),
            // Keys are texts.
            Shape::Integer(_) => Some(Kind::Text(Text { pattern: Some("^-?[0-9]+$"), ..Text::default() }).into()),
            _ => None,
        };
        Rest::Each { key: key.map(Box::new), value: Box::new(self.schema(map.value)) }
    }

    fn collect(&mut self, fields: &'static [Field], all_optional: bool, found: &mut Found) {
        let flow = self.flow;
        for field in fields.iter().filter(|field| travels(field, flow)) {
            if field.flattened {
                self.flatten(field.shape, all_optional || !is_required(field, flow), found);
                continue;
            }
            let mut schema = self.value(field.shape, &field.constraints);
            schema.docs = documentation(field).into();
            (schema.access, schema.default) = (field.access, field.default);
            let required = !all_optional && is_required(field, flow);
            found.members.properties.push(Property { name: field.name.into(), schema, required });
        }
    }

    fn flatten(&mut self, shape: &'static Shape, all_optional: bool, found: &mut Found) {
        match shape {
            Shape::Struct(one) => self.collect(one.fields, all_optional, found),
            Shape::Map(map) => found.members.rest = self.entries(map),
            Shape::Newtype(one) => self.flatten(one.item.shape, all_optional, found),
            Shape::Reference(reference) => self.flatten(self.known.resolve(reference), all_optional, found),
            // Without the value its keys are missing, all of them.
            Shape::Option(inner) | Shape::Patch(inner) => self.flatten(inner, true, found),
            Shape::Null | Shape::Any => {}
            // An optional choice requires no keys, and no schema for the others would hold.
            _ if all_optional => {}
            other => found.beside.push(self.schema(other)),
        }
    }
}

impl Parts for Describing<'_> {
    fn flow(&self) -> Flow {
        self.flow
    }

    fn item(&mut self, item: &'static Item) -> Schema {
        self.value(item.shape, &item.constraints)
    }

    fn tuple(&mut self, items: &'static [Item]) -> Kind {
        Kind::Tuple(items.iter().map(|item| self.item(item)).collect())
    }

    fn members(&mut self, fields: &'static [Field], unknown_fields: UnknownFields, with: Members) -> Schema {
        let mut found = Found { members: with, beside: Vec::new() };
        self.collect(fields, false, &mut found);
        if unknown_fields == UnknownFields::Refused && found.beside.is_empty() && found.members.rest == Rest::Ignored {
            found.members.rest = Rest::Refused;
        }
        found.into_schema()
    }

    fn beside(&mut self, item: &'static Item, with: Members) -> Schema {
        let mut found = Found { members: with, beside: Vec::new() };
        self.flatten(item.shape, false, &mut found);
        found.into_schema()
    }
}

/// The members of an object, and what else holds for it.
struct Found {
    members: Members,
    beside: Vec<Schema>,
}

impl Found {
    fn into_schema(mut self) -> Schema {
        let object = Schema::from(Kind::Object(self.members));
        if self.beside.is_empty() {
            return object;
        }
        self.beside.insert(0, object);
        Kind::All(self.beside).into()
    }
}

fn text(format: Option<&'static str>) -> Kind {
    Kind::Text(Text { format, ..Text::default() })
}

fn travels(field: &Field, flow: Flow) -> bool {
    match flow {
        Flow::Request | Flow::Form => field.reading != Reading::Ignored,
        Flow::Response => field.writing != Writing::Never,
    }
}

fn is_required(field: &Field, flow: Flow) -> bool {
    let is_patch = matches!(field.shape.without_newtypes(), Shape::Patch(_));
    match flow {
        Flow::Request | Flow::Form if field.access == Access::ReadOnly => false,
        Flow::Response if field.access == Access::WriteOnly => false,
        Flow::Request => field.required() && !is_patch,
        Flow::Form => field.required() && !is_patch && !field.shape.may_have_no_key(),
        Flow::Response => field.writing == Writing::Always && !is_patch,
    }
}

fn documentation(field: &Field) -> String {
    let aliases: Vec<String> = field.aliases.iter().map(|alias| format!("`{alias}`")).collect();
    match (field.docs, aliases.is_empty()) {
        (docs, true) => docs.to_owned(),
        ("", false) => format!("Readers also accept the key {}.", aliases.join(", ")),
        (docs, false) => format!("{docs}\n\nReaders also accept the key {}.", aliases.join(", ")),
    }
}
