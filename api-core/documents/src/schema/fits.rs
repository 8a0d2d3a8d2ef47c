//! Whether a value in JSON is one of a schema.

use serde_json::Value;

use api_core::model::{Access, Limit, Measure, Pattern};

use super::{Collected, Flow, Kind, Members, Rest, Schema, Text};

/// The depth of values that are compared. Deeper ones are none of any schema.
const DEEPEST: usize = 64;

/// Where a value is not one of its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// The place, a JSON pointer.
    pub(crate) path: String,
    /// What would fit.
    pub(crate) expected: String,
}

/// Compares a value with a schema.
///
/// # Errors
/// Returns the first place that does not fit.
pub(crate) fn fits(value: &Value, schema: &Schema, flow: Flow, names: &Collected) -> Result<(), Misfit> {
    Comparison { flow, names, is_part: false }.schema(value, schema, &mut Vec::new())
}

struct Comparison<'a> {
    flow: Flow,
    names: &'a Collected,
    /// Whether another schema has further members of an object.
    is_part: bool,
}

/// The keys from the whole value to a part.
type Place = Vec<String>;

fn misfit(place: &Place, expected: impl Into<String>) -> Result<(), Misfit> {
    let keys: Vec<String> = place.iter().map(|key| key.replace('~', "~0").replace('/', "~1")).collect();
    let path = if keys.is_empty() { String::new() } else { format!("/{}", keys.join("/")) };
    Err(Misfit { path, expected: expected.into() })
}

