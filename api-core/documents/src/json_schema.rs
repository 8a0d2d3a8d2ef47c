//! JSON Schema 2020-12 of any model.

use api_core::Model;
use api_core::model::Shape;

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
pub fn of<T: Model>(flow: Flow) -> String {
    of_shape(T::SHAPE, flow)
}

/// Returns the JSON Schema of a shape, as text.
pub fn of_shape(shape: &'static Shape, flow: Flow) -> String {
    let mut types = Types::default();
    let root = types.schema(shape, flow, Known::default());
    let types = types.named();
    let dialect = Dialect::Draft2020("#/$defs/");
    let mut document = Object::new().with("$schema", DIALECT);
    if let Json::Object(root) = types.write(&root, flow, dialect) {
        for (key, value) in root.into_members() {
            document.push(key, value);
        }
    }
    let mut definitions = Object::new();
    for (name, flow, schema) in types.iter() {
        definitions.push(name.to_owned(), types.write(schema, flow, dialect));
    }
    if !definitions.is_empty() {
        document.push("$defs", definitions);
    }
    Json::Object(document).to_text()
}
