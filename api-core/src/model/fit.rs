//! Whether constraints apply to a shape, decided in constants.

use super::constraint::Constraints;
use super::shape::Shape;

impl Constraints {
    /// Checks that every constraint applies to the shape, for example `min` to a number.
    ///
    /// # Panics
    /// Panics if a constraint does not apply. In the constants of `#[derive(Model)]` that is a compile error:
    ///
    /// ```compile_fail
    /// #[derive(api_core::model::Model)]
    /// struct User {
    ///     #[model(min = 1)]
    ///     name: String,
    /// }
    /// ```
    #[track_caller]
    pub const fn assert_fit(&self, shape: &Shape) {
        let measured = Measured::of(shape);
        assert!(
            self.min.is_none() && self.max.is_none() || measured.number,
            "`min` and `max` limit numbers; the type of this field is not one \
             (use `min_length` or `max_length` for text and lists)"
        );
        assert!(
            self.min_length.is_none() && self.max_length.is_none() || measured.length,
            "`min_length` and `max_length` limit text, lists and maps; the type of this field is none of them \
             (use `min` or `max` for numbers)"
        );
        assert!(
            self.pattern.is_none() && self.format.is_none() || measured.text,
            "`pattern` and `format` are for text; the type of this field is not text"
        );
    }

    /// Returns these constraints after checking that every one applies to the shape.
    ///
    /// # Panics
    /// Panics if a constraint does not apply, see [`assert_fit`](Self::assert_fit).
    #[must_use]
    #[track_caller]
    pub const fn fitting(self, shape: &Shape) -> Self {
        self.assert_fit(shape);
        self
    }
}

/// The kinds of constraints that apply to a shape.
struct Measured {
    number: bool,
    length: bool,
    text: bool,
}

impl Measured {
    const fn of(shape: &Shape) -> Self {
        let none = Self { number: false, length: false, text: false };
        match shape {
            Shape::Integer(_) | Shape::Number => Self { number: true, ..none },
            Shape::Text { .. } => Self { length: true, text: true, ..none },
            Shape::List(_) | Shape::Map(_) => Self { length: true, ..none },
            Shape::Option(inner) => Self::of(inner),
            Shape::Newtype(newtype) => Self::of(newtype.item.shape),
            _ => none,
        }
    }
}