impl Comparison<'_> {
    fn schema(&self, value: &Value, schema: &Schema, place: &mut Place) -> Result<(), Misfit> {
        if place.len() > DEEPEST {
            return misfit(place, "a value of fewer levels");
        }
        if schema.nullable && value.is_null() {
            return Ok(());
        }
        match &schema.kind {
            Kind::Any => Ok(()),
            Kind::Null if value.is_null() => Ok(()),
            Kind::Null => misfit(place, "`null`"),
            Kind::Boolean if value.is_boolean() => Ok(()),
            Kind::Boolean => misfit(place, "a boolean"),
            Kind::True if *value == Value::Bool(true) => Ok(()),
            Kind::True => misfit(place, "`true`"),
            Kind::Integer { minimum, maximum, multiple_of } => {
                let is_one = whole(value).is_some_and(|number| {
                    let is_multiple = multiple_of.is_none_or(|divisor| divisor.divides(Measure::Integer(number)));
                    (*minimum..=*maximum).contains(&number) && is_multiple
                });
                let multiple = multiple_of.map(|divisor| format!(", a multiple of {divisor}")).unwrap_or_default();
                if is_one { Ok(()) } else { misfit(place, format!("an integer from {minimum} to {maximum}{multiple}")) }
            }
            Kind::Number { minimum, maximum, multiple_of } => {
                let is_one = value.as_f64().is_some_and(|number| {
                    minimum.is_none_or(|limit| as_number(limit) <= number)
                        && maximum.is_none_or(|limit| number <= as_number(limit))
                        && multiple_of.is_none_or(|divisor| divisor.divides(Measure::Number(number)))
                });
                if is_one { Ok(()) } else { misfit(place, "a number within its limits") }
            }
            Kind::Text(text) => match value.as_str() {
                Some(found) => compared(found, text, place),
                None => misfit(place, "a text"),
            },
            Kind::Constant(text) if value == &**text => Ok(()),
            Kind::Constant(text) => misfit(place, format!("`{text}`")),
            Kind::Exactly(number) if whole(value) == Some(*number) => Ok(()),
            Kind::Exactly(number) => misfit(place, number.to_string()),
            Kind::Choice { names, open } => match value.as_str() {
                Some(text) if *open || names.iter().any(|name| name == text) => Ok(()),
                _ => misfit(place, format!("one of {}", names.join(", "))),
            },
            Kind::Listed { numbers, open } => match whole(value) {
                Some(number) if *open || numbers.contains(&number) => Ok(()),
                _ => misfit(place, "one of the listed integers"),
            },
            Kind::Encoded(inner) => match value.as_str().map(serde_json::from_str::<Value>) {
                Some(Ok(found)) => self.schema(&found, inner, place),
                _ => misfit(place, "JSON in a text"),
            },
            Kind::Array { item, minimum, maximum, unique } => {
                let Some(items) = value.as_array() else { return misfit(place, "a list") };
                let is_long = minimum.is_none_or(|least| least <= items.len());
                if !is_long || maximum.is_some_and(|most| most < items.len()) {
                    return misfit(place, "a list with another number of items");
                }
                let is_repeated = |(at, one): (usize, &Value)| items.iter().take(at).any(|known| known == one);
                if *unique && items.iter().enumerate().any(is_repeated) {
                    return misfit(place, "items that differ");
                }
                self.items(items, std::iter::repeat(&**item), place)
            }
            Kind::Tuple(schemas) => match value.as_array() {
                Some(items) if items.len() == schemas.len() => self.items(items, schemas.iter(), place),
                _ => misfit(place, format!("a list of {} items", schemas.len())),
            },
            Kind::Object(members) => self.members(value, members, place),
            Kind::One(all) | Kind::Some(all) => self.some(value, all, place),
            Kind::All(all) => {
                let part = Comparison { is_part: true, ..*self };
                all.iter().try_for_each(|one| part.schema(value, one, place))
            }
            Kind::Named(id) => match self.names.find(*id, self.flow) {
                Some(schema) => self.schema(value, schema, place),
                None => Ok(()),
            },
        }
    }

    fn items<'s>(
        &self,
        items: &[Value],
        schemas: impl Iterator<Item = &'s Schema>,
        place: &mut Place,
    ) -> Result<(), Misfit> {
        for (at, (item, schema)) in items.iter().zip(schemas).enumerate() {
            self.below(at.to_string(), item, schema, place)?;
        }
        Ok(())
    }

    fn below(&self, key: String, value: &Value, schema: &Schema, place: &mut Place) -> Result<(), Misfit> {
        place.push(key);
        let compared = self.schema(value, schema, place);
        place.pop();
        compared
    }

    fn members(&self, value: &Value, members: &Members, place: &mut Place) -> Result<(), Misfit> {
        let Some(found) = value.as_object() else { return misfit(place, "an object") };
        let travels = |access: Access| match self.flow {
            Flow::Request | Flow::Form => access != Access::ReadOnly,
            Flow::Response => access != Access::WriteOnly,
        };
        let properties = || members.properties.iter().filter(|property| travels(property.schema.access));
        for property in properties() {
            match found.get(&*property.name) {
                Some(value) => self.below(property.name.to_string(), value, &property.schema, place)?,
                None if property.required => return misfit(place, format!("a member `{}`", property.name)),
                None => {}
            }
        }
        if members.least.is_some_and(|least| found.len() < least) || members.most.is_some_and(|most| most < found.len())
        {
            return misfit(place, "an object with another number of members");
        }
        let is_known = |key: &str| properties().any(|property| property.name == key);
        for (key, value) in found.iter().filter(|(key, _)| !is_known(key)) {
            match &members.rest {
                Rest::Ignored if self.is_part => {}
                // A member without a meaning is a mistake in an example, although servers ignore it.
                Rest::Ignored | Rest::Refused => return misfit(place, format!("no member `{key}`")),
                Rest::Each { key: names, value: schema } => {
                    if let Some(names) = names {
                        self.schema(&Value::from(&**key), names, place)?;
                    }
                    self.below(key.clone(), value, schema, place)?;
                }
            }
        }
        Ok(())
    }

    /// Returns the misfit of the alternative that fits furthest.
    fn some(&self, value: &Value, all: &[Schema], place: &mut Place) -> Result<(), Misfit> {
        let mut nearest: Option<Misfit> = None;
        for schema in all {
            match self.schema(value, schema, place) {
                Ok(()) => return Ok(()),
                Err(misfit) if nearest.as_ref().is_none_or(|known| known.path.len() < misfit.path.len()) => {
                    nearest = Some(misfit);
                }
                Err(_) => {}
            }
        }
        nearest.map_or_else(|| misfit(place, "no value"), Err)
    }
}

fn compared(found: &str, text: &Text, place: &Place) -> Result<(), Misfit> {
    let length = found.chars().count();
    if text.shortest.is_some_and(|shortest| length < shortest) || text.longest.is_some_and(|longest| longest < length) {
        return misfit(place, "a text of another length");
    }
    let matches = |pattern: &str| Pattern::new(pattern).is_ok_and(|pattern| pattern.is_match(found));
    match text.pattern {
        Some(pattern) if !matches(pattern) => misfit(place, format!("a text that matches `{pattern}`")),
        _ => Ok(()),
    }
}

