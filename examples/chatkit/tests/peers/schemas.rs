//! Values of the models of all services, and of the API that uses every feature, judged by their JSON Schemas.

use std::collections::BTreeMap;
use std::io::Write as _;

use api_core::description::{BodyEncoding, Description};
use api_core::model::Shape;
use api_documents::{Flow, json_schema};
use api_testing::everything::EverythingApi;
use api_testing::generate::{SmallRandom, value};
use libtest_mimic::Failed;
use peers::Python;
use serde_json::Value;

/// How many values there are of each model.
const VALUES: usize = 60;

/// Validates generated values, which a server accepts, with an independent implementation.
pub(crate) fn judge(python: Python) -> Result<(), Failed> {
    let mut file = tempfile::NamedTempFile::new()?;
    let descriptions = chatkit::api::DESCRIPTIONS.iter().copied().chain([EverythingApi::DESCRIPTION]);
    let shapes: BTreeMap<String, &'static Shape> = descriptions.flat_map(shapes).collect();
    for (text, shape) in &shapes {
        let name = text.lines().next().unwrap_or_default();
        let schema: Value = serde_json::from_str(&json_schema::of_shape(shape, Flow::Request))?;
        let mut random = SmallRandom::new(15);
        let values: Vec<Value> = (0..VALUES).filter_map(|_| value(shape, &mut random).ok()).collect();
        if values.is_empty() {
            return Err(format!("there are no values of {name}").into());
        }
        writeln!(file, "{}", serde_json::json!({ "name": name, "schema": schema, "values": values }))?;
    }
    python.script("openapi/values.py").arg(file.path()).run()
}

/// Returns the shapes of JSON in requests and responses, each by its text.
fn shapes(description: &'static Description) -> Vec<(String, &'static Shape)> {
    let mut found: Vec<&'static Shape> = Vec::new();
    for endpoint in description.endpoints {
        let is_json = endpoint.body.filter(|body| body.encoding == BodyEncoding::Json);
        found.extend(is_json.map(|body| body.shape));
        found.extend(endpoint.outputs.iter().filter_map(|output| output.shape));
        found.extend(endpoint.errors.iter().filter_map(|error| error.attributes));
    }
    // Types of one name may differ between versions.
    found.into_iter().map(|shape| (shape.to_string(), shape)).collect()
}
