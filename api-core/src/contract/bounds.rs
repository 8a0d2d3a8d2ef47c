//! Constraints as ranges, and two of them at once.

use crate::model::{Constraints, Integers, Limit};

/// Returns constraints that hold both of two.
#[inline]
pub(super) const fn both(outer: Constraints, inner: Constraints) -> Constraints {
    Constraints {
        min: match (outer.min, inner.min) {
            (Some(one), Some(other)) if as_number(one) > as_number(other) => Some(one),
            (one, None) => one,
            (_, other) => other,
        },
        max: match (outer.max, inner.max) {
            (Some(one), Some(other)) if as_number(one) < as_number(other) => Some(one),
            (one, None) => one,
            (_, other) => other,
        },
        multiple_of: match (outer.multiple_of, inner.multiple_of) {
            (Some(one), Some(other)) => match one.common(other) {
                Some(common) => Some(common),
                // What no divisor says is compared by the outer one, as with patterns.
                None => Some(one),
            },
            (one, None) => one,
            (_, other) => other,
        },
        min_length: match (outer.min_length, inner.min_length) {
            (Some(one), Some(other)) if one > other => Some(one),
            (one, None) => one,
            (_, other) => other,
        },
        max_length: match (outer.max_length, inner.max_length) {
            (Some(one), Some(other)) if one < other => Some(one),
            (one, None) => one,
            (_, other) => other,
        },
        // Of two patterns the outer one is compared, which is the later addition.
        pattern: if outer.pattern.is_some() { outer.pattern } else { inner.pattern },
        format: if outer.format.is_some() { outer.format } else { inner.format },
    }
}

#[inline]
pub(super) const fn range(integers: Integers, constraints: Constraints) -> Integers {
    let mut range = integers;
    if let Some(limit) = constraints.min {
        let limit = match limit {
            Limit::Integer(limit) => limit,
            Limit::Number(limit) => rounded(limit, 1),
        };
        if limit > range.minimum {
            range.minimum = limit;
        }
    }
    if let Some(limit) = constraints.max {
        let limit = match limit {
            Limit::Integer(limit) => limit,
            Limit::Number(limit) => rounded(limit, -1),
        };
        if limit < range.maximum {
            range.maximum = limit;
        }
    }
    range
}

#[inline]
pub(super) const fn as_number(limit: Limit) -> f64 {
    match limit {
        #[expect(clippy::cast_precision_loss, reason = "limits beyond 2^53 on floats are as exact as the floats")]
        Limit::Integer(limit) => limit as f64,
        Limit::Number(limit) => limit,
    }
}

/// Returns the integer beside a number, in a direction.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "limits beyond 2^53 are as exact as the floats"
)]
#[inline]
const fn rounded(limit: f64, direction: i128) -> i128 {
    let whole = limit as i128;
    let is_beside = if direction > 0 { (whole as f64) < limit } else { (whole as f64) > limit };
    if is_beside { whole + direction } else { whole }
}
