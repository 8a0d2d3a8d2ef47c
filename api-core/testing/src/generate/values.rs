//! Generates a value for each part of a shape.

use serde_json::{Map, Number, Value, json};

use super::random::SmallRandom;
use super::refusal::Refusal;
use super::{pattern, text};
use api_core::model::{
    Base64, Constraints, Content, Divisor, Enum, Field, Item, Limit, Measure, Pattern, Reading, Shape, Tagging, Variant,
};

/// Number of nested references after which options are `null` and lists have their minimum length.
const SHALLOW_AFTER: usize = 3;

/// Number of nested references after which the type is assumed to have no finite value.
const REFUSED_AFTER: usize = 24;

/// Maximum number of attempts to generate a text that matches a pattern and a length.
const ATTEMPTS: usize = 64;

/// A generator of values.
pub(super) struct Generator<'r> {
    random: &'r mut SmallRandom,
    references: usize,
}

impl<'r> Generator<'r> {
    pub(super) fn new(random: &'r mut SmallRandom) -> Self {
        Self { random, references: 0 }
    }

    pub(super) fn shape(&mut self, shape: &Shape) -> Result<Value, Refusal> {
        self.constrained(shape, &Constraints::NONE)
    }

    fn constrained(&mut self, shape: &Shape, limits: &Constraints) -> Result<Value, Refusal> {
        match shape {
            Shape::Null => Ok(Value::Null),
            Shape::Boolean => Ok(self.random.once_in(2).into()),
            Shape::Integer(range) => self.integer(range.minimum, range.maximum, limits),
            Shape::Number => self.number(limits),
            Shape::Text { format } => self.text(*format, limits).map(Value::String),
            Shape::Any => Ok(self.any()),
            Shape::Option(_) | Shape::Patch(_) if self.is_shallow() || self.random.once_in(3) => Ok(Value::Null),
            Shape::Option(inner) | Shape::Patch(inner) => self.constrained(inner, limits),
            Shape::List(list) => self.list(list.item, list.length, list.unique, limits),
            Shape::Map(map) => self.map(map.key, map.value, limits),
            Shape::Tuple(tuple) => self.items(tuple.items),
            Shape::Struct(one) => self.fields(one.fields).map(Value::Object),
            Shape::Newtype(newtype) => {
                self.constrained(newtype.item.shape, &tighter(limits, &newtype.item.constraints))
            }
            Shape::Enum(one) => self.choice(one),
            Shape::Reference(reference) => {
                self.references += 1;
                if self.references > REFUSED_AFTER {
                    return Err(Refusal::Nothing(format!("`{}`, which has no finite value", reference.name)));
                }
                let value = self.constrained(reference.resolve(), limits);
                self.references -= 1;
                value
            }
        }
    }

    fn is_shallow(&self) -> bool {
        self.references >= SHALLOW_AFTER
    }

    fn integer(&mut self, minimum: i128, maximum: i128, limits: &Constraints) -> Result<Value, Refusal> {
        let least = limits.min.map_or(minimum, |limit| minimum.max(rounded(limit, f64::ceil)));
        let most = limits.max.map_or(maximum, |limit| maximum.min(rounded(limit, f64::floor)));
        if least > most {
            return Err(Refusal::Nothing(format!("an integer from {least} to {most}")));
        }
        if let Some(divisor) = limits.multiple_of {
            return self.multiple_between(divisor, least, most);
        }
        let number = match self.random.below(6) {
            0 => least,
            1 => most,
            2 => 0.clamp(least, most),
            3 => self.random.between(least, most.min(least.saturating_add(100))),
            _ => self.random.between(least, most),
        };
        whole(number)
    }

