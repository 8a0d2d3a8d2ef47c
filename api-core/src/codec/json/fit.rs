//! JSON that a reader refused, compared with the shape: every problem with its place, and whole numbers in another
//! spelling.

use serde_json::{Map, Value};

use crate::model::{
    Constraints, Content, Enum, Field, Integers, Item, List, Measure, Reading, Rule, Shape, Tagging, UnknownFields,
    Variant, ViolationList, Violations, one_of,
};

/// Maximum number of values that one comparison looks at. A recursive untagged enum could need any number of tries.
const LOOKS: usize = 1 << 20;

/// The largest number below which every integer is a floating-point number of its own, 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Compares a value with a shape, and returns the problems.
///
/// A whole number that is written with a fraction or an exponent, `1.0` or `1e3`, is an integer (JSON Schema 2020-12,
/// "Mathematical integers"). It is replaced by its digits where the shape has an integer.
pub(super) fn fit(value: &mut Value, shape: &'static Shape) -> ViolationList {
    let mut found = ViolationList::default();
    Fitting { rules: Vec::new(), looks: LOOKS }.value(value, shape, &mut Violations::new(&mut found));
    found
}

struct Fitting {
    /// The rules that were used, so that the pattern of a list's items is compiled once.
    rules: Vec<(Constraints, Rule)>,
    looks: usize,
}

impl Fitting {
    fn value(&mut self, value: &mut Value, shape: &'static Shape, found: &mut Violations<'_>) {
        let Some(looks) = self.looks.checked_sub(1) else { return };
        self.looks = looks;
        match (shape, value) {
            (Shape::Any, _)
            | (Shape::Option(_) | Shape::Patch(_) | Shape::Null, Value::Null)
            | (Shape::Boolean, Value::Bool(_))
            | (Shape::Number, Value::Number(_)) => {}
            (Shape::Integer(range), value @ Value::Number(_)) => integer(value, range, found),
            (Shape::Text { format }, Value::String(text)) => {
                if !shape.could_parse(text) {
                    let format = format.unwrap_or_default();
                    found.add(format_args!("is `{text}`"), format_args!("text of format `{format}`"));
                }
            }
            (Shape::Option(inner) | Shape::Patch(inner), value) => self.value(value, inner, found),
            (Shape::Newtype(newtype), value) => self.item(value, &newtype.item, found),
            (Shape::Reference(reference), value) => self.value(value, reference.resolve(), found),
            (Shape::List(list), Value::Array(items)) => self.list(items, list, found),
            (Shape::Map(map), Value::Object(members)) => {
                for (key, value) in members {
                    found.within(key, |found| {
                        if !map.key.could_parse(key) {
                            found.add("is not a key", expected(map.key));
                        }
                        self.value(value, map.value, found);
                    });
                }
            }
            (Shape::Tuple(tuple), Value::Array(items)) => self.tuple(items, tuple.items, found),
            (Shape::Struct(one), Value::Object(members)) => {
                self.fields(members, one.fields, found);
                unknown(members, one.fields, one.unknown_fields, None, found);
            }
            (Shape::Enum(one), value) => self.choice(value, one, found),
            (_, value) => found.add(format_args!("is {}", named(value)), expected(shape)),
        }
    }

    fn item(&mut self, value: &mut Value, item: &Item, found: &mut Violations<'_>) {
        self.value(value, item.shape, found);
        self.constrain(value, &item.constraints, found);
    }

    fn constrain(&mut self, value: &Value, constraints: &Constraints, found: &mut Violations<'_>) {
        if constraints.is_none() {
            return;
        }
        let known = self.rules.iter().position(|(known, _)| known == constraints);
        let index = known.unwrap_or_else(|| {
            self.rules.push((*constraints, Rule::new(*constraints)));
            self.rules.len() - 1
        });
        if let Some((_, rule)) = self.rules.get(index) {
            found.measured(measure(value), rule);
        }
    }

    fn list(&mut self, items: &mut [Value], list: &List, found: &mut Violations<'_>) {
        if list.length.is_some_and(|length| items.len() != length) {
            let length = list.length.unwrap_or_default();
            found.add(format_args!("has {} items", items.len()), format_args!("{length} items"));
        }
        for (index, item) in items.iter_mut().enumerate() {
            found.within(&index.to_string(), |found| self.value(item, list.item, found));
        }
    }

    fn tuple(&mut self, values: &mut [Value], items: &'static [Item], found: &mut Violations<'_>) {
        if values.len() != items.len() {
            found.add(format_args!("has {} items", values.len()), format_args!("{} items", items.len()));
        }
        for (index, (value, item)) in values.iter_mut().zip(items).enumerate() {
            found.within(&index.to_string(), |found| self.item(value, item, found));
        }
    }

