//! Whether constraints apply to a shape, decided in constants.

use super::constraint::{Constraints, Limit};
use super::divisor::Divisor;
use super::message::Message;
use super::shape::{Integers, Shape};

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
            coded!(
                "E075",
                "`min` and `max` limit numbers; the type of this field is not one \
             (use `min_length` or `max_length` for text and lists)"
            )
        );
        assert!(
            self.min_length.is_none() && self.max_length.is_none() || measured.length,
            coded!(
                "E075",
                "`min_length` and `max_length` limit text, lists and maps; the type of this field is none of them \
             (use `min` or `max` for numbers)"
            )
        );
        assert!(
            self.pattern.is_none() && self.format.is_none() || measured.text,
            coded!("E075", "`pattern` and `format` are for text; the type of this field is not text")
        );
        assert!(
            self.multiple_of.is_none() || measured.number,
            coded!("E075", "`multiple_of` is for numbers; the type of this field is not one: remove it")
        );
        if let Some(range) = measured.integers {
            assert_within("`min = ", self.min, range);
            assert_within("`max = ", self.max, range);
            if let Some(divisor) = self.multiple_of {
                assert_divides(divisor, self.narrowed(range));
            }
        }
        if let Some(length) = measured.fixed_length {
            let message = Message::new("the type of this field always has the length ").integer(length as i128);
            let free = self.min_length.is_none() && self.max_length.is_none();
            assert!(free, "{}", message.text(coded!("E075", ": remove `min_length` and `max_length`")).show());
        }
    }

    /// Returns the integers of a type that are within the limits.
    const fn narrowed(&self, Integers { mut minimum, mut maximum }: Integers) -> Integers {
        if let Some(Limit::Integer(limit)) = self.min
            && limit > minimum
        {
            minimum = limit;
        }
        if let Some(Limit::Integer(limit)) = self.max
            && limit < maximum
        {
            maximum = limit;
        }
        Integers { minimum, maximum }
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

/// Checks that a limit is a value of an integer type.
#[track_caller]
const fn assert_within(key: &str, limit: Option<Limit>, Integers { minimum, maximum }: Integers) {
    match limit {
        None => {}
        Some(Limit::Integer(limit)) => {
            let message =
                Message::new(key).integer(limit).text("` is not a value of the type, which is an integer from ");
            let message = message.integer(minimum).text(" to ").integer(maximum);
            assert!(
                minimum <= limit && limit <= maximum,
                "{}",
                message.text(coded!("E075", ": write one of these, or remove it")).show()
            );
        }
        Some(Limit::Number(_)) => {
            panic!(coded!(
                "E075",
                "the type of this field is an integer, and a limit is not: write it without a decimal point"
            ))
        }
    }
}

/// Checks that an integer type has a multiple within its limits.
#[track_caller]
const fn assert_divides(divisor: Divisor, Integers { minimum, maximum }: Integers) {
    assert!(
        divisor.places() == 0,
        coded!(
            "E075",
            "the type of this field is an integer, and the divisor is not: write it without a decimal point"
        )
    );
    let message = divisor.shown(
        Message::new("no integer from ")
            .integer(minimum)
            .text(" to ")
            .integer(maximum)
            .text(", which this field is limited to, is a multiple of "),
    );
    assert!(
        divisor.has_multiple(minimum, maximum),
        "{}",
        message.text(coded!("E075", ": write a smaller `multiple_of`, or other limits")).show()
    );
}

/// The kinds of constraints that apply to a shape.
struct Measured {
    number: bool,
    length: bool,
    text: bool,
    /// The range of an integer type.
    integers: Option<Integers>,
    /// The length of an array.
    fixed_length: Option<usize>,
}

impl Measured {
    const fn of(shape: &Shape) -> Self {
        let none = Self { number: false, length: false, text: false, integers: None, fixed_length: None };
        match shape {
            Shape::Integer(range) => Self { number: true, integers: Some(*range), ..none },
            Shape::Number => Self { number: true, ..none },
            Shape::Text { .. } => Self { length: true, text: true, ..none },
            Shape::List(list) => Self { length: true, fixed_length: list.length, ..none },
            Shape::Map(_) => Self { length: true, ..none },
            Shape::Option(inner) | Shape::Patch(inner) => Self::of(inner),
            Shape::Newtype(newtype) => Self::of(newtype.item.shape),
            _ => none,
        }
    }
}
