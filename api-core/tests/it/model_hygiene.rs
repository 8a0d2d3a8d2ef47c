//! The derive's output compiles where nothing it could lean on is in scope.
#![no_implicit_prelude]
#![allow(dead_code, unreachable_pub, missing_debug_implementations, reason = "the types are described, not used")]
#![deny(missing_docs, unused_imports, unused_qualifications, clippy::pedantic)]

use ::api_core::model::Model;

/// Shadows the prelude's.
#[derive(Model)]
pub struct Option;

/// Shadows the prelude's.
#[derive(Model)]
pub struct String {
    /// Raw.
    pub r#type: u8,
    /// Ruled.
    #[model(min = 1)]
    pub r#match: u8,
}

/// Shadows the prelude's.
#[derive(Model)]
pub enum Result {
    /// One.
    Some(Option),
    /// Another.
    None {
        /// Raw.
        #[model(max = 3)]
        r#fn: u8,
        /// Named as generated code might name its own.
        violations: String,
    },
}

/// Elsewhere.
#[derive(Model)]
#[model(crate = renamed)]
pub struct Vec {
    /// On.
    #[cfg(test)]
    pub on: u8,
    /// Off.
    #[cfg(not(test))]
    pub off: Missing,
}

use ::api_core as renamed;

#[::core::prelude::v1::test]
fn raw_names_lose_their_mark_and_cfg_is_kept() {
    use ::std::string::ToString;

    ::std::assert_eq!(
        String::SHAPE.to_string(),
        "String {\n  type: integer 0..=255\n  match: integer 0..=255 (1..)\n}"
    );
    ::std::assert_eq!(Vec::SHAPE.to_string(), "Vec {\n  on: integer 0..=255\n}");
}
