//! An example of a value: the smallest that a reader learns from, always the same.

use std::iter;

use api_core::model::{Access, Divisor, Limit, Measure};
use serde_json::{Map, Value, json};

use super::{Collected, Flow, Kind, Members, Rest, Schema, Text};

/// The depth from which on optional parts are left out.
const DEPTH: usize = 4;

/// Returns an example of a value.
pub(crate) fn example(schema: &Schema, flow: Flow, names: &Collected) -> Value {
    of(schema, flow, names, 0)
}

fn of(schema: &Schema, flow: Flow, names: &Collected, depth: usize) -> Value {
    if let Some(default) = schema.default.and_then(|text| serde_json::from_str(text).ok()) {
        return default;
    }
    if depth > 2 * DEPTH && schema.nullable {
        return Value::Null;
    }
    match &schema.kind {
        Kind::Any | Kind::Null => Value::Null,
        Kind::Boolean | Kind::True => Value::Bool(true),
        Kind::Integer { minimum, maximum, multiple_of: None } => integer(1.clamp(*minimum, *maximum.max(minimum))),
        Kind::Integer { minimum, maximum, multiple_of: Some(divisor) } => {
            integer(whole_multiple(*minimum, *maximum, *divisor))
        }
        Kind::Number { minimum, maximum, multiple_of: None } => {
            let above = minimum.map_or(1.5, |limit| as_number(limit).max(1.5));
            json!(maximum.map_or(above, |limit| as_number(limit).min(above)))
        }
        Kind::Number { minimum, maximum, multiple_of: Some(divisor) } => multiple(*minimum, *maximum, *divisor),
        Kind::Text(text) => Value::from(characters(text)),
        Kind::Constant(text) => Value::from(&**text),
        Kind::Exactly(number) => integer(*number),
        Kind::Choice { names, .. } => names.first().map(|name| Value::from(&**name)).unwrap_or_default(),
        Kind::Listed { numbers, .. } => numbers.first().copied().map(integer).unwrap_or_default(),
        Kind::Encoded(inner) => Value::from(of(inner, flow, names, depth + 1).to_string()),
        Kind::Array { item, minimum, .. } => {
            let count = if depth > DEPTH { minimum.unwrap_or(0) } else { minimum.unwrap_or(1).clamp(1, 16) };
            (0..count).map(|_| of(item, flow, names, depth + 1)).collect()
        }
        Kind::Tuple(items) => items.iter().map(|item| of(item, flow, names, depth + 1)).collect(),
        Kind::Object(members) => object(members, flow, names, depth),
        Kind::One(all) | Kind::Some(all) => {
            all.first().map(|first| of(first, flow, names, depth + 1)).unwrap_or_default()
        }
        Kind::All(all) => all.iter().map(|one| of(one, flow, names, depth + 1)).fold(Value::Null, merged),
        Kind::Named(id) => {
            if depth > 4 * DEPTH {
                return Value::Null;
            }
            names.find(*id, flow).map(|schema| of(schema, flow, names, depth + 1)).unwrap_or_default()
        }
    }
}

fn object(members: &Members, flow: Flow, names: &Collected, depth: usize) -> Value {
    let travels = |access: Access| match flow {
        Flow::Request | Flow::Form => access != Access::ReadOnly,
        Flow::Response => access != Access::WriteOnly,
    };
    let shown = members.properties.iter().filter(|property| property.required || depth < DEPTH);
    let shown = shown.filter(|property| travels(property.schema.access));
    let mut found: Map<String, Value> =
        shown.map(|property| (property.name.to_string(), of(&property.schema, flow, names, depth + 1))).collect();
    if let (true, Rest::Each { key, value }) = (depth < DEPTH, &members.rest) {
        let key = key.as_ref().and_then(|key| of(key, flow, names, depth + 1).as_str().map(str::to_owned));
        found.insert(key.unwrap_or_else(|| "key".to_owned()), of(value, flow, names, depth + 1));
    }
    found.into()
}

/// Returns one value with what both say.
fn merged(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::Object(mut one), Value::Object(other)) => {
            one.extend(other);
            one.into()
        }
        (Value::Null, other) => other,
        (one, _) => one,
    }
}

fn integer(number: i128) -> Value {
    i64::try_from(number).map(Value::from).or_else(|_| u64::try_from(number).map(Value::from)).unwrap_or_default()
}

/// Returns the first multiple from the minimum, or the first above zero. Without a multiple within the limits it
/// returns the minimum.
fn whole_multiple(minimum: i128, maximum: i128, divisor: Divisor) -> i128 {
    let step = i128::from(divisor.of_integers().digits());
    let from = minimum.max(1);
    let above = match from.rem_euclid(step) {
        0 => Some(from),
        rest => from.checked_add(step - rest),
    };
    let below = || maximum.checked_sub(maximum.rem_euclid(step)).filter(|last| minimum <= *last);
    above.filter(|first| *first <= maximum).or_else(below).unwrap_or(minimum)
}

