//! Contracts as files: locks are written from descriptions, compared, and read from `OpenAPI` documents.
//!
//! ```text
//! describe      a description as a lock
//! constant      a lock as a contract that can be compared
//! comparison    what two locks differ in
//! render        a comparison as text, JSON or Markdown
//! bless         files: read, checked, written anew
//! command_line  the commands, for any program
//! openapi       locks from OpenAPI documents
//! draft         the first draft of a trait from a lock
//! import_command  the commands for documents of others
//! place         files and revisions of git
//! note          what is lost on the way
//! texts         descriptions, which locks do not have
//! naming        names of Rust
//! ```

mod bless;
mod command_line;
mod comparison;
mod constant;
mod describe;
pub mod draft;
mod import_command;
mod naming;
mod note;
pub mod openapi;
mod place;
mod render;
mod texts;

pub use bless::{LockError, assert_locked, bless, check, read};
pub use command_line::{ContractCommand, Locked, Outcome};
pub use comparison::{Comparison, Finding, Verdict};
pub use constant::{InvalidLock, contract_of};
pub use describe::lock_of;
pub use import_command::ImportCommand;
pub use note::{Effect, Note, count_by_reason};
pub use place::{UnreadableContract, read_contract};
pub use render::Form;
pub use texts::Texts;
