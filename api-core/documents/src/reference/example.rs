//! An example of a value: the smallest that a reader learns from, always the same.

use api_core::model::Access;
use serde_json::{Map, Value, json};

use crate::schema::{Collected, Flow, Kind, Members, Rest, Schema, Text};

/// The depth from which on optional parts are left out.
const DEPTH: usize = 4;

/// Returns an example of a value.
pub(super) fn example(schema: &Schema, flow: Flow, names: &Collected) -> Value {
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
            let digits = i128::from(divisor.digits());
            // The first multiple from the minimum, or the first above zero.
            let first = 1.max(*minimum).saturating_add(digits - 1).div_euclid(digits) * digits;
            integer(if first <= *maximum { first } else { maximum.div_euclid(digits) * digits })
        }
        Kind::Number { multiple_of: None, .. } => json!(1.5),
        Kind::Number { multiple_of: Some(divisor), .. } => {
            serde_json::from_str(&divisor.to_string()).unwrap_or_default()
        }
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