/// Returns the divisor if it is within the limits, or the first multiple from the minimum, or the last up to the
/// maximum. Without one of few digits it returns a limit.
fn multiple(minimum: Option<Limit>, maximum: Option<Limit>, divisor: Divisor) -> Value {
    let (least, most) = (minimum.map(as_number), maximum.map(as_number));
    let step = divisor.to_string().parse().unwrap_or(1.0);
    let near = |limit: Option<f64>| limit.into_iter().flat_map(move |limit| factors(limit / step));
    let fits = |number: f64| {
        let is_within = least.is_none_or(|least| least <= number) && most.is_none_or(|most| number <= most);
        is_within && divisor.divides(Measure::Number(number))
    };
    let found = iter::once(1).chain(near(least)).chain(near(most).rev()).find_map(|factor| {
        // The text of a decimal is read as the nearest number, which is written as that text again.
        let digits = factor.checked_mul(divisor.digits().into())?;
        let number: f64 = format!("{digits}e-{}", divisor.places()).parse().ok()?;
        let scale = 10_i128.checked_pow(divisor.places())?;
        let whole = (digits % scale == 0).then(|| integer(digits / scale)).filter(|whole| !whole.is_null());
        fits(number).then(|| whole.unwrap_or_else(|| number.into()))
    });
    found.or_else(|| least.or(most).map(Value::from)).unwrap_or_default()
}

/// Returns the integers beside a quotient, which may be inexact.
#[expect(clippy::cast_possible_truncation, reason = "what is beyond 128 bits has too many digits for an example")]
fn factors(quotient: f64) -> impl DoubleEndedIterator<Item = i128> {
    let nearest = quotient.round() as i128;
    (-1..=1).filter_map(move |distance| nearest.checked_add(distance))
}

#[expect(clippy::cast_precision_loss, reason = "an example has few digits")]
fn as_number(limit: Limit) -> f64 {
    match limit {
        Limit::Integer(limit) => limit as f64,
        Limit::Number(limit) => limit,
    }
}

fn characters(text: &Text) -> String {
    let found = match text.format {
        Some("date-time") => "2026-01-31T12:00:00Z",
        Some("date") => "2026-01-31",
        Some("time") => "12:00:00",
        Some("uuid") => "67e55044-10b1-426f-9247-bb680e5fe0c8",
        Some("uri") => "https://example.org/",
        Some("email") => "ada@example.org",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("base64") => "dGV4dA==",
        Some("char") => "a",
        _ => "text",
    };
    let mut found = found.to_owned();
    while let (Some(shortest), true) = (text.shortest, found.len() < 4096)
        && found.len() < shortest
    {
        found.push('x');
    }
    if let Some(longest) = text.longest {
        found.truncate(longest);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_of_integers_is_a_multiple_within_the_limits() {
        let cases = [
            (0, 100, Divisor::new(5, 0), 5),
            (12, 100, Divisor::new(5, 0), 15),
            (15, 100, Divisor::new(5, 0), 15),
            (-7, -1, Divisor::new(5, 0), -5),
            (-7, 0, Divisor::new(5, 0), 0),
            // Integers that are multiples of 0.5 are all integers, those of 2.5 are multiples of 5.
            (1, 4, Divisor::new(5, 1), 1),
            (1, 20, Divisor::new(25, 1), 5),
            (i128::MIN, i128::MIN + 1, Divisor::new(u64::MAX, 0), i128::MIN),
            (i128::MAX - 1, i128::MAX, Divisor::new(u64::MAX, 0), i128::MAX - 1),
            (i128::MIN, i128::MAX, Divisor::new(u64::MAX, 0), i128::from(u64::MAX)),
        ];
        for (minimum, maximum, divisor, expected) in cases {
            assert_eq!(whole_multiple(minimum, maximum, divisor), expected, "{divisor} from {minimum} to {maximum}");
        }
    }

    #[test]
    fn an_example_of_numbers_is_a_multiple_within_the_limits() {
        let whole = |limit: i128| Some(Limit::Integer(limit));
        let number = |limit: f64| Some(Limit::Number(limit));
        let cases = [
            (None, None, Divisor::new(1, 2), "0.01"),
            (None, None, Divisor::new(5, 0), "5"),
            (whole(10), None, Divisor::new(1, 2), "10"),
            (number(10.001), None, Divisor::new(1, 2), "10.01"),
            (number(0.3), number(0.32), Divisor::new(15, 2), "0.3"),
            (None, whole(-1), Divisor::new(25, 1), "-2.5"),
            (whole(-10), whole(0), Divisor::new(3, 0), "-9"),
            (number(1e300), None, Divisor::new(5, 0), "1e+300"),
            (number(0.1), number(0.2), Divisor::new(5, 0), "0.1"),
        ];
        for (minimum, maximum, divisor, expected) in cases {
            let found = multiple(minimum, maximum, divisor);
            assert_eq!(found.to_string(), expected, "{divisor} from {minimum:?} to {maximum:?}");
        }
    }
}