    /// Generates an integer between two that is a multiple.
    fn multiple_between(&mut self, divisor: Divisor, least: i128, most: i128) -> Result<Value, Refusal> {
        let digits = i128::from(divisor.of_integers().digits());
        let (lowest, highest) = (least.saturating_add(digits - 1).div_euclid(digits), most.div_euclid(digits));
        if lowest > highest {
            return Err(Refusal::Nothing(format!("a multiple of {divisor} from {least} to {most}")));
        }
        let factor = match self.random.below(4) {
            0 => lowest,
            1 => highest,
            2 => self.random.between(lowest, highest.min(lowest.saturating_add(100))),
            _ => self.random.between(lowest, highest),
        };
        whole(factor * digits)
    }

    fn number(&mut self, limits: &Constraints) -> Result<Value, Refusal> {
        // All numbers have 32 bits, so that `f32` and `f64` both decode them without loss.
        let least = limits.min.map_or(f64::from(f32::MIN), as_number);
        let most = limits.max.map_or(f64::from(f32::MAX), as_number);
        if let Some(divisor) = limits.multiple_of {
            return self.multiple_number(divisor, least, most);
        }
        let number = match self.random.below(5) {
            0 => least,
            1 => most,
            2 => 0.0,
            3 => 0.5,
            _ => f64::from(u16::try_from(self.random.below(60_000)).unwrap_or_default()) / 64.0 - 400.0,
        };
        let refused = || Refusal::Nothing(format!("a number from {least} to {most}"));
        if least > most {
            return Err(refused());
        }
        Number::from_f64(number.clamp(least, most)).map(Value::Number).ok_or_else(refused)
    }

    /// Generates a number between two that is a multiple, with few digits.
    fn multiple_number(&mut self, divisor: Divisor, least: f64, most: f64) -> Result<Value, Refusal> {
        let refused = || Refusal::Nothing(format!("a multiple of {divisor} from {least} to {most}"));
        if least > most {
            return Err(refused());
        }
        let step = divisor.to_string().parse::<f64>().map_err(|_| refused())?;
        let near = rounded(Limit::Number((0.0_f64.clamp(least, most) / step).floor()), f64::floor);
        for _ in 0..ATTEMPTS {
            // What is near zero, or the limit beside it, is most likely to be within narrow limits.
            let distance = if self.random.once_in(2) { 1 } else { 1000 };
            let factor = near.checked_add(self.random.between(-distance, distance));
            let Some(digits) = factor.and_then(|factor| factor.checked_mul(divisor.digits().into())) else { continue };
            // The text of a decimal is read as the nearest number, which is written as that text again.
            let text = format!("{digits}e-{}", divisor.places());
            let number = text.parse::<f64>().map_err(|_| refused())?;
            if (least..=most).contains(&number) && divisor.divides(Measure::Number(number)) {
                return Number::from_f64(number).map(Value::Number).ok_or_else(refused);
            }
        }
        Err(refused())
    }

    fn text(&mut self, format: Option<&str>, limits: &Constraints) -> Result<String, Refusal> {
        if let ("base64", None) = (format.or(limits.format).unwrap_or_default(), limits.pattern) {
            return self.base64(limits);
        }
        if let Some(format) = format {
            return text::of_format(format, self.random);
        }
        if let Some(pattern) = limits.pattern {
            return self.matching(pattern, limits);
        }
        // A format that is only an annotation may be unknown to the generator.
        if let Some(format) = limits.format
            && let Ok(text) = text::of_format(format, self.random)
        {
            return Ok(text);
        }
        let (least, most) = lengths(limits, 12)?;
        Ok(text::of_length(least, most, self.random))
    }

    fn base64(&mut self, limits: &Constraints) -> Result<String, Refusal> {
        let (least, most) = lengths(limits, 12)?;
        // Each group of four characters is one to three bytes.
        let (least, most) = (least.div_ceil(4), most / 4);
        if least > most {
            return Err(Refusal::Nothing("base64, whose length is a multiple of four".to_owned()));
        }
        let groups = least + self.random.below(most - least + 1);
        let unused = if groups == 0 { 0 } else { self.random.below(3) };
        let bytes: Vec<u8> = (0..groups * 3 - unused).map(|_| self.random.bits().to_be_bytes()[0]).collect();
        Ok(Base64::from(bytes).to_string())
    }

