//! A list whose items are distinct, of any type.

use std::collections::HashMap;
use std::collections::hash_map::{Entry, RandomState};
use std::hash::BuildHasher;
use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{List, Measure, Model, Shape, Violations};

/// A list whose items are distinct, for items without order and hash: `uniqueItems` in documents.
///
/// A `BTreeSet` or `HashSet` has the same shape and drops an item that is there already. A `Distinct` keeps the order,
/// and a server refuses a request with equal items. Items are equal if their JSON is, whatever the order of the keys.
///
/// The check takes time that is linear in the size of the list, and 16 bytes of memory for an item beside the JSON of
/// two of them at a time: a keyed hash of each item's JSON is remembered, and items with the same hash are compared.
///
/// ```
/// use api_core::model::{Distinct, Model, ViolationList};
///
/// #[derive(Model, serde::Serialize, serde::Deserialize)]
/// struct Weight {
///     kilograms: f64,
/// }
///
/// let weights = Distinct(vec![Weight { kilograms: 1.5 }, Weight { kilograms: 2.0 }, Weight { kilograms: 1.5 }]);
/// let violations = ViolationList::of(&weights).to_string();
/// assert_eq!(violations, "/2: is equal to the item 0, expected items that are distinct");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Distinct<T>(pub Vec<T>);

impl<T: Model + Serialize> Model for Distinct<T> {
    const SHAPE: &'static Shape = &Shape::List(List { item: T::SHAPE, length: None, unique: true });
    const CONSTRAINED: bool = true;

    fn validate(&self, violations: &mut Violations<'_>) {
        self.0.validate(violations);
        let state = RandomState::new();
        let mut known: HashMap<u64, usize> = HashMap::with_capacity(self.0.len());
        for (index, item) in self.0.iter().enumerate() {
            // What is no JSON cannot have been received.
            let Ok(value) = serde_json::to_value(item) else { continue };
            match known.entry(state.hash_one(&value)) {
                Entry::Vacant(place) => {
                    place.insert(index);
                }
                Entry::Occupied(first) if self.is_equal(*first.get(), &value) => {
                    let problem = format_args!("is equal to the item {}", first.get());
                    violations.at(index, |here| here.add(problem, "items that are distinct"));
                }
                Entry::Occupied(_) => {}
            }
        }
    }

    fn measure(&self) -> Measure<'_> {
        Measure::Length(self.0.len())
    }
}

impl<T: Serialize> Distinct<T> {
    fn is_equal(&self, index: usize, value: &Value) -> bool {
        self.0.get(index).and_then(|item| serde_json::to_value(item).ok()).is_some_and(|item| item == *value)
    }
}

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<T>> for Distinct<T> {
    fn from(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<T> From<Distinct<T>> for Vec<T> {
    fn from(items: Distinct<T>) -> Self {
        items.0
    }
}

impl<T> FromIterator<T> for Distinct<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T> IntoIterator for Distinct<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T> Deref for Distinct<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T> DerefMut for Distinct<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Distinct;
    use crate::model::{Model as _, ViolationList};

    fn found(items: Value) -> String {
        ViolationList::of(&serde_json::from_value::<Distinct<Value>>(items).unwrap()).to_string()
    }

    #[test]
    fn equal_items_are_found_at_each_repetition() {
        let table = [
            (json!([]), ""),
            (json!([1, "1", 1.5, null, [1], { "a": 1 }, { "a": 1, "b": null }]), ""),
            (json!([{ "a": 1, "b": 2 }, { "b": 2, "a": 1 }]), "/1: is equal to the item 0"),
            (json!([[0.5], "x", [0.5]]), "/2: is equal to the item 0"),
        ];
        for (items, start) in table {
            let found = found(items.clone());
            assert!(found.starts_with(start) && found.is_empty() == start.is_empty(), "{items}: {found}");
        }
        assert_eq!(found(json!([7, 7, 7])).lines().count(), 2);
    }

    #[test]
    fn the_shape_is_that_of_a_set() {
        assert_eq!(Distinct::<Value>::SHAPE.to_string(), "set of any");
    }
}
