//! Texts, numbers and booleans, with their constraints.

use api_lock::{Constraints, Content, Definition, Divisor, Limit, Shape, Tagging, Variant};
use serde_json::Value;

use super::document::{Importer, Object, is_true};
use super::error::OpenApiError;
use super::schema::Found;

const I64: (i128, i128) = (i64::MIN as i128, i64::MAX as i128);

impl Importer<'_> {
    /// Reads a schema of strings: an enum if it lists them.
    pub(super) fn text(&mut self, schema: &Object, hint: &str, target: Option<&str>) -> Result<Found, OpenApiError> {
        let mut values: Vec<&str> = Vec::new();
        let listed = self.member_array(schema, "enum")?;
        for value in listed.iter().chain(schema.get("const")) {
            match value {
                Value::String(text) if !values.contains(&text.as_str()) => values.push(text),
                Value::String(_) | Value::Null => {}
                _ => {
                    self.widened("an enum of several types", hint);
                    return Ok(Found::plain(Shape::Any));
                }
            }
        }
        if !values.is_empty() {
            let variants = values.into_iter().map(unit).collect();
            let definition = Definition::Enum { tagging: Tagging::External, variants, closed: false };
            return Ok(Found::plain(self.declare(hint, target, definition)));
        }
        let mut constraints = self.lengths(schema, ["minLength", "maxLength"])?;
        constraints.pattern = self.pattern(schema)?;
        let encoding = self.member_text(schema, "contentEncoding")?;
        let is_base64 = encoding.is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"));
        if let Some(encoding) = encoding.filter(|_| !is_base64) {
            self.part_left_out("an encoding of bytes that is not base64", encoding);
        }
        match self.member_text(schema, "format")? {
            // The first name is that of version 3.0, the second one is used without a standard.
            Some("byte" | "base64") => return Ok(Found { constraints, ..Found::plain(base64()) }),
            _ if is_base64 => return Ok(Found { constraints, ..Found::plain(base64()) }),
            Some(format) if is_known(format) => constraints.format = Some(format.to_owned()),
            Some(format) => self.part_left_out("a format that is not checked", format),
            None => {}
        }
        Ok(Found { constraints, ..Found::plain(Shape::Text(None)) })
    }

    /// Reads a schema of integers.
    pub(super) fn integer(&mut self, schema: &Object, hint: &str, target: Option<&str>) -> Result<Found, OpenApiError> {
        if let Some(variants) = self.listed_integers(schema)? {
            let definition = Definition::Enum { tagging: Tagging::Integer, variants, closed: false };
            return Ok(Found::plain(self.declare(hint, target, definition)));
        }
        self.no_values(schema);
        let (min, max) = self.limits(schema, true);
        let format = self.member_text(schema, "format")?.unwrap_or_default();
        let is_natural = integral(min).is_some_and(|min| min >= 0);
        let signed = match format {
            "int8" => (i128::from(i8::MIN), i128::from(i8::MAX)),
            "int16" => (i128::from(i16::MIN), i128::from(i16::MAX)),
            "int32" => (i128::from(i32::MIN), i128::from(i32::MAX)),
            _ => I64,
        };
        let (mut minimum, mut maximum) = match format {
            "uint8" => (0, i128::from(u8::MAX)),
            "uint16" => (0, i128::from(u16::MAX)),
            "uint32" => (0, i128::from(u32::MAX)),
            "uint64" => (0, i128::from(u64::MAX)),
            // The same number of bits, all of them for what is not negative.
            _ if is_natural => (0, signed.1 * 2 + 1),
            _ => signed,
        };
        // A limit beyond the format's range shows that the format is not meant.
        if integral(max).is_some_and(|max| max > maximum) || integral(min).is_some_and(|min| min < minimum) {
            (minimum, maximum) = if is_natural { (0, i128::from(u64::MAX)) } else { I64 };
        }
        let min = min.filter(|_| integral(min).is_none_or(|min| min > minimum));
        let max = max.filter(|_| integral(max).is_none_or(|max| max < maximum));
        let multiple_of = self.multiple_of(schema)?.map(Divisor::of_integers).filter(|divisor| divisor.digits() > 1);
        let (from, to) = (min.unwrap_or(Limit::Integer(minimum)), max.unwrap_or(Limit::Integer(maximum)));
        let multiple_of = self.with_multiples(multiple_of, from, to);
        let constraints = Constraints { min, max, multiple_of, ..Constraints::default() };
        Ok(Found { constraints, ..Found::plain(Shape::Integer { minimum, maximum }) })
    }

    /// Returns the listed values of a schema of integers as variants, if all of them are integers.
    fn listed_integers(&mut self, schema: &Object) -> Result<Option<Vec<Variant>>, OpenApiError> {
        let mut variants: Vec<Variant> = Vec::new();
        for value in self.member_array(schema, "enum")?.iter().chain(schema.get("const")) {
            match (number_of(value), value) {
                (Some(Limit::Integer(number)), _) => {
                    let variant = unit(&number.to_string());
                    if !variants.contains(&variant) {
                        variants.push(variant);
                    }
                }
                // It makes the value nullable, which is read elsewhere.
                (_, Value::Null) => {}
                _ => return Ok(None),
            }
        }
        Ok(Some(variants).filter(|variants| !variants.is_empty()))
    }

    /// Reads a schema of numbers.
    pub(super) fn number(&mut self, schema: &Object) -> Result<Found, OpenApiError> {
        self.no_values(schema);
        let (min, max) = self.limits(schema, false);
        let mut multiple_of = self.multiple_of(schema)?;
        if let (Some(min), Some(max)) = (min, max) {
            multiple_of = self.with_multiples(multiple_of, min, max);
        }
        let constraints = Constraints { min, max, multiple_of, ..Constraints::default() };
        Ok(Found { constraints, ..Found::plain(Shape::Number) })
    }

    /// Reads the number that values are multiples of.
    fn multiple_of(&mut self, schema: &Object) -> Result<Option<Divisor>, OpenApiError> {
        let Some(value) = schema.get("multipleOf") else { return Ok(None) };
        if !value.is_number() {
            return Err(self.wrong_type("multipleOf", "a number", value));
        }
        let divisor = Divisor::parse(&value.to_string()).ok();
        if divisor.is_none() {
            self.widened("`multipleOf` that is not greater than zero, or has many digits", value.to_string());
        }
        Ok(divisor)
    }

    /// Returns the divisor if a multiple of it is within the limits.
    fn with_multiples(&mut self, divisor: Option<Divisor>, min: Limit, max: Limit) -> Option<Divisor> {
        let fits = divisor.is_none_or(|divisor| divisor.has_multiple(min, max));
        if !fits {
            self.widened("`multipleOf` that excludes all numbers within the limits", "");
        }
        divisor.filter(|_| fits)
    }

    /// Reads limits of a length or a number of items.
    pub(super) fn lengths(&mut self, schema: &Object, [min, max]: [&str; 2]) -> Result<Constraints, OpenApiError> {
        let mut length = |key: &str| match schema.get(key) {
            None => Ok(None),
            Some(value) => match value.as_u64() {
                Some(length) => Ok(Some(length)),
                None if value.is_number() => {
                    self.widened("a length that is no natural number", key);
                    Ok(None)
                }
                None => Err(self.wrong_type(key, "a number", value)),
            },
        };
        let (min_length, max_length) = (length(min)?.filter(|length| *length > 0), length(max)?);
        if min_length.zip(max_length).is_some_and(|(min, max)| min > max) {
            self.widened("limits that exclude each other", min);
            return Ok(Constraints::default());
        }
        Ok(Constraints { min_length, max_length, ..Constraints::default() })
    }

    fn limits(&mut self, schema: &Object, is_integer: bool) -> (Option<Limit>, Option<Limit>) {
        let mut limit = |key: &str, exclusive: &str, step: i128| {
            let inclusive = schema.get(key).and_then(number_of);
            // In version 3.0 it is a boolean, in 3.1 the limit itself.
            let is_exclusive = is_true(schema, exclusive);
            let beyond = schema.get(exclusive).and_then(number_of).or(inclusive.filter(|_| is_exclusive));
            match beyond {
                Some(Limit::Integer(number)) if is_integer => Some(Limit::Integer(number.saturating_add(step))),
                Some(limit) => {
                    self.widened("an exclusive limit of a number is inclusive", key);
                    Some(limit)
                }
                None => inclusive,
            }
        };
        let (min, max) = (limit("minimum", "exclusiveMinimum", 1), limit("maximum", "exclusiveMaximum", -1));
        let is_whole = |limit: &Limit| !is_integer || matches!(limit, Limit::Integer(_));
        if !min.iter().chain(&max).all(is_whole) {
            self.widened("a limit of an integer that is no integer", "");
            return (None, None);
        }
        if min.zip(max).is_some_and(|(min, max)| as_number(min) > as_number(max)) {
            self.widened("limits that exclude each other", "minimum");
            return (None, None);
        }
        (min, max)
    }

    fn pattern(&mut self, schema: &Object) -> Result<Option<String>, OpenApiError> {
        let Some(pattern) = self.member_text(schema, "pattern")? else { return Ok(None) };
        // The first draft names the feature that some of them need.
        if regex_lite::Regex::new(pattern).is_err() && fancy_regex::Regex::new(pattern).is_err() {
            self.widened("a pattern that the engine of constraints cannot read", pattern);
            return Ok(None);
        }
        Ok(Some(pattern.to_owned()))
    }

    /// Notes that listed values are not said.
    pub(super) fn no_values(&mut self, schema: &Object) {
        if schema.contains_key("enum") || schema.contains_key("const") {
            self.widened("listed values that are neither texts nor integers", "");
        }
    }
}