    fn matching(&mut self, pattern: &str, limits: &Constraints) -> Result<String, Refusal> {
        let refused = || Refusal::Pattern(pattern.to_owned());
        let regex = Pattern::new(pattern).map_err(|_| refused())?;
        let (least, most) = lengths(limits, usize::MAX)?;
        for _ in 0..ATTEMPTS {
            let text = pattern::matching(pattern, self.random).ok_or_else(refused)?;
            if regex.is_match(&text) && (least..=most).contains(&text.chars().count()) {
                return Ok(text);
            }
        }
        Err(refused())
    }

    fn any(&mut self) -> Value {
        match self.random.below(5) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!([1, "zwei", { "drei": 3 }]),
            3 => json!({ "": {}, "key": [null] }),
            _ => text::of_length(0, 5, self.random).into(),
        }
    }

    fn list(
        &mut self,
        item: &Shape,
        length: Option<usize>,
        unique: bool,
        limits: &Constraints,
    ) -> Result<Value, Refusal> {
        let wanted = match length {
            Some(length) => length,
            None => self.length(limits)?,
        };
        let mut items = Vec::new();
        for _ in 0..wanted.saturating_mul(if unique { 8 } else { 1 }) {
            let value = self.shape(item)?;
            if items.len() < wanted && !(unique && items.iter().any(|known| may_be_equal(known, &value))) {
                items.push(value);
            }
        }
        Ok(items.into())
    }

    fn map(&mut self, key: &Shape, value: &Shape, limits: &Constraints) -> Result<Value, Refusal> {
        let wanted = self.length(limits)?;
        let mut map = Map::new();
        for _ in 0..wanted.saturating_mul(8) {
            if map.len() < wanted {
                let key = match self.shape(key)? {
                    Value::String(text) => text,
                    other => other.to_string(),
                };
                map.insert(key, self.shape(value)?);
            }
        }
        Ok(map.into())
    }

    fn length(&mut self, limits: &Constraints) -> Result<usize, Refusal> {
        let (least, most) = lengths(limits, 3)?;
        Ok(if self.is_shallow() { least } else { least + self.random.below(most - least + 1) })
    }

    fn items(&mut self, items: &[Item]) -> Result<Value, Refusal> {
        items.iter().map(|item| self.item(item)).collect::<Result<Vec<_>, _>>().map(Value::Array)
    }

    fn item(&mut self, item: &Item) -> Result<Value, Refusal> {
        self.constrained(item.shape, &item.constraints)
    }

    fn fields(&mut self, fields: &[Field]) -> Result<Map<String, Value>, Refusal> {
        let mut object = Map::new();
        for field in fields {
            if field.reading == Reading::Ignored {
                continue;
            }
            if !field.flattened && !field.required() && (self.is_shallow() || self.random.once_in(3)) {
                continue;
            }
            let value = self.constrained(field.shape, &field.constraints)?;
            match value {
                Value::Object(inner) if field.flattened => object.extend(inner),
                _ if field.flattened => {}
                value => {
                    object.insert(field.name.to_owned(), value);
                }
            }
        }
        Ok(object)
    }

    fn choice(&mut self, one: &Enum) -> Result<Value, Refusal> {
        let nothing = || Refusal::Nothing(format!("the enum `{}`", one.declaration.name));
        let readable: Vec<&Variant> = one.variants.iter().filter(|variant| variant.read).collect();
        let unit: Vec<&Variant> =
            readable.iter().copied().filter(|variant| matches!(variant.content, Content::Unit)).collect();
        let choices = if self.is_shallow() && !unit.is_empty() { unit } else { readable };
        let variant = *self.random.choose(&choices).ok_or_else(nothing)?;
        let content = match &variant.content {
            Content::Unit => None,
            Content::Newtype(item) => Some(self.item(item)?),
            Content::Tuple(items) => Some(self.items(items)?),
            Content::Struct(fields) => Some(self.fields(fields)?.into()),
        };
        Ok(tagged(one.tagging, variant.name, content))
    }
}

