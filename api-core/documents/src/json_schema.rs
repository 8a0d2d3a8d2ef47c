//! JSON Schema 2020-12 of any model.

use api_core::Model;
use api_core::description::{Description, Exchange};
use api_core::model::{Content, Field, Item, Shape};

use crate::outline::Checked;
use crate::schema::{Dialect, Flow, Known, Types};
use crate::tree::{Json, Object};

/// The identifier of the dialect.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Returns the JSON Schema of a type, as text. Named types are in `$defs`.
///
/// ```
/// use api_core::Model;
/// use api_documents::{Flow, json_schema};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, Model)]
/// struct Room {
///     #[model(min_length = 1)]
///     name: String,
/// }
///
/// let schema = json_schema::of::<Vec<Room>>(Flow::Response);
/// assert!(schema.contains(r##""items": {
///     "$ref": "#/$defs/Room"
///   }"##));
/// assert!(schema.contains(r#""minLength": 1"#));
/// ```
#[must_use]
pub fn of<T: Model>(flow: Flow) -> String {
    of_shape(T::SHAPE, flow)
}

/// Returns the JSON Schema of a shape, as text.
#[must_use]
pub fn of_shape(shape: &'static Shape, flow: Flow) -> String {
    write(shape, flow, Known::default())
}

impl Checked {
    /// Returns the JSON Schema of the type with this name in an API of the outline, as text. `None` if there is none.
    #[must_use]
    pub fn json_schema(&self, name: &str, flow: Flow) -> Option<String> {
        let mut shapes = self.0.apis.iter().flat_map(|api| named_shapes(api.description, api.known));
        let found = shapes.find(|(shape, _)| shape.declaration().is_some_and(|declaration| declaration.name == name));
        found.map(|(shape, known)| write(shape, flow, known))
    }

    /// Returns the names of the types of all APIs, sorted.
    #[must_use]
    pub fn type_names(&self) -> Vec<&'static str> {
        let shapes = self.0.apis.iter().flat_map(|api| named_shapes(api.description, api.known));
        let mut names: Vec<&str> =
            shapes.filter_map(|(shape, _)| shape.declaration().map(|declaration| declaration.name)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Returns the shapes with names that a description mentions.
fn named_shapes(description: &'static Description, known: Known) -> Vec<(&'static Shape, Known)> {
    let mut found: Vec<&'static Shape> = Vec::new();
    let mut rest: Vec<&'static Shape> = Vec::new();
    for endpoint in description.endpoints {
        rest.extend(endpoint.parameters.iter().map(|parameter| parameter.shape));
        rest.extend(
            endpoint.body.iter().flat_map(api_core::description::BodyDescription::forms).map(|form| form.shape),
        );
        rest.extend(endpoint.outputs.iter().filter_map(|output| output.shape));
        rest.extend(endpoint.errors.iter().filter_map(|case| case.attributes));
        if let Exchange::Duplex(duplex) = &endpoint.exchange {
            rest.push(duplex.input);
        }
    }
    while let Some(shape) = rest.pop() {
        if found.iter().any(|known| std::ptr::eq(*known, shape)) {
            continue;
        }
        found.push(shape);
        rest.extend(parts(shape, known));
    }
    found.retain(|shape| shape.declaration().is_some());
    found.into_iter().map(|shape| (shape, known)).collect()
}

/// Returns the shapes that a shape consists of.
fn parts(shape: &'static Shape, known: Known) -> Vec<&'static Shape> {
    let of_fields = |fields: &'static [Field]| fields.iter().map(|field| field.shape).collect::<Vec<_>>();
    let of_items = |items: &'static [Item]| items.iter().map(|item| item.shape).collect::<Vec<_>>();
    match shape {
        Shape::Option(inner) | Shape::Patch(inner) => vec![inner],
        Shape::List(list) => vec![list.item],
        Shape::Map(map) => vec![map.key, map.value],
        Shape::Tuple(tuple) => of_items(tuple.items),
        Shape::Struct(one) => of_fields(one.fields),
        Shape::Newtype(one) => vec![one.item.shape],
        Shape::Reference(reference) => vec![known.resolve(reference)],
        Shape::Enum(one) => one
            .variants
            .iter()
            .flat_map(|variant| match variant.content {
                Content::Unit => Vec::new(),
                Content::Newtype(item) => vec![item.shape],
                Content::Tuple(items) => of_items(items),
                Content::Struct(fields) => of_fields(fields),
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn write(shape: &'static Shape, flow: Flow, known: Known) -> String {
    let mut types = Types::default();
    let root = types.schema(shape, flow, known);
    let types = types.named();
    let dialect = Dialect::Draft2020("#/$defs/");
    let mut document = Object::new().with("$schema", DIALECT);
    if let Json::Object(root) = types.write(&root, flow, dialect) {
        for (key, value) in root.into_members() {
            document.push(key, value);
        }
    }
    let definitions = types.write_all(dialect);
    if !definitions.is_empty() {
        document.push("$defs", definitions);
    }
    Json::Object(document).to_text()
}
