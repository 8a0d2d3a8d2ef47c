//! Constraints on a value: limits, lengths, patterns and formats.

use api_core::model::{Constraints, Divisor, Limit};

use super::{Kind, Members, Rest, Schema};

/// Returns the schema of the values that keep the constraints.
///
/// `plain`: the schema with the types that have names replaced by what they are, for a schema that only names one.
pub(super) fn constrained(schema: Schema, plain: impl FnOnce() -> Kind, constraints: &Constraints) -> Schema {
    if constraints.is_none() {
        return schema;
    }
    match schema.kind {
        Kind::Named(_) => {
            let beside = keep(plain(), constraints);
            let named = Schema { nullable: false, ..Schema::from(schema.kind) };
            let kind = Kind::All(vec![named, beside.into()]);
            Schema { kind, ..schema }
        }
        kind => Schema { kind: keep(kind, constraints), ..schema },
    }
}

fn keep(kind: Kind, constraints: &Constraints) -> Kind {
    let (min_length, max_length) = (constraints.min_length, constraints.max_length);
    match kind {
        Kind::Integer { minimum, maximum, multiple_of } => Kind::Integer {
            minimum: constraints.min.map_or(minimum, |limit| minimum.max(at_least(limit))),
            maximum: constraints.max.map_or(maximum, |limit| maximum.min(at_most(limit))),
            multiple_of: both(constraints.multiple_of, multiple_of),
        },
        Kind::Number { minimum, maximum, multiple_of } => Kind::Number {
            minimum: constraints.min.or(minimum),
            maximum: constraints.max.or(maximum),
            multiple_of: both(constraints.multiple_of, multiple_of),
        },
        Kind::Text(mut text) => {
            text.format = constraints.format.or(text.format);
            text.pattern = constraints.pattern.or(text.pattern);
            text.shortest = min_length.or(text.shortest);
            text.longest = max_length.or(text.longest);
            Kind::Text(text)
        }
        Kind::Array { item, minimum, maximum, unique } => {
            Kind::Array { item, minimum: min_length.or(minimum), maximum: max_length.or(maximum), unique }
        }
        Kind::Object(Members { properties, rest: rest @ Rest::Each { .. }, .. }) => {
            Kind::Object(Members { properties, rest, least: min_length, most: max_length })
        }
        other => other,
    }
}

/// Returns the divisor of what is a multiple of both.
fn both(outer: Option<Divisor>, inner: Option<Divisor>) -> Option<Divisor> {
    match (outer, inner) {
        (Some(one), Some(other)) => one.common(other).or(outer),
        _ => outer.or(inner),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a limit beyond the range of integers is that of the type")]
fn at_least(limit: Limit) -> i128 {
    match limit {
        Limit::Integer(limit) => limit,
        Limit::Number(limit) => limit.ceil() as i128,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a limit beyond the range of integers is that of the type")]
fn at_most(limit: Limit) -> i128 {
    match limit {
        Limit::Integer(limit) => limit,
        Limit::Number(limit) => limit.floor() as i128,
    }
}
