//! JSON Schema 2020-12 of any model.

use api_core::Model;
use api_core::model::Shape;

use crate::outline::Checked;
use crate::schema::{Dialect, Flow, Known, Types, named_shapes};
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
