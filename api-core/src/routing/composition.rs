//! What routes are made of, as far as it is known at compile time.

use crate::description::{Description, Node};

/// What routes are made of, as far as the compiler knows it: [`Described::COMPOSITION`](super::Described::COMPOSITION).
///
/// From it the compiler finds alternatives whose routes collide.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Composition {
    /// Not known before the program runs: routes by hand, behind a condition, in a list or in a box, mounted services.
    /// They collide with nothing.
    Unknown,
    /// The routes of one API.
    Api(&'static Description, &'static Node),
    /// Alternatives, in the order in which they are tried.
    Alternatives(&'static [Self]),
    /// Routes below a prefix, `/a/b`.
    Nested(&'static str, &'static Self),
    /// Routes that need not answer what they match, so they do not hide later alternatives.
    Partial(&'static Self),
}
