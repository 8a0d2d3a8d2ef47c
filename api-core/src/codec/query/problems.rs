//! Finds all errors of a query by traversing the shape. Serde itself stops at the first error.

use super::error::QueryError;
use super::nested;
use super::pairs::{Pair, Query, split};
use crate::codec::scalar::shown;
use crate::description::Parameter;
use crate::model::{Field, Reading, Shape, Style, UnknownFields};

/// Maximum number of problems reported for one query.
pub(super) const MAX_PROBLEMS: usize = 64;

/// Returns a problem for each missing key and each invalid value.
pub(super) fn problems(name: &str, shape: &'static Shape, style: Style, query: Query<'_>) -> Vec<QueryError> {
    let mut problems = Vec::new();
    let is_required = !shape.accepts_absence();
    match nested::value_shape(shape) {
        Shape::Struct(one) if style == Style::Repeated => {
            if is_required || is_present(one.fields, query) {
                fields(one.fields, query, &mut problems);
            }
        }
        _ => key(&Named { name, aliases: &[] }, shape, style, is_required, query, &mut problems),
    }
    problems.truncate(MAX_PROBLEMS);
    problems
}

/// Returns a problem for each unknown key, if the shape rejects unknown keys.
pub(super) fn unknown_keys(shape: &'static Shape, style: Style, query: Query<'_>) -> Vec<QueryError> {
    match nested::value_shape(shape) {
        Shape::Struct(one) if style == Style::Repeated && one.unknown_fields == UnknownFields::Refused => {
            outside(query, |key| has_field(one.fields, key))
        }
        _ => Vec::new(),
    }
}

/// Returns a problem for each key that neither a parameter nor `also_known` names.
pub(crate) fn undeclared_keys<'p>(
    parameters: &(impl Iterator<Item = &'p Parameter> + Clone),
    also_known: &[&str],
    query: Query<'_>,
) -> Vec<QueryError> {
    outside(query, |key| {
        let takes_all = |parameter: &Parameter| {
            parameter.style == Style::Repeated
                && match nested::value_shape(parameter.shape) {
                    Shape::Struct(one) => nested::rest_of(one.fields).is_some(),
                    Shape::Map(_) => true,
                    _ => false,
                }
        };
        also_known.iter().any(|name| nested::is_below(key, name))
            || is_known(parameters, key)
            || parameters.clone().any(takes_all)
    })
}

/// Returns whether a parameter names a key, or the name before its brackets.
pub(crate) fn is_known<'p>(parameters: &(impl Iterator<Item = &'p Parameter> + Clone), key: &str) -> bool {
    parameters.clone().any(|parameter| match nested::value_shape(parameter.shape) {
        Shape::Struct(one) if parameter.style == Style::Repeated => has_field(one.fields, key),
        Shape::Map(_) if parameter.style == Style::Repeated => false,
        _ => nested::is_below(key, parameter.name),
    })
}

fn outside(query: Query<'_>, is_known: impl Fn(&str) -> bool) -> Vec<QueryError> {
    let unknown = query.pairs().map(Pair::key).filter(|key| !is_known(key));
    unknown.take(MAX_PROBLEMS).map(|key| QueryError::new(shown_key(&key), "is not a known key", "")).collect()
}

/// Returns whether one of the fields has a key, or the name before its brackets.
pub(super) fn has_field(fields: &'static [Field], key: &str) -> bool {
    fields.iter().any(|field| match nested::value_shape(field.shape) {
        Shape::Struct(inner) if field.flattened => has_field(inner.fields, key),
        _ if field.flattened || field.reading == Reading::Ignored => false,
        shape if field.style == Style::Brackets || nested::is_nested(shape) => {
            std::iter::once(&field.name).chain(field.aliases).any(|name| nested::is_below(key, name))
        }
        _ => field.has_name(key),
    })
}

/// Returns whether a query has one of the fields.
pub(super) fn is_present(fields: &'static [Field], query: Query<'_>) -> bool {
    query.pairs().any(|pair| has_field(fields, &pair.key()))
}