fn whole(value: &Value) -> Option<i128> {
    value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from))
}

#[expect(clippy::cast_precision_loss, reason = "a limit beyond 2^53 is compared as the numbers of JSON are")]
fn as_number(limit: Limit) -> f64 {
    match limit {
        Limit::Integer(limit) => limit as f64,
        Limit::Number(limit) => limit,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Misfit, fits};
    use crate::schema::{Flow, Kind, Property, Rest, Schema, Text, Types};

    fn path_of(value: &Value, schema: &Schema) -> Option<String> {
        let names = Types::default().named();
        fits(value, schema, Flow::Request, &names).err().map(|Misfit { path, .. }| path)
    }

    fn array(item: impl Into<Schema>, minimum: usize, unique: bool) -> Schema {
        Kind::Array { item: Box::new(item.into()), minimum: Some(minimum), maximum: Some(2), unique }.into()
    }

    #[test]
    fn a_value_fits_its_schema_and_no_other() {
        let small = || Kind::Integer { minimum: 0, maximum: 9, multiple_of: None };
        let text = || Kind::Text(Text { pattern: Some("^a+$"), longest: Some(3), ..Text::default() });
        let room = || {
            Schema::object(vec![
                Property::required("id", small()),
                Property::optional("a/b", Schema::from(text()).or_null()),
            ])
        };
        for (value, schema, path) in [
            (json!(9), small().into(), None),
            (json!(10), small().into(), Some("")),
            (json!(1.5), small().into(), Some("")),
            (json!("aaa"), text().into(), None),
            (json!("aaaa"), text().into(), Some("")),
            (json!("b"), text().into(), Some("")),
            (json!(null), text().into(), Some("")),
            (json!([1, 2]), array(small(), 1, true), None),
            (json!([1, 1]), array(small(), 1, true), Some("")),
            (json!([]), array(small(), 1, false), Some("")),
            (json!([1, 2, 3]), array(small(), 0, false), Some("")),
            (json!([1, 10]), array(small(), 0, false), Some("/1")),
            (json!({"id": 1}), room(), None),
            (json!({"id": 1, "a/b": null}), room(), None),
            (json!({"id": 1, "a/b": "b"}), room(), Some("/a~1b")),
            (json!({"a/b": "a"}), room(), Some("")),
            (json!({"id": 1, "other": 1}), room(), Some("")),
            (json!("x"), Kind::Choice { names: vec!["a".into()], open: false }.into(), Some("")),
            (json!("x"), Kind::Choice { names: vec!["a".into()], open: true }.into(), None),
            (json!("{\"id\":1}"), Kind::Encoded(Box::new(room())).into(), None),
            (json!("1"), Kind::Encoded(Box::new(room())).into(), Some("")),
            (json!([1, "a"]), Kind::Tuple(vec![small().into(), text().into()]).into(), None),
            (json!([1]), Kind::Tuple(vec![small().into(), text().into()]).into(), Some("")),
            (json!({"id": 10}), Kind::One(vec![text().into(), room()]).into(), Some("/id")),
            (json!({"id": 1, "x": 2}), Kind::All(vec![room(), Schema::object(Vec::new())]).into(), None),
        ] {
            assert_eq!(path_of(&value, &schema).as_deref(), path, "{value} in {schema:?}");
        }
    }

    #[test]
    fn a_value_of_many_levels_ends_the_comparison() {
        let mut value = json!(1);
        let mut schema: Schema = Kind::Any.into();
        for _ in 0..100 {
            value = json!([value]);
            schema = array(schema, 0, false);
        }
        assert!(path_of(&value, &schema).is_some());
    }

    #[test]
    fn other_members_have_the_schema_of_all_others() {
        let mut schema = Schema::texts();
        assert_eq!(path_of(&json!({"a": "b"}), &schema), None);
        assert_eq!(path_of(&json!({"a": 1}), &schema).as_deref(), Some("/a"));
        if let Kind::Object(members) = &mut schema.kind {
            let key = Kind::Text(Text { shortest: Some(2), ..Text::default() }).into();
            members.rest = Rest::Each { key: Some(Box::new(key)), value: Box::new(Kind::Any.into()) };
        }
        assert_eq!(path_of(&json!({"a": 1}), &schema).as_deref(), Some(""));
    }
}
