//! A placeholder for a type in its own shape, which makes the shapes of recursive types finite.

use std::marker::PhantomData;

use serde::{Serialize, Serializer};

use super::shape::{Reference, Shape};
use super::{Measure, Model, Violations};

/// A placeholder for `T` whose shape refers to `T` by name.
///
/// `Node` describes its field `Option<Box<Node>>` as `Option<Box<ByName<Node>>>`. `#[derive(Model)]` writes this type
/// for fields that mention the deriving type, and for `#[model(by_name)]`. It has no values.
#[derive(Debug)]
pub struct ByName<T: ?Sized>(PhantomData<fn() -> Box<T>>);

impl<T: ?Sized> Clone for ByName<T> {
    /// Makes `Cow<[ByName<T>]>` a valid type.
    fn clone(&self) -> Self {
        Self(PhantomData)
    }
}

/// What writes its items to compare them, such as [`Distinct`](super::Distinct), can hold a type by name.
impl<T: ?Sized> Serialize for ByName<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl<T: Model + ?Sized> Model for ByName<T> {
    const SHAPE: &'static Shape = &Shape::Reference(Reference {
        name: match T::NAME {
            Some(name) => name,
            None => panic!(coded!("E077", "only a type with #[derive(Model)] can be referred to by name")),
        },
        target: target::<T>,
    });
    const NAME: Option<&'static str> = T::NAME;
    // `T::CONSTRAINED` would make the constant cyclic.
    const CONSTRAINED: bool = true;

    fn validate(&self, _: &mut Violations<'_>) {}

    fn measure(&self) -> Measure<'_> {
        Measure::Nothing
    }
}

fn target<T: Model + ?Sized>() -> &'static Shape {
    T::SHAPE
}
