//! Texts that have to be of a format, as types.

use std::collections::BTreeSet;

use api_lock::{Content, Definition, Field, Lock, Shape};

/// Formats with the names of their shapes in `api_core::model::format`.
const FORMATS: [(&str, &str); 13] = [
    ("date", "Date"),
    ("date-time", "DateTime"),
    ("decimal", "Decimal"),
    ("duration", "Duration"),
    ("email", "Email"),
    ("local-date-time", "LocalDateTime"),
    ("semver", "SemanticVersion"),
    ("semver-requirement", "SemanticVersionRequirement"),
    ("socket-address", "SocketAddress"),
    ("time", "Time"),
    ("uri", "Uri"),
    ("uuid", "Uuid"),
    ("zoned-date-time", "ZonedDateTime"),
];

/// Returns the name of the type for a format.
pub(super) fn name_of(format: &str) -> Option<&'static str> {
    FORMATS.iter().find(|(known, _)| *known == format).map(|(_, name)| *name)
}

/// Returns the names of the types that a lock needs.
pub(super) fn names(lock: &Lock) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for operation in lock.all_operations() {
        let parameters = operation.parameters.iter().map(|one| &one.shape);
        let body = operation.body.iter().map(|body| &body.shape);
        let outputs = operation.outputs.iter().filter_map(|output| output.shape.as_ref());
        let errors = operation.errors.iter().filter_map(|error| error.attributes.as_ref());
        parameters.chain(body).chain(outputs).chain(errors).for_each(|shape| collect(shape, &mut found));
    }
    lock.common_errors().filter_map(|error| error.attributes.as_ref()).for_each(|shape| collect(shape, &mut found));
    for one in &lock.types {
        match &one.definition {
            Definition::Struct { fields, .. } => of_fields(fields, &mut found),
            Definition::Newtype { item, .. } => collect(&item.shape, &mut found),
            Definition::Tuple(items) => items.iter().for_each(|item| collect(&item.shape, &mut found)),
            Definition::Enum { variants, .. } => {
                for variant in variants {
                    match &variant.content {
                        Content::Unit => {}
                        Content::Newtype(item) => collect(&item.shape, &mut found),
                        Content::Tuple(items) => items.iter().for_each(|item| collect(&item.shape, &mut found)),
                        Content::Struct(fields) => of_fields(fields, &mut found),
                    }
                }
            }
        }
    }
    found
}

/// Returns the module with these types, which is within `models`.
pub(super) fn render(names: &BTreeSet<&'static str>) -> String {
    if names.is_empty() {
        return String::new();
    }
    let one = |name: &&str| {
        format!(
            "#[doc = \" A text of this format. It is not checked.\"]\n#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, \
             Default, Serialize, Deserialize, Model)]\n#[serde(transparent)]\n#[model(as = \
             api_core::model::format::{name})]\npub struct {name}(pub String);\n"
        )
    };
    let types: Vec<String> = names.iter().map(one).collect();
    format!(
        "#[doc = \" Texts of formats.\"]\npub mod formats {{\nuse api_core::Model;\nuse serde::{{Deserialize, \
         Serialize}};\n{}}}\n",
        types.concat()
    )
}

fn of_fields(fields: &[Field], found: &mut BTreeSet<&'static str>) {
    for field in fields {
        collect(&field.item.shape, found);
    }
}

fn collect(shape: &Shape, found: &mut BTreeSet<&'static str>) {
    match shape {
        Shape::Text(Some(format)) => found.extend(name_of(format)),
        Shape::Option(shape) | Shape::Patch(shape) | Shape::List { item: shape, .. } => collect(shape, found),
        Shape::Map(key, value) => {
            collect(key, found);
            collect(value, found);
        }
        Shape::Tuple(items) => items.iter().for_each(|item| collect(&item.shape, found)),
        _ => {}
    }
}