    fn fields(&mut self, members: &mut Map<String, Value>, fields: &'static [Field], found: &mut Violations<'_>) {
        for field in fields.iter().filter(|field| field.reading != Reading::Ignored) {
            if field.flattened {
                // Of what else can be flattened, serde's own message has to do.
                if let Shape::Struct(inner) = field.shape.without_newtypes() {
                    self.fields(members, inner.fields, found);
                }
                continue;
            }
            let names = || std::iter::once(&field.name).chain(field.aliases);
            match names().find(|name| members.contains_key(**name)).and_then(|name| members.get_mut(*name)) {
                Some(value) => found.within(field.name, |found| {
                    self.value(value, field.shape, found);
                    self.constrain(value, &field.constraints, found);
                }),
                None if field.required() => {
                    found.within(field.name, |found| found.add("is missing", expected(field.shape)));
                }
                None => {}
            }
        }
    }

    fn choice(&mut self, value: &mut Value, one: &'static Enum, found: &mut Violations<'_>) {
        match one.tagging {
            Tagging::External => self.external(value, one, found),
            Tagging::Internal { tag } => {
                let Some((members, variant)) = tagged(value, one, tag, found) else { return };
                match variant.content {
                    Content::Newtype(item) => self.value(value, item.shape, found),
                    Content::Struct(fields) => {
                        self.fields(members, fields, found);
                        unknown(members, fields, one.unknown_fields, Some(tag), found);
                    }
                    Content::Unit | Content::Tuple(_) => {}
                }
            }
            Tagging::Adjacent { tag, content } => {
                let Some((members, variant)) = tagged(value, one, tag, found) else { return };
                match members.get_mut(content) {
                    Some(value) => found.within(content, |found| self.content(value, one, variant, found)),
                    None if matches!(variant.content, Content::Unit) => {}
                    None if matches!(variant.content, Content::Newtype(item) if item.shape.accepts_absence()) => {}
                    None => found.within(content, |found| {
                        found.add("is missing", format_args!("the content of `{}`", variant.name));
                    }),
                }
            }
            Tagging::Untagged => self.untagged(value, one, found),
            Tagging::Integer => listed_number(value, one, found),
        }
    }

    fn external(&mut self, value: &mut Value, one: &'static Enum, found: &mut Violations<'_>) {
        match value {
            Value::String(name) => match variant(one, name) {
                Some(variant) if matches!(variant.content, Content::Unit) => {}
                Some(_) => found.add(format_args!("is `{name}`"), format_args!("an object with the key `{name}`")),
                None => found.add(format_args!("is `{name}`"), one.expected_names()),
            },
            Value::Object(members) if members.len() == 1 => {
                for (name, value) in members {
                    match variant(one, name) {
                        Some(variant) => found.within(name, |found| self.content(value, one, variant, found)),
                        None => found.add(format_args!("has the key `{name}`"), one.expected_names()),
                    }
                }
            }
            value => found.add(format_args!("is {}", named(value)), one.expected_names()),
        }
    }

    fn content(&mut self, value: &mut Value, one: &Enum, variant: &'static Variant, found: &mut Violations<'_>) {
        match (variant.content, value) {
            (Content::Newtype(item), value) => self.item(value, &item, found),
            (Content::Tuple(items), Value::Array(values)) => self.tuple(values, items, found),
            (Content::Struct(fields), Value::Object(members)) => {
                self.fields(members, fields, found);
                unknown(members, fields, one.unknown_fields, None, found);
            }
            (Content::Unit, Value::Null) => {}
            (Content::Unit, value) => found.add(format_args!("is {}", named(value)), "null"),
            (Content::Tuple(items), value) => {
                found.add(format_args!("is {}", named(value)), format_args!("a list of {} items", items.len()));
            }
            (Content::Struct(_), value) => found.add(format_args!("is {}", named(value)), "an object"),
        }
    }

    /// Takes the first variant without a problem, as serde does.
    fn untagged(&mut self, value: &mut Value, one: &'static Enum, found: &mut Violations<'_>) {
        for variant in one.variants.iter().filter(|variant| variant.read) {
            let mut tried = value.clone();
            let mut problems = ViolationList::default();
            self.content(&mut tried, one, variant, &mut Violations::new(&mut problems));
            if problems.is_empty() {
                *value = tried;
                return;
            }
        }
        found.add(format_args!("is {}, which is none of the variants", named(value)), one.expected_names());
    }
}

