//! A stand-in for a type in its own description, so that recursive types have a finite constant.

use std::marker::PhantomData;

use super::shape::{Reference, Shape};
use super::{Measure, Model, Violations};

/// Holds `T` by name in a shape: `Option<Box<ByName<Node>>>` is how `Node` describes its field `Option<Box<Node>>`.
///
/// The derive writes it for fields that mention the type itself, and for `#[model(by_name)]`. No value of it is made.
#[derive(Debug)]
pub struct ByName<T: ?Sized>(PhantomData<fn() -> Box<T>>);

impl<T: ?Sized> Clone for ByName<T> {
    /// Lets `Cow<[ByName<T>]>` be named.
    fn clone(&self) -> Self {
        Self(PhantomData)
    }
}

impl<T: Model + ?Sized> Model for ByName<T> {
    const SHAPE: &'static Shape = &Shape::Reference(Reference {
        name: match T::NAME {
            Some(name) => name,
            None => panic!("only a type declared with #[derive(Model)] can be held by name"),
        },
        target: target::<T>,
    });
    const NAME: Option<&'static str> = T::NAME;
    // Asking `T` would be the cycle that this type exists to break.
    const CONSTRAINED: bool = true;

    fn validate(&self, _: &mut Violations<'_>) {}

    fn measure(&self) -> Measure<'_> {
        Measure::Nothing
    }
}

fn target<T: Model + ?Sized>() -> &'static Shape {
    T::SHAPE
}
