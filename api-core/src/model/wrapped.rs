//! A value whose wire format is named by another type.

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Model, Shape};

/// A value of a type without a shape, which serde writes in the form of `Form`.
///
/// It is what `#[model(as = Form)]` is for fields, as a type: for the items of lists and maps, and for answers. An
/// argument with `#[query(as = Form)]` is one in its call. Only the shape of `Form` is used, so its constraints are
/// not checked: the value's own `Deserialize` decides what is legal.
///
/// ```
/// use api_core::model::{As, Model};
/// # type Version = String;
///
/// // `Version` is a type of another crate, which serde writes as text.
/// type Versions = Vec<As<Version, String>>;
///
/// assert_eq!(Versions::SHAPE.to_string(), "list of text");
/// let versions: Versions = serde_json::from_str(r#"["1.4.0"]"#).unwrap();
/// assert_eq!(versions[0].value, "1.4.0");
/// ```
pub struct As<T, Form: ?Sized> {
    /// The value.
    pub value: T,
    form: PhantomData<fn() -> Box<Form>>,
}

impl<T, Form: ?Sized> As<T, Form> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self { value, form: PhantomData }
    }
}

impl<T, Form: Model + ?Sized> Model for As<T, Form> {
    const SHAPE: &'static Shape = Form::SHAPE;
    const NAME: Option<&'static str> = Form::NAME;
}

impl<T: Serialize, Form: ?Sized> Serialize for As<T, Form> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>, Form: ?Sized> Deserialize<'de> for As<T, Form> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::new)
    }
}

impl<T, Form: ?Sized> From<T> for As<T, Form> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Clone, Form: ?Sized> Clone for As<T, Form> {
    fn clone(&self) -> Self {
        Self::new(self.value.clone())
    }
}

impl<T: Copy, Form: ?Sized> Copy for As<T, Form> {}

impl<T: fmt::Debug, Form: ?Sized> fmt::Debug for As<T, Form> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: PartialEq, Form: ?Sized> PartialEq for As<T, Form> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq, Form: ?Sized> Eq for As<T, Form> {}
