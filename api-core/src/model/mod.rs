//! Models: the constant shape of every type that crosses the wire, and the constraints its values keep.
//!
//! A [`Shape`] is plain data made from serde's own attributes by `#[derive(Model)]`. Documents, generated
//! values, query decoding and contract checks all read it, so a type is described once.

mod constraint;
mod impls;
mod literal;
mod outline;
mod pattern;
mod predicate;
mod reference;
mod shape;
mod violation;

/// Derives [`trait@Model`] from a type's declaration and its serde attributes.
pub use api_macros::Model;

pub use self::constraint::{Constraints, Limit, Measure, Rule};
pub use self::pattern::MalformedPattern;
pub use self::reference::ByName;
pub use self::shape::{
    Content, Declaration, Enum, Field, Integers, Item, List, Map, Newtype, Reading, Reference, Shape, Struct, Tagging,
    Tuple, UnknownFields, Variant, Writing,
};
pub use self::violation::{Violation, ViolationList, Violations};

/// A type whose form on the wire is known at compile time.
///
/// Implemented by `#[derive(Model)]` beside serde's derives; by hand only for types whose serde impls are written
/// by hand as well.
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
/// assert_eq!(NewUser::SHAPE.to_string(), "NewUser {\n  name: text (length 1..=20)\n  age?: option of integer 0..=255\n}");
/// let nameless = NewUser { name: String::new(), age: None };
/// let violations = ViolationList::of(&nameless);
/// assert_eq!(violations.to_string(), "/name: has length 0, expected a length of at least 1");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no shape: it does not implement `Model`",
    label = "its form on the wire is not known",
    note = "add `#[derive(Model)]` beside serde's derives on `{Self}`",
    note = "for a type of another crate, name one with the same form: `#[model(as = Type)]` on the field"
)]
pub trait Model {
    /// The form of the type on the wire.
    const SHAPE: &'static Shape;

    /// The name under which a recursive field may refer to the type; `None` for types that are not declared by name.
    const NAME: Option<&'static str> = None;

    /// Whether [`validate`](Self::validate) can ever find anything; lists of plain values are skipped by it.
    const CONSTRAINED: bool = false;

    /// Records every constraint that the value breaks.
    fn validate(&self, violations: &mut Violations<'_>) {
        let _ = violations;
    }

    /// What limits and lengths of this value are counted on.
    fn measure(&self) -> Measure<'_> {
        Measure::Nothing
    }
}
