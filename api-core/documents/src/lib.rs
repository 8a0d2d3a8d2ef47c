//! Documents of APIs, read from their descriptions.
//!
//! ```text
//! naming       names that are different from each other
//! tree         JSON whose members keep their order
//! schema       what values are in JSON: types, their names, dialects of JSON Schema
//! json_schema  JSON Schema 2020-12 of any model
//! openapi      OpenAPI 3.1 and 3.0
//! ```
//!
//! The modules that make documents do not know each other. A program that asks for none of them contains none.

pub mod json_schema;
mod naming;
pub mod openapi;
mod schema;
mod tree;

pub use schema::Flow;
