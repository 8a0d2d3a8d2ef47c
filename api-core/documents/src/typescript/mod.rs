//! TypeScript clients.
//!
//! ```text
//! operation   one operation as data: its arguments, its answers, its errors
//! gather      from descriptions to operations
//! request     the parts of a request
//! answers     answers and their header fields
//! errors      the errors of operations, and where their parts are
//! names       names as JavaScript writes them
//! types       from a schema to a type
//! wide        where a value has integers that JavaScript's numbers cannot hold
//! write       from operations to the text of a module
//! function    the function of an operation, and its types
//! descriptor  the description of an operation that the runtime reads
//! runtime/    what every client needs, in TypeScript
//! ```

mod answers;
mod descriptor;
mod errors;
mod function;
mod gather;
mod names;
mod operation;
mod request;
mod runtime;
mod types;
mod wide;
mod write;

pub use self::gather::Module;
