//! Documents of APIs, read from their descriptions.
//!
//! ```text
//! outline      what documents are made of
//! mistake      what is wrong with an outline
//! place        the paths of endpoints
//! security     the names of authentication schemes
//! naming       names that are different from each other
//! tree         JSON whose members keep their order
//! schema       what values are in JSON: types, their names, dialects of JSON Schema
//! json_schema  JSON Schema 2020-12 of any model
//! openapi      OpenAPI 3.1 and 3.0
//! asyncapi     AsyncAPI 3.0
//! typescript   clients in TypeScript
//! reference    what people read, as data
//! markdown     the reference in Markdown
//! page         the reference as a page on which operations are tried
//! site         all documents as routes of a server
//! explain      how routing decides about a request
//! command      the commands of a program that prints all of this, with the feature `command-line`
//! ```
//!
//! The modules that make documents do not know each other. A program that asks for none of them contains none.

pub mod asyncapi;
#[cfg(feature = "command-line")]
mod command;
mod explain;
pub mod json_schema;
mod markdown;
mod mistake;
mod naming;
pub mod openapi;
mod outline;
pub mod page;
mod place;
mod reference;
mod schema;
mod security;
mod site;
mod tree;
pub mod typescript;

#[cfg(feature = "command-line")]
pub use command::{CommandError, DocumentCommand};
pub use mistake::{Mistake, Mistakes};
pub use outline::{Checked, Mounted, Outline};
pub use schema::Flow;
pub use site::Site;
