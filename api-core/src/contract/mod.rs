//! The contract of an API: whether clients of one description are served by another, decided at compile time.
//!
//! A *lock* is the description of an API as it was published, in a committed file. [`compare`] takes it and the
//! description of the code, and finds what breaks clients that were built from the lock. It is a const function, so
//! `#[api(contract = "…")]` stops the build with a message that lists every breaking change.
//!
//! ```text
//! change        what has changed, the rule, and how much it matters
//! changes       where changes are collected, without an allocator
//! buckets       numbers by a key
//! text          text that is built in const functions
//! content       what variants and flattened fields are made of
//! pairs         the pairs of types that were compared
//! value         whether every value of a writer is accepted by a reader
//! bounds        constraints as ranges
//! limits        ranges, lengths, patterns and formats
//! items         lists, tuples, and the keys of maps
//! object        the keys of objects
//! flattened     enums whose variants are among the keys of an object
//! variants      the variants of enums
//! untagged      enums whose variants are sent without their names
//! query         the keys of a query
//! routes        operations by method and path
//! operations    requests and streams
//! answers       responses and their header fields
//! errors        the errors of operations, and of all
//! callbacks     the APIs that callers serve
//! report        the message of a failed build
//! ```
//!
//! There is one question for both directions: may the writer send something that the reader does not accept? A request
//! is written by a client of the lock and read by the code, an answer is written by the code and read by that client.
//!
//! The functions are `#[inline]`, because they run in constants: no machine code is written for what is not called at
//! run
//! time.

mod added_routes;
mod answers;
mod bounds;
mod buckets;
mod callbacks;
mod change;
mod changes;
mod content;
mod errors;
mod flattened;
mod items;
mod limits;
mod object;
mod operations;
mod pairs;
mod query;
mod report;
mod routes;
mod text;
mod untagged;
mod value;
mod variants;

use crate::description::{Description, Output, Path};
use crate::model::{Shape, same};

pub use self::change::{Change, Detail, Direction, Level, Place, Rule, Trail, ValueRule};
pub use self::changes::Changes;
pub use self::operations::compare;
pub use self::report::{Report, report};

/// Reads a lock: the macro around the text of its file.
pub use api_macros::lock;

/// An API with what is known of its types: that of the code, or that of a lock.
#[derive(Debug, Clone, Copy)]
pub struct Contract {
    /// The API.
    pub description: &'static Description,
    /// The named types that shapes refer to by name. May be empty for the description of code: those are found where
    /// they are used.
    pub types: &'static [&'static Shape],
    /// Rules whose severity differs from the usual one, by their names.
    pub severities: &'static [(&'static str, Level)],
}

impl Contract {
    /// An API without operations.
    pub const EMPTY: Self = Self {
        description: &Description { name: "", docs: "", base: Path::ROOT, security: None, endpoints: &[], errors: &[] },
        types: &[],
        severities: &[],
    };

    /// Takes the description of code.
    #[inline]
    pub const fn of(description: &'static Description) -> Self {
        Self { description, types: &[], severities: &[] }
    }
}

/// On whose behalf contracts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// The provider: all operations of the old contract must go on working.
    Provider,
    /// A consumer: its own trait is the old contract, and says what it uses.
    Consumer,
    /// A consumer whose lock the provider knows: the old contract is that lock, the new one the provider's code.
    Served,
}

/// Describes a response of a lock: one without a media type and with a shape is a message of a WebSocket.
#[inline]
pub const fn output(status: u16, media_type: Option<&'static str>, shape: Option<&'static Shape>) -> Output {
    let mut output = Output::empty(status);
    output.media_type = media_type;
    output.shape = shape;
    output
}

/// Returns whether the variable `API_CONTRACT` says that contracts are about to be written anew.
///
/// # Panics
///
/// Panics for another value than `bless`, so that no typing error leaves contracts unchecked.
#[inline]
pub const fn is_blessing(variable: Option<&str>) -> bool {
    match variable {
        None => false,
        Some(value) if same(value, "bless") => true,
        Some(_) => panic!(coded!(
            "E008",
            "the variable `API_CONTRACT` is set: its only value is `bless`, and otherwise it is not set"
        )),
    }
}
