//! Contract locks: an API as a text file, with one line for each operation, parameter, answer, error and field.
//!
//! A lock is committed beside the code. `#[api(contract = "…")]` compares the code with it at compile time, so that a
//! breaking change does not compile; the tool of `api-contract` writes it. This package holds the data and the text: it
//! depends on nothing, because the macros and the tool both need it.
//!
//! ```
//! use api_lock::Lock;
//!
//! let text = "lock! { r##\"
//! format 1
//! api Rooms /v1
//!
//! GET /rooms/{id} room
//!   path id: u32
//!   -> 200 application/json: Room
//!   error 404 not_found
//!
//! struct Room
//!   name: text {min-length 1, max-length 60}
//!   topic: option text default
//! \"## }
//! ";
//! let lock = Lock::parse(text).unwrap();
//! assert_eq!(lock.operations[0].name, "room");
//! assert_eq!(lock.to_string(), text);
//! ```
//!
//! The first and the last line make the file an expression of Rust, which `include!` reads: so cargo knows that the
//! code depends on it.

mod date;
mod mentions;
mod model;
mod number;
mod parse;
mod print;
mod shape;
mod template;
#[cfg(test)]
mod tests;
mod words;

pub use date::Date;
pub use mentions::acyclic_mentions;
pub use model::{
    Access, Body, Break, Callback, Called, Constraints, Content, Definition, Encoding, Ending, ErrorCase, EventForm,
    Exchange, Field, HeaderField, Item, Level, Location, Lock, Operation, Output, Parameter, Reading, Security,
    Severity, Shape, Style, Tagging, Terms, Type, Variant, Writing,
};
pub use number::{Divisor, Limit, NoDivisor};
pub use parse::ParseError;
pub use template::{Condition, Part, Segment, conditions, parts, segments};

/// The version of the format that this package writes and reads.
pub const FORMAT: u32 = 1;
