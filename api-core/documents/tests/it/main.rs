//! Documents of an API that uses every feature.
//!
//! ```text
//! golden   the documents, byte by byte
//! ```

mod golden;
