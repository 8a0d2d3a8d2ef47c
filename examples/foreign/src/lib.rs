//! What clients by generators of others are made from: the documents of the API of every feature and of a journal.
//!
//! The tests of this crate let `openapi-typescript` with `openapi-fetch`, `openapi-python-client` and `progenitor` make
//! clients, which call our server. What a generator cannot read is in [`adapted`], with its own words.

#![forbid(unsafe_code)]

pub mod adapted;
pub mod journal;

use api_documents::Outline;
use api_documents::openapi::Version;
use api_testing::everything::EverythingApi;

use self::journal::JournalApi;

/// Returns the document of the API of every feature.
///
/// # Panics
///
/// Panics if the outline has mistakes, which a test would show.
pub fn everything(version: Version) -> String {
    let outline = Outline::new("Everything", "1.0.0").api::<EverythingApi>();
    outline.check().expect("an outline without mistakes").openapi().write(version)
}

/// Returns the document of the journal.
///
/// # Panics
///
/// Panics if the outline has mistakes, which a test would show.
pub fn journal(version: Version) -> String {
    let outline = Outline::new("Journal", "1.0.0").api::<JournalApi>();
    outline.check().expect("an outline without mistakes").openapi().write(version)
}
