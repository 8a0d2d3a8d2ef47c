//! Ranges, lengths, patterns and formats.

use crate::model::{Divisor, Enum, Integers, Limit, Shape, same};

use super::bounds::{as_number, range};
use super::change::{Detail, ValueRule};
use super::value::{Comparison, End};

impl Comparison<'_, '_> {
    #[inline]
    pub(super) const fn integers(&mut self, one: Integers, writer: End, other: Integers, reader: End) {
        if one.minimum < other.minimum || one.maximum > other.maximum {
            let from = range(one, writer.constraints);
            // A writer whose constraints keep it within the reader's range fits.
            if from.minimum < other.minimum || from.maximum > other.maximum {
                self.misfit(ValueRule::Type, Detail::Shape(writer.shape), Detail::Shape(reader.shape));
                return;
            }
        }
        let (from, to) = (range(one, writer.constraints), range(other, reader.constraints));
        if from.minimum < to.minimum {
            self.misfit(ValueRule::Limit, Detail::Number(from.minimum), Detail::Number(to.minimum));
        }
        if from.maximum > to.maximum {
            self.misfit(ValueRule::Limit, Detail::Number(from.maximum), Detail::Number(to.maximum));
        }
        self.multiples(writer, reader);
    }

    /// Compares the numbers that values are multiples of.
    #[inline]
    const fn multiples(&mut self, writer: End, reader: End) {
        let Some(wanted) = reader.constraints.multiple_of else { return };
        let is_multiple = match (writer.shape, writer.constraints.multiple_of) {
            // The derive has no decimal divisors of integers, but a lock may have one beside the name of a type.
            (Shape::Integer(_), Some(divisor)) => divisor.of_integers().is_multiple_of(wanted),
            (_, Some(divisor)) => divisor.is_multiple_of(wanted),
            (Shape::Integer(_), None) => wanted.divides_integer(1),
            (_, None) => false,
        };
        if !is_multiple {
            let from = multiple_detail(writer.constraints.multiple_of);
            self.misfit(ValueRule::Limit, from, Detail::Multiple(wanted));
        }
    }

    #[inline]
    pub(super) const fn numbers(&mut self, writer: End, reader: End) {
        let (mut from, to) = (writer.constraints, reader.constraints);
        if let Shape::Integer(integers) = writer.shape {
            let range = range(*integers, from);
            (from.min, from.max) = (Some(Limit::Integer(range.minimum)), Some(Limit::Integer(range.maximum)));
        }
        let is_low = match (from.min, to.min) {
            (_, None) => false,
            (Some(limit), Some(wanted)) => as_number(limit) < as_number(wanted),
            (None, Some(_)) => true,
        };
        let is_high = match (from.max, to.max) {
            (_, None) => false,
            (Some(limit), Some(wanted)) => as_number(limit) > as_number(wanted),
            (None, Some(_)) => true,
        };
        if is_low || is_high {
            self.misfit(ValueRule::Limit, Detail::Shape(writer.shape), Detail::Shape(reader.shape));
        }
        self.multiples(writer, reader);
    }

    /// Compares the numbers of an enum with those that a reader takes.
    #[inline]
    pub(super) const fn listed_numbers(&mut self, writer: &'static Enum, reader: End) {
        let mut rest = writer.variants;
        while let [variant, others @ ..] = rest {
            rest = others;
            let number = match listed(variant.name) {
                Some(number) if variant.written => number,
                _ => continue,
            };
            let is_within = if let Shape::Integer(integers) = reader.shape {
                let wanted = range(*integers, reader.constraints);
                wanted.minimum <= number && number <= wanted.maximum
            } else {
                let number = as_number(Limit::Integer(number));
                let is_low = matches!(reader.constraints.min, Some(limit) if number < as_number(limit));
                let is_high = matches!(reader.constraints.max, Some(limit) if number > as_number(limit));
                !is_low && !is_high
            };
            if !is_within {
                self.misfit(ValueRule::Limit, Detail::Number(number), Detail::Shape(reader.shape));
            }
            if let Some(wanted) = reader.constraints.multiple_of
                && !wanted.divides_integer(number)
            {
                self.misfit(ValueRule::Limit, Detail::Number(number), Detail::Multiple(wanted));
            }
        }
    }

    #[inline]
    pub(super) const fn lengths(&mut self, writer: End, reader: End) {
        let (from, to) = (writer.constraints, reader.constraints);
        let least = match from.min_length {
            Some(length) => length,
            None => 0,
        };
        if let Some(wanted) = to.min_length
            && least < wanted
        {
            self.misfit(ValueRule::Limit, length_detail(from.min_length), length_detail(to.min_length));
        }
        if let Some(wanted) = to.max_length {
            let is_within = match from.max_length {
                Some(length) => length <= wanted,
                None => false,
            };
            if !is_within {
                self.misfit(ValueRule::Limit, length_detail(from.max_length), length_detail(to.max_length));
            }
        }
    }

    #[inline]
    pub(super) const fn patterns(&mut self, writer: End, reader: End, format: Option<&'static str>) {
        let (from, to) = (writer.constraints, reader.constraints);
        if !promises(from.pattern, to.pattern) {
            self.misfit(ValueRule::Format, text_detail(from.pattern), text_detail(to.pattern));
        }
        if !promises(from.format, to.format) && !promises(format, to.format) {
            self.misfit(ValueRule::Format, text_detail(from.format), text_detail(to.format));
        }
    }
}

/// Returns the number that is the name of a variant.
#[inline]
pub(super) const fn listed(name: &str) -> Option<i128> {
    match i128::from_str_radix(name, 10) {
        Ok(number) => Some(number),
        Err(_) => None,
    }
}

#[inline]
const fn promises(promised: Option<&str>, wanted: Option<&str>) -> bool {
    match (promised, wanted) {
        (_, None) => true,
        (Some(promised), Some(wanted)) => same(promised, wanted),
        (None, Some(_)) => false,
    }
}

#[inline]
const fn text_detail(text: Option<&'static str>) -> Detail {
    match text {
        Some(text) => Detail::Text(text),
        None => Detail::Nothing,
    }
}

#[inline]
const fn multiple_detail(divisor: Option<Divisor>) -> Detail {
    match divisor {
        Some(divisor) => Detail::Multiple(divisor),
        None => Detail::Nothing,
    }
}

#[inline]
pub(super) const fn length_detail(length: Option<usize>) -> Detail {
    match length {
        Some(length) => Detail::Number(length as i128),
        None => Detail::Nothing,
    }
}
