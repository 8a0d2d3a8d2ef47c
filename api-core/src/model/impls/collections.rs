//! Shapes of lists, sets, arrays and maps.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use crate::model::{List, Map, Measure, Model, Shape, Violations};

macro_rules! lists {
    ($([$($parameters:tt)*] $list:ty, length: $length:expr, unique: $unique:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Model, $($parameters)*> Model for $list {
            const SHAPE: &'static Shape =
                &Shape::List(List { item: T::SHAPE, length: $length, unique: $unique });
            const CONSTRAINED: bool = T::CONSTRAINED;

            fn validate(&self, violations: &mut Violations<'_>) {
                if T::CONSTRAINED {
                    for (index, item) in self.iter().enumerate() {
                        violations.item(index, item);
                    }
                }
            }

            fn measure(&self) -> Measure<'_> {
                Measure::Length(self.len())
            }
        }
    )*};
}

lists! {
    [] [T], length: None, unique: false;
    [] Vec<T>, length: None, unique: false;
    [] VecDeque<T>, length: None, unique: false;
    [const N: usize] [T; N], length: Some(N), unique: false;
    [] BTreeSet<T>, length: None, unique: true;
    [S] HashSet<T, S>, length: None, unique: true;
}

macro_rules! maps {
    ($([$($parameters:tt)*] $map:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<K: Model, V: Model, $($parameters)*> Model for $map {
            const SHAPE: &'static Shape = &Shape::Map(Map { key: key::<K>(), value: V::SHAPE });
            const CONSTRAINED: bool = V::CONSTRAINED;

            fn validate(&self, violations: &mut Violations<'_>) {
                if V::CONSTRAINED {
                    for (key, value) in self {
                        violations.field(&key_text(key), value);
                    }
                }
            }

            fn measure(&self) -> Measure<'_> {
                Measure::Length(self.len())
            }
        }
    )*};
}

maps! {
    [] BTreeMap<K, V>;
    [S] HashMap<K, V, S>;
}

const fn key<K: Model>() -> &'static Shape {
    assert!(K::SHAPE.is_scalar(), coded!("E077", "the keys of a map must be text, numbers or enums without content"));
    K::SHAPE
}

/// Returns a map's key as part of a location. A key that is neither text nor an integer becomes `*`.
fn key_text<K: Model>(key: &K) -> Cow<'_, str> {
    match key.measure() {
        Measure::Text(text) => Cow::Borrowed(text),
        Measure::Integer(number) => Cow::Owned(number.to_string()),
        _ => Cow::Borrowed("*"),
    }
}