fn tagged(tagging: Tagging, name: &str, content: Option<Value>) -> Value {
    match (tagging, content) {
        (Tagging::Untagged, content) => content.unwrap_or_default(),
        (Tagging::Integer, _) => name.parse::<Number>().map_or_else(|_| name.into(), Value::Number),
        (Tagging::External, None) => name.into(),
        (Tagging::External, Some(content)) => json!({ name: content }),
        (Tagging::Internal { tag }, Some(Value::Object(mut object))) => {
            object.insert(tag.to_owned(), name.into());
            object.into()
        }
        (Tagging::Adjacent { tag, content: key }, Some(content)) => json!({ tag: name, key: content }),
        // The content of a unit type is not an object, so only the tag is written.
        (Tagging::Internal { tag } | Tagging::Adjacent { tag, .. }, _) => json!({ tag: name }),
    }
}

/// Returns the constraints that satisfy both. Of two patterns or formats it keeps the outer one.
fn tighter(outer: &Constraints, inner: &Constraints) -> Constraints {
    let greater = |one: Limit, other: Limit| if as_number(one) >= as_number(other) { one } else { other };
    let less = |one: Limit, other: Limit| if as_number(one) <= as_number(other) { one } else { other };
    Constraints {
        min: merged(outer.min, inner.min, greater),
        max: merged(outer.max, inner.max, less),
        multiple_of: merged(outer.multiple_of, inner.multiple_of, |one, other| one.common(other).unwrap_or(one)),
        min_length: outer.min_length.max(inner.min_length),
        max_length: merged(outer.max_length, inner.max_length, usize::min),
        pattern: outer.pattern.or(inner.pattern),
        format: outer.format.or(inner.format),
    }
}

fn whole(number: i128) -> Result<Value, Refusal> {
    let number = u64::try_from(number).map(Number::from).or_else(|_| i64::try_from(number).map(Number::from));
    number.map(Value::Number).map_err(|_| Refusal::Nothing("an integer of more than 64 bits".to_owned()))
}

fn merged<T>(one: Option<T>, other: Option<T>, choose: impl Fn(T, T) -> T) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(choose(one, other)),
        (one, other) => one.or(other),
    }
}

/// Returns whether two values may be equal once they are read: what is missing or `null` can be a default.
fn may_be_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Null, _) | (_, Value::Null) => true,
        (Value::Object(one), Value::Object(other)) => {
            one.iter().all(|(key, value)| other.get(key).is_none_or(|other| may_be_equal(value, other)))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| may_be_equal(one, other))
        }
        _ => one == other,
    }
}

fn lengths(limits: &Constraints, room: usize) -> Result<(usize, usize), Refusal> {
    let least = limits.min_length.unwrap_or(0);
    let most = limits.max_length.unwrap_or(usize::MAX).min(least.saturating_add(room));
    if least > most { Err(Refusal::Nothing(format!("a length from {least} to {most}"))) } else { Ok((least, most)) }
}

#[expect(clippy::cast_precision_loss, reason = "a limit beyond 2^53 is compared with floats of the same precision")]
fn as_number(limit: Limit) -> f64 {
    match limit {
        Limit::Integer(limit) => limit as f64,
        Limit::Number(limit) => limit,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a float beyond 128 bits is outside of every integer type")]
fn rounded(limit: Limit, round: fn(f64) -> f64) -> i128 {
    match limit {
        Limit::Integer(limit) => limit,
        Limit::Number(limit) => round(limit) as i128,
    }
}
