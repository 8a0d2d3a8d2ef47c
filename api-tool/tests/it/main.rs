//! The program, run with files.
//!
//! ```text
//! documents  documents and clients of contracts
//! contracts  comparison
//! imports    locks and drafts of foreign documents
//! ```

mod contracts;
mod documents;
mod imports;