/// Returns the members of an object and the variant that its tag names. Reports what is wrong with them.
fn tagged<'v>(
    value: &'v mut Value,
    one: &'static Enum,
    tag: &str,
    found: &mut Violations<'_>,
) -> Option<(&'v mut Map<String, Value>, &'static Variant)> {
    let Value::Object(members) = value else {
        found.add(format_args!("is {}", named(value)), format_args!("an object with the key `{tag}`"));
        return None;
    };
    let named_variant = match members.get(tag) {
        Some(Value::String(name)) => {
            let known = variant(one, name);
            if known.is_none() {
                found.within(tag, |found| found.add(format_args!("is `{name}`"), one.expected_names()));
            }
            known
        }
        Some(other) => {
            found.within(tag, |found| found.add(format_args!("is {}", named(other)), one.expected_names()));
            None
        }
        None => {
            found.within(tag, |found| found.add("is missing", one.expected_names()));
            None
        }
    };
    Some((members, named_variant?))
}

fn variant(one: &'static Enum, name: &str) -> Option<&'static Variant> {
    let readable = || one.variants.iter().filter(|variant| variant.read);
    let known = readable().find(|variant| variant.name == name || variant.aliases.contains(&name));
    known.or_else(|| readable().find(|variant| variant.other))
}

/// Reports the keys that no field reads, if the type refuses them.
fn unknown(
    members: &Map<String, Value>,
    fields: &[Field],
    unknown_fields: UnknownFields,
    tag: Option<&str>,
    found: &mut Violations<'_>,
) {
    // serde does not refuse unknown keys beside a flattened field.
    if unknown_fields == UnknownFields::Ignored || fields.iter().any(|field| field.flattened) {
        return;
    }
    let read = |key: &str| {
        let named = |field: &&Field| field.name == key || field.aliases.contains(&key);
        tag == Some(key) || fields.iter().filter(|field| field.reading != Reading::Ignored).any(|field| named(&field))
    };
    for key in members.keys().filter(|key| !read(key)) {
        let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
        found.within(key, |found| found.add("is unknown", one_of(&names)));
    }
}

fn integer(value: &mut Value, range: &Integers, found: &mut Violations<'_>) {
    let Value::Number(number) = &*value else { return };
    match whole(number) {
        Some(read) if (range.minimum..=range.maximum).contains(&read) => write_digits(value, read),
        Some(read) => found.add(format_args!("is {read}"), expected(&Shape::Integer(*range))),
        None => found.add(format_args!("is {number}"), expected(&Shape::Integer(*range))),
    }
}

/// The names of the variants are numbers.
fn listed_number(value: &mut Value, one: &'static Enum, found: &mut Violations<'_>) {
    let read = if let Value::Number(number) = &*value { whole(number) } else { None };
    match read {
        Some(read) if variant(one, &read.to_string()).is_some() => write_digits(value, read),
        _ => found.add(format_args!("is {}", named(value)), one.expected_names()),
    }
}

/// Returns the whole number that is meant, also by a fraction or an exponent.
fn whole(number: &serde_json::Number) -> Option<i128> {
    if let Some(read) = number.as_i64().map(i128::from).or(number.as_u64().map(i128::from)) {
        return Some(read);
    }
    let number = number.as_f64()?;
    #[expect(clippy::cast_possible_truncation, reason = "a whole number within 2^53 is exact")]
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(i128::from(number as i64))
}

fn write_digits(value: &mut Value, number: i128) {
    if let Value::Number(written) = value
        && written.is_f64()
        && let Ok(number) = i64::try_from(number)
    {
        *value = number.into();
    }
}

fn measure(value: &Value) -> Measure<'_> {
    match value {
        Value::Null | Value::Bool(_) => Measure::Nothing,
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), ..) => Measure::Integer(number.into()),
            (_, Some(number), _) => Measure::Integer(number.into()),
            (.., Some(number)) => Measure::Number(number),
            _ => Measure::Nothing,
        },
        Value::String(text) => Measure::Text(text),
        Value::Array(items) => Measure::Length(items.len()),
        Value::Object(members) => Measure::Length(members.len()),
    }
}

fn named(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("the text `{text}`"),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Null => "null".to_owned(),
        Shape::Boolean => "true or false".to_owned(),
        Shape::Integer(range) => format!("an integer from {} to {}", range.minimum, range.maximum),
        Shape::Number => "a number".to_owned(),
        Shape::Text { format: None } => "text".to_owned(),
        Shape::Text { format: Some(format) } => format!("text of format `{format}`"),
        Shape::Any => "a value".to_owned(),
        Shape::Option(inner) | Shape::Patch(inner) => format!("{}, or null", expected(inner)),
        Shape::List(_) => "a list".to_owned(),
        Shape::Tuple(tuple) => format!("a list of {} items", tuple.items.len()),
        Shape::Map(_) | Shape::Struct(_) => "an object".to_owned(),
        Shape::Enum(one) => one.expected_names(),
        Shape::Newtype(newtype) => expected(newtype.item.shape),
        Shape::Reference(reference) => expected(reference.resolve()),
    }
}