/// Returns a variant without content.
pub(super) fn unit(name: &str) -> Variant {
    Variant {
        name: name.to_owned(),
        aliases: Vec::new(),
        content: Content::Unit,
        read: true,
        written: true,
        other: false,
    }
}

fn base64() -> Shape {
    Shape::Text(Some("base64".to_owned()))
}

/// Formats that `api_core` knows, and that mean the same.
fn is_known(format: &str) -> bool {
    matches!(format, "date" | "date-time" | "decimal" | "duration" | "email" | "time" | "uri" | "uuid")
}

fn number_of(value: &Value) -> Option<Limit> {
    let integer = value.as_i64().map(i128::from).or(value.as_u64().map(i128::from));
    match (integer, value.as_f64()) {
        (Some(integer), _) => Some(Limit::Integer(integer)),
        #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53 is exact")]
        (None, Some(number)) if number.fract() == 0.0 && number.abs() < 9e15 => Some(Limit::Integer(number as i128)),
        (None, number) => number.filter(|number| number.is_finite()).map(Limit::Number),
    }
}

fn integral(limit: Option<Limit>) -> Option<i128> {
    match limit {
        Some(Limit::Integer(integer)) => Some(integer),
        _ => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "only the order of two limits matters")]
fn as_number(limit: Limit) -> f64 {
    match limit {
        Limit::Integer(integer) => integer as f64,
        Limit::Number(number) => number,
    }
}
