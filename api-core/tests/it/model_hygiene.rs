//! The output of `derive(Model)` compiles without a prelude, and with the names of the prelude shadowed.
#![no_implicit_prelude]
#![allow(dead_code, unreachable_pub, missing_debug_implementations, reason = "the types are described, not used")]
#![deny(missing_docs, unused_imports, unused_qualifications, clippy::pedantic)]

use ::api_core::model::Model;

/// Shadows `Option` of the prelude.
#[derive(Model)]
pub struct Option;

/// Shadows `String` of the prelude.
#[derive(Model)]
pub struct String {
    /// A raw identifier.
    pub r#type: u8,
    /// A raw identifier with a constraint.
    #[model(min = 1)]
    pub r#match: u8,
}

/// Shadows `Result` of the prelude.
#[derive(Model)]
pub enum Result {
    /// A tuple variant.
    Some(Option),
    /// A struct variant.
    None {
        /// A raw identifier with a constraint.
        #[model(max = 3)]
        r#fn: u8,
        /// A name that generated code might use.
        violations: String,
    },
}

/// Reaches the crate by another name.
#[derive(Model)]
#[model(crate = renamed)]
pub struct Vec {
    /// Is compiled.
    #[cfg(test)]
    pub on: u8,
    /// Is not compiled.
    #[cfg(not(test))]
    pub off: Missing,
}

use ::api_core as renamed;

#[::core::prelude::v1::test]
fn raw_identifiers_are_described_without_their_prefix_and_cfg_is_kept() {
    use ::std::string::ToString;

    ::std::assert_eq!(
        String::SHAPE.to_string(),
        "String {\n  type: integer 0..=255\n  match: integer 0..=255 (1..)\n}"
    );
    ::std::assert_eq!(Vec::SHAPE.to_string(), "Vec {\n  on: integer 0..=255\n}");
}