fn fields(list: &'static [Field], query: Query<'_>, problems: &mut Vec<QueryError>) {
    for field in list {
        match nested::value_shape(field.shape) {
            Shape::Struct(inner) if field.flattened => fields(inner.fields, query, problems),
            _ if field.flattened || field.reading == Reading::Ignored => {}
            _ => {
                let named = Named { name: field.name, aliases: field.aliases };
                key(&named, field.shape, field.style, field.required(), query, problems);
            }
        }
    }
    if let Some(shape) = nested::rest_of(list) {
        let rest = nested::rest(query, |key| has_field(list, key));
        if rest.is_cut {
            problems.push(QueryError::new("", "has too many keys", ""));
        }
        for (name, node) in &rest.members {
            nested::problems(name, shape, true, node, problems);
        }
    }
}

/// The names of one value.
struct Named<'n> {
    name: &'n str,
    aliases: &'n [&'n str],
}

impl Named<'_> {
    fn is(&self, key: &str) -> bool {
        self.name == key || self.aliases.contains(&key)
    }
}

fn key(
    named: &Named<'_>,
    shape: &'static Shape,
    style: Style,
    required: bool,
    query: Query<'_>,
    problems: &mut Vec<QueryError>,
) {
    let name = named.name;
    if style == Style::Brackets || nested::is_nested(shape) {
        let node = nested::tree(query, |key| named.is(key));
        return nested::problems(name, shape, required, &node, problems);
    }
    let value = nested::value_shape(shape);
    let item = match value {
        Shape::List(list) => list.item,
        _ => value,
    };
    let mut occurrences = 0;
    for pair in query.pairs().filter(|pair| named.is(&pair.key())) {
        occurrences += 1;
        let texts = match (pair.value(), style.separator()) {
            (None, _) if matches!(item.without_newtypes(), Shape::Boolean) => continue,
            (text, None) => vec![text.unwrap_or_default()],
            (text, Some(separator)) => split(text.unwrap_or_default(), separator),
        };
        for text in texts {
            if problems.len() < MAX_PROBLEMS && !could_be(item, &text) {
                problems.push(QueryError::new(name, format_args!("is {}", shown(&text)), expected(item)));
            }
        }
    }
    let list = matches!(value, Shape::List(_));
    if occurrences == 0 && required && !list {
        problems.push(QueryError::new(name, "is missing", expected(item)));
    } else if occurrences > 1 && (!list || style.separator().is_some()) {
        problems.push(QueryError::new(name, format_args!("is given {occurrences} times"), "one value"));
    }
}

/// Returns what is expected of a value, in one line.
pub(super) fn expected(shape: &Shape) -> String {
    match shape.without_newtypes() {
        Shape::Enum(one) => {
            let names = one.variants.iter().filter(|variant| variant.read).map(|variant| format!("`{}`", variant.name));
            names.collect::<Vec<_>>().join(" or ")
        }
        shape => shape.to_string(),
    }
}

pub(super) fn could_be(shape: &Shape, text: &str) -> bool {
    match shape.without_newtypes() {
        Shape::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
        shape => shape.could_parse(text),
    }
}

pub(super) fn shown_key(key: &str) -> String {
    key.chars().take(40).collect()
}

impl Field {
    /// Returns whether a key is the name or an alias of this field.
    pub(super) fn has_name(&self, key: &str) -> bool {
        self.name == key || self.aliases.contains(&key)
    }

    /// Returns whether the key of a pair is the name or an alias of this field.
    pub(super) fn has_pair(&self, pair: Pair<'_>) -> bool {
        pair.has_key(self.name) || self.aliases.iter().any(|alias| pair.has_key(alias))
    }

    /// Returns whether a query has a value of this field.
    pub(super) fn is_in(&'static self, query: Query<'_>) -> bool {
        if self.style == Style::Brackets || nested::is_nested(self.shape) {
            let names = std::iter::once(self.name).chain(self.aliases.iter().copied());
            return query.pairs().any(|pair| names.clone().any(|name| nested::is_below(&pair.key(), name)));
        }
        query.pairs().any(|pair| self.has_pair(pair))
    }
}
