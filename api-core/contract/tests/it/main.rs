//! Contracts as files.
//!
//! ```text
//! same       an API and its own lock
//! rules      each rule, in each direction, at each place of a value
//! operations rules of operations
//! sound      verdicts against values
//! bless      files: read, checked, written
//! deep       types that nest deeply, compared by the compiler
//! exchange   verdicts against clients and servers in process
//! judge      verdicts against serde itself
//! foreign    documents of others: locks and drafts
//! guide      the snippets of docs/contracts.md
//! ```

mod bless;
mod callbacks;
mod deep;
mod exchange;
mod foreign;
mod guide;
mod judge;
mod operations;
mod rules;
mod same;
mod sound;
