//! The source text of contracts with any number of endpoints: resources with five operations and five models each.

use std::fmt::Write as _;

/// Number of endpoints of a resource, and of its models.
const ENDPOINTS_OF_A_RESOURCE: usize = 5;

/// The names and types of a model's fields.
type Fields = [(&'static str, String); 4];

/// Returns a module with a trait of `endpoints` endpoints, and about as many models of four fields.
pub(super) fn contract(endpoints: usize) -> String {
    let resources = resources(endpoints);
    let models: String = resources.iter().flat_map(Resource::models).collect();
    let methods: String = resources.iter().flat_map(Resource::methods).take(endpoints).collect();
    let methods = methods.trim_end().replace('\n', "\n    ");
    format!(
        "{HEAD}{models}\n/// Everything that a customer can manage.\n#[api(base = \"/v1\", errors = Refusal, security = bearer)]\npub trait Management {{{methods}\n}}\n"
    )
}

/// Returns the same contract, which is compared with its lock `lib.contract`.
pub(super) fn locked_contract(endpoints: usize) -> String {
    contract(endpoints).replace("#[api(", "#[api(contract = \"lib.contract\", ")
}

/// Returns the lock of the contract.
pub(super) fn lock(endpoints: usize) -> String {
    let resources = resources(endpoints);
    let operations: String = resources.iter().flat_map(Resource::operations).take(endpoints).collect();
    let types: String = resources.iter().flat_map(Resource::types).collect();
    format!(
        "lock! {{ r##\"\nformat 1\n\napi Management /v1\nsecurity bearer\nerror 404 not_found\nerror 409 conflict\n{operations}{types}\"## }}\n"
    )
}

/// Returns the models of the same contract with the derives of std and serde alone.
pub(super) fn models_alone(endpoints: usize) -> String {
    let models: String = resources(endpoints).iter().flat_map(Resource::models).collect();
    let models = models.replace(", Model)]", ")]");
    format!("//! The models of a generated contract.\n\nuse serde::{{Deserialize, Serialize}};\n{models}")
}

fn resources(endpoints: usize) -> Vec<Resource> {
    (0..endpoints.div_ceil(ENDPOINTS_OF_A_RESOURCE)).map(Resource).collect()
}

const HEAD: &str = "\
//! A generated contract.
#![forbid(unsafe_code)]

use api_core::error::{Answer, Failure};
use api_core::{ApiError, Model, api};
use serde::{Deserialize, Serialize};

/// The errors of all endpoints.
#[derive(Debug, ApiError)]
pub enum Refusal {
    /// There is no such resource.
    #[error(status = 404)]
    NotFound,
    /// The resource was changed meanwhile.
    #[error(status = 409)]
    Conflict(String),
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}
";

/// One resource: a collection, its items, and operations on both.
struct Resource(usize);

impl Resource {
    fn path(&self) -> String {
        let index = self.0;
        // Some collections are below another one.
        match index % 3 {
            0 => format!("/resources-{index}"),
            1 => format!("/groups/{{group}}/resources-{index}"),
            _ => format!("/groups/{{group}}/resources-{index}/parts"),
        }
    }

    fn has_group(&self) -> bool {
        !self.0.is_multiple_of(3)
    }

    fn methods(&self) -> [String; ENDPOINTS_OF_A_RESOURCE] {
        let index = self.0;
        let path = self.path();
        let group = if self.has_group() { ", group: String" } else { "" };
        [
            format!(
                "\n/// Lists resources {index}, the latest first.\n#[get(\"{path}\")]\nasync fn list_{index}(&self{group}, #[query] filter: Filter{index}, #[query] page: Option<u32>) -> Result<Page{index}, Refusal>;\n"
            ),
            format!(
                "\n/// Creates a resource {index}.\n#[post(\"{path}\", status = 201)]\nasync fn create_{index}(&self{group}, #[body] new: New{index}) -> Result<Resource{index}, Refusal>;\n"
            ),
            format!(
                "\n/// Finds a resource {index}.\n#[get(\"{path}/{{id}}\")]\nasync fn find_{index}(&self{group}, id: u64, #[query] expand: Option<bool>) -> Result<Resource{index}, Refusal>;\n"
            ),
            format!(
                "\n/// Changes a resource {index}.\n#[patch(\"{path}/{{id}}\")]\nasync fn change_{index}(&self{group}, id: u64, #[body] change: Change{index}) -> Result<Resource{index}, Refusal>;\n"
            ),
            format!(
                "\n/// Deletes a resource {index}.\n#[delete(\"{path}/{{id}}\")]\nasync fn delete_{index}(&self{group}, id: u64) -> Result<(), Refusal>;\n"
            ),
        ]
    }

    /// The lines of the operations in a lock.
    fn operations(&self) -> [String; ENDPOINTS_OF_A_RESOURCE] {
        let index = self.0;
        let path = self.path();
        let group = if self.has_group() { "  path group: text\n" } else { "" };
        [
            format!(
                "\nGET {path} list_{index}\n{group}  query filter: Filter{index}\n  query page: option u32\n  -> 200 application/json: Page{index}\n"
            ),
            format!(
                "\nPOST {path} create_{index}\n{group}  body json: New{index}\n  -> 201 application/json: Resource{index}\n"
            ),
            format!(
                "\nGET {path}/{{id}} find_{index}\n{group}  path id: u64\n  query expand: option boolean\n  -> 200 application/json: Resource{index}\n"
            ),
            format!(
                "\nPATCH {path}/{{id}} change_{index}\n{group}  path id: u64\n  body json: Change{index}\n  -> 200 application/json: Resource{index}\n"
            ),
            format!("\nDELETE {path}/{{id}} delete_{index}\n{group}  path id: u64\n  -> 204\n"),
        ]
    }

    /// The lines of the models in a lock.
    fn types(&self) -> [String; ENDPOINTS_OF_A_RESOURCE] {
        let index = self.0;
        self.fields().map(|(name, _, fields)| {
            let fields = fields.iter().fold(String::new(), |mut all, (field, ty)| {
                let _ = writeln!(all, "  {field}: {}", shape(ty));
                all
            });
            format!("\nstruct {name}{index}\n{fields}")
        })
    }

    fn models(&self) -> [String; ENDPOINTS_OF_A_RESOURCE] {
        let index = self.0;
        self.fields().map(|(name, docs, fields)| {
            let fields = fields.iter().fold(String::new(), |mut all, (field, ty)| {
                let _ = write!(all, "    /// The {}.\n    pub {field}: {ty},\n", field.replace('_', " "));
                all
            });
            format!(
                "\n/// {docs}\n#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]\npub struct {name}{index} {{\n{fields}}}\n"
            )
        })
    }

    /// Name, description and fields of each model.
    fn fields(&self) -> [(&'static str, String, Fields); ENDPOINTS_OF_A_RESOURCE] {
        let index = self.0;
        [
            (
                "Page",
                format!("A page of resources {index}."),
                [
                    ("items", format!("Vec<Resource{index}>")),
                    ("total", "u64".to_owned()),
                    ("page", "u32".to_owned()),
                    ("next", "Option<String>".to_owned()),
                ],
            ),
            (
                "New",
                format!("The values of a new resource {index}."),
                [
                    ("name", "String".to_owned()),
                    ("size", "u32".to_owned()),
                    ("labels", "Vec<String>".to_owned()),
                    ("note", "Option<String>".to_owned()),
                ],
            ),
            (
                "Resource",
                format!("A resource {index}."),
                [
                    ("id", "u64".to_owned()),
                    ("name", "String".to_owned()),
                    ("labels", "Vec<String>".to_owned()),
                    ("active", "bool".to_owned()),
                ],
            ),
            (
                "Change",
                format!("A change of a resource {index}."),
                [
                    ("name", "Option<String>".to_owned()),
                    ("size", "Option<u32>".to_owned()),
                    ("labels", "Option<Vec<String>>".to_owned()),
                    ("active", "Option<bool>".to_owned()),
                ],
            ),
            (
                "Filter",
                format!("The conditions on listed resources {index}."),
                [
                    ("name", "Option<String>".to_owned()),
                    ("label", "Vec<String>".to_owned()),
                    ("active", "Option<bool>".to_owned()),
                    ("larger_than", "Option<u32>".to_owned()),
                ],
            ),
        ]
    }
}

/// Returns a type in the words of a lock.
fn shape(ty: &str) -> String {
    let inner = |ty: &str, name: &str| ty.strip_prefix(name)?.strip_suffix('>').map(shape);
    if let Some(item) = inner(ty, "Vec<") {
        return format!("list {item}");
    }
    if let Some(value) = inner(ty, "Option<") {
        return format!("option {value}");
    }
    match ty {
        "String" => "text".to_owned(),
        "bool" => "boolean".to_owned(),
        other => other.to_owned(),
    }
}
