//! TypeScript clients.
//!
//! ```text
//! gather     from descriptions to operations
//! operation  one operation: its arguments, its answers, its errors
//! errors     the errors of operations, and where their parts are
//! types      from a schema to a type
//! wide       where a value has integers that JavaScript's numbers cannot hold
//! write      from operations to the text of a module
//! runtime/   what every client needs, in TypeScript
//! ```

mod errors;
mod gather;
mod operation;
mod runtime;
mod types;
mod wide;
mod write;

pub use self::gather::Module;
