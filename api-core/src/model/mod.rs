//! Models: the constant shape of each type that is sent or received, and the constraints on its values.
//!
//! A [`Shape`] is constant data that `#[derive(Model)]` derives from a declaration and its serde attributes. Documents,
//! generated values, query decoding and contract checks all read it, so a type is described once.
//!
//! A type of another crate gets a shape by a wrapper that names a type with the same wire format. For texts with a
//! format, [`mod@format`] has such types:
//!
//! ```
//! use api_core::Model;
//! use api_core::model::format::DateTime;
//! use serde::{Deserialize, Serialize};
//! # type Timestamp = String;
//!
//! /// A `Timestamp` of another crate, which serde writes as RFC 3339 text.
//! #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
//! struct At(#[model(as = DateTime)] Timestamp);
//!
//! assert_eq!(At::SHAPE.to_string(), "At(text (date-time))");
//! ```

mod base64;
mod carry;
mod constraint;
mod distinct;
mod divisor;
mod elements;
mod excerpt;
mod fit;
pub mod format;
mod impls;
mod literal;
mod measure;
mod message;
mod numeral;
mod outline;
mod patch;
mod pattern;
mod predicate;
mod reference;
mod serialization;
mod shape;
mod structured;
mod structured_form;
mod style;
mod violation;
mod wrapped;

/// Derives [`trait@Model`] from a type's declaration and its serde attributes.
pub use api_macros::Model;

pub use self::base64::{Base64, InvalidBase64};
pub use self::constraint::{Constraints, Limit, Rule};
pub use self::distinct::Distinct;
pub use self::divisor::Divisor;
pub(crate) use self::excerpt::{cut, excerpt};
pub(crate) use self::literal::{among, same};
pub use self::measure::Measure;
pub(crate) use self::message::Message;
#[doc(hidden)]
pub use self::numeral::Numeral;
pub(crate) use self::outline::one_of;
pub use self::patch::Patch;
pub use self::pattern::Pattern;
pub use self::reference::ByName;
#[doc(hidden)]
pub use self::serialization::{NoSerialization, Serialization, refuse_if};
pub use self::shape::{
    Access, Content, Declaration, Enum, Field, Integers, Item, List, Map, Newtype, Reading, Reference, Shape, Struct,
    Tagging, Tuple, UnknownFields, Variant, Writing,
};
pub use self::structured::{DisplayString, InvalidToken, Token, UnixDate, WithParameters};
#[cfg(feature = "structured-fields")]
pub(crate) use self::structured_form::Bare;
pub use self::style::Style;
pub use self::violation::{Violation, ViolationList, Violations};
pub use self::wrapped::As;

/// A type whose wire format is known at compile time.
///
/// Derive it beside serde's traits. Implement it by hand only for types whose serde implementations are written by
/// hand as well.
///
/// ```
/// use api_core::model::{Model, ViolationList};
///
/// #[derive(Model, serde::Serialize, serde::Deserialize)]
/// struct NewUser {
///     #[model(min_length = 1, max_length = 20)]
///     name: String,
///     age: Option<u8>,
/// }
///
/// let shape = "NewUser {\n  name: text (length 1..=20)\n  age?: option of integer 0..=255\n}";
/// assert_eq!(NewUser::SHAPE.to_string(), shape);
/// let nameless = NewUser { name: String::new(), age: None };
/// let violations = ViolationList::of(&nameless);
/// assert_eq!(violations.to_string(), "/name: has length 0, expected a length of at least 1");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not implement `Model`",
    label = "its wire format is unknown",
    note = "add `#[derive(Model)]` beside serde's derives on `{Self}`",
    note = "types of the crates uuid, jiff, chrono, rust_decimal, bigdecimal, semver, smol_str, url and bytes implement it \
            if `api-core` has the feature of that name (`jiff-1` for jiff 1)",
    note = "for a type of another crate, name a type with the same wire format: `#[model(as = Type)]` on the field, for \
            a time of `time` that is RFC 3339 text `#[model(as = api_core::model::format::DateTime)]`"
)]
pub trait Model {
    /// The wire format of the type.
    const SHAPE: &'static Shape;

    /// The name by which a recursive field refers to the type. `None` for types without a declaration.
    const NAME: Option<&'static str> = None;

    /// Whether [`validate`](Self::validate) can record violations. If not, the items of a list are not visited.
    /// Default: `false`.
    const CONSTRAINED: bool = false;

    /// Records every constraint that the value violates. Default: records nothing.
    fn validate(&self, violations: &mut Violations<'_>) {
        let _ = violations;
    }

    /// Returns what limits and lengths of this value are checked against. Default: [`Measure::Nothing`].
    fn measure(&self) -> Measure<'_> {
        Measure::Nothing
    }
}
