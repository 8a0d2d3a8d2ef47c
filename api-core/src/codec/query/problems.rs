//! Finds all errors of a query by traversing the shape. Serde itself stops at the first error.

use super::error::QueryError;
use super::pairs::{Pair, Pairs, Query};
use crate::codec::scalar::shown;
use crate::description::Parameter;
use crate::model::{Field, Reading, Shape, Struct, UnknownFields};

/// Maximum number of problems reported for one query.
const MAX_PROBLEMS: usize = 64;

/// Returns a problem for each missing key and each invalid value.
pub(super) fn problems(name: &str, shape: &'static Shape, query: Query<'_>) -> Vec<QueryError> {
    let mut problems = Vec::new();
    match shape.without_newtypes() {
        Shape::Struct(one) => fields(one, query, &mut problems),
        _ => key(name, &[], shape, !shape.accepts_absence(), query, &mut problems),
    }
    problems.truncate(MAX_PROBLEMS);
    problems
}

/// Returns a problem for each unknown key, if the shape rejects unknown keys.
pub(super) fn unknown_keys(shape: &'static Shape, query: Query<'_>) -> Vec<QueryError> {
    match shape.without_newtypes() {
        Shape::Struct(one) if one.unknown_fields == UnknownFields::Refused => pairs_outside(one, query.pairs()),
        _ => Vec::new(),
    }
}

/// Returns a problem for each key that neither a parameter nor `also_known` names.
pub(crate) fn undeclared_keys<'p>(
    parameters: &(impl Iterator<Item = &'p Parameter> + Clone),
    also_known: &[&str],
    query: Query<'_>,
) -> Vec<QueryError> {
    let known = |key: &str| {
        also_known.contains(&key)
            || parameters.clone().any(|parameter| match parameter.shape.without_newtypes() {
                Shape::Struct(one) => has_field(one, key),
                _ => parameter.name == key,
            })
    };
    let unknown = query.pairs().map(Pair::key).filter(|key| !known(key));
    unknown.take(MAX_PROBLEMS).map(|key| QueryError::new(shown_key(&key), "is not a known key", "")).collect()
}

fn pairs_outside(one: &Struct, pairs: Pairs<'_>) -> Vec<QueryError> {
    let unknown = pairs.map(Pair::key).filter(|key| !has_field(one, key));
    unknown.take(MAX_PROBLEMS).map(|key| QueryError::new(shown_key(&key), "is not a known key", "")).collect()
}

fn has_field(one: &Struct, key: &str) -> bool {
    one.fields.iter().any(|field| match field.shape.without_newtypes() {
        Shape::Struct(inner) if field.flattened => has_field(inner, key),
        _ => field.reading != Reading::Ignored && (field.name == key || field.aliases.contains(&key)),
    })
}

fn fields(one: &'static Struct, query: Query<'_>, problems: &mut Vec<QueryError>) {
    for field in one.fields {
        match field.shape.without_newtypes() {
            Shape::Struct(inner) if field.flattened => fields(inner, query, problems),
            _ if field.reading == Reading::Ignored => {}
            _ => key(field.name, field.aliases, field.shape, field.required(), query, problems),
        }
    }
}

fn key(
    name: &str,
    aliases: &[&str],
    shape: &'static Shape,
    required: bool,
    query: Query<'_>,
    problems: &mut Vec<QueryError>,
) {
    let value = value_shape(shape);
    let item = match value {
        Shape::List(list) => list.item,
        _ => value,
    };
    let mut occurrences = 0;
    for pair in query.pairs().filter(|pair| pair.has_key(name) || aliases.iter().any(|alias| pair.has_key(alias))) {
        occurrences += 1;
        match pair.value() {
            None if matches!(item.without_newtypes(), Shape::Boolean) => {}
            text => {
                let text = text.unwrap_or_default();
                if problems.len() < MAX_PROBLEMS && !could_be(item, &text) {
                    problems.push(QueryError::new(name, format_args!("is {}", shown(&text)), expected(item)));
                }
            }
        }
    }
    let list = matches!(value, Shape::List(_));
    if occurrences == 0 && required && !list {
        problems.push(QueryError::new(name, "is missing", expected(item)));
    } else if occurrences > 1 && !list {
        problems.push(QueryError::new(name, format_args!("is given {occurrences} times"), "one value"));
    }
}

/// Returns the shape of a value that is present: that inside newtypes and options.
pub(super) fn value_shape(shape: &'static Shape) -> &'static Shape {
    match shape.without_newtypes() {
        Shape::Option(inner) => value_shape(inner),
        inner => inner,
    }
}

/// Returns what is expected of a value, in one line.
fn expected(shape: &Shape) -> String {
    match shape.without_newtypes() {
        Shape::Enum(one) => {
            let names = one.variants.iter().filter(|variant| variant.read).map(|variant| format!("`{}`", variant.name));
            names.collect::<Vec<_>>().join(" or ")
        }
        shape => shape.to_string(),
    }
}

fn could_be(shape: &Shape, text: &str) -> bool {
    match shape.without_newtypes() {
        Shape::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
        shape => shape.could_parse(text),
    }
}

fn shown_key(key: &str) -> String {
    key.chars().take(40).collect()
}

impl Field {
    /// Returns the pairs whose key is the name or an alias of this field.
    pub(super) fn pairs<'q>(&'static self, query: Query<'q>) -> impl Iterator<Item = Pair<'q>> {
        query.pairs().filter(|pair| pair.has_key(self.name) || self.aliases.iter().any(|alias| pair.has_key(alias)))
    }
}
